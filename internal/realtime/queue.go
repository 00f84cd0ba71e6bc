package realtime

import (
	"sync"
	"time"
)

// Bounds of what waits for one client. Bytes bound the memory; frames bound the work of a client that comes back to life.
const (
	queueFrames = 1024
	queueBytes  = 1 << 20
)

// queue holds the frames that one client has not been sent yet. push never blocks; a full queue first drops what may be
// dropped and then says so. While frames wait, exactly one writer is running.
type queue struct {
	mu      sync.Mutex
	pending []*Frame
	bytes   int
	writing bool
	closed  bool
	over    bool      // a frame found no room
	broken  bool      // a write failed, perhaps in the middle of a frame
	drained sync.Cond // a replay waits here for room
}

func newQueue() *queue {
	q := &queue{}
	q.drained.L = &q.mu
	return q
}

// push adds a frame. After one that found no room there is none for any other: what follows it would tell the client that it
// has seen everything up to there. start reports that the caller must start a writer; full that there is no room.
func (q *queue) push(f *Frame) (start, full bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.closed || q.over {
		return false, false
	}
	if len(q.pending) >= queueFrames || q.bytes+len(f.wire) > queueBytes {
		if f.ephemeral {
			return false, false
		}
		q.dropEphemeral()
		if len(q.pending) >= queueFrames || q.bytes+len(f.wire) > queueBytes {
			q.over = true
			return false, true
		}
	}
	q.pending = append(q.pending, f)
	q.bytes += len(f.wire)
	start = !q.writing
	q.writing = true
	return start, false
}

func (q *queue) dropEphemeral() {
	kept := q.pending[:0]
	for _, f := range q.pending {
		if f.ephemeral {
			q.bytes -= len(f.wire)
		} else {
			kept = append(kept, f)
		}
	}
	clear(q.pending[len(kept):])
	q.pending = kept
}

// take hands the writer everything that waits and gives the queue spare as its next, empty list. Nothing left means that
// the writer must end.
func (q *queue) take(spare []*Frame) []*Frame {
	q.mu.Lock()
	defer q.mu.Unlock()
	frames := q.pending
	if len(frames) == 0 || q.closed {
		q.writing = false
		q.pending = nil // an idle connection keeps no list
		q.drained.Broadcast()
		return nil
	}
	q.pending, q.bytes = spare[:0], 0
	q.drained.Broadcast()
	return frames
}

// waitRoom blocks until less than half of the bounds is taken, and reports false once the queue is closed.
func (q *queue) waitRoom() bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	for !q.closed && (len(q.pending) > queueFrames/2 || q.bytes > queueBytes/2) {
		q.drained.Wait()
	}
	return !q.closed
}

// close drops what waits and refuses the rest.
func (q *queue) close() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.closed = true
	q.pending, q.bytes = nil, 0
	q.drained.Broadcast()
}

// idle waits until the writer of a closed queue has ended and reports whether it did so in time and between two frames.
func (q *queue) idle(within time.Duration) bool {
	timer := time.AfterFunc(within, q.drained.Broadcast)
	defer timer.Stop()
	deadline := time.Now().Add(within)
	q.mu.Lock()
	defer q.mu.Unlock()
	for q.writing && time.Now().Before(deadline) {
		q.drained.Wait()
	}
	return !q.writing && !q.broken
}

// fail ends the writer after a failed write.
func (q *queue) fail() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.writing, q.broken = false, true
	q.drained.Broadcast()
}
