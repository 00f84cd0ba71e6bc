package realtime_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"campfire/internal/testapp"

	"github.com/gobwas/ws"
)

// texts returns the plain texts of the messages in frames.
func texts(frames []testapp.Frame) []string {
	var all []string
	for _, f := range frames {
		if f.Type == "event" && f.Kind == "message.created" {
			all = append(all, f.Field("body_text"))
		}
	}
	return all
}

// TestWhatAMemberSeesOfAChangingRoom lets Kevin in, out and in again, and compares live, replay from the start, replay from
// the middle and polling.
func TestWhatAMemberSeesOfAChangingRoom(t *testing.T) {
	s := testapp.Start(t)
	david, kevin := s.Token(t, s.David), s.Token(t, s.Kevin)
	start, epoch := head(t, s), epoch(t, s)
	live := s.Socket(kevin).Live()
	in := func() {
		t.Helper()
		if reply := s.Call(david, "POST", "/api/collections/memberships/records", fields{"room": s.Designers, "user": s.Kevin}); reply.Status != 200 {
			t.Fatal(reply.Raw)
		}
	}
	out := func() {
		t.Helper()
		id := s.Text(t, "SELECT id FROM memberships WHERE room = ? AND user = ?", s.Designers, s.Kevin)
		if reply := s.Call(david, "DELETE", "/api/collections/memberships/records/"+id, nil); reply.Status != 204 {
			t.Fatal(reply.Raw)
		}
	}
	replay := func(from int64) []string {
		t.Helper()
		socket := s.Socket(kevin)
		socket.Send(fields{"type": "resume", "epoch": epoch, "seq": from})
		socket.Reach(head(t, s))
		return texts(socket.Events())
	}
	poll := func(from int64) []string {
		t.Helper()
		var frames []testapp.Frame
		for _, e := range s.Call(kevin, "GET", fmt.Sprintf("/api/chat/events?epoch=%s&since=%d&limit=500", epoch, from), nil).List("events") {
			if e["kind"] == "message.created" {
				frames = append(frames, testapp.Frame{Type: "event", Kind: "message.created", Data: []byte(fmt.Sprintf(`{"body_text":%q}`, e["data"].(map[string]any)["body_text"]))})
			}
		}
		return texts(frames)
	}
	same := func(what string, got []string, want ...string) {
		t.Helper()
		if !slices.Equal(got, want) {
			t.Errorf("%s shows %v, want %v", what, got, want)
		}
	}
	post(t, s, david, s.Designers, "before")
	in()
	post(t, s, david, s.Designers, "first time")
	middle := head(t, s)
	same("a replay while in the room", replay(start), "first time")
	out()
	post(t, s, david, s.Designers, "while away")
	post(t, s, david, s.Watercooler, "open")
	same("a replay after the removal", replay(start), "open")
	same("a poll after the removal", poll(start), "open")
	in()
	post(t, s, david, s.Designers, "second time")
	same("a replay after coming back", replay(start), "first time", "open", "second time")
	same("a replay from the middle", replay(middle), "open", "second time")
	same("a poll after coming back", poll(start), "first time", "open", "second time")
	live.Reach(head(t, s))
	same("live", texts(live.Events()), "first time", "open", "second time")
	for _, f := range live.Frames() {
		if strings.Contains(f.Raw, "while away") || strings.Contains(f.Raw, `"before"`) {
			t.Errorf("live shows %s", f.Raw)
		}
	}
	s.Call(david, "DELETE", "/api/collections/rooms/records/"+s.Designers, nil)
	live.Wait("room.deleted", func(f testapp.Frame) bool { return f.Kind == "room.deleted" })
	same("a replay after the room went", replay(start), "open")
}

func TestASlowClientIsClosedAndTheOthersGoOn(t *testing.T) {
	s := testapp.Start(t)
	david, kevin := s.Token(t, s.David), s.Token(t, s.Kevin)
	quick := s.Socket(kevin).Live()
	slow := s.Dial(kevin)
	slow.Send(fields{"type": "resume"})
	time.Sleep(50 * time.Millisecond) // it is live, and reads nothing from now on
	body := strings.Repeat("a", 50_000)
	worst := time.Duration(0)
	for range 160 { // 16 MB in frames of 100 kB: more than any kernel buffers
		began := time.Now()
		post(t, s, david, s.Watercooler, body)
		worst = max(worst, time.Since(began))
		if s.Number(t, "SELECT COUNT(*) FROM messages")%10 == 0 {
			quick.Reach(head(t, s))
		}
	}
	quick.Reach(head(t, s))
	if n := len(created(t, "the quick one", quick.Frames())); n != 160 {
		t.Errorf("the quick one got %d of 160", n)
	}
	if worst > 2*time.Second {
		t.Errorf("a send waited %s for a slow client", worst)
	}
	deadline := time.Now().Add(5 * time.Second)
	connections := func() int64 { return s.Call("", "GET", "/health", nil).Number("websocket", "connections") }
	for connections() != 1 && time.Now().Before(deadline) {
		time.Sleep(20 * time.Millisecond)
	}
	if n := connections(); n != 1 {
		t.Errorf("%d connections are open, want the quick one only", n)
	}
	slow.Listen()
	slow.Closed(5 * time.Second)
	if n := len(slow.Events()); n >= 160 {
		t.Errorf("the slow one got %d messages: need one that falls behind for this test to mean anything", n)
	}
	created(t, "the slow one", slow.Frames())
}

