package realtime

import (
	"testing"

	"github.com/gobwas/ws"
)

// What follows a frame that found no room must not arrive: the client would resume after it, and an edit or a deletion that
// is lost like that shows no hole.
func TestG21NothingFollowsWhatFoundNoRoom(t *testing.T) {
	q := newQueue()
	frame := func() *Frame { return newFrame(ws.OpText, make([]byte, maxHeader+10)) }
	full := false
	for range queueFrames + 1 {
		_, full = q.push(frame())
	}
	if !full {
		t.Fatal("the queue has no end")
	}
	if n := len(q.take(nil)); n != queueFrames {
		t.Fatalf("%d frames waited", n)
	}
	q.push(frame()) // the writer was quick, and the one who closes the connection is not there yet
	if n := len(q.take(nil)); n != 0 {
		t.Errorf("%d frames follow the one that was dropped", n)
	}
}
