package job

import (
	"context"
	"errors"
	"fmt"
	"time"

	"campfire/collections"
)

// How long a finished job is kept: its key refuses a second promise for as long, and the dashboard shows it.
const (
	keepDone   = 7 * 24 * time.Hour
	keepDead   = 30 * 24 * time.Hour
	sweepSlice = 500
)

// Counts are attempts since the start of the process, by how they ended.
type Counts struct {
	Done   int64 `json:"done"`
	Failed int64 `json:"failed"`
	Died   int64 `json:"died"`
	// Probes are attempts at a target whose breaker was open.
	Probes int64 `json:"probes"`
}

// Breaker is a target that is not asked freely.
type Breaker struct {
	State   string  `json:"state"`
	Seconds float64 `json:"seconds"`
}

// Stats are the queue's gauges.
type Stats struct {
	// Depth counts waiting and running jobs by priority.
	Depth map[Priority]int64 `json:"depth"`
	// Dead counts the jobs that wait for a person.
	Dead int64 `json:"dead"`
	// OldestSeconds is for how long the first due job has been waiting.
	OldestSeconds float64 `json:"oldest_seconds"`
	Running       int     `json:"running"`
	Attempts      Counts  `json:"attempts"`
	// Breakers are those that are not closed.
	Breakers map[string]Breaker `json:"breakers"`
}

// Stats reads the gauges.
func (q *Queue) Stats() (Stats, error) {
	now := q.clock.Now()
	s := Stats{Depth: map[Priority]int64{Urgent: 0, Normal: 0, Background: 0}, Breakers: map[string]Breaker{}}
	depths, err := collections.JobDepths(q.app.ConcurrentDB())
	if err != nil {
		return s, fmt.Errorf("count jobs: %w", err)
	}
	for _, d := range depths {
		if d.State == collections.JobDead {
			s.Dead += d.Count
			continue
		}
		s.Depth[Priority(d.Priority)] += d.Count
		if due, err := time.Parse(collections.TimeLayout, d.Oldest); err == nil && d.State == collections.JobWaiting {
			s.OldestSeconds = max(s.OldestSeconds, now.Sub(due).Seconds())
		}
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	s.Attempts = q.counts
	for _, n := range q.running {
		s.Running += n
	}
	for name, t := range q.targets {
		if state, since := t.breaker(now); !since.IsZero() {
			s.Breakers[name] = Breaker{State: state, Seconds: now.Sub(since).Seconds()}
		}
	}
	return s, nil
}

func (q *Queue) count(state string, err error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	switch {
	case errors.Is(err, errNotTried):
	case state == collections.JobDone:
		q.counts.Done++
	case state == collections.JobDead:
		q.counts.Died++
	default:
		q.counts.Failed++
	}
}

// Sweep removes what was finished long enough ago, a slice at a time, so that nobody waits for it.
func (q *Queue) Sweep(ctx context.Context) error {
	for ctx.Err() == nil {
		now := q.clock.Now()
		n, err := collections.SweepJobs(q.app.NonconcurrentDB(), collections.Time(now.Add(-keepDone)), collections.Time(now.Add(-keepDead)), sweepSlice)
		if err != nil {
			return fmt.Errorf("sweep jobs: %w", err)
		}
		if n < sweepSlice {
			return nil
		}
	}
	return ctx.Err()
}
