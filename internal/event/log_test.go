package event_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"campfire/internal/event"
	"campfire/internal/testapp"

	"github.com/pocketbase/pocketbase/core"
)

func open(t *testing.T, app core.App) *event.Log {
	t.Helper()
	log, err := event.Open(app, "FULL")
	if err != nil {
		t.Fatal(err)
	}
	return log
}

// add appends n events in one transaction and returns the last seq.
func add(t *testing.T, app core.App, n int, data any) int64 {
	t.Helper()
	var seq int64
	err := app.RunInTransaction(func(tx core.App) (err error) {
		for range n {
			if seq, err = event.Append(tx, event.Event{Kind: event.UserUpdated}, data); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return seq
}

func seqs(events []event.Event) []int64 {
	var all []int64
	for _, e := range events {
		all = append(all, e.Seq)
	}
	return all
}

func TestAnEventLivesAndDiesWithItsTransaction(t *testing.T) {
	app := testapp.New(t)
	log := open(t, app)
	before := add(t, app, 1, "kept")
	err := app.RunInTransaction(func(tx core.App) error {
		if _, err := event.Append(tx, event.Event{Kind: event.UserUpdated}, "lost"); err != nil {
			t.Fatal(err)
		}
		return context.Canceled
	})
	if err == nil {
		t.Fatal("need a rollback for this test to mean anything")
	}
	if after := add(t, app, 1, "next"); after != before+1 {
		t.Errorf("after a rollback the next seq is %d, want %d: there is a hole", after, before+1)
	}
	events, err := log.Since(context.Background(), before-1, 10)
	if err != nil || len(events) != 2 || events[0].Data != `"kept"` || events[1].Data != `"next"` {
		t.Errorf("the log holds %v, %v", events, err)
	}
}

func TestSinceReadsOnInPagesWithoutAHole(t *testing.T) {
	app := testapp.New(t)
	log := open(t, app)
	last := add(t, app, 25, "x")
	var all []int64
	for cursor := int64(0); ; {
		page, err := log.Since(context.Background(), cursor, 7)
		if err != nil {
			t.Fatal(err)
		}
		if len(page) == 0 {
			break
		}
		if len(page) > 7 {
			t.Fatalf("a page of 7 has %d", len(page))
		}
		all = append(all, seqs(page)...)
		cursor = page[len(page)-1].Seq
	}
	for i, seq := range all {
		if seq != int64(i+1) {
			t.Fatalf("event %d has seq %d", i+1, seq)
		}
	}
	if int64(len(all)) != last || log.Head() != last {
		t.Errorf("read %d events up to head %d, want %d", len(all), log.Head(), last)
	}
}

func TestAFollowerSeesEveryEventOnceAndInOrder(t *testing.T) {
	app := testapp.New(t)
	log := open(t, app)
	from := log.Head()
	ctx, cancel := context.WithCancel(context.Background())
	var mu sync.Mutex
	var seen []int64
	failed := 0
	var following sync.WaitGroup
	following.Go(func() {
		log.Follow(ctx, from, func(events []event.Event) error {
			mu.Lock()
			defer mu.Unlock()
			if len(seen)+len(events) > 20 && failed == 0 {
				failed++
				return fmt.Errorf("a follower that fails once")
			}
			seen = append(seen, seqs(events)...)
			return nil
		})
	})
	const writers, each = 4, 40
	var writing sync.WaitGroup
	for range writers {
		writing.Go(func() {
			for range each {
				add(t, app, 1, "x")
				log.Wake()
			}
		})
	}
	writing.Wait()
	deadline := time.Now().Add(10 * time.Second)
	for time.Now().Before(deadline) {
		mu.Lock()
		done := len(seen) >= writers*each
		mu.Unlock()
		if done {
			break
		}
		time.Sleep(5 * time.Millisecond)
	}
	cancel()
	following.Wait()
	for i, seq := range seen {
		if seq != from+int64(i)+1 {
			t.Fatalf("event %d of the follower has seq %d, want %d", i, seq, from+int64(i)+1)
		}
	}
	if len(seen) != writers*each || failed != 1 {
		t.Errorf("the follower saw %d events, want %d", len(seen), writers*each)
	}
}

func TestAWakeUpDuringReadingIsNotLost(t *testing.T) {
	app := testapp.New(t)
	log := open(t, app)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	// Whatever the follower does at the moment, the event that is appended then comes at once and not with the poll.
	for round := range 40 {
		came := make(chan int64, 8)
		inner, stop := context.WithCancel(ctx)
		go log.Follow(inner, log.Head(), func(events []event.Event) error {
			came <- events[len(events)-1].Seq
			return nil
		})
		time.Sleep(time.Duration(round%8) * 200 * time.Microsecond)
		want := add(t, app, 1, "x")
		log.Wake()
		select {
		case got := <-came:
			if got != want {
				t.Fatalf("round %d: the follower got %d, want %d", round, got, want)
			}
		case <-time.After(700 * time.Millisecond):
			t.Fatalf("round %d: the wake-up was lost", round)
		}
		stop()
	}
}

func TestAMissedWakeUpCostsASecond(t *testing.T) {
	t.Parallel()
	app := testapp.New(t)
	log := open(t, app)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	came := make(chan struct{}, 8)
	go log.Follow(ctx, log.Head(), func([]event.Event) error { came <- struct{}{}; return nil })
	time.Sleep(50 * time.Millisecond)
	add(t, app, 1, "nobody wakes")
	select {
	case <-came:
	case <-time.After(1500 * time.Millisecond):
		t.Error("an event without a wake-up did not come within 1.5 s")
	}
}

func TestWhatIsRememberedIsWhatTheLogHolds(t *testing.T) {
	app := testapp.New(t)
	log := open(t, app)
	made := func(seq int64, kind string) event.Event { return event.Event{Seq: seq, Kind: kind, Data: `"memory"`} }
	head := add(t, app, 10, "disk")
	log.Remember([]event.Event{made(head-1, event.MessageCreated), made(head, event.MessageCreated)})
	ctx := context.Background()
	page, err := log.Since(ctx, head-3, 10)
	if err != nil || !slices.Equal(seqs(page), []int64{head - 2, head - 1, head}) {
		t.Errorf("across the edge of memory come %v, %v", seqs(page), err)
	}
	page, _ = log.Since(ctx, head-2, 1)
	if len(page) != 1 || page[0].Data != `"memory"` {
		t.Errorf("memory is not used: %v", page)
	}
	next := add(t, app, 2, "disk")
	log.Remember([]event.Event{made(next, event.MessageCreated)}) // next-1 was somebody else's
	page, _ = log.Since(ctx, head, 10)
	if !slices.Equal(seqs(page), []int64{next - 1, next}) {
		t.Errorf("a run with a hole answers %v", seqs(page))
	}
	last := add(t, app, 1, "disk")
	log.Remember([]event.Event{made(last, event.MessageDeleted)})
	if page, _ = log.Since(ctx, next-1, 10); len(page) != 2 || page[0].Data != `"disk"` {
		t.Errorf("after a deletion memory still answers: %v", page)
	}
	log.Forget()
}

func TestDataIsEncodedAsItIsSent(t *testing.T) {
	encoded, err := event.Encode(map[string]string{"body": "<b>a & b</b>\u2028"})
	if err != nil || encoded != `{"body":"<b>a & b</b>\u2028"}` {
		t.Errorf("encoded as %s, %v", encoded, err)
	}
	if _, err := event.Encode(make(chan int)); err == nil {
		t.Error("a channel was encoded")
	}
}
