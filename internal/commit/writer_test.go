package commit_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"campfire/internal/commit"
	"campfire/internal/event"
	"campfire/internal/testapp"

	"github.com/pocketbase/pocketbase/core"
)

// desk is a writer at work, and what its operations need.
type desk struct {
	*testapp.App
	t      *testing.T
	writer *commit.Writer
	log    *event.Log
	stop   func()
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	app := testapp.New(t)
	log, err := event.Open(app, "FULL")
	if err != nil {
		t.Fatal(err)
	}
	app.Exec(t, "CREATE TABLE notes (text TEXT UNIQUE, transaction_of INTEGER)")
	return &desk{App: app, t: t, writer: commit.NewWriter(app, log), log: log}
}

func (d *desk) run() *desk {
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() { d.writer.Run(ctx) })
	d.stop = sync.OnceFunc(func() {
		cancel()
		running.Wait()
	})
	d.t.Cleanup(d.stop)
	return d
}

// note appends an event and a row that says with which event its transaction began.
func note(text string) func(*commit.Batch) error {
	return func(b *commit.Batch) error {
		began := commit.Shared(b, "began", func() *beginning { return &beginning{b.NextSeq(), nil} })
		if _, err := b.Append(event.Event{Kind: event.UserUpdated, Data: `"` + text + `"`}); err != nil {
			return err
		}
		return b.Exec("INSERT INTO notes (text, transaction_of) VALUES (?, ?)", text, began.seq)
	}
}

type beginning struct {
	seq      int64
	finished *int
}

func (f *beginning) Finish(*commit.Batch) error {
	if f.finished != nil {
		*f.finished++
	}
	return nil
}
func (*beginning) Discard() {}

func (d *desk) notes() []string {
	var texts []string
	d.t.Helper()
	if err := d.ConcurrentDB().NewQuery("SELECT text FROM notes ORDER BY rowid").Column(&texts); err != nil {
		d.t.Fatal(err)
	}
	return texts
}

// submit queues an operation whose verdict goes into verdicts[i].
func (d *desk) submit(lane commit.Lane, apply func(*commit.Batch) error, done *sync.WaitGroup, verdict *error) {
	d.t.Helper()
	done.Add(1)
	if err := d.writer.Submit(lane, apply, func(err error) { *verdict = err; done.Done() }); err != nil {
		d.t.Fatal(err)
	}
}

func TestWhatWaitsTogetherIsCommittedTogether(t *testing.T) {
	d := newDesk(t)
	verdicts := make([]error, 50)
	var done sync.WaitGroup
	for i := range verdicts {
		d.submit(commit.Messages, note(fmt.Sprint(i)), &done, &verdicts[i])
	}
	before := d.log.Head()
	d.run()
	done.Wait()
	if err := errors.Join(verdicts...); err != nil {
		t.Fatal(err)
	}
	if n := d.Number(t, "SELECT COUNT(DISTINCT transaction_of) FROM notes"); n != 1 {
		t.Errorf("fifty operations took %d transactions", n)
	}
	texts := d.notes()
	for i := range verdicts {
		if texts[i] != fmt.Sprint(i) {
			t.Fatalf("the order is %v", texts)
		}
	}
	if head := d.Number(t, "SELECT MAX(seq) FROM events"); head != before+50 {
		t.Errorf("the head went from %d to %d", before, head)
	}
}

func TestAnOperationThatRefusesLeavesTheOthersAlone(t *testing.T) {
	d := newDesk(t)
	refusal := errors.New("no")
	verdicts := make([]error, 3)
	applied := 0
	var done sync.WaitGroup
	d.submit(commit.Messages, func(b *commit.Batch) error { applied++; return note("first")(b) }, &done, &verdicts[0])
	d.submit(commit.Messages, func(b *commit.Batch) error {
		var one int
		return errors.Join(refusal, b.Row("SELECT 1").Scan(&one))
	}, &done, &verdicts[1])
	d.submit(commit.Messages, note("third"), &done, &verdicts[2])
	d.run()
	done.Wait()
	if verdicts[0] != nil || !errors.Is(verdicts[1], refusal) || verdicts[2] != nil {
		t.Errorf("the verdicts are %v", verdicts)
	}
	if n := d.Number(t, "SELECT COUNT(DISTINCT transaction_of) FROM notes"); n != 1 || applied != 1 || !slices.Equal(d.notes(), []string{"first", "third"}) {
		t.Errorf("%d transactions, the first was applied %d times, stored is %v", n, applied, d.notes())
	}
}

