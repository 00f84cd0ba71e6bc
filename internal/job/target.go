package job

import (
	"errors"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/sony/gobreaker/v2"
)

// The breaker of a target.
const (
	tripAfter  = 5  // failures in a row
	tripSample = 20 // or half of at least so many,
	tripWindow = 10 * time.Minute
	openFirst  = 30 * time.Second
	openMost   = 10 * time.Minute
)

// forgetAfter is how long a quiet target is remembered.
const forgetAfter = time.Hour

// target is somebody whom jobs talk to. The queue's lock guards it, except for what is said to be otherwise.
type target struct {
	limit   int // how many attempts may run at once
	running int
	used    time.Time
	held    time.Time // it asked to be left alone until then
	now     func() time.Time

	two *gobreaker.TwoStepCircuitBreaker[any]

	// note: gobreaker says in a callback, from whatever goroutine, that the state changes. It decides whether; when it asks
	// again is decided here, by the queue's clock and ever more rarely, so it gets no wait of its own.
	mu       sync.Mutex
	openFor  time.Duration
	reopens  time.Time // a probe is allowed from then
	openedAt time.Time // zero while closed
}

func newTarget(name string, limit int, now func() time.Time) *target {
	t := &target{limit: limit, now: now, used: now()}
	t.close(name)
	return t
}

// close begins with a breaker that has seen nothing: somebody says that the target is well again.
func (t *target) close(name string) {
	t.held = time.Time{}
	t.mu.Lock()
	t.openFor, t.reopens, t.openedAt = 0, time.Time{}, time.Time{}
	t.mu.Unlock()
	t.two = gobreaker.NewTwoStepCircuitBreaker[any](gobreaker.Settings{
		Name: name, MaxRequests: 1, Interval: tripWindow, Timeout: time.Nanosecond,
		ReadyToTrip: func(c gobreaker.Counts) bool {
			return c.ConsecutiveFailures >= tripAfter || c.Requests >= tripSample && 2*c.TotalFailures >= c.Requests
		},
		IsSuccessful: func(err error) bool {
			var no permanent
			return err == nil || errors.As(err, &no) // it answered
		},
		IsExcluded: func(err error) bool {
			var wait later
			return errors.Is(err, errNotTried) || errors.As(err, &wait)
		},
		OnStateChange: func(_ string, _, to gobreaker.State) { t.changed(to) },
	})
}

func (t *target) changed(to gobreaker.State) {
	t.mu.Lock()
	defer t.mu.Unlock()
	now := t.now()
	switch to {
	case gobreaker.StateOpen:
		t.openFor = min(max(openFirst, 2*t.openFor), openMost)
		t.reopens = now.Add(t.openFor/2 + rand.N(t.openFor/2)) // not all targets of one dead network at once
		if t.openedAt.IsZero() {
			t.openedAt = now
		}
	case gobreaker.StateClosed:
		t.openFor, t.openedAt = 0, time.Time{}
	}
}

// refuses reports whether the target is not to be asked now.
func (t *target) refuses(now time.Time) bool {
	if now.Before(t.held) {
		return true
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	return now.Before(t.reopens)
}

// probed reports whether the breaker is half-open and its one probe under way.
func (t *target) probed() bool {
	return t.running > 0 && t.two.State() == gobreaker.StateHalfOpen && t.two.Counts().Requests > 0
}

// allow takes a place at the target; the caller must report how it went.
func (t *target) allow(now time.Time) (report func(error), ok bool) {
	if t.running >= t.limit || t.refuses(now) {
		return nil, false
	}
	report, err := t.two.Allow()
	if err != nil {
		return nil, false // half-open, and the one probe is under way
	}
	t.running++
	t.used = now
	return report, true
}

// hold leaves the target alone for as long as it asked for.
func (t *target) hold(now time.Time, err error) {
	var wait later
	if errors.As(err, &wait) {
		t.held = now.Add(wait.wait)
	}
}

func (t *target) forgettable(now time.Time) bool {
	return t.running == 0 && now.Sub(t.used) > forgetAfter && t.two.State() == gobreaker.StateClosed
}

// breaker returns the state's name, and since when it is not closed.
func (t *target) breaker(now time.Time) (state string, since time.Time) {
	t.mu.Lock()
	reopens, since := t.reopens, t.openedAt
	t.mu.Unlock()
	if since.IsZero() {
		return gobreaker.StateClosed.String(), since
	}
	if now.Before(reopens) {
		return gobreaker.StateOpen.String(), since
	}
	return gobreaker.StateHalfOpen.String(), since
}
