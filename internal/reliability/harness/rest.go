package harness

import (
	"fmt"
	"math"
	"time"
)

const (
	restLimit = 20 * time.Second // a server that was busy has come to rest by then: its collector runs when it is quiet
	restShare = 0.10             // I8: back to the baseline by this share
	heapSlack = 512 << 10        // and what a heap of few megabytes varies by
	fewSlack  = 2                // likewise of few goroutines and files
)

// Load is what a server holds (I8).
type Load struct {
	Goroutines, Files, Connections, Waiting int
	Heap, RSS                               int64
}

func (l Load) String() string {
	return fmt.Sprintf("%d goroutines, %d files, %d connections, %d waiting, heap %.1f MB, resident %.1f MB",
		l.Goroutines, l.Files, l.Connections, l.Waiting, float64(l.Heap)/(1<<20), float64(l.RSS)/(1<<20))
}

// Load asks the server what it holds now.
func (w *World) Load() Load {
	w.t.Helper()
	var answer struct {
		Goroutines int
		Writer     struct{ Waiting int }
		WebSocket  struct{ Connections int }
		Memory     struct {
			Live int64 `json:"live_bytes"`
		}
	}
	if err := Guest(w.Addr).Call("GET", "/health/detailed", nil).Into(&answer); err != nil {
		w.t.Fatalf("health: %v", err)
	}
	if answer.Goroutines == 0 || answer.Memory.Live == 0 {
		w.t.Fatal("health says nothing about goroutines and memory: this looks in the wrong place")
	}
	return Load{
		Goroutines: answer.Goroutines, Files: w.Files(), Connections: answer.WebSocket.Connections,
		Waiting: answer.Writer.Waiting, Heap: answer.Memory.Live, RSS: w.RSS(),
	}
}

// Rest waits until nothing goes on and returns what the server then holds at least.
func (w *World) Rest() (least Load) {
	w.t.Helper()
	transport.CloseIdleConnections()
	least = w.Load()
	for range 32 {
		time.Sleep(200 * time.Millisecond)
		now := w.Load()
		least.Heap, least.Goroutines, least.Files = min(least.Heap, now.Heap), min(least.Goroutines, now.Goroutines), min(least.Files, now.Files)
		least.Connections, least.Waiting, least.RSS = now.Connections, now.Waiting, now.RSS
	}
	return least
}

// Rested is invariant I8: queues, goroutines, files and heap come back to where they were.
func (w *World) Rested(base Load) {
	w.t.Helper()
	transport.CloseIdleConnections()
	var missing string
	for deadline := time.Now().Add(restLimit); time.Now().Before(deadline); time.Sleep(200 * time.Millisecond) {
		if missing = w.Load().Above(base); missing == "" {
			return
		}
	}
	w.t.Errorf("oracle: I8 %v after everybody left: %s; before it was %v", restLimit, missing, base)
}

// Above says what l holds more of than base, beyond the share that is allowed.
func (l Load) Above(base Load) string {
	most := func(n int) int { return n + max(fewSlack, int(math.Ceil(float64(n)*restShare))) }
	switch {
	case l.Connections > base.Connections:
		return fmt.Sprintf("%d connections", l.Connections)
	case l.Waiting > base.Waiting:
		return fmt.Sprintf("%d operations wait", l.Waiting)
	case l.Goroutines > most(base.Goroutines):
		return fmt.Sprintf("%d goroutines", l.Goroutines)
	case l.Files > most(base.Files):
		return fmt.Sprintf("%d open files", l.Files)
	case l.Heap > base.Heap+max(heapSlack, int64(float64(base.Heap)*restShare)):
		return fmt.Sprintf("a heap of %.1f MB", float64(l.Heap)/(1<<20))
	}
	return ""
}
