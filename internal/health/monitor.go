package health

import (
	"errors"
	"fmt"
	"sync"
	"time"
)

const (
	// freshFor is how long a finding is told again without looking: asking all the time costs one look a second.
	freshFor = time.Second
	// patience is how long a check may take before it counts as failed.
	patience = 2 * time.Second
)

// Facts are what a check saw, by name.
type Facts map[string]any

// Look is one look at a part of the server. Everybody may know what is in public, the operator what is in private and
// why it failed. It may take as long as it likes, or never return.
type Look func() (public, private Facts, err error)

// Check is a part of the server that must be well.
type Check struct {
	Name string
	// Vital says that the chat does not work without it.
	Vital bool
	Look  Look
}

// Finding is what a check came to.
type Finding struct {
	Check
	Public, Private Facts
	Err             error
	Took            time.Duration
}

// Monitor looks when it is asked, once a second at most, and at each part by itself, so that one that hangs is named and
// hides nothing.
type Monitor struct{ watches []*watch }

// watch is one check, its last finding and perhaps a look that is under way.
type watch struct {
	check Check

	mu    sync.Mutex
	last  Finding
	at    time.Time     // when last came; zero before the first
	since time.Time     // when the look began that is under way
	done  chan struct{} // closed at its end; nil when there is none
}

// NewMonitor returns a monitor of checks, in the order of its findings.
func NewMonitor(checks ...Check) *Monitor {
	m := &Monitor{}
	for _, check := range checks {
		m.watches = append(m.watches, &watch{check: check})
	}
	return m
}

// Findings looks at what was not looked at lately, for patience at most.
func (m *Monitor) Findings() []Finding {
	for _, w := range m.watches {
		w.begin()
	}
	findings := make([]Finding, len(m.watches))
	for i, w := range m.watches {
		findings[i] = w.finding()
	}
	return findings
}

// begin starts a look unless there is one, or a fresh finding.
func (w *watch) begin() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.done != nil || !w.at.IsZero() && time.Since(w.at) < freshFor {
		return
	}
	w.since, w.done = time.Now(), make(chan struct{})
	go w.look(w.since, w.done)
}

func (w *watch) look(since time.Time, done chan struct{}) {
	found := Finding{Check: w.check}
	defer func() {
		if r := recover(); r != nil {
			found.Err = fmt.Errorf("panic: %v", r)
		}
		w.mu.Lock()
		defer w.mu.Unlock()
		w.last, w.at, w.done = found, time.Now(), nil
		close(done)
	}()
	found.Public, found.Private, found.Err = w.check.Look()
	found.Took = time.Since(since)
}

var errSlow = errors.New("no answer")

func (w *watch) finding() Finding {
	w.mu.Lock()
	done, left := w.done, patience-time.Since(w.since)
	w.mu.Unlock()
	if done != nil {
		timer := time.NewTimer(max(left, 0))
		defer timer.Stop()
		select {
		case <-done:
		case <-timer.C:
		}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if took := time.Since(w.since); w.done != nil && took >= patience {
		return Finding{Check: w.check, Err: fmt.Errorf("%w for %.0f s", errSlow, took.Seconds()), Took: took}
	}
	found := w.last
	if found.Err == nil && found.Took >= patience {
		found.Err = fmt.Errorf("%w for %.0f s", errSlow, found.Took.Seconds())
	}
	return found
}
