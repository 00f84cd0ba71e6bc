package ratelimit

import "time"

const MaxKeys = maxKeys

func (l *Limiter) SetClock(now func() time.Time) { l.now = now }
func (w *Window) SetClock(now func() time.Time)  { w.now = now }

// Keys counts the keys that are remembered.
func (l *Limiter) Keys() int {
	keys := 0
	for i := range l.shards {
		keys += len(l.shards[i].buckets.entries)
	}
	return keys
}

// Keys counts the keys that are remembered.
func (w *Window) Keys() int { return len(w.attempts.entries) }
