package job

import (
	"context"
	"sync"

	"campfire/collections"
)

// outcomes gathers how attempts went while the ones before them are being written down. A write is a transaction with a
// sync of its own, there is one connection for all of them, and senders want it too.
type outcomes struct {
	mu      sync.Mutex
	writing bool
	waiting []outcome
}

type outcome struct {
	row  collections.JobRow
	done chan error
}

// settle writes the outcome down. While that fails, as on a full disk, it tries again: the job stays claimed, so that
// nobody delivers it a second time meanwhile.
func (q *Queue) settle(ctx context.Context, b *picked, err error) {
	row := q.outcome(b, err)
	for {
		err := q.writeDown(row)
		if err == nil {
			return
		}
		q.app.Logger().Error("Failed to write down how a job went", "kind", row.Kind, "job", row.ID, "error", err)
		select {
		case <-ctx.Done():
			return // the next process finds it running, and tries again
		case <-q.clock.After(pollEvery):
		}
	}
}

// writeDown stores a row together with those that come meanwhile. Whoever finds nobody writing writes for all, until
// nothing waits.
func (q *Queue) writeDown(row collections.JobRow) error {
	mine := outcome{row, make(chan error, 1)}
	o := &q.outcomes
	o.mu.Lock()
	o.waiting = append(o.waiting, mine)
	if o.writing {
		o.mu.Unlock()
		return <-mine.done
	}
	o.writing = true
	for len(o.waiting) > 0 {
		batch := o.waiting
		o.waiting = nil
		o.mu.Unlock()
		rows := make([]collections.JobRow, len(batch))
		for i := range batch {
			rows[i] = batch[i].row
			rows[i].Payload = "" // stays as it is
		}
		err := collections.SettleJobs(q.app.NonconcurrentDB(), rows, collections.Time(q.clock.Now()))
		for i := range batch {
			batch[i].done <- err
		}
		o.mu.Lock()
	}
	o.writing = false
	o.mu.Unlock()
	return <-mine.done
}
