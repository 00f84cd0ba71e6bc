package reliability

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"campfire/internal/reliability/harness"
)

// roomSpan is how long one room is written to.
const roomSpan = 3 * time.Minute

// Guards: whoever starts a goroutine ends it with its connection (internal/realtime read, write and replay), and no list
// keeps a connection that is gone (internal/realtime Hub.remove). Five seconds show a goroutine or a hundred bytes per
// connection; RELIABILITY_LEAK_SECONDS makes it longer, for less.
func TestE7ChurnLeavesNothingBehind(t *testing.T) {
	span := time.Duration(number("RELIABILITY_LEAK_SECONDS", 5)) * time.Second
	w := harness.Start(t, nil)
	warm(t, w, span/16) // whatever is made once is made now
	base := w.Rest()
	began := time.Now()
	turns := churn(t, w, span)
	w.Rested(base)
	after := w.Load()
	t.Logf("%d connections in %v; before %v, after %v", turns, time.Since(began).Round(time.Second), base, after)
	w.Client(w.Users[0])
	w.Check()
	if grown := after.RSS - base.RSS; span >= time.Hour && grown > cacheBytes { // page caches fill, and are let go of
		t.Errorf("the process grew by %.1f MB", float64(grown)/(1<<20))
	}
}

// warm fills what is bounded: the events in memory, caches, the pools of the database.
func warm(t *testing.T, w *harness.World, span time.Duration) {
	t.Helper()
	author, room := w.Client(w.Users[0]), w.Room("Warm", w.Users...)
	for n := range 1500 {
		author.Send(room, fmt.Sprintf("warm %d", n))
	}
	if !author.Settled(2 * arrival) {
		t.Fatal("the first messages did not settle")
	}
	w.Quiesce()
	w.Hangup()
	churn(t, w, max(span, 2*time.Second))
}

// churn lets many come, do what clients do, and go in every way there is. A room is emptied after some minutes: the
// oracle reads all that is stored.
func churn(t *testing.T, w *harness.World, span time.Duration) (turns int64) {
	t.Helper()
	for end := time.Now().Add(span); time.Now().Before(end) && !t.Failed(); {
		room := w.Room(fmt.Sprintf("Churn %d", turns), w.Users...)
		turns += crowd(t, w, room, min(time.Until(end), roomSpan))
		if time.Now().Before(end) {
			if err := w.Admin.Call("DELETE", "/api/collections/rooms/records/"+room, nil).Into(nil); err != nil {
				t.Error(err)
			}
		}
	}
	return turns
}

func crowd(t *testing.T, w *harness.World, room string, span time.Duration) int64 {
	var turns atomic.Int64
	var group sync.WaitGroup
	for n := range 24 {
		group.Go(func() {
			for end := time.Now().Add(span); time.Now().Before(end); turns.Add(1) {
				if err := visit(w, w.Users[(n+rand.IntN(8))%len(w.Users)], room); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	group.Wait()
	return turns.Load()
}

func visit(w *harness.World, user *harness.User, room string) error {
	if rand.IntN(6) == 0 {
		s, err := harness.Listen(user, "messages/*", "chat")
		if err != nil {
			return fmt.Errorf("stream: %w", err)
		}
		time.Sleep(rand.N(20 * time.Millisecond))
		s.Close()
		return nil
	}
	sock, err := harness.Dial(w.Addr, user)
	if err != nil {
		return fmt.Errorf("dial: %w", err)
	}
	defer sock.Close()
	frames := []any{
		form{"type": "resume"}, form{"type": "here", "room": room, "visible": true}, form{"type": "typing", "room": room, "active": true},
		form{"type": "send", "room": room, "client_message_id": harness.NewID(), "body": "passing by"},
	}
	for _, frame := range frames[:1+rand.IntN(len(frames))] {
		if err := sock.Send(frame); err != nil {
			return fmt.Errorf("send: %w", err)
		}
	}
	switch rand.IntN(3) {
	case 0:
		_, err = sock.ReadUntil(arrival, harness.TypeIs("hello"))
	case 1:
		_ = sock.WriteRaw([]byte{0x88, 0x80, 0, 0, 0, 0}) // a polite end
		_, _ = sock.ReadUntil(time.Second, func(harness.Frame) bool { return false })
	default:
		_ = sock.WriteRaw([]byte{0x81, 0xfe}) // half a header, and gone
	}
	time.Sleep(rand.N(40 * time.Millisecond))
	return err
}