func TestAnOperationThatFailsAfterWritingFailsAlone(t *testing.T) {
	failure := errors.New("broken")
	failures := map[string]func(b *commit.Batch) error{
		"by itself": func(b *commit.Batch) error { return errors.Join(note("half")(b), failure) },
		"in SQLite": func(b *commit.Batch) error {
			return errors.Join(note("half")(b), b.Exec("INSERT INTO notes (text) VALUES ('half')"))
		},
		"in its event": func(b *commit.Batch) error {
			_, err := b.Append(event.Event{Kind: event.UserUpdated, Data: "1"})
			return errors.Join(err, failure)
		},
	}
	for name, fails := range failures {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			before := d.Number(t, "SELECT MAX(seq) FROM events")
			verdicts := make([]error, 5)
			var done sync.WaitGroup
			for i := range verdicts {
				apply := note(fmt.Sprint(i))
				if i == 2 {
					apply = fails
				}
				d.submit(commit.Messages, apply, &done, &verdicts[i])
			}
			d.run()
			done.Wait()
			for i, err := range verdicts {
				if (err != nil) != (i == 2) {
					t.Errorf("operation %d has the verdict %v", i, err)
				}
			}
			if texts := d.notes(); !slices.Equal(texts, []string{"0", "1", "3", "4"}) {
				t.Errorf("stored is %v", texts)
			}
			if head := d.Number(t, "SELECT MAX(seq) FROM events"); head != before+4 {
				t.Errorf("the log went from %d to %d: want four events without a hole", before, head)
			}
		})
	}
}

func TestTheQueueHasALimit(t *testing.T) {
	d := newDesk(t) // nobody empties it
	var done sync.WaitGroup
	verdicts := make([]error, commit.QueueLimit)
	for i := range commit.QueueLimit {
		d.submit(commit.Lane(i%3), note(fmt.Sprint(i)), &done, &verdicts[i])
	}
	called := false
	for lane := range 3 {
		began := time.Now()
		if err := d.writer.Submit(commit.Lane(lane), note("too many"), func(error) { called = true }); !errors.Is(err, commit.ErrBusy) {
			t.Errorf("lane %d answers %v to one too many", lane, err)
		}
		if time.Since(began) > 100*time.Millisecond {
			t.Error("a full queue made the caller wait")
		}
	}
	if err := d.writer.Do(d.App, commit.Messages, note("too many")); !errors.Is(err, commit.ErrBusy) {
		t.Errorf("Do answers %v", err)
	}
	if d.writer.Depth() != commit.QueueLimit {
		t.Errorf("the depth is %d", d.writer.Depth())
	}
	d.run()
	done.Wait()
	if err := errors.Join(verdicts...); err != nil || called {
		t.Fatalf("%v, called %v", err, called)
	}
	if n := d.Number(t, "SELECT COUNT(*) FROM notes"); n != commit.QueueLimit {
		t.Errorf("%d of %d are stored", n, commit.QueueLimit)
	}
	if err := d.writer.Do(d.App, commit.Messages, note("room again")); err != nil {
		t.Errorf("after the rush: %v", err)
	}
}

func TestNoLaneStarvesAnother(t *testing.T) {
	d := newDesk(t)
	var done sync.WaitGroup
	verdicts := make([]error, 3000)
	for i := range verdicts {
		d.submit(commit.Messages, note(fmt.Sprint("message ", i)), &done, &verdicts[i])
	}
	late := make([]error, 2)
	d.submit(commit.Effects, note("effect"), &done, &late[0])
	d.submit(commit.Background, note("background"), &done, &late[1])
	d.run()
	done.Wait()
	if err := errors.Join(append(verdicts, late...)...); err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"effect", "background"} {
		if at := slices.Index(d.notes(), text); at < 0 || at > 600 {
			t.Errorf("%s came after %d messages", text, at)
		}
	}
}

