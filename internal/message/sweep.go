package message

import (
	"context"
	"errors"
	"fmt"
	"time"

	"campfire/collections"
	"campfire/internal/commit"
	"campfire/internal/failpoint"

	"github.com/pocketbase/pocketbase/core"
)

const (
	// sweepSlice is how many messages one transaction deletes: a few milliseconds, so that senders do not notice.
	sweepSlice = 20
	// sweepPause lets readers keep up with thousands of deletions.
	sweepPause = 5 * time.Millisecond
	// sweepRetry is how soon a sweep that failed is tried again.
	sweepRetry = 5 * time.Second
)

// Sweeper deletes everything that banned people wrote, slice by slice behind everybody's sends. What is left to do is
// stored with the ban, so that a restart goes on with it.
type Sweeper struct {
	coordinator *Coordinator
	app         core.App
	more        chan struct{}
}

// NewSweeper returns a sweeper whose Run must be started.
func NewSweeper(app core.App, coordinator *Coordinator) *Sweeper {
	return &Sweeper{coordinator: coordinator, app: app, more: make(chan struct{}, 1)}
}

// Wake says that there is somebody to sweep after. A wake-up that finds one waiting is the same one.
func (s *Sweeper) Wake() {
	select {
	case s.more <- struct{}{}:
	default:
	}
}

// Run sweeps until ctx ends, at first what an earlier run left.
func (s *Sweeper) Run(ctx context.Context) {
	for ctx.Err() == nil {
		var retry <-chan time.Time
		if err := s.sweepAll(ctx); err != nil && ctx.Err() == nil {
			s.app.Logger().Error("Failed to delete a banned person's messages; trying again", "error", err)
			retry = time.After(sweepRetry)
		}
		select {
		case <-ctx.Done():
		case <-s.more:
		case <-retry:
		}
	}
}

func (s *Sweeper) sweepAll(ctx context.Context) error {
	users, err := collections.PendingBans(s.app.ConcurrentDB())
	if err != nil {
		return fmt.Errorf("read pending bans: %w", err)
	}
	for _, user := range users {
		if err := s.sweep(ctx, user); err != nil {
			return err
		}
	}
	return nil
}

func (s *Sweeper) sweep(ctx context.Context, user string) error {
	rooms, err := collections.RoomIDs(s.app.ConcurrentDB())
	if err != nil {
		return fmt.Errorf("read rooms: %w", err)
	}
	for _, room := range rooms {
		for cursor, more := "", true; more; {
			ids, next, err := collections.WrittenBy(s.app.ConcurrentDB(), room, user, cursor, sweepSlice)
			if err != nil {
				return fmt.Errorf("read messages: %w", err)
			}
			pending, err := s.slice(ctx, user, ids)
			if err != nil || !pending {
				return err // a ban that was lifted meanwhile ends the sweep
			}
			cursor, more = next, next != ""
		}
	}
	return s.background(ctx, func(b *commit.Batch) error { return b.Exec(collections.SQLBanDone, user) })
}

// slice deletes some messages in one transaction, if their author is still banned.
func (s *Sweeper) slice(ctx context.Context, user string, ids []string) (pending bool, err error) {
	if len(ids) == 0 {
		return true, ctx.Err()
	}
	err = s.background(ctx, func(b *commit.Batch) error {
		if err := b.Row(collections.SQLBanPending, user).Scan(&pending); err != nil || !pending {
			return err
		}
		for _, id := range ids {
			// note: its room may have gone meanwhile, and the message with it.
			if err := s.coordinator.remove(b, Actor{Superuser: true}, id); err != nil && !errors.Is(err, ErrNotFound) {
				return err
			}
		}
		return failpoint.Hit("sweep.slice")
	})
	return pending, err
}

// background runs fn in the lane that everybody else overtakes.
func (s *Sweeper) background(ctx context.Context, fn func(*commit.Batch) error) error {
	for {
		err := s.coordinator.writer.Do(s.app, commit.Background, fn)
		pause := sweepPause
		if errors.Is(err, commit.ErrBusy) {
			pause = time.Second
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(pause):
		}
		if !errors.Is(err, commit.ErrBusy) {
			return err
		}
	}
}
