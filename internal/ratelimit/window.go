package ratelimit

import (
	"slices"
	"sync"
	"time"
)

// Window allows a number of attempts per key in any span of time, as for
// signing in: after the limit it waits for the oldest attempt to age out.
// A nil Window allows everything.
type Window struct {
	limit int
	per   time.Duration
	now   func() time.Time

	mu       sync.Mutex
	attempts recent[*[]time.Time]
}

// NewWindow returns a Window of limit attempts per span. With a limit or a span
// of 0 or less it returns nil: no limit.
func NewWindow(limit int, per time.Duration) *Window {
	if limit <= 0 || per <= 0 {
		return nil
	}
	return &Window{limit: limit, per: per, now: time.Now, attempts: newRecent[*[]time.Time](maxKeys)}
}

// Allow counts an attempt, or says how long to wait. A refused attempt does not
// count, or whoever keeps knocking would lock the owner out for ever.
func (w *Window) Allow(key string) (ok bool, retryAfter time.Duration) {
	if w == nil {
		return true, 0
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	key = bounded(key)
	now := w.now()
	past, found := w.attempts.use(key, now)
	if !found {
		w.attempts.dropIdle(now.Add(-w.per))
		past = new([]time.Time)
		w.attempts.add(key, now, past)
	}
	*past = slices.DeleteFunc(*past, func(attempt time.Time) bool { return now.Sub(attempt) >= w.per })
	if len(*past) >= w.limit {
		return false, (*past)[0].Add(w.per).Sub(now)
	}
	*past = append(*past, now)
	return true, 0
}

// Forget clears the key's attempts, as after a success.
func (w *Window) Forget(key string) {
	if w == nil {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.attempts.remove(bounded(key))
}