func TestInsideATransactionItIsCommittedWithIt(t *testing.T) {
	d := newDesk(t).run()
	err := d.RunInTransaction(func(tx core.App) error {
		for _, text := range []string{"one?", "two"} { // a question mark in a value is no placeholder
			if err := d.writer.Do(tx, commit.Messages, note(text)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil || !slices.Equal(d.notes(), []string{"one?", "two"}) {
		t.Fatalf("%v, stored is %v", err, d.notes())
	}
	before, rollback := d.Stored(t), errors.New("changed my mind")
	err = d.RunInTransaction(func(tx core.App) error {
		return errors.Join(d.writer.Do(tx, commit.Messages, note("three")), rollback)
	})
	if !errors.Is(err, rollback) || len(d.notes()) != 2 || before.Changed(d.Stored(t)) != nil {
		t.Errorf("after a rollback: %v, stored is %v", err, d.notes())
	}
	if err := d.writer.Do(d.App, commit.Messages, note("four")); err != nil {
		t.Error(err)
	}
	if n := d.Number(t, "SELECT MAX(seq) - MIN(seq) + 1 - COUNT(*) FROM events"); n != 0 {
		t.Errorf("the log has %d holes", n)
	}
}

func TestAFollowerIsWokenByBothWays(t *testing.T) {
	d := newDesk(t).run()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	came := make(chan int, 64)
	go d.log.Follow(ctx, d.log.Head(), func(events []event.Event) error { came <- len(events); return nil })
	time.Sleep(20 * time.Millisecond)
	for name, write := range map[string]func() error{
		"through the queue": func() error { return d.writer.Do(d.App, commit.Messages, note("a")) },
		"in a transaction": func() error {
			return d.RunInTransaction(func(tx core.App) error { return d.writer.Do(tx, commit.Messages, note("b")) })
		},
	} {
		if err := write(); err != nil {
			t.Fatal(err)
		}
		select {
		case <-came:
		case <-time.After(600 * time.Millisecond):
			t.Errorf("%s nobody was woken", name)
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// TestAStopDrainsTheQueue stops the writer with thirty transactions' worth waiting.
func TestAStopDrainsTheQueue(t *testing.T) {
	d := newDesk(t)
	verdicts := make([]error, 2000)
	var done sync.WaitGroup
	for i := range verdicts {
		d.submit(commit.Effects, note(fmt.Sprint(i)), &done, &verdicts[i])
	}
	d.run().stop()
	done.Wait()
	if err := errors.Join(verdicts...); err != nil || len(d.notes()) != len(verdicts) || d.writer.Depth() != 0 {
		t.Errorf("%d of %d are stored, %d wait: %v", len(d.notes()), len(verdicts), d.writer.Depth(), err)
	}
}

func TestAStopCommitsWhatWasAccepted(t *testing.T) {
	d := newDesk(t).run()
	var mu sync.Mutex
	accepted, refused, done := 0, 0, 0
	var senders sync.WaitGroup
	for sender := range 16 {
		senders.Go(func() {
			for i := range 200 {
				err := d.writer.Submit(commit.Messages, note(fmt.Sprint(sender, " ", i)), func(err error) {
					mu.Lock()
					defer mu.Unlock()
					if err == nil {
						done++
					}
				})
				mu.Lock()
				if err == nil {
					accepted++
				} else {
					refused++
				}
				mu.Unlock()
				if i == 100 {
					time.Sleep(time.Millisecond)
				}
			}
		})
	}
	time.Sleep(5 * time.Millisecond)
	d.stop()
	stored := len(d.notes())
	senders.Wait()
	if err := d.writer.Submit(commit.Messages, note("late"), nil); !errors.Is(err, commit.ErrBusy) {
		t.Errorf("after the stop Submit answers %v", err)
	}
	if accepted != done || stored != done || accepted+refused != 16*200 {
		t.Errorf("accepted %d, refused %d, done %d, stored %d", accepted, refused, done, stored)
	}
}

// Guards: longest.
func TestG39ATransactionThatHoldsTheConnectionIsNamed(t *testing.T) {
	d := newDesk(t)
	var told []time.Duration
	commit.OnSlow(d.writer, func(took time.Duration, operations int) {
		if told = append(told, took); operations != 1 {
			t.Errorf("%d operations are told, want 1", operations)
		}
	})
	d.run()
	if err := d.writer.Do(d.App, commit.Messages, note("quick")); err != nil {
		t.Fatal(err)
	}
	quick := len(told) // a machine that is busy may be slow at any time
	if err := d.writer.Do(d.App, commit.Messages, func(b *commit.Batch) error {
		time.Sleep(110 * time.Millisecond)
		return note("slow")(b)
	}); err != nil {
		t.Fatal(err)
	}
	if len(told) != quick+1 || told[quick] < 110*time.Millisecond {
		t.Errorf("told of %v", told)
	}
}
