package flag

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"campfire/collections"
	"campfire/internal/report"

	"github.com/pocketbase/pocketbase/core"
)

// pollEvery is how often a board looks by itself: another process (`campfire flags set`) cannot wake it.
const pollEvery = time.Second

// Board holds the flags that are true now, for doors that ask on every request.
type Board struct {
	app     core.App
	changed func(was, is Values)
	current atomic.Pointer[Values]
	turn    sync.Mutex // one refresh at a time, or an older one could call changed after a newer
}

// NewBoard returns a board on which everything is off until it is refreshed. changed is called after each change.
func NewBoard(app core.App, changed func(was, is Values)) *Board {
	b := &Board{app: app, changed: changed}
	b.current.Store(&Values{})
	return b
}

// Now returns the flags.
func (b *Board) Now() Values { return *b.current.Load() }

// Refresh reads the flags. A version lower than the one on the board is never put there.
func (b *Board) Refresh() error {
	b.turn.Lock()
	defer b.turn.Unlock()
	is, _, err := Read(b.app.ConcurrentDB())
	if err != nil {
		return err
	}
	was := b.Now()
	if is.Version <= was.Version {
		return nil
	}
	b.current.Store(&is)
	if was.Version > 0 {
		b.changed(was, is)
	}
	return nil
}

// Keep refreshes the board until ctx ends.
func (b *Board) Keep(ctx context.Context) {
	ticker := time.NewTicker(pollEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		version, err := collections.FlagsVersionNow(b.app.ConcurrentDB())
		if err == nil && version > b.Now().Version {
			err = b.Refresh()
		}
		if err != nil {
			report.Of(b.app).Error("Failed to read the flags", "error", err)
		}
	}
}
