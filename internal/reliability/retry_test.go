package reliability

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"campfire/internal/reliability/harness"
)

// arrival is how long what must come is waited for. It takes milliseconds; the rest is for machines that do other things too.
const arrival = 15 * time.Second

// Guards: the unique index (room, author, client_message_id) and insert-or-return in internal/message/commit.go.
func TestG01ARetryNeverMakesASecondMessage(t *testing.T) {
	w := harness.Start(t, nil)
	senders, each := size(10, 50), size(60, 200)
	room := w.Room("Retries", w.Users...)
	clients := make([]*harness.Client, senders)
	for i := range clients {
		clients[i] = w.Client(w.Users[i%len(w.Users)])
	}
	w.AllReady()
	w.Arm("send.afterCommit=error(0.05)")
	var wrong atomic.Int64
	var group sync.WaitGroup
	for i, c := range clients {
		group.Go(func() {
			for n := range each {
				cid, body := harness.NewID(), fmt.Sprintf("message %d of %d", n, i)
				var again sync.WaitGroup
				o := c.SendAs(cid, room, body)
				for copies := range (n + i) % 4 {
					if copies%2 == 0 {
						c.Retry(o)
						continue
					}
					again.Go(func() {
						var m harness.Message
						reply := c.User.Post(room, cid, body)
						if reply.Status >= 500 {
							return // the injected error: unknown to the client, as a broken line would be
						}
						if err := reply.Into(&m); err != nil {
							wrong.Add(1)
							t.Errorf("retry of %s: %v", cid, err)
							return
						}
						w.Expect(c.User, room, cid, m.ID)
					})
				}
				again.Wait()
			}
		})
	}
	group.Wait()
	w.Struck("send.afterCommit")
	w.Check()
	for _, o := range clients[0].Outbox() {
		reply := clients[0].User.Post(room, o.CID, o.Body)
		var m harness.Message
		if err := reply.Into(&m); err != nil || m.ID != o.Message || reply.Header.Get("X-Duplicate") != "true" {
			t.Fatalf("a late retry was answered with message %q, duplicate %q (%v); want %s again",
				m.ID, reply.Header.Get("X-Duplicate"), err, o.Message)
		}
	}
	for _, c := range clients {
		seen := map[string]int{}
		for _, f := range c.Log() {
			if f.Kind == "message.created" && f.Room == room {
				seen[f.ID]++
			}
		}
		if len(seen) != senders*each {
			t.Errorf("%s saw %d messages, want %d", c.User.Name, len(seen), senders*each)
		}
		for id, times := range seen {
			if times != 1 {
				t.Errorf("%s got %d events for message %s", c.User.Name, times, id)
			}
		}
	}
}

// Guards: the duplicate path answers `ack` with the stored row (internal/message, by client id), and the event
// carries client_message_id.
func TestG02ALostAckIsAnsweredAfterTheRestart(t *testing.T) {
	w := harness.Start(t, nil)
	room := w.Room("Acks", w.Users[0], w.Users[1])
	author, reader := w.Client(w.Users[0]), w.Client(w.Users[1])
	w.AllReady()
	for k := 1; k <= 6; k++ {
		w.Arm(fmt.Sprintf("send.beforeAck=crash@%d", k))
		for n := range k + 1 {
			author.Send(room, fmt.Sprintf("round %d, message %d", k, n))
		}
		if !w.WaitExit(arrival) {
			t.Fatalf("send.beforeAck=crash@%d never struck: is failpoint.Hit called there?", k)
		}
		w.Arm("")
		w.Restart()
		if !author.Settled(arrival) {
			t.Fatalf("round %d: some message is still pending %v after the restart", k, arrival)
		}
	}
	for _, o := range author.Outbox() {
		if o.Refused != "" {
			t.Errorf("%q was shown as failed: %s", o.Body, o.Refused)
		}
		author.Retry(o)
	}
	sent := len(author.Outbox())
	answered := func(*harness.State) bool { return author.Acks(true) >= sent }
	if !author.Until(arrival, answered) {
		t.Error("a retry over the socket of what is stored was not acknowledged as a duplicate")
	}
	if !reader.Ready(arrival) {
		t.Error("the reader did not come back")
	}
	w.Check()
}

