package job

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"campfire/collections"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/tools/routine"
)

// ending is an attempt that is over, and its row as it is to be.
type ending struct {
	*picked
	row collections.JobRow
	err error
}

// turn writes down how attempts ended and begins what may follow them, in one transaction. A transaction waits for the
// disk, there is one connection for all of them, and senders want it too: what ends meanwhile shares the next one.
//
// While writing fails, as on a full disk, what ended stays claimed, so that nobody does it a second time, and nothing begins.
func (q *Queue) turn(ctx context.Context) error {
	q.mu.Lock()
	ended := q.ended
	q.ended = nil
	q.mu.Unlock()
	for _, e := range ended {
		q.free(e.picked, e.err)
		q.unwritten = append(q.unwritten, e.row)
	}
	begins, trouble := q.choose(ctx)
	if len(q.unwritten)+len(begins) == 0 {
		return trouble
	}
	claimed, err := q.write(begins)
	for _, b := range begins {
		if !claimed[b.row.ID] { // somebody took it back in the dashboard, or nothing is written
			q.release(b)
			q.rouse()
			continue
		}
		b.row.Attempts++
		b.outcome = b.row.Outcome
		routine.FireAndForget(func() { defer q.busy.Done(); q.attempt(ctx, b) })
	}
	return errors.Join(trouble, err)
}

// write stores what ended and claims what begins, all or nothing, and returns what was still to be had.
func (q *Queue) write(begins []*picked) (map[string]bool, error) {
	now := q.clock.Now()
	leases := make(map[string]string, len(begins))
	for _, b := range begins {
		leases[b.row.ID] = collections.Time(now.Add(b.handler.Timeout))
	}
	var claimed map[string]bool
	err := q.app.NonconcurrentDB().(*dbx.DB).Transactional(func(tx *dbx.Tx) (err error) {
		if len(q.unwritten) > 0 {
			if err := collections.SettleJobs(tx, q.unwritten, collections.Time(now)); err != nil {
				return fmt.Errorf("settle %d jobs: %w", len(q.unwritten), err)
			}
		}
		if len(leases) > 0 {
			if claimed, err = collections.ClaimJobs(tx, leases, collections.Time(now)); err != nil {
				return fmt.Errorf("claim %d jobs: %w", len(leases), err)
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	q.unwritten = q.unwritten[:0]
	return claimed, nil
}

// whenDue returns what tells when something becomes due before the next poll, if anything does. What is due already has
// been looked at and waits for a place or a target, which wake the queue when they come free or are looked at once in a poll;
// or somebody changed it by hand, and it is looked at now.
func (q *Queue) whenDue() <-chan time.Time {
	if len(q.wake) > 0 {
		return nil // the next turn comes at once
	}
	next, err := q.look.Next()
	if err != nil || len(next) == 0 {
		return nil
	}
	due, err := time.Parse(collections.TimeLayout, slices.Min(slices.Collect(maps.Values(next))))
	if err != nil {
		return nil
	}
	wait := due.Sub(q.clock.Now())
	if wait > 0 && wait < pollEvery {
		return q.clock.After(wait)
	}
	if wait <= 0 && due.After(q.lookedAt) {
		q.Wake()
	}
	return nil
}
