package job

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"time"

	"campfire/collections"

	"github.com/pocketbase/pocketbase/core"
)

// Priority orders jobs that are due at the same time.
type Priority string

// The priorities. Urgent jobs may use every worker, the others leave some free.
const (
	Urgent     Priority = collections.JobUrgent
	Normal     Priority = collections.JobNormal
	Background Priority = collections.JobBackground
)

// workers bounds how many attempts run at once, and share how many of them a priority may have. The urgent are pushes,
// hundreds for one message, and each of them mostly waits for an answer (ADR 0016). The normal are webhooks: six that hang,
// with two attempts each, must not take every place.
const workers = 48

var share = map[Priority]int{Urgent: 36, Normal: 32, Background: 2}

// Defaults of a Handler.
const (
	defaultTimeout   = 30 * time.Second
	defaultAttempts  = 12
	defaultPerTarget = 2
	defaultBackoff   = 30 * time.Second
)

// pollEvery is how often the queue asks by itself when the next job is due: nobody wakes it who changes one by hand.
const pollEvery = time.Second

// Job is a promise.
type Job struct {
	Kind string
	// Target is whom the job talks to; "" for a chore of our own.
	Target string
	// Key is the idempotency key.
	Key string
	// Lane names jobs that are done one at a time, in the order in which they were enqueued; "" for a job that need not
	// wait for others. One that failed lets the next ones pass while it waits for its next attempt.
	Lane     string
	Priority Priority
	// Payload is JSON that says what to do.
	Payload json.RawMessage
	// RunAt is when the first attempt is due; the zero time means now.
	RunAt time.Time
}

// Delivery is one attempt of a job.
type Delivery struct {
	Key, Target string
	Payload     json.RawMessage
	// Attempt counts from 1.
	Attempt int
	// Report keeps a value, as JSON, with the job: what the attempt has to tell, whether it fails or not.
	Report func(value any)
}

// Handler does the jobs of one kind. What is zero has a default.
type Handler struct {
	Deliver   func(ctx context.Context, d Delivery) error
	Timeout   time.Duration
	Attempts  int
	PerTarget int
	// Backoff bounds the wait after the first failure; it doubles with each further one.
	Backoff time.Duration
}

// Clock tells the time; tests turn it by hand.
type Clock interface {
	Now() time.Time
	After(d time.Duration) <-chan time.Time
}

// Wall is the clock of the machine.
type Wall struct{}

// Now is time.Now.
func (Wall) Now() time.Time { return time.Now() }

// After is time.After.
func (Wall) After(d time.Duration) <-chan time.Time { return time.After(d) }

// Queue does the jobs of the collection, for as long as Run runs. There is one process on a data directory, and so one
// queue on the collection.
type Queue struct {
	app   core.App
	clock Clock
	wake  chan struct{}
	// unwritten are the outcomes of attempts that ended and have given their places back, look finds due jobs, and lookedAt is
	// when the last turn did, zero if it did not. Only Run touches them.
	unwritten []collections.JobRow
	look      *collections.JobLook
	lookedAt  time.Time

	mu       sync.Mutex
	ended    []ending // since the last turn
	unseen   bool     // there may be jobs that are due and have a place
	handlers map[string]Handler
	kinds    []string
	running  map[Priority]int
	targets  map[string]*target
	lanes    map[string]bool // those in which an attempt runs
	counts   Counts
	busy     sync.WaitGroup
}

// New returns a queue whose handlers are to be registered before Run.
func New(app core.App, clock Clock) *Queue {
	return &Queue{
		app: app, clock: clock, wake: make(chan struct{}, 1),
		handlers: map[string]Handler{}, running: map[Priority]int{}, targets: map[string]*target{},
		lanes: map[string]bool{},
	}
}

// Handle names who does the jobs of a kind. Jobs of a kind that nobody does stay where they are.
func (q *Queue) Handle(kind string, h Handler) {
	h.Timeout, h.Attempts = or(h.Timeout, defaultTimeout), or(h.Attempts, defaultAttempts)
	h.PerTarget, h.Backoff = or(h.PerTarget, defaultPerTarget), or(h.Backoff, defaultBackoff)
	q.mu.Lock()
	defer q.mu.Unlock()
	if _, known := q.handlers[kind]; !known {
		q.kinds = append(q.kinds, kind)
	}
	q.handlers[kind] = h
}

