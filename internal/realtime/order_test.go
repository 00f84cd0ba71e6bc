package realtime_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"campfire/internal/testapp"

	"github.com/google/uuid"
)

type fields = map[string]any

const messages = "/api/collections/messages/records"

func post(t *testing.T, s *testapp.Server, token, room, body string) testapp.Reply {
	t.Helper()
	reply := s.Call(token, "POST", messages, fields{"room": room, "client_message_id": uuid.NewString(), "body": body})
	if reply.Status != 200 {
		t.Fatalf("send %q: %d %s", body, reply.Status, reply.Raw)
	}
	return reply
}

func epoch(t *testing.T, s *testapp.Server) string {
	t.Helper()
	return s.Text(t, "SELECT value FROM event_state WHERE key = 'epoch'")
}

func head(t *testing.T, s *testapp.Server) int64 {
	t.Helper()
	return s.Number(t, "SELECT MAX(seq) FROM events")
}

// created returns the seqs of the messages in frames, and fails if any seq does not grow.
func created(t *testing.T, who string, frames []testapp.Frame) []int64 {
	t.Helper()
	var all []int64
	last := int64(0)
	for _, f := range frames {
		switch {
		case f.Type != "event":
			continue
		case f.Seq <= last:
			t.Errorf("%s got seq %d after %d", who, f.Seq, last)
		}
		last = f.Seq
		if f.Kind == "message.created" {
			all = append(all, f.Seq)
		}
	}
	return all
}

