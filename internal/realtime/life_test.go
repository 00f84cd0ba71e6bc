package realtime_test

import (
	"testing"
	"time"

	"campfire/internal/realtime"

	"github.com/gobwas/ws"
)

// Guards: lastRead in readFrames. What renews the lease is a whole frame, a pong above all: browsers answer pings by
// themselves, and pages cannot be asked.
func TestG27APongRenewsTheLeaseAndAFrameThatDripsDoesNot(t *testing.T) {
	s := newScene(t)
	realtime.SetDoors(s.hub, realtime.Doors{Frame: func(*realtime.Connection) bool { return true }})
	past := time.Now().Add(-59 * time.Second)
	renews := func(bytes []byte) bool {
		t.Helper()
		c, client := realtime.Connect(s.hub, "life", s.kevin.Identity.User, past)
		defer client.Close()
		for _, b := range bytes { // one at a time, as a hostile client would
			if _, err := client.Write([]byte{b}); err != nil {
				t.Fatal(err)
			}
		}
		for end := time.Now().Add(100 * time.Millisecond); time.Now().Before(end); time.Sleep(time.Millisecond) {
			if realtime.Heard(c).After(past.Add(time.Second)) {
				return true
			}
		}
		return false
	}
	frame := func(f ws.Frame) []byte { return ws.MustCompileFrame(ws.MaskFrame(f)) }
	pong := frame(ws.NewPongFrame(nil))
	if !renews(pong) {
		t.Error("a pong is no sign of life")
	}
	if !renews(frame(ws.NewTextFrame([]byte(`{"type":"here","room":""}`)))) {
		t.Error("a frame is no sign of life")
	}
	text := frame(ws.NewTextFrame(make([]byte, 60_000)))
	if renews(text[:200]) {
		t.Error("a frame that never ends keeps its connection alive")
	}
}
