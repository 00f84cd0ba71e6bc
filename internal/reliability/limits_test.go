package reliability

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"campfire/internal/reliability/harness"
)

// What one account may send in a flood, by the default limits: a burst of 1000, then 100 a second.
const sendBurst, sendRate = 1000, 100

// Guards: the bucket per socket that is asked before every frame (hooks/realtime.go doors, internal/realtime readFrames) and
// the bucket per account (sendFrame).
func TestE2AFloodIsLimitedAndTheNeighboursDoNotNotice(t *testing.T) {
	timed(t, talkBesideAFlood)
}

func talkBesideAFlood(t *testing.T, late missed) {
	w := harness.Start(t, map[string]string{"RATE_LIMITS": ""})
	room, flooded := w.Room("Neighbours", w.Users[0], w.Users[1]), w.Room("Flooded", w.Users[2])
	author, reader := w.Client(w.Users[0]), w.Client(w.Users[1])
	w.AllReady()
	talk := func(span time.Duration) (took []time.Duration) {
		for end := time.Now().Add(span); time.Now().Before(end); time.Sleep(15 * time.Millisecond) {
			start := time.Now()
			o := author.Send(room, "are you still there?")
			if !reader.Until(arrival, func(*harness.State) bool { return reader.Saw(o.CID) }) {
				t.Fatal("a neighbour waits for its message beside a flood")
			}
			took = append(took, time.Since(start))
		}
		slices.Sort(took)
		return took
	}
	quiet := talk(1500 * time.Millisecond)
	f := flood{user: w.Users[2], room: flooded}
	began, done := time.Now(), make(chan struct{})
	var group sync.WaitGroup
	group.Go(func() { f.run(t, w.Addr, done) })
	beside := talk(2500 * time.Millisecond)
	close(done)
	group.Wait()
	lasted := time.Since(began).Seconds()
	t.Logf("%.0f frames/s; a neighbour's message took p50 %v p99 %v, without the flood %v and %v; %d closes, %d acks",
		float64(f.sent.Load())/lasted, at(beside, 50), at(beside, 99), at(quiet, 50), at(quiet, 99), f.closes.Load(), f.acks.Load())
	if extra := at(beside, 50) - at(quiet, 50); extra > 20*time.Millisecond {
		late("beside a flood a message takes %v longer", extra)
	}
	if f.closes.Load() == 0 {
		t.Error("the flood was never cut off")
	}
	if most := sendBurst + int64(sendRate*lasted) + 10; f.acks.Load() > most || f.acks.Load() == 0 {
		t.Errorf("%d messages of the flood were stored, its account may store %d", f.acks.Load(), most)
	}
	w.Check()
}

// flood is somebody who writes 10,000 frames a second, half of them messages, and comes back when it is cut off.
type flood struct {
	user               *harness.User
	room               string
	sent, closes, acks atomic.Int64
}

func (f *flood) run(t *testing.T, addr string, done chan struct{}) {
	const perTick = 100
	for {
		select {
		case <-done:
			return
		default:
		}
		sock, err := harness.Dial(addr, f.user)
		if err != nil {
			time.Sleep(5 * time.Millisecond) // its address has a limit too
			continue
		}
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			f.listen(t, sock)
		}()
		for tick := time.NewTicker(10 * time.Millisecond); ; <-tick.C {
			for n := range perTick {
				frame := map[string]any{"type": "typing", "room": f.room, "active": n%4 == 0}
				if n%2 == 0 {
					frame = map[string]any{"type": "send", "client_message_id": harness.NewID(), "room": f.room, "body": "flood"}
				}
				if err = sock.Send(frame); err != nil {
					break
				}
				f.sent.Add(1)
			}
			select {
			case <-done:
				err = errors.New("over")
			case <-ended:
				err = errors.New("cut off")
			default:
			}
			if err != nil {
				tick.Stop()
				break
			}
		}
		sock.Close()
		<-ended
	}
}

func (f *flood) listen(t *testing.T, sock *harness.Socket) {
	for {
		frame, err := sock.Read()
		var closed *harness.CloseError
		switch {
		case errors.As(err, &closed):
			if f.closes.Add(1); closed.Code != 1008 {
				t.Errorf("a flood was closed with %d, want 1008", closed.Code)
			}
			return
		case err != nil:
			return
		case frame.Type == "ack":
			f.acks.Add(1)
		case frame.Type == "nack" && frame.Code != "rate_limited":
			t.Errorf("a message of the flood was refused with %s", frame.Code)
		}
	}
}