// Guards: as above; here the line breaks while the ack is on its way.
func TestG02AResetInsteadOfTheAckLosesNothing(t *testing.T) {
	w := harness.Start(t, nil)
	link := w.Link()
	room := w.Room("Resets", w.Users[0], w.Users[1])
	w.Client(w.Users[1])
	author := w.ClientAt(link.Addr(), w.Users[0])
	w.AllReady()
	w.Arm("send.beforeAck=sleep(5ms)")
	for n := range 20 {
		author.Send(room, fmt.Sprintf("message %d", n))
		time.Sleep(3 * time.Millisecond)
		link.Reset()
		if !author.Ready(arrival) {
			t.Fatal("the author did not come back")
		}
	}
	w.Check()
}

// Guards: the event row is written in the message's transaction, and followers read on from their own cursor
// (internal/event Log.Follow), so neither a crash after the commit nor a failed fan-out loses it.
func TestG03AFanOutLostAfterTheCommitIsMadeUp(t *testing.T) {
	w := harness.Start(t, nil)
	room := w.Room("Fan-out", w.Users...)
	for _, u := range w.Users {
		w.Client(u)
	}
	author := w.Client(w.Admin)
	w.AllReady()
	for round := range 4 {
		w.AllReady()
		w.Arm(fmt.Sprintf("send.afterCommit=crash@%d", 2+round*3))
		// One commit may take many of them, so that their number is no number of commits.
		for n := 0; w.Running() && n < 6000; n++ {
			author.Send(room, fmt.Sprintf("round %d, message %d", round, n))
			time.Sleep(time.Millisecond)
		}
		if !w.WaitExit(arrival) {
			t.Fatal("send.afterCommit=crash never struck: is failpoint.Hit called there?")
		}
		w.Arm("")
		w.Restart()
	}
	w.Check()
}

// Guards: the publisher goes on from its cursor after an error (internal/event Log.Follow, internal/realtime Hub.Run).
func TestG03AFailedFanOutIsTriedAgain(t *testing.T) {
	w := harness.Start(t, nil)
	room := w.Room("Bus", w.Users...)
	for _, u := range w.Users[:10] {
		w.Client(u)
	}
	w.AllReady()
	w.Arm("bus.beforeFanout=error(0.3)")
	for n := range 60 {
		w.Post(w.Admin, room, fmt.Sprintf("message %d", n))
	}
	w.Struck("bus.beforeFanout")
	w.Check()
}

// Guards: the poll in internal/event Log.Follow; a wake-up is only a hint.
func TestG03WithoutWakeUpsAnEventTakesAtMostThePoll(t *testing.T) {
	w := harness.Start(t, map[string]string{"FOLLOW_POLL_ONLY": "1"})
	room := w.Room("Poll", w.Users[0])
	reader := w.Client(w.Users[0])
	w.AllReady()
	for n := range 3 {
		m := w.Post(w.Admin, room, fmt.Sprintf("message %d", n))
		start := time.Now()
		if !reader.Until(2*time.Second, func(s *harness.State) bool { return s.Seq >= m.Seq }) {
			t.Fatalf("message %d did not arrive %v after its commit", n, time.Since(start))
		}
	}
	w.Check()
}

