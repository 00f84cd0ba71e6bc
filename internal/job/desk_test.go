package job_test

import (
	"context"
	"encoding/json"
	"sync"
	"testing"
	"time"

	"campfire/collections"
	"campfire/internal/job"
	"campfire/internal/testapp"
)

// clock is turned by hand; waiters go on when it passes them.
type clock struct {
	mu      sync.Mutex
	now     time.Time
	waiters map[chan time.Time]time.Time
	asked   int // the queue asks for a second once at the start of each turn
}

func (c *clock) looks() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.asked
}

func newClock() *clock {
	return &clock{now: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), waiters: map[chan time.Time]time.Time{}}
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) After(d time.Duration) <-chan time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	ch := make(chan time.Time, 1)
	c.waiters[ch] = c.now.Add(d)
	if d == time.Second {
		c.asked++
	}
	return ch
}

func (c *clock) forward(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
	for ch, at := range c.waiters {
		if !at.After(c.now) {
			ch <- c.now
			delete(c.waiters, ch)
		}
	}
}

// desk is a queue and what its test needs.
type desk struct {
	*testapp.App
	t     *testing.T
	clock *clock
	queue *job.Queue
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	t.Parallel()
	c := newClock()
	app := testapp.New(t)
	return &desk{App: app, t: t, clock: c, queue: job.New(app, c)}
}

// run starts the queue and returns what stops it, once.
func (d *desk) run() (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- d.queue.Run(ctx) }()
	stop = sync.OnceFunc(func() {
		cancel()
		if err := <-done; err != nil {
			d.t.Errorf("run: %v", err)
		}
	})
	d.t.Cleanup(stop)
	return stop
}

func (d *desk) enqueue(j job.Job) bool {
	d.t.Helper()
	added, err := d.queue.Enqueue(d.App, j)
	if err != nil {
		d.t.Fatal(err)
	}
	return added
}

// until waits for a moment of real time in which the queue works, and fails when it takes too long.
func (d *desk) until(what string, holds func() bool) {
	d.t.Helper()
	for end := time.Now().Add(time.Minute); !holds(); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			d.t.Fatalf("%s: still not after a minute; jobs are %v", what, d.states())
		}
	}
}

// quiet waits until a whole look at the queue, from begin to end, found nothing to do, and nothing runs.
func (d *desk) quiet() {
	d.t.Helper()
	d.until("quiet", func() bool {
		before, looks := d.stats().Attempts, d.clock.looks()
		for d.clock.looks() < looks+2 {
			d.queue.Wake()
			time.Sleep(200 * time.Microsecond)
		}
		after := d.stats()
		return after.Running == 0 && before == after.Attempts
	})
}

func (d *desk) stats() job.Stats {
	d.t.Helper()
	s, err := d.queue.Stats()
	if err != nil {
		d.t.Fatal(err)
	}
	return s
}

func (d *desk) states() map[string]int {
	counts := map[string]int{}
	var rows []collections.JobRow
	if err := d.ConcurrentDB().NewQuery("SELECT id, state FROM jobs").All(&rows); err != nil {
		d.t.Fatal(err)
	}
	for _, row := range rows {
		counts[row.State]++
	}
	return counts
}

func (d *desk) row(key string) (row collections.JobRow) {
	d.t.Helper()
	err := d.ConcurrentDB().NewQuery("SELECT id, key, state, attempts, run_at, error, finished FROM jobs WHERE key = {:key}").
		Bind(map[string]any{"key": key}).One(&row)
	if err != nil {
		d.t.Fatal(err)
	}
	return row
}

// sink is somebody to deliver to: it notes every attempt and answers what it is told to.
type sink struct {
	mu      sync.Mutex
	clock   *clock
	answer  func(d job.Delivery) error
	got     []attempt
	inside  map[string]int // attempts of a key that are under way
	targets map[string]int
	worst   map[string]int // most attempts at once on a target
	overlap []string
}

type attempt struct {
	key, target string
	at          time.Time
	number      int
}

func newSink(c *clock, answer func(d job.Delivery) error) *sink {
	return &sink{clock: c, answer: answer, inside: map[string]int{}, targets: map[string]int{}, worst: map[string]int{}}
}

func (s *sink) Deliver(_ context.Context, d job.Delivery) error {
	s.mu.Lock()
	s.got = append(s.got, attempt{d.Key, d.Target, s.clock.Now(), d.Attempt})
	if s.inside[d.Key]++; s.inside[d.Key] > 1 {
		s.overlap = append(s.overlap, d.Key)
	}
	s.targets[d.Target]++
	s.worst[d.Target] = max(s.worst[d.Target], s.targets[d.Target])
	s.mu.Unlock()
	defer func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.inside[d.Key]--
		s.targets[d.Target]--
	}()
	return s.answer(d)
}

func (s *sink) attempts(target string) (list []attempt) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, a := range s.got {
		if target == "" || a.target == target {
			list = append(list, a)
		}
	}
	return list
}

func payload(value any) json.RawMessage {
	raw, _ := json.Marshal(value)
	return raw
}
