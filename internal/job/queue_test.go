package job_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"
	"unicode/utf8"

	"campfire/collections"
	"campfire/internal/job"

	"github.com/pocketbase/pocketbase/core"
)

var errDown = errors.New("the target is down")

func TestAJobExistsExactlyIfItsCauseDoes(t *testing.T) {
	d := newDesk(t)
	broken := errors.New("the cause fails")
	for _, cause := range []struct {
		key string
		err error
	}{{"kept", nil}, {"undone", broken}} {
		err := d.RunInTransaction(func(tx core.App) error {
			if added, err := d.queue.Enqueue(tx, job.Job{Kind: "k", Key: cause.key}); err != nil || !added {
				t.Errorf("%s: added %v (%v)", cause.key, added, err)
			}
			return cause.err
		})
		if !errors.Is(err, cause.err) {
			t.Fatal(err)
		}
	}
	if n := d.Number(t, "SELECT COUNT(*) FROM jobs WHERE key = 'kept'"); n != 1 {
		t.Errorf("a committed cause has %d jobs", n)
	}
	if n := d.Number(t, "SELECT COUNT(*) FROM jobs WHERE key = 'undone'"); n != 0 {
		t.Errorf("a cause that was rolled back has %d jobs", n)
	}
}

func TestAKeyIsPromisedOnceAndDeliveredWithItsPayload(t *testing.T) {
	d := newDesk(t)
	var got atomic.Pointer[job.Delivery]
	d.queue.Handle("k", job.Handler{Deliver: func(_ context.Context, one job.Delivery) error {
		got.Store(&one)
		return nil
	}})
	if !d.enqueue(job.Job{Kind: "k", Key: "one", Payload: payload(map[string]int{"room": 7})}) {
		t.Error("the first promise is refused")
	}
	d.run()
	d.until("done", func() bool { return d.row("one").State == collections.JobDone })
	if one := got.Load(); string(one.Payload) != `{"room":7}` || one.Key != "one" || one.Attempt != 1 {
		t.Errorf("delivered %+v", one)
	}
	if d.enqueue(job.Job{Kind: "k", Key: "one"}) {
		t.Error("the key is promised again after it was done")
	}
	d.quiet()
	if s := d.stats(); s.Attempts != (job.Counts{Done: 1}) {
		t.Errorf("attempts are %+v", s.Attempts)
	}
}

func TestWhatAnAttemptAnswersDecides(t *testing.T) {
	d := newDesk(t)
	s := newSink(d.clock, func(one job.Delivery) error {
		switch one.Key {
		case "refused":
			return job.Permanent(errors.New("410 Gone"))
		case "asked to wait":
			if one.Attempt == 1 {
				return job.Later(time.Hour, errors.New("429"))
			}
			return nil
		case "panics":
			panic("a bug")
		case "fails once":
			if one.Attempt == 1 {
				return errDown
			}
			return nil
		}
		return errDown
	})
	d.queue.Handle("k", job.Handler{Deliver: s.Deliver, Attempts: 3, Backoff: time.Minute})
	for _, key := range []string{"refused", "asked to wait", "panics", "fails once", "always fails"} {
		d.enqueue(job.Job{Kind: "k", Key: key})
	}
	d.enqueue(job.Job{Kind: "of a newer version", Key: "unknown"})
	d.run()
	d.quiet()
	if row := d.row("refused"); row.State != collections.JobDead || row.Attempts != 1 || row.Error != "410 Gone" {
		t.Errorf("refused: %+v", row)
	}
	d.clock.forward(time.Minute)
	d.quiet()
	if row := d.row("fails once"); row.State != collections.JobDone || row.Attempts != 2 || row.Error != "" {
		t.Errorf("fails once: %+v", row)
	}
	d.clock.forward(2 * time.Minute)
	d.quiet()
	for key, want := range map[string]string{"always fails": errDown.Error(), "panics": "panic: a bug"} {
		if row := d.row(key); row.State != collections.JobDead || row.Attempts != 3 || row.Error != want {
			t.Errorf("%s: %+v", key, row)
		}
	}
	if row := d.row("asked to wait"); row.State != collections.JobWaiting || row.Attempts != 1 {
		t.Errorf("asked to wait, after 3 minutes: %+v", row)
	}
	d.clock.forward(58 * time.Minute)
	d.quiet()
	if row := d.row("asked to wait"); row.State != collections.JobDone || row.Attempts != 2 {
		t.Errorf("asked to wait, after an hour: %+v", row)
	}
	if row := d.row("unknown"); row.State != collections.JobWaiting || row.Attempts != 0 {
		t.Errorf("a kind that nobody does: %+v", row)
	}
}