// Guards: the duplicate path of internal/message returns before any effect.
func TestG04ARepeatedSendHasNoSecondEffect(t *testing.T) {
	w := harness.Start(t, nil)
	room := w.Room("Effects", w.Users[0], w.Users[1])
	reader := w.Client(w.Users[1])
	w.AllReady()
	before, err := w.Users[1].Bootstrap()
	if err != nil {
		t.Fatal(err)
	}
	cid := harness.NewID()
	var fresh, duplicates atomic.Int64
	var group sync.WaitGroup
	for range 20 {
		group.Go(func() {
			reply := w.Users[0].Post(room, cid, "/play tada")
			var m harness.Message
			if err := reply.Into(&m); err != nil {
				t.Error(err)
				return
			}
			w.Expect(w.Users[0], room, cid, m.ID)
			if reply.Header.Get("X-Duplicate") == "true" {
				duplicates.Add(1)
			} else {
				fresh.Add(1)
			}
		})
	}
	group.Wait()
	if fresh.Load() != 1 || duplicates.Load() != 19 {
		t.Errorf("%d sends were new and %d duplicates, want 1 and 19", fresh.Load(), duplicates.Load())
	}
	var log struct {
		Events []harness.Frame `json:"events"`
	}
	path := fmt.Sprintf("/api/chat/events?epoch=%s&since=%d&limit=100", before.Epoch, before.Seq)
	if err := w.Users[1].Call("GET", path, nil).Into(&log); err != nil {
		t.Fatal(err)
	}
	if len(log.Events) != 1 {
		t.Errorf("the log holds %d events, want 1", len(log.Events))
	}
	after, err := w.Users[1].Bootstrap()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range after.Rooms {
		if r.ID == room && r.Unread != 1 {
			t.Errorf("unread is %d, want 1", r.Unread)
		}
	}
	w.Check()
	got := 0
	for _, f := range reader.Log() {
		if f.Kind == "message.created" && f.Room == room {
			got++
		}
	}
	if got != 1 {
		t.Errorf("the reader got %d events, want 1", got)
	}
}

// Guards: author in the key, the body hash, the form check of the id, and the tombstone's `gone`: all in
// internal/message/accept.go.
func TestG05AClientIDBelongsToOneTextOfOneAuthorInOneRoom(t *testing.T) {
	w := harness.Start(t, nil)
	one, two := w.Users[0], w.Users[1]
	room, other := w.Room("One", one, two), w.Room("Other", one, two)
	w.Client(one)
	w.Client(two)
	w.AllReady()
	cid := harness.NewID()
	var first harness.Message
	if err := one.Post(room, cid, "the text").Into(&first); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name    string
		user    *harness.User
		room    string
		body    string
		verdict string
		same    bool
	}{
		{"same user, same text", one, room, "the text", "ok", true},
		{"same user, other text", one, room, "another text", "cid_conflict", false},
		{"another user", two, room, "the text", "ok", false},
		{"another room", one, other, "the text", "ok", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			reply := c.user.Post(c.room, cid, c.body)
			if reply.Verdict() != c.verdict {
				t.Fatalf("verdict %s, want %s", reply.Verdict(), c.verdict)
			}
			var m harness.Message
			if reply.Into(&m) == nil && (m.ID == first.ID) != c.same {
				t.Errorf("message %s, the first was %s", m.ID, first.ID)
			}
		})
	}
	for _, bad := range []string{"x", strings.Repeat("a", 37), strings.Repeat("f", 10<<20), "not-a-uuid-not-a-uuid-not-a-uuid-xyz",
		"'; DROP TABLE messages;--", "0123456789012345678901234\x00"} {
		reply := one.Post(room, bad, "poisoned")
		if reply.Status != http.StatusBadRequest && reply.Status != http.StatusRequestEntityTooLarge {
			t.Errorf("client id %.40q answered %d, want 400", bad, reply.Status)
		}
	}
	if err := one.Delete(first.ID).Into(nil); err != nil {
		t.Fatal(err)
	}
	if verdict := one.Post(room, cid, "the text").Verdict(); verdict != "gone" {
		t.Errorf("after its deletion a retry answered %s, want gone", verdict)
	}
	if m := w.Post(one, room, "still alive"); m.ID == "" {
		t.Error("no message after the table")
	}
	w.Check()
}
