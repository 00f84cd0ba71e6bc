package search

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"

	"campfire/collections"
	"campfire/internal/event"
	"campfire/internal/failpoint"

	"github.com/pocketbase/pocketbase/tools/types"
)

const (
	// buildAbove is the length of a log that a new index follows from its beginning instead of being built.
	buildAbove = 5000
	// lookEvery is how often the data directory is looked at for an index that `campfire reindex` has built.
	lookEvery = 500 * time.Millisecond
	// againAfter is the pause after a build that failed.
	againAfter = 10 * time.Second
	// An index is built anew when it has more than staleMin edits and deletions, and more than one for every staleShare
	// messages.
	staleMin, staleShare = 2000, 10
)

var errGap = errors.New("the log no longer has what the search index needs next")

// Run keeps the index up with the log, and has it built when there is none, until ctx ends.
func (x *Index) Run(ctx context.Context) {
	var builder sync.WaitGroup
	defer builder.Wait()
	stopBuilding := func() {}
	for ctx.Err() == nil {
		if x.adopt() && !x.wanted.Load() {
			stopBuilding() // somebody else was quicker
		}
		if x.wanted.Load() && x.building.CompareAndSwap(false, true) {
			building, stop := context.WithCancel(ctx)
			stopBuilding = stop
			builder.Go(func() {
				defer stop()
				x.build(building)
			})
		}
		x.followUntil(ctx)
	}
}

// followUntil applies events until there is another index to adopt, or this one needs to be built.
func (x *Index) followUntil(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	var watch sync.WaitGroup
	watch.Go(func() {
		defer cancel()
		x.watch(ctx)
	})
	defer watch.Wait()
	if x.file != nil && x.damage.Load() == nil {
		x.log.Follow(ctx, x.applied.Load(), func(events []event.Event) error {
			err := x.apply(events)
			switch {
			case err == nil:
			case isDamage(err):
				x.broken(err)
				<-ctx.Done()
			case errors.Is(err, errGap):
				x.Rebuild()
				<-ctx.Done()
			}
			return err
		})
	}
	<-ctx.Done()
}

// watch returns when there is something else to do than to follow.
func (x *Index) watch(ctx context.Context) {
	ticker := time.NewTicker(lookEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-x.kick:
			if !x.building.Load() {
				return
			}
		case <-ticker.C:
			if _, err := os.Stat(x.path(ReadyName)); err == nil {
				return
			}
			if x.wanted.Load() && !x.building.Load() {
				return
			}
		}
	}
}

// build makes a new index while the old one, if it works, follows the log.
func (x *Index) build(ctx context.Context) {
	defer x.building.Store(false)
	began := time.Now()
	x.progress.Store(0)
	err := failpoint.Hit("fts.beforeBuild")
	if err == nil {
		err = Build(ctx, x.app, Gentle, func(done, total int64) { x.progress.Store(done * 1000 / max(total, 1)) })
	}
	switch {
	case ctx.Err() != nil:
	case err != nil:
		x.app.Logger().Error("Failed to build the search index", "error", err)
		said := "it cannot be built: " + err.Error()
		x.failure.Store(&said)
		select {
		case <-ctx.Done():
		case <-time.After(againAfter):
		}
	default:
		x.failure.Store(nil)
		x.app.Logger().Info("Built the search index", "took", time.Since(began).String())
	}
}

// apply puts events into the index and moves the cursor, in one transaction.
func (x *Index) apply(events []event.Event) error {
	if err := failpoint.Hit("fts.beforeApply"); err != nil {
		return err
	}
	if events[0].Seq != x.applied.Load()+1 {
		return errGap
	}
	c, err := x.file.begin()
	if err != nil {
		return fmt.Errorf("begin index: %w", err)
	}
	last := events[len(events)-1]
	err = x.applyAll(c, events)
	if err == nil {
		err = c.commit(last.Seq)
	}
	if err != nil {
		_ = c.tx.Rollback() // the first error says why
		x.file.changed(nil)
		return err
	}
	x.file.changed(c)
	for id, number := range c.rooms {
		x.numbers.Store(number, id)
	}
	documents := x.documents.Add(c.added)
	if isStale(x.stale.Add(c.stale), documents) && !x.building.Load() {
		x.Rebuild()
	}
	x.applied.Store(last.Seq)
	if at, err := time.Parse(types.DefaultDateLayout, events[0].At); err == nil {
		x.lag.Store(int64(max(0, time.Since(at))))
	}
	return nil
}

func isStale(changes, documents int64) bool {
	return changes > max(failpoint.Number("SEARCH_STALE_MIN", staleMin), documents/staleShare)
}

func (x *Index) applyAll(c *change, events []event.Event) error {
	for i := range events {
		if err := x.applyOne(c, &events[i]); err != nil {
			return err
		}
	}
	return nil
}

func (x *Index) applyOne(c *change, e *event.Event) error {
	switch e.Kind {
	case event.MessageCreated, event.MessageUpdated:
		var m collections.Message
		if err := json.Unmarshal([]byte(e.Data), &m); err != nil {
			return fmt.Errorf("read event %d: %w", e.Seq, err)
		}
		if m.Deleted {
			return c.remove(m.Seq) // its text was taken out of the log
		}
		if p, err := c.place(m.Seq); err != nil || e.Kind == event.MessageCreated && p.rseq != 0 {
			return err // a build has read it, as it is now
		}
		return c.put(&m)
	case event.MessageDeleted:
		var seq int64
		err := x.seqAt.QueryRow(e.Room, e.RSeq).Scan(&seq)
		if errors.Is(err, sql.ErrNoRows) {
			return nil // the room went as well, and takes everything out when its event comes
		}
		if err != nil {
			return fmt.Errorf("find deleted message: %w", err)
		}
		return c.remove(seq)
	case event.RoomDeleted:
		return c.removeRoom(e.Room)
	}
	return nil
}
