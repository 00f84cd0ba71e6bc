package event_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"campfire/internal/event"
	"campfire/internal/testapp"
)

func bytesOf(t *testing.T, app *testapp.App) int64 {
	t.Helper()
	return app.Number(t, "SELECT COALESCE(SUM(length(CAST(data AS BLOB))), 0) FROM events")
}

func trim(t *testing.T, log *event.Log, bounds event.Bounds) {
	t.Helper()
	if err := log.Trim(context.Background(), bounds, time.Now()); err != nil {
		t.Fatal(err)
	}
}

func oldest(t *testing.T, app *testapp.App) int64 {
	t.Helper()
	return app.Number(t, "SELECT MIN(seq) FROM events")
}

func TestTheLogIsTrimmedByBytes(t *testing.T) {
	for name, letter := range map[string]string{"latin": "a", "snowmen of three bytes": "☃", "emoji of four bytes": "🎉"} {
		t.Run(name, func(t *testing.T) {
			app := testapp.New(t)
			log := open(t, app)
			const size = 10_000
			last := add(t, app, 1000, strings.Repeat(letter, size/len(letter)))
			if bytesOf(t, app) < 5_000_000 {
				t.Fatal("need a big log for this test to mean anything")
			}
			trim(t, log, event.Bounds{Bytes: 5_000_000, Age: time.Hour})
			if left := bytesOf(t, app); left > 5_000_000 {
				t.Errorf("%d bytes are left of a log bounded to 5,000,000", left)
			}
			if newest := app.Number(t, "SELECT MAX(seq) FROM events"); newest != last {
				t.Errorf("the newest event is %d, want %d", newest, last)
			}
			if log.Floor() != oldest(t, app) {
				t.Errorf("the floor is %d, the oldest event %d", log.Floor(), oldest(t, app))
			}
		})
	}
}

func TestALogWithinItsBoundsIsLeftAlone(t *testing.T) {
	app := testapp.New(t)
	log := open(t, app)
	add(t, app, 50, "x")
	before := app.Stored(t)
	trim(t, log, event.Bounds{Bytes: 50 << 20, Age: time.Hour})
	if changed := before.Changed(app.Stored(t)); changed != nil || log.Floor() != 1 {
		t.Errorf("trimming changed %v, the floor is %d", changed, log.Floor())
	}
}

func TestTheLogIsTrimmedByAge(t *testing.T) {
	app := testapp.New(t)
	log := open(t, app)
	last := add(t, app, 600, "x")
	cut := last - 10
	app.Exec(t, "UPDATE events SET at = '2001-01-01 00:00:00.000Z' WHERE seq <= ?", cut)
	trim(t, log, event.Bounds{Bytes: 50 << 20, Age: time.Hour})
	if oldest(t, app) != cut+1 || log.Floor() != cut+1 {
		t.Errorf("the oldest event is %d and the floor %d, want %d", oldest(t, app), log.Floor(), cut+1)
	}
}

func TestTheNewestEventKeepsTheNumbering(t *testing.T) {
	app := testapp.New(t)
	log := open(t, app)
	last := add(t, app, 20, "x")
	app.Exec(t, "UPDATE events SET at = '2001-01-01 00:00:00.000Z'")
	trim(t, log, event.Bounds{Bytes: 1, Age: time.Second})
	if n := app.Number(t, "SELECT COUNT(*) FROM events"); n != 1 || oldest(t, app) != last {
		t.Errorf("%d events are left, from %d; want the newest, %d", n, oldest(t, app), last)
	}
	if next := add(t, app, 1, "x"); next != last+1 {
		t.Errorf("the next seq is %d, want %d", next, last+1)
	}
}

func TestNothingIsTrimmedThatADurableReaderStillNeeds(t *testing.T) {
	app := testapp.New(t)
	log := open(t, app)
	last := add(t, app, 1200, "x")
	app.Exec(t, "INSERT INTO event_cursors (name, seq) VALUES ('search', ?), ('push', ?)", last-700, last-3)
	app.Exec(t, "UPDATE events SET at = '2001-01-01 00:00:00.000Z'")
	trim(t, log, event.Bounds{Bytes: 1, Age: time.Second})
	if oldest(t, app) != last-699 || log.Floor() != last-699 {
		t.Errorf("the oldest event is %d, the floor %d; the slowest reader needs %d", oldest(t, app), log.Floor(), last-699)
	}
	app.Exec(t, "UPDATE event_cursors SET seq = ? WHERE name = 'search'", last-1)
	trim(t, log, event.Bounds{Bytes: 1, Age: time.Second})
	if oldest(t, app) != last-2 {
		t.Errorf("after the reader went on the oldest event is %d, want %d", oldest(t, app), last-2)
	}
	app.Exec(t, "UPDATE event_cursors SET seq = 0 WHERE name = 'push'")
	more := add(t, app, 5, "x")
	trim(t, log, event.Bounds{Bytes: 1, Age: time.Second})
	if n := app.Number(t, "SELECT COUNT(*) FROM events WHERE seq > ?", more-5); n != 5 {
		t.Errorf("a reader at 0 lost events: %d of 5 are left", n)
	}
}

// TestTextsTakenOutOfTheLogDoNotCountForEver holds that the trimmer, which counts as the log grows, notices when a
// deletion makes old events smaller: it would trim more and more otherwise, down to nothing.
func TestTextsTakenOutOfTheLogDoNotCountForEver(t *testing.T) {
	t.Parallel()
	app := testapp.New(t)
	log := open(t, app)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	add(t, app, 40, strings.Repeat("a", 10_000))
	done := make(chan error, 1)
	go func() { done <- log.KeepTrimmed(ctx, event.Bounds{Bytes: 600_000, Age: time.Hour}) }()
	time.Sleep(2500 * time.Millisecond) // it has counted 400,000 bytes
	app.Exec(t, `UPDATE events SET data = '{}'`)
	add(t, app, 30, strings.Repeat("b", 10_000)) // 300,000 bytes: within the bounds
	time.Sleep(2500 * time.Millisecond)
	if floor := log.Floor(); floor != 1 {
		t.Errorf("a log of %d bytes, bounded to 600,000, was trimmed up to %d", bytesOf(t, app), floor)
	}
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
}
