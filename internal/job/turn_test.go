package job_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"campfire/collections"
	"campfire/internal/job"

	"github.com/pocketbase/dbx"
)

// asked notes every statement about jobs that the queue runs, with its values.
type asked struct {
	mu   sync.Mutex
	list []string
}

func (d *desk) listen() *asked {
	a := &asked{}
	note := func(text string) {
		a.mu.Lock()
		defer a.mu.Unlock()
		a.list = append(a.list, text)
	}
	for _, builder := range []dbx.Builder{d.ConcurrentDB(), d.NonconcurrentDB()} {
		db := builder.(*dbx.DB)
		db.QueryLogFunc = func(_ context.Context, _ time.Duration, text string, _ *sql.Rows, _ error) { note(text) }
		db.ExecLogFunc = func(_ context.Context, _ time.Duration, text string, _ sql.Result, _ error) { note(text) }
	}
	return a
}

// with returns what was asked that has a word in it, and forgets everything.
func (a *asked) with(word string) (list []string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, text := range a.list {
		if strings.Contains(text, word) {
			list = append(list, text)
		}
	}
	a.list = nil
	return list
}

// Guards: the indexes jobs_free, jobs_lanes and jobs_due, without which a look reads everything that waits, and that claims
// and outcomes find their rows by id.
func TestNoStatementOfTheQueueReadsTheBacklog(t *testing.T) {
	d := newDesk(t)
	d.queue.Handle("k", job.Handler{Deliver: func(context.Context, job.Delivery) error { return nil }})
	for n := range 20 {
		d.enqueue(job.Job{Kind: "k", Key: fmt.Sprint("free ", n), Target: "a"})
		d.enqueue(job.Job{Kind: "k", Key: fmt.Sprint("lane ", n), Target: "b", Lane: fmt.Sprint("lane ", n%3)})
	}
	a := d.listen()
	d.run()
	d.until("all are done", func() bool { return d.states()[collections.JobDone] == 40 })
	everything := a.with("jobs")
	for what, want := range map[string]struct{ word, plan string }{
		"a claim":             {"'running', attempts = attempts + 1", "SEARCH jobs USING INDEX sqlite_autoindex_jobs_1 (id=?)"},
		"a settling":          {"outcome = '", "SEARCH jobs USING INDEX sqlite_autoindex_jobs_1 (id=?)"},
		"a look":              {"lane = '' AND", "SEARCH jobs USING INDEX jobs_free (state=? AND priority=? AND run_at<?)"},
		"a look at lanes":     {"RECURSIVE", "SEARCH jobs USING COVERING INDEX jobs_lanes (state=? AND priority=? AND (lane,target)>(?,?))"},
		"the first in a lane": {"RECURSIVE", "SEARCH jobs USING INDEX jobs_lanes (state=? AND priority=? AND lane=? AND target=?)"},
		"the next to be due":  {"MIN(run_at) FROM jobs", "SEARCH jobs USING COVERING INDEX jobs_due (state=? AND priority=?)"},
	} {
		found := 0
		for _, text := range everything {
			if !strings.Contains(text, want.word) {
				continue
			}
			found++
			if plan := d.plan(text); !strings.Contains(plan, want.plan) || strings.Contains(plan, "SCAN jobs") {
				t.Errorf("%s is done so:\n%s\n%s", what, plan, text)
				break
			}
		}
		if found == 0 {
			t.Errorf("%s was never asked for", what)
		}
	}
}

// plan is how SQLite goes about a statement.
func (d *desk) plan(text string) string {
	d.t.Helper()
	var steps []struct {
		Detail string `db:"detail"`
	}
	if err := d.ConcurrentDB().NewQuery("EXPLAIN QUERY PLAN " + text).All(&steps); err != nil {
		d.t.Fatal(err)
	}
	var plan []string
	for _, step := range steps {
		plan = append(plan, step.Detail)
	}
	return strings.Join(plan, "\n")
}

// idle lets polls pass, each of them to its end.
func (d *desk) idle(polls int) {
	d.t.Helper()
	for range polls {
		looks := d.clock.looks()
		d.clock.forward(time.Second)
		d.until("it has asked", func() bool { return d.clock.looks() > looks })
	}
}