func TestPresenceAndTyping(t *testing.T) {
	s := testapp.Start(t)
	jason, david, kevin := s.Socket(s.Token(t, s.Jason)).Live(), s.Socket(s.Token(t, s.David)).Live(), s.Socket(s.Token(t, s.Kevin)).Live()
	david.Send(fields{"type": "here", "room": s.Designers, "visible": true})
	if f := david.Type("presence"); f.Room != s.Designers {
		t.Errorf("the list is %s", f.Raw)
	}
	jason.Send(fields{"type": "here", "room": s.Designers})
	jason.Wait("the list with David", func(f testapp.Frame) bool { return f.Type == "presence" && slices.Contains(f.Users, s.David) })
	david.Wait("Jason came", func(f testapp.Frame) bool { return f.Type == "presence" && slices.Contains(f.Joined, s.Jason) })
	kevin.Send(fields{"type": "here", "room": s.Designers}) // a stranger
	kevin.Send(fields{"type": "typing", "room": s.Designers, "active": true})
	kevin.Wait("a refusal", func(f testapp.Frame) bool { return f.Type == "nack" && f.Code == "not_found" })

	jason.Send(fields{"type": "typing", "room": s.Designers, "active": true})
	david.Wait("typing", func(f testapp.Frame) bool { return f.Type == "typing" && f.User == s.Jason && f.Active })
	post(t, s, s.Token(t, s.Jason), s.Designers, "sent")
	david.Wait("the end of typing", func(f testapp.Frame) bool { return f.Type == "typing" && f.User == s.Jason && !f.Active })
	jason.Send(fields{"type": "typing", "room": s.Designers, "active": true})
	jason.Send(fields{"type": "here", "room": nil})
	david.Wait("Jason went", func(f testapp.Frame) bool { return f.Type == "presence" && slices.Contains(f.Left, s.Jason) })
	jason.Hang()

	post(t, s, s.Token(t, s.David), s.Watercooler, "marker")
	kevin.Reach(head(t, s))
	for _, f := range kevin.Frames() {
		if f.Type == "presence" && len(f.Users)+len(f.Joined)+len(f.Left) > 0 || f.Type == "typing" {
			t.Errorf("a stranger gets %s", f.Raw)
		}
	}
	for _, f := range jason.Frames() {
		if f.Type == "typing" && f.User == s.Jason {
			t.Errorf("one is told of one's own typing: %s", f.Raw)
		}
	}
	if n := s.Number(t, "SELECT COUNT(*) FROM events WHERE kind LIKE 'presence%' OR kind LIKE 'typing%'"); n != 0 {
		t.Errorf("%d of it are in the log", n)
	}
}

func TestAFrameThatIsNoneEndsOnlyItsConnection(t *testing.T) {
	s := testapp.Start(t)
	token := s.Token(t, s.Kevin)
	other := s.Socket(token).Live()
	for frame, code := range map[string]ws.StatusCode{
		"{": ws.StatusInvalidFramePayloadData, "[]": ws.StatusInvalidFramePayloadData, "7": ws.StatusInvalidFramePayloadData, "": ws.StatusInvalidFramePayloadData,
		"{\"type\":\"\xff\"}": ws.StatusInvalidFramePayloadData, strings.Repeat("[", 60_000): ws.StatusInvalidFramePayloadData,
	} {
		socket := s.Socket(token).Live()
		socket.Send(frame)
		if got := socket.Closed(2 * time.Second); got != code {
			t.Errorf("%.20q closes with %d, want %d", frame, got, code)
		}
	}
	for _, frame := range []string{`{}`, `{"type":"dance"}`, `{"type":7}`, `{"type":null}`, `{"type":"here","room":7}`, `{"type":"read","room":"x","rseq":"y"}`,
		`{"type":"typing","room":{},"active":"yes"}`, `{"type":"read","room":"` + s.Watercooler + `","rseq":1e30}`, `{"type":"here","extra":[1,2]}`} {
		other.Send(frame)
	}
	other.Send(fields{"type": "send", "client_message_id": "01ARZ3NDEKTSV4RRFFQ69G5FAV", "room": s.Watercooler, "body": "still here"})
	if ack := other.Type("ack"); ack.ClientMessageID != "01ARZ3NDEKTSV4RRFFQ69G5FAV" {
		t.Errorf("the ack is %s", ack.Raw)
	}
}