// at is the n-th percentile of what is sorted.
func at(sorted []time.Duration, n int) time.Duration {
	return sorted[min(len(sorted)*n/100, len(sorted)-1)]
}

// Guards: a stream holds a connection and nothing else: no lock, no place in a pool that requests wait for. (A browser
// allows six per host over HTTP/1.1; the interface opens one per browser, see frontend/e2e/tabs.test.ts.)
func TestE12EightStreamsLeaveRoomForRequests(t *testing.T) {
	w := harness.Start(t, nil)
	room := w.Room("Streams", w.Users[0])
	var streams []*harness.Stream
	for range 8 {
		s, err := harness.Listen(w.Users[0], "messages/*", "chat")
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(s.Close)
		streams = append(streams, s)
	}
	stop := load(w, w.Admin, room, 50)
	var took []time.Duration
	for range 100 {
		start := time.Now()
		if err := w.Users[0].Call(http.MethodGet, "/api/chat/rooms/"+room+"/messages", nil).Into(nil); err != nil {
			t.Fatal(err)
		}
		took = append(took, time.Since(start))
	}
	last := w.Post(w.Users[0], room, "the last")
	stop()
	slices.Sort(took)
	t.Logf("beside eight streams a page took p50 %v p99 %v", at(took, 50), at(took, 99))
	if at(took, 90) > 200*time.Millisecond {
		t.Errorf("beside eight streams a page takes %v (p90)", at(took, 90))
	}
	for i, s := range streams {
		has := func() bool {
			events, _ := s.Events()
			return slices.ContainsFunc(events, func(e harness.StreamEvent) bool { return e.Record.ID == last.ID })
		}
		for deadline := time.Now().Add(arrival); !has(); time.Sleep(5 * time.Millisecond) {
			if time.Now().After(deadline) {
				t.Fatalf("stream %d does not have the last message", i)
			}
		}
	}
	w.Client(w.Users[0])
	w.Check()
}

// Guards: bytes that are no text are refused before anything cuts or stores them (hooks/body.go, internal/realtime
// readFrames, internal/richtext), so whatever is stored can be shown.
func TestE6EveryCutOfATextIsStoredWholeOrRefused(t *testing.T) {
	w := harness.Start(t, nil)
	room := w.Room("Cuts", w.Users[0], w.Users[1])
	w.Client(w.Users[0])
	reader := w.Client(w.Users[1])
	w.AllReady()
	const text = "naïve e\u0301\u0323 \U0001F469\u200d\U0001F469\u200d\U0001F467 \U0001F1E9\U0001F1EA 上海 한국 ท\u0e35\u0e48 \u202eabc\u202c 👍🏽"
	stored := 0
	for cut := 1; cut <= len(text); cut++ {
		body := fmt.Appendf(nil, `{"room":%q,"client_message_id":%q,"body":"%s"}`, room, harness.NewID(), text[:cut])
		reply := w.Users[0].Call(http.MethodPost, "/api/collections/messages/records", body)
		whole := isWhole(text, cut)
		switch {
		case whole && reply.Status != http.StatusOK:
			t.Errorf("a text of %d bytes was refused: %d %s", cut, reply.Status, reply.Body)
		case !whole && reply.Status != http.StatusBadRequest:
			t.Errorf("a text cut inside a letter, after %d bytes, was answered with %d", cut, reply.Status)
		}
		if whole {
			stored++
		}
	}
	w.Check() // what clients show is what is stored
	reader.With(func(s *harness.State) {
		shown := s.Rooms[room].Shown()
		if len(shown) != stored {
			t.Fatalf("%d of %d texts are shown", len(shown), stored)
		}
		if last := shown[len(shown)-1].Body; last != text {
			t.Errorf("the whole text came back as %q", last)
		}
	})
}

// isWhole reports whether no letter is cut at the byte.
func isWhole(text string, cut int) bool { return cut == len(text) || text[cut]&0xc0 != 0x80 }
