package job_test

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"campfire/collections"
	"campfire/internal/job"
)

const (
	healthy, dead, recovers = "healthy.example", "dead.example", "recovers.example"
)

// G42: one target that works, one that never answers, one that comes back after 20 minutes; 500 jobs each.
// Guards: tripAfter.
func TestG42ADeadTargetHurtsNobodyAndIsNotHammered(t *testing.T) {
	d := newDesk(t)
	began := d.clock.Now()
	s := newSink(d.clock, func(one job.Delivery) error {
		switch {
		case one.Target == dead, one.Target == recovers && d.clock.Now().Sub(began) < 20*time.Minute:
			time.Sleep(time.Millisecond) // so that attempts can overlap
			return errDown
		}
		return nil
	})
	d.queue.Handle("k", job.Handler{Deliver: s.Deliver, Attempts: 12, PerTarget: 2})
	const jobs = 500
	for i := range jobs {
		for _, target := range []string{dead, recovers, healthy} {
			d.enqueue(job.Job{Kind: "k", Target: target, Key: fmt.Sprint(target, " ", i)})
		}
	}
	d.run()
	done := func(target string) int64 {
		return d.Number(t, "SELECT COUNT(*) FROM jobs WHERE target = ? AND state = 'done'", target)
	}
	d.until("the healthy target has everything, while no time passes", func() bool { return done(healthy) == jobs })
	d.quiet()
	for _, target := range []string{dead, recovers} {
		if n := len(s.attempts(target)); n < 5 || n > 6 { // a second one may be under way when the fifth fails
			t.Errorf("%s was asked %d times before its breaker opened, want 5", target, n)
		}
		if state := d.stats().Breakers[target].State; state != "open" {
			t.Errorf("the breaker of %s is %q", target, state)
		}
	}
	for range 25 * 60 / 15 { // 25 minutes
		d.clock.forward(15 * time.Second)
		d.quiet()
	}
	// Open for 15-30 s, then 30-60 s, and so on up to 5-10 min: about eight probes in 20 minutes, never two in one window.
	probes := s.attempts(dead)[5:]
	if len(probes) > 14 {
		t.Errorf("a dead target was probed %d times in 25 minutes", len(probes))
	}
	for i := 2; i < len(probes); i++ {
		if gap := probes[i].at.Sub(probes[i-1].at); gap < 15*time.Second {
			t.Errorf("two probes of a dead target within %v", gap)
		}
	}
	if since := d.stats().Breakers[dead].Seconds; since < 5*60 {
		t.Errorf("the breaker has been open for %v s", since)
	}
	d.until("the other has come back", func() bool {
		d.clock.forward(15 * time.Second)
		d.quiet()
		return done(recovers) == jobs
	})
	if _, still := d.stats().Breakers[recovers]; still {
		t.Error("the breaker of a target that works is not closed")
	}
	for target, worst := range s.worst {
		if worst > 2 {
			t.Errorf("%d attempts at once on %s", worst, target)
		}
	}
	if s.overlap != nil {
		t.Errorf("attempts of one job overlapped: %v", s.overlap)
	}
	if n := d.states(); n[collections.JobDone] != 2*jobs || n[collections.JobWaiting]+n[collections.JobDead] != jobs {
		t.Errorf("jobs are %v", n)
	}
}

func TestATargetThatAsksToBeLeftAloneIs(t *testing.T) {
	d := newDesk(t)
	asked := atomic.Bool{}
	s := newSink(d.clock, func(job.Delivery) error {
		if asked.CompareAndSwap(false, true) {
			return job.Later(10*time.Minute, errors.New("429"))
		}
		return nil
	})
	d.queue.Handle("k", job.Handler{Deliver: s.Deliver, PerTarget: 1})
	for i := range 30 {
		d.enqueue(job.Job{Kind: "k", Target: healthy, Key: fmt.Sprint(i)})
	}
	d.run()
	d.quiet()
	if n := len(s.attempts(healthy)); n != 1 {
		t.Errorf("%d attempts on a target that said 429 to the first", n)
	}
	d.clock.forward(9 * time.Minute)
	d.quiet()
	if n := len(s.attempts(healthy)); n != 1 {
		t.Errorf("%d attempts before its time was over", n)
	}
	d.clock.forward(time.Minute + 2*time.Second)
	d.until("all are done", func() bool { return d.states()[collections.JobDone] == 30 })
	if len(d.stats().Breakers) != 0 {
		t.Error("asking to wait opened the breaker")
	}
}

func TestATargetThatSaysNoIsWell(t *testing.T) {
	d := newDesk(t)
	s := newSink(d.clock, func(job.Delivery) error { return job.Permanent(errors.New("404")) })
	d.queue.Handle("k", job.Handler{Deliver: s.Deliver})
	for i := range 30 {
		d.enqueue(job.Job{Kind: "k", Target: healthy, Key: fmt.Sprint(i)})
	}
	d.run()
	d.until("all are dead", func() bool { return d.states()[collections.JobDead] == 30 })
	if len(d.stats().Breakers) != 0 {
		t.Error("an answer opened the breaker")
	}
}

// A herd at a half-open breaker: of a hundred that want to, one may.
// Guards: MaxRequests of a half-open breaker.
func TestG42OneProbePerWindow(t *testing.T) {
	c := newClock()
	target := job.NewTarget(1000, c.Now)
	for range 5 {
		report, ok := target.Allow(c.Now())
		if !ok {
			t.Fatal("a closed breaker refuses")
		}
		report(errDown)
	}
	for window := range 20 {
		if _, ok := target.Allow(c.Now()); ok {
			t.Fatalf("window %d: an open breaker lets through", window)
		}
		c.forward(10 * time.Minute)
		var let atomic.Int32
		var herd sync.WaitGroup
		var reports sync.Map
		for i := range 100 {
			herd.Go(func() {
				if report, ok := target.AllowLocked(c.Now()); ok {
					let.Add(1)
					reports.Store(i, report)
				}
			})
		}
		herd.Wait()
		if let.Load() != 1 {
			t.Fatalf("window %d: %d probes", window, let.Load())
		}
		reports.Range(func(_, report any) bool { report.(func(error))(errDown); return true })
	}
}