func stored(t *testing.T, s *testapp.Server, room string, after int64) []int64 {
	t.Helper()
	var all []int64
	err := s.ConcurrentDB().NewQuery("SELECT seq FROM messages WHERE room = {:room} AND seq > {:after} ORDER BY seq").
		Bind(fields{"room": room, "after": after}).Column(&all)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// flood sends n messages to a room over several sockets and waits for their acks.
func flood(t *testing.T, s *testapp.Server, token, room string, sockets, each int) {
	t.Helper()
	var wait sync.WaitGroup
	for range sockets {
		sender := s.Socket(token).Live()
		wait.Go(func() {
			for i := range each {
				sender.Send(fields{"type": "send", "client_message_id": uuid.NewString(), "room": room, "body": fmt.Sprint("message ", i)})
			}
			acks := 0
			sender.Wait("all acks", func(f testapp.Frame) bool {
				if f.Type == "ack" {
					acks++
				}
				return acks == each
			})
		})
	}
	wait.Wait()
}

func TestFiftyConnectionsGetTheSameOrder(t *testing.T) {
	s := testapp.Start(t)
	tokens := []string{s.Token(t, s.David), s.Token(t, s.Jason), s.Token(t, s.Kevin)}
	sockets := make([]*testapp.Socket, 50)
	for i := range sockets {
		sockets[i] = s.Socket(tokens[i%3]).Live()
	}
	before := head(t, s)
	var wait sync.WaitGroup
	for range 2 {
		wait.Go(func() { flood(t, s, tokens[0], s.Watercooler, 4, 50) })
	}
	wait.Go(func() { flood(t, s, tokens[1], s.Designers, 2, 50) })
	wait.Wait()
	want, secret, end := stored(t, s, s.Watercooler, before), stored(t, s, s.Designers, before), head(t, s)
	if len(want) != 400 || len(secret) != 100 {
		t.Fatalf("stored are %d and %d", len(want), len(secret))
	}
	both := slices.Sorted(slices.Values(append(slices.Clone(want), secret...)))
	for i, socket := range sockets {
		socket.Reach(end)
		expect := both
		if i%3 == 2 { // Kevin
			expect = want
		}
		if got := created(t, fmt.Sprint("socket ", i), socket.Frames()); !slices.Equal(got, expect) {
			t.Errorf("socket %d got %d messages, want %d", i, len(got), len(expect))
		}
	}
}

// TestReplayAndLiveMeetWithoutASeam resumes again and again from the middle while others send (G16, G17).
func TestReplayAndLiveMeetWithoutASeam(t *testing.T) {
	s := testapp.Start(t)
	david, kevin := s.Token(t, s.David), s.Token(t, s.Kevin)
	flood(t, s, david, s.Watercooler, 4, 100)
	cursor := stored(t, s, s.Watercooler, 0)[99]
	epoch := epoch(t, s)
	var sending sync.WaitGroup
	sending.Go(func() { flood(t, s, david, s.Watercooler, 4, 250) })
	var sockets []*testapp.Socket
	for range 25 {
		socket := s.Socket(kevin)
		socket.Send(fields{"type": "resume", "epoch": epoch, "seq": cursor})
		sockets = append(sockets, socket)
		time.Sleep(3 * time.Millisecond)
	}
	sending.Wait()
	want, end := stored(t, s, s.Watercooler, cursor), head(t, s)
	for i, socket := range sockets {
		socket.Reach(end)
		got := created(t, fmt.Sprint("socket ", i), socket.Frames())
		if !slices.Equal(got, want) {
			t.Errorf("socket %d got %d messages, want %d", i, len(got), len(want))
		}
		caughtUp := 0
		for _, f := range socket.Frames() {
			if f.Type == "caught_up" {
				caughtUp++
			}
		}
		if caughtUp != 1 {
			t.Errorf("socket %d was caught up %d times", i, caughtUp)
		}
	}
}

func TestALaterResumeReplacesAnEarlierOne(t *testing.T) {
	s := testapp.Start(t)
	david := s.Token(t, s.David)
	flood(t, s, david, s.Watercooler, 4, 300)
	all := stored(t, s, s.Watercooler, 0)
	socket := s.Socket(s.Token(t, s.Kevin))
	for _, at := range []int64{all[0], all[600], all[1000]} {
		socket.Send(fields{"type": "resume", "epoch": epoch(t, s), "seq": at})
	}
	socket.Type("caught_up")
	socket.Reach(head(t, s))
	post(t, s, david, s.Watercooler, "after")
	last := head(t, s)
	socket.Reach(last)
	// Whatever the first two had sent, after the last resume everything after its cursor comes once and in order.
	var tail []int64
	for _, f := range socket.Events() {
		if len(tail) > 0 && f.Seq <= tail[len(tail)-1] {
			tail = nil // a later resume started over
		}
		if f.Seq > all[1000] && f.Kind == "message.created" {
			tail = append(tail, f.Seq)
		}
	}
	if want := stored(t, s, s.Watercooler, all[1000]); !slices.Equal(tail, want) {
		t.Errorf("after the last resume came %d messages, want %d", len(tail), len(want))
	}
	socket.Send(fields{"type": "resume", "epoch": epoch(t, s), "seq": last})
	post(t, s, david, s.Watercooler, "and once more")
	socket.Wait("the newest", func(f testapp.Frame) bool { return f.Seq == last+1 })
}

func TestACursorThatLeadsNowhereIsToldSo(t *testing.T) {
	s := testapp.Start(t)
	david := s.Token(t, s.David)
	post(t, s, david, s.Watercooler, "hello")
	s.Exec(t, "INSERT INTO events (seq, kind, data, at) VALUES (100000, 'user.updated', '{}', '2001-01-01 00:00:00.000Z')")
	for name, tc := range map[string]struct {
		frame  any
		reason string
	}{
		"another epoch":            {fields{"type": "resume", "epoch": "otherepoch00000", "seq": 1}, "epoch"},
		"no epoch":                 {fields{"type": "resume", "seq": 1}, "epoch"},
		"ahead":                    {fields{"type": "resume", "epoch": epoch(t, s), "seq": 100001}, "ahead"},
		"negative":                 {fields{"type": "resume", "epoch": epoch(t, s), "seq": -1}, "ahead"},
		"a cursor that is a word":  {`{"type":"resume","epoch":"` + epoch(t, s) + `","seq":"x"}`, "epoch"},
		"a cursor that is no int":  {`{"type":"resume","epoch":"` + epoch(t, s) + `","seq":1.5}`, "epoch"},
		"a cursor of twenty nines": {`{"type":"resume","epoch":"` + epoch(t, s) + `","seq":99999999999999999999}`, "epoch"},
	} {
		socket := s.Socket(david)
		socket.Send(tc.frame)
		if f := socket.Type("resync"); f.Reason != tc.reason {
			t.Errorf("%s: the reason is %q, want %q", name, f.Reason, tc.reason)
		}
		socket.Live() // it can start over on the same connection
		socket.Hang()
	}
}

// TestAReplayDoesNotShowDeletedTexts resumes from before a message that was deleted, near enough for memory and far.
func TestAReplayDoesNotShowDeletedTexts(t *testing.T) {
	s := testapp.Start(t)
	david := s.Token(t, s.David)
	from := head(t, s)
	secret := post(t, s, david, s.Watercooler, "hunter2").Text("id")
	s.Call(david, "PATCH", messages+"/"+secret, fields{"body": "hunter3"})
	s.Call(david, "DELETE", messages+"/"+secret, nil)
	for _, distance := range []int{0, 300} {
		if distance > 0 {
			flood(t, s, david, s.Watercooler, 2, distance/2)
		}
		socket := s.Socket(s.Token(t, s.Kevin))
		socket.Send(fields{"type": "resume", "epoch": epoch(t, s), "seq": from})
		socket.Reach(head(t, s))
		kinds := []string{}
		for _, f := range socket.Events() {
			if f.Field("id") == secret {
				kinds = append(kinds, f.Kind)
			}
			if strings.Contains(f.Raw, "hunter") {
				t.Errorf("%d events later the replay shows %s", distance, f.Raw)
			}
			if f.Field("id") == secret && f.Kind != "message.deleted" && !strings.Contains(string(f.Data), `"deleted":true`) {
				t.Errorf("%d events later %s is not marked as deleted: %s", distance, f.Kind, f.Raw)
			}
		}
		if !slices.Equal(kinds, []string{"message.created", "message.updated", "message.deleted"}) {
			t.Errorf("%d events later the message's events are %v", distance, kinds)
		}
		poll := s.Call(s.Token(t, s.Kevin), "GET", fmt.Sprintf("/api/chat/events?epoch=%s&since=%d", epoch(t, s), from), nil)
		if strings.Contains(poll.Raw, "hunter") {
			t.Errorf("%d events later polling shows the text", distance)
		}
	}
}