// Guards: lookedAt and unseen.
func TestAQueueThatHasNothingToDoDoesNotLook(t *testing.T) {
	d := newDesk(t)
	d.queue.Handle("k", job.Handler{Deliver: func(context.Context, job.Delivery) error { return nil }})
	d.enqueue(job.Job{Kind: "k", Key: "now"})
	d.enqueue(job.Job{Kind: "k", Key: "later", RunAt: d.clock.Now().Add(time.Hour)})
	a := d.listen()
	d.run()
	d.quiet()
	d.idle(3) // whoever woke it last is heard
	if len(a.with("RECURSIVE")) == 0 {
		t.Fatal("it never looks: the test proves nothing")
	}
	d.idle(10)
	if list := a.with("FROM jobs"); len(list) > 12 { // each poll asks what is the next to be due
		t.Errorf("it asked %d times in 10 s without a job", len(list))
	}
}

// Guards: whenDue. The queue is woken by nothing but the clock.
func TestAJobBeginsWhenItIsDue(t *testing.T) {
	d := newDesk(t)
	d.queue.Handle("k", job.Handler{Deliver: func(context.Context, job.Delivery) error { return nil }})
	d.enqueue(job.Job{Kind: "k", Key: "soon", RunAt: d.clock.Now().Add(5*time.Second + 300*time.Millisecond)})
	d.enqueue(job.Job{Kind: "k", Key: "by hand", RunAt: d.clock.Now().Add(time.Hour)})
	d.run()
	d.quiet()
	d.idle(5)
	if row := d.row("soon"); row.State != collections.JobWaiting {
		t.Errorf("before its time it is %s", row.State)
	}
	past := 0 // ms; the next poll is after 1,000
	d.until("it is done", func() bool {
		if past < 600 {
			d.clock.forward(time.Millisecond)
			past++
		}
		return d.row("soon").State == collections.JobDone
	})
	d.Exec(t, "UPDATE jobs SET run_at = '2001-01-01 00:00:00.000Z' WHERE key = 'by hand'")
	d.until("what somebody changed by hand is done", func() bool {
		d.clock.forward(time.Second)
		return d.row("by hand").State == collections.JobDone
	})
}

// Guards: unwritten. What cannot be written down, as on a full disk, stays claimed: it is done once, and nothing that
// follows it begins.
func TestWhatCannotBeWrittenDownIsNotDoneTwice(t *testing.T) {
	d := newDesk(t)
	s := newSink(d.clock, func(job.Delivery) error { return nil })
	d.queue.Handle("k", job.Handler{Deliver: s.Deliver, PerTarget: 4})
	d.Exec(t, "CREATE TRIGGER full BEFORE UPDATE ON jobs WHEN NEW.state = 'done' BEGIN SELECT RAISE(ABORT, 'disk full'); END")
	for n := range 3 {
		d.enqueue(job.Job{Kind: "k", Key: fmt.Sprint("lane ", n), Lane: "a", Target: "a"})
	}
	stop := d.run()
	d.until("the first is tried", func() bool { return len(s.attempts("")) == 1 })
	for range 3 {
		looks := d.clock.looks()
		d.clock.forward(time.Second)
		d.until("it has tried to write", func() bool { return d.clock.looks() > looks })
	}
	if n, states := len(s.attempts("")), d.states(); n != 1 || states[collections.JobRunning] != 1 || states[collections.JobWaiting] != 2 {
		t.Errorf("on a full disk there were %d attempts, and jobs are %v", n, states)
	}
	d.Exec(t, "DROP TRIGGER full")
	d.clock.forward(time.Second)
	d.until("all are done", func() bool { return d.states()[collections.JobDone] == 3 })
	stop()
	if n := len(s.attempts("")); n != 3 || s.overlap != nil {
		t.Errorf("%d attempts for 3 jobs, of which overlapped: %v", n, s.overlap)
	}
}

// Guards: probed. The jobs of a target that is being probed do not hide those of others.
func TestG42AProbeHidesNobody(t *testing.T) {
	d := newDesk(t)
	over := make(chan struct{})
	var probing atomic.Bool
	s := newSink(d.clock, func(one job.Delivery) error {
		if one.Target == dead && probing.Load() {
			<-over
		}
		if one.Target == dead {
			return errors.New("down")
		}
		return nil
	})
	d.queue.Handle("k", job.Handler{Deliver: s.Deliver, PerTarget: 2})
	for n := range 200 {
		d.enqueue(job.Job{Kind: "k", Key: fmt.Sprint(n), Target: dead})
	}
	d.run()
	t.Cleanup(func() { close(over) }) // before the queue is stopped, which waits for the probe
	d.quiet()
	probing.Store(true)
	before := len(s.attempts(dead))
	d.clock.forward(time.Minute)
	d.until("it is probed", func() bool { return len(s.attempts(dead)) == before+1 })
	d.enqueue(job.Job{Kind: "k", Key: "neighbour", Target: healthy})
	d.until("its neighbour is served", func() bool { return d.row("neighbour").State == collections.JobDone })
}
