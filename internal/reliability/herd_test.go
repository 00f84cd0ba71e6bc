package reliability

import (
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"campfire/internal/reliability/harness"
)

// What a browser waits between two attempts (frontend/src/lib/backoff.ts).
const backoffBase, backoffCap = 500 * time.Millisecond, 10 * time.Second

// Guards: sessions are asked from a cache and a resume at the head reads nothing from the disk (internal/session Keeper,
// internal/realtime replay); one connection costs a goroutine and a small buffer (internal/realtime Accept).
// RELIABILITY_CLIENTS makes the herd larger.
func TestG19AHerdThatComesBackIsServed(t *testing.T) {
	clients := number("RELIABILITY_CLIENTS", 500)
	limit := 5 * time.Second
	if clients > 1000 {
		limit = 30 * time.Second
	}
	w := harness.Start(t, nil)
	room := w.Room("Herd", w.Users...)
	from, err := w.Users[0].Bootstrap()
	if err != nil {
		t.Fatal(err)
	}
	h := herd{w: w, epoch: from.Epoch, done: make(chan struct{})}
	for n := range clients {
		h.group.Go(func() { h.graze(w.Users[n%int64(len(w.Users))], from.Seq) })
		if n%50 == 49 {
			time.Sleep(10 * time.Millisecond)
		}
	}
	h.until(t, clients, limit)
	author, reader := w.Client(w.Users[0]), w.Client(w.Users[1])
	w.AllReady()
	for range 20 {
		w.Post(w.Admin, room, "while all are there")
	}
	w.Kill9()
	h.dials.Store(0)
	for h.live.Load() > 0 {
		time.Sleep(time.Millisecond) // all have noticed
	}
	began := time.Now()
	w.Restart()
	up := time.Now()
	most := h.until(t, clients*99/100, limit)
	back := time.Since(up)
	h.until(t, clients, limit)
	all := time.Since(up)
	time.Sleep(time.Until(up.Add(limit / 5)))
	var took []time.Duration
	for end := time.Now().Add(2 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		start := time.Now()
		o := author.Send(w.AllTalk, "is it over?")
		if !reader.Until(arrival, func(*harness.State) bool { return reader.Saw(o.CID) }) {
			t.Fatal("a message waits for the herd")
		}
		took = append(took, time.Since(start))
	}
	slices.Sort(took)
	dials := float64(h.dials.Load()) / float64(clients)
	t.Logf("%d clients; up again after %v; %d live %v later, all after %v; %.1f dials each; then a message to all takes p50 %v p99 %v; %d MB",
		clients, up.Sub(began), most, back, all, dials, at(took, 50), at(took, 99), w.RSS()>>20)
	if at(took, 99) > 200*time.Millisecond && clients <= 1000 {
		t.Errorf("after the herd a message takes %v (p99)", at(took, 99))
	}
	if dials > 3 {
		t.Errorf("%.1f attempts per client, want at most 3", dials)
	}
	if n := h.refused.Load(); n > 0 {
		t.Errorf("%d handshakes were answered with an error of the server", n)
	}
	if n := h.odd.Load(); n > 0 {
		t.Errorf("%d frames came out of order", n)
	}
	close(h.done)
	w.Check()
	w.Kill9() // the herd hangs on it
	h.group.Wait()
	w.Restart()
}

// herd is many clients without a screen: each keeps its cursor, and comes back as a browser does.
type herd struct {
	w     *harness.World
	epoch string
	done  chan struct{}
	group sync.WaitGroup

	live, dials, refused, odd atomic.Int64
}

func (h *herd) graze(user *harness.User, seq int64) {
	for attempt := 0; ; attempt++ {
		h.dials.Add(1)
		sock, err := harness.Dial(h.w.Addr, user)
		if err == nil {
			if h.follow(sock, &seq) {
				attempt = 0
			}
			sock.Close()
		} else if harness.Refused(err) {
			h.refused.Add(1)
		}
		select {
		case <-h.done:
			return
		case <-time.After(rand.N(min(backoffCap, backoffBase<<min(attempt, 5)))):
		}
	}
}

// follow lives through one connection and reports whether it became live.
func (h *herd) follow(sock *harness.Socket, seq *int64) (was bool) {
	if sock.Send(form{"type": "resume", "epoch": h.epoch, "seq": *seq}) != nil {
		return false
	}
	for {
		f, err := sock.Read()
		if err != nil {
			if was {
				h.live.Add(-1)
			}
			return was
		}
		switch f.Type {
		case "event":
			if f.Seq <= *seq {
				h.odd.Add(1)
			}
			*seq = f.Seq
		case "caught_up":
			was, *seq = true, max(*seq, f.Seq)
			h.live.Add(1)
		case "advance":
			*seq = max(*seq, f.Seq)
		}
	}
}

// until waits for so many to be live at once and returns how many are.
func (h *herd) until(t *testing.T, want int64, limit time.Duration) int64 {
	t.Helper()
	for deadline := time.Now().Add(limit); ; time.Sleep(5 * time.Millisecond) {
		if n := h.live.Load(); n >= want {
			return n
		} else if time.Now().After(deadline) {
			t.Fatalf("%d of %d clients are live after %v", n, want, limit)
		}
	}
}
