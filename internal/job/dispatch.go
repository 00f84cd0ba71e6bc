package job

import (
	"context"
	"fmt"
	"slices"
	"time"

	"campfire/collections"
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

// choose takes a place for every job that is due and has one, the urgent first.
func (q *Queue) choose(ctx context.Context) ([]*picked, error) {
	q.mu.Lock()
	look := q.unseen
	q.unseen, q.lookedAt = false, time.Time{}
	q.mu.Unlock()
	if !look {
		return nil, nil
	}
	q.lookedAt = q.clock.Now()
	next, err := q.look.Next()
	if err != nil {
		q.overlooked()
		return nil, fmt.Errorf("look for due jobs: %w", err)
	}
	var begins []*picked
	for _, name := range collections.JobPriorities {
		if at := next[name]; at == "" || at > collections.Time(q.lookedAt) {
			continue
		}
		more, err := q.chooseOf(ctx, Priority(name), begins)
		begins = append(begins, more...)
		if err != nil {
			q.overlooked()
			return begins, fmt.Errorf("look for due jobs: %w", err)
		}
	}
	return begins, nil
}

// chooseOf looks for jobs of a priority until its places are taken or nothing more is due. What was chosen before is
// still waiting, so that it is found again.
func (q *Queue) chooseOf(ctx context.Context, p Priority, before []*picked) (begins []*picked, err error) {
	known := func(id string) bool {
		is := func(b *picked) bool { return b.row.ID == id }
		return slices.ContainsFunc(begins, is) || slices.ContainsFunc(before, is)
	}
	for ctx.Err() == nil { // what a stop gave back is not taken up again
		free, due := q.room(p)
		if free == 0 {
			break
		}
		rows, more, err := q.look.Due(due)
		if err != nil {
			return begins, err
		}
		found := len(begins)
		for _, row := range rows {
			if len(begins)-found == free {
				break
			}
			if known(row.ID) {
				continue
			}
			if one := q.pick(row, p); one != nil {
				begins = append(begins, one)
			}
		}
		if !more || len(begins) == found {
			break
		}
	}
	return begins, nil
}

// overlooked has the next turn look again.
func (q *Queue) overlooked() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.unseen = true
}

// room returns how many attempts of a priority may begin now, and what to look for: nothing for targets that are to be
// left alone, nor in lanes where one runs. Twice as many jobs as may begin, since targets have few places.
func (q *Queue) room(p Priority) (free int, due collections.DueQuery) {
	q.mu.Lock()
	defer q.mu.Unlock()
	all := 0
	for _, n := range q.running {
		all += n
	}
	free = max(0, min(workers-all, share[p]-q.running[p]))
	now := q.clock.Now()
	due = collections.DueQuery{Now: collections.Time(now), Priority: string(p), Kinds: q.kinds, Limit: 2 * free}
	for name, t := range q.targets {
		switch {
		case t.refuses(now) || t.running >= t.limit || t.probed():
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

// pick takes a place for the job, if there is one at its target. Its lane is free: room said which are not.
func (q *Queue) pick(row collections.JobRow, p Priority) *picked {
	q.mu.Lock()
	defer q.mu.Unlock()
	one := &picked{row: row, handler: q.handlers[row.Kind]}
	if row.Target != "" {
		t := q.targets[row.Target]
		if t == nil {
			t = newTarget(row.Target, one.handler.PerTarget, q.clock.Now)
			q.targets[row.Target] = t
		}
		now := q.clock.Now()
		report, ok := t.allow(now)
		if !ok {
			return nil
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
	return one
}

// free gives the place of an attempt back and tells its target how it went.
func (q *Queue) free(b *picked, err error) {
	q.mu.Lock()
	q.running[Priority(b.row.Priority)]--
	delete(q.lanes, b.row.Lane)
	if b.report != nil {
		b.target.running--
		b.target.hold(q.clock.Now(), err)
	}
	q.unseen = true
	q.mu.Unlock()
	if b.report != nil {
		b.report(err)
	}
}

// release is free for an attempt that never began.
func (q *Queue) release(b *picked) {
	q.free(b, errNotTried)
	q.busy.Done()
}
