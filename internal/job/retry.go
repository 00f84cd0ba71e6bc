package job

import (
	"errors"
	"fmt"

	"campfire/collections"
)

// ErrRunning is what Retry returns of a job that is being tried, or is gone.
var ErrRunning = errors.New("the job is running")

// Retry does a job once more, whatever became of it, with its attempts counted anew and its target forgiven.
func (q *Queue) Retry(id, target string) error {
	done, err := collections.RetryJob(q.app.NonconcurrentDB(), id, collections.Time(q.clock.Now()))
	switch {
	case err != nil:
		return fmt.Errorf("retry job: %w", err)
	case !done:
		return ErrRunning
	}
	q.Forgive(target)
	return nil
}

// Forgive asks a target again at once, as if it had always answered.
func (q *Queue) Forgive(name string) {
	q.mu.Lock()
	if t := q.targets[name]; t != nil {
		t.close(name)
	}
	q.mu.Unlock()
	q.Wake()
}