func TestAnHourOfBackgroundWorkDoesNotKeepTheUrgentWaiting(t *testing.T) {
	d := newDesk(t)
	release := make(chan struct{})
	d.queue.Handle("slow", job.Handler{Deliver: func(context.Context, job.Delivery) error { <-release; return nil }})
	d.queue.Handle("fast", job.Handler{Deliver: func(context.Context, job.Delivery) error { return nil }})
	for i := range 60 {
		d.enqueue(job.Job{Kind: "slow", Key: fmt.Sprint("background ", i), Priority: job.Background})
		d.enqueue(job.Job{Kind: "slow", Key: fmt.Sprint("normal ", i), Priority: job.Normal})
	}
	d.run()
	d.until("the workers are taken", func() bool { return d.stats().Running == 34 })
	d.enqueue(job.Job{Kind: "fast", Key: "urgent", Priority: job.Urgent})
	d.until("the urgent job is done", func() bool { return d.row("urgent").State == collections.JobDone })
	if n := d.stats().Depth; n[job.Background] != 60 || n[job.Normal] != 60 || n[job.Urgent] != 0 {
		t.Errorf("depth is %v", n)
	}
	close(release)
	d.until("all are done", func() bool { return d.states()[collections.JobDone] == 121 })
}

func TestAStopGivesTheAttemptBack(t *testing.T) {
	d := newDesk(t)
	var calls atomic.Int32
	d.queue.Handle("k", job.Handler{Attempts: 1, Deliver: func(ctx context.Context, _ job.Delivery) error {
		if calls.Add(1) > 1 {
			return nil
		}
		<-ctx.Done()
		return ctx.Err()
	}})
	d.enqueue(job.Job{Kind: "k", Key: "one"})
	stop := d.run()
	d.until("it runs", func() bool { return calls.Load() == 1 })
	stop()
	if row := d.row("one"); row.State != collections.JobWaiting || row.Attempts != 0 {
		t.Errorf("after the stop: %+v", row)
	}
	d.run()
	d.until("done", func() bool { return d.row("one").State == collections.JobDone })
}

func TestWhatRanWhenTheProcessDiedIsTakenUpAndNotForEver(t *testing.T) {
	d := newDesk(t)
	s := newSink(d.clock, func(job.Delivery) error { return nil })
	d.queue.Handle("k", job.Handler{Deliver: s.Deliver, Attempts: 3})
	for _, key := range []string{"first", "poison", "put off by a clock that was ahead"} {
		d.enqueue(job.Job{Kind: "k", Key: key})
	}
	// As kill -9 leaves them: claimed, with attempts that were counted when they began.
	d.Exec(t, "UPDATE jobs SET state = 'running', attempts = 1, lease_until = '2026-01-02 03:05:05.000Z' WHERE key = 'first'")
	d.Exec(t, "UPDATE jobs SET state = 'running', attempts = 3 WHERE key = 'poison'")
	d.Exec(t, "UPDATE jobs SET run_at = '2027-01-01 00:00:00.000Z' WHERE key LIKE 'put off%'")
	d.run()
	d.quiet()
	if row := d.row("first"); row.State != collections.JobDone || row.Attempts != 2 {
		t.Errorf("first: %+v", row)
	}
	if row := d.row("poison"); row.State != collections.JobDead || !strings.Contains(row.Error, "given up") {
		t.Errorf("poison: %+v", row)
	}
	if row := d.row("put off by a clock that was ahead"); row.State != collections.JobDone {
		t.Errorf("put off: %+v", row)
	}
	if n := len(s.attempts("")); n != 2 {
		t.Errorf("%d attempts: the poisonous job was tried again", n)
	}
}

// E6: what a target answers is kept up to a length, in whole letters.
// Guards: the walk back to the start of a letter (attempt.go).
func TestE6TheErrorOfAJobIsCutBetweenLetters(t *testing.T) {
	d := newDesk(t)
	const answer = "上海\U0001F469\u200d\U0001F467e\u0301"
	s := newSink(d.clock, func(one job.Delivery) error {
		return job.Permanent(errors.New(strings.Repeat("x", len(one.Key)) + strings.Repeat(answer, 100) + "\xff"))
	})
	d.queue.Handle("k", job.Handler{Deliver: s.Deliver})
	for n := range len(answer) {
		d.enqueue(job.Job{Kind: "k", Key: strings.Repeat("k", n+1)})
	}
	d.run()
	d.quiet()
	for n := range len(answer) {
		kept := d.row(strings.Repeat("k", n+1)).Error
		if !utf8.ValidString(kept) || len(kept) > 1000 || len(kept) < 997 {
			t.Errorf("after %d letters an error of %d bytes is kept, valid %v: %q", n+1, len(kept), utf8.ValidString(kept), kept[max(0, len(kept)-8):])
		}
	}
}

func TestFinishedJobsGoAfterAWhileAndOthersStay(t *testing.T) {
	d := newDesk(t)
	for key, row := range map[string]struct{ state, finished string }{
		"done long ago": {"done", "2025-12-20 00:00:00.000Z"}, "done lately": {"done", "2025-12-30 00:00:00.000Z"},
		"died lately": {"dead", "2025-12-20 00:00:00.000Z"}, "died long ago": {"dead", "2025-11-20 00:00:00.000Z"}, "waits": {"waiting", ""},
	} {
		d.enqueue(job.Job{Kind: "k", Key: key})
		d.Exec(t, "UPDATE jobs SET state = ?, finished = ? WHERE key = ?", row.state, row.finished, key)
	}
	if err := d.queue.Sweep(context.Background()); err != nil {
		t.Fatal(err)
	}
	if left := d.Text(t, "SELECT group_concat(key, ', ') FROM (SELECT key FROM jobs ORDER BY key)"); left != "died lately, done lately, waits" {
		t.Errorf("left are %s", left)
	}
}
