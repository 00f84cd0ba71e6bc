package job

import (
	"sync"
	"time"
)

// Target is a target by itself.
type Target struct {
	mu sync.Mutex
	*target
}

// NewTarget returns one that nobody else uses.
func NewTarget(limit int, now func() time.Time) *Target {
	return &Target{target: newTarget("alone", limit, now)}
}

// Allow asks it.
func (t *Target) Allow(now time.Time) (func(error), bool) { return t.allow(now) }

// AllowLocked asks it as the queue does.
func (t *Target) AllowLocked(now time.Time) (func(error), bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.allow(now)
}
