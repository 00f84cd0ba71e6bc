package job

import (
	"context"
	"time"

	"campfire/collections"

	"github.com/pocketbase/pocketbase/tools/routine"
)

// picked is a job that may begin: its place is taken and its target has said yes.
type picked struct {
	row     collections.JobRow
	handler Handler
	// report tells the breaker of target how it went; nil for a job without a target.
	report func(error)
	target *target
	// outcome is what the attempt told, as JSON.
	outcome string
}

// dispatch begins every attempt that is due and has a place, the urgent first.
func (q *Queue) dispatch(ctx context.Context) error {
	for _, name := range collections.JobPriorities {
		for {
			more, err := q.begin(ctx, Priority(name))
			if err != nil {
				return err
			}
			if !more {
				break
			}
		}
	}
	return nil
}

// begin starts what one look at the queue finds, and reports whether another may find more.
func (q *Queue) begin(ctx context.Context, p Priority) (bool, error) {
	free, due := q.room(p)
	if free == 0 || ctx.Err() != nil {
		return false, nil
	}
	now := q.clock.Now()
	due.Now = collections.Time(now)
	rows, err := collections.DueJobs(q.app.ConcurrentDB(), due)
	if err != nil || len(rows) == 0 || ctx.Err() != nil { // what a stop gave back is not taken up again by the same look
		return false, err
	}
	var begins []picked
	for _, row := range rows {
		if len(begins) == free {
			break
		}
		if one, ok := q.pick(row, p); ok {
			begins = append(begins, one)
		}
	}
	if len(begins) == 0 {
		return false, nil
	}
	leases := make(map[string]string, len(begins))
	for _, b := range begins {
		leases[b.row.ID] = collections.Time(now.Add(b.handler.Timeout))
	}
	claimed, err := collections.ClaimJobs(q.app.NonconcurrentDB(), leases, collections.Time(now))
	got := make(map[string]bool, len(claimed))
	for _, id := range claimed {
		got[id] = true
	}
	for _, b := range begins {
		if !got[b.row.ID] { // somebody took it back in the dashboard, or the claim failed
			q.release(b, errNotTried)
			continue
		}
		b.row.Attempts++
		b.outcome = b.row.Outcome
		routine.FireAndForget(func() { defer q.busy.Done(); q.attempt(ctx, &b) })
	}
	return len(claimed) > 0, err
}

// room returns how many attempts of a priority may begin now, and what to look for: nothing for targets that are to be
// left alone, nor in lanes where one runs.
func (q *Queue) room(p Priority) (free int, due collections.DueQuery) {
	q.mu.Lock()
	defer q.mu.Unlock()
	all := 0
	for _, n := range q.running {
		all += n
	}
	free = max(0, min(workers-all, share[p]-q.running[p]))
	now := q.clock.Now()
	due = collections.DueQuery{Priority: string(p), Kinds: q.kinds, Limit: 2 * workers}
	for name, t := range q.targets {
		switch {
		case t.refuses(now) || t.running >= t.limit:
			due.Targets = append(due.Targets, name)
		case t.forgettable(now):
			delete(q.targets, name)
		}
	}
	for lane := range q.lanes {
		due.Lanes = append(due.Lanes, lane)
	}
	return free, due
}

// pick takes a place for the job, if there is one at its target.
func (q *Queue) pick(row collections.JobRow, p Priority) (picked, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	one := picked{row: row, handler: q.handlers[row.Kind]}
	if q.lanes[row.Lane] {
		return one, false
	}
	if row.Target != "" {
		t := q.targets[row.Target]
		if t == nil {
			t = newTarget(row.Target, one.handler.PerTarget, q.clock.Now)
			q.targets[row.Target] = t
		}
		now := q.clock.Now()
		report, ok := t.allow(now)
		if !ok {
			return one, false
		}
		if _, since := t.breaker(now); !since.IsZero() {
			q.counts.Probes++
		}
		one.report, one.target = report, t
	}
	if row.Lane != "" {
		q.lanes[row.Lane] = true
	}
	q.running[p]++
	q.busy.Add(1)
	return one, true
}

// free gives the place of an attempt back and tells its target how it went.
func (q *Queue) free(b picked, err error) {
	q.mu.Lock()
	q.running[Priority(b.row.Priority)]--
	delete(q.lanes, b.row.Lane)
	if b.report != nil {
		b.target.running--
		b.target.hold(q.clock.Now(), err)
	}
	q.mu.Unlock()
	if b.report != nil {
		b.report(err)
	}
	q.Wake()
}

// release is free for an attempt that never began.
func (q *Queue) release(b picked, err error) {
	q.free(b, err)
	q.busy.Done()
}

// retryAt is when a job that failed for the n-th time is due again: at a random moment of a span that doubles, so that
// what failed together does not come back together.
func (q *Queue) retryAt(h Handler, n int) time.Time {
	return q.clock.Now().Add(backoff(h.Backoff, n))
}