func or[T comparable](value, fallback T) T {
	var zero T
	if value == zero {
		return fallback
	}
	return value
}

// Enqueue stores a job in the transaction of tx, if tx is one, and reports false if its key was promised before.
func (q *Queue) Enqueue(tx core.App, job Job) (bool, error) {
	now := q.clock.Now()
	added, err := collections.InsertJob(tx.DB(), job.row(now), collections.Time(now))
	if err != nil {
		return false, fmt.Errorf("enqueue %s: %w", job.Kind, err)
	}
	q.wakeAfter(tx)
	return added, nil
}

// EnqueueAll is Enqueue of many, in the transaction of tx. Those whose key was promised before are passed over.
func (q *Queue) EnqueueAll(tx core.App, jobs []Job) error {
	now := q.clock.Now()
	rows := make([]collections.JobRow, len(jobs))
	for i, job := range jobs {
		rows[i] = job.row(now)
	}
	if err := collections.InsertJobs(tx.DB(), rows, collections.Time(now)); err != nil {
		return fmt.Errorf("enqueue %d jobs: %w", len(jobs), err)
	}
	q.wakeAfter(tx)
	return nil
}

func (j Job) row(now time.Time) collections.JobRow {
	if j.RunAt.IsZero() {
		j.RunAt = now
	}
	return collections.JobRow{
		Kind: j.Kind, Target: j.Target, Key: j.Key, Lane: j.Lane, Priority: string(or(j.Priority, Normal)), Payload: string(j.Payload),
		RunAt: collections.Time(j.RunAt),
	}
}

func (q *Queue) wakeAfter(tx core.App) {
	if info := tx.TxInfo(); info != nil {
		info.OnComplete(func(err error) error {
			if err == nil {
				q.Wake()
			}
			return nil
		})
	} else {
		q.Wake()
	}
}

// Wake tells the queue that something may be due. It is a hint: without it the queue asks once a second.
func (q *Queue) Wake() {
	q.overlooked()
	q.rouse()
}

func (q *Queue) rouse() {
	select {
	case q.wake <- struct{}{}:
	default: // it is awake already
	}
}

// Run does jobs until ctx ends, and returns when the attempts that were running have. It begins by taking up what ran
// when the last process died.
func (q *Queue) Run(ctx context.Context) error {
	if err := q.recover(ctx); err != nil {
		return err
	}
	q.look = collections.NewJobLook(q.app.ConcurrentDB())
	defer q.look.Close()
	q.Wake()
	for ctx.Err() == nil {
		var due <-chan time.Time
		poll, wake := q.clock.After(pollEvery), q.wake
		if err := q.turn(ctx); err == nil {
			due = q.whenDue()
		} else if ctx.Err() == nil {
			q.app.Logger().Error("Failed to take a turn at the jobs", "error", err)
			wake = nil // the jobs that could not begin would wake us for ever
		}
		select {
		case <-ctx.Done():
		case <-wake:
		case <-due:
		case <-poll:
		}
	}
	q.finish(ctx)
	return nil
}

// finish waits for the attempts that a stop breaks off, and writes down how they end.
func (q *Queue) finish(ctx context.Context) {
	idle := make(chan struct{})
	go func() { q.busy.Wait(); close(idle) }()
	for left := true; left; {
		select {
		case <-idle:
			left = false
		case <-q.wake:
		}
		if err := q.turn(ctx); err != nil { // the next process finds what is unwritten running, and tries again
			q.app.Logger().Error("Failed to write down how jobs went", "error", err)
		}
	}
}

// recover tries until the database lets it: a full disk at the start is no reason to deliver nothing ever after.
func (q *Queue) recover(ctx context.Context) error {
	for {
		now := q.clock.Now()
		err := collections.RecoverJobs(q.app.NonconcurrentDB(), collections.Time(now), collections.Time(now.Add(maxWait)))
		if err == nil {
			return nil
		}
		q.app.Logger().Error("Failed to recover jobs", "error", err)
		select {
		case <-ctx.Done():
			return fmt.Errorf("recover jobs: %w", err)
		case <-q.clock.After(pollEvery):
		}
	}
}
