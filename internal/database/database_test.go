package database_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"campfire/internal/database"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	_ "github.com/pocketbase/pocketbase/migrations"
)

func TestThePragmasHoldOnEveryConnection(t *testing.T) {
	for _, sync := range []struct{ mode, want string }{{"FULL", "2"}, {"NORMAL", "1"}} {
		db, err := database.Connect(sync.mode)(filepath.Join(t.TempDir(), "data.db"))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = db.Close() })
		for pragma, want := range map[string]string{
			"journal_mode": "wal", "synchronous": sync.want, "cache_size": "-1000", "foreign_keys": "1", "busy_timeout": "10000",
			"wal_autocheckpoint": "16384",
		} {
			var got string
			if err := db.NewQuery("PRAGMA " + pragma).Row(&got); err != nil || got != want {
				t.Errorf("%s: %s is %q (%v), want %q", sync.mode, pragma, got, err, want)
			}
		}
	}
}

func TestTheWriterTakesItsLockAtOnceAndReadersNever(t *testing.T) {
	app := core.NewBaseApp(core.BaseAppConfig{DataDir: t.TempDir(), DBConnect: database.Connect("FULL")})
	if err := app.Bootstrap(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = app.ResetBootstrapState() })
	for _, pool := range []struct {
		name  string
		db    dbx.Builder
		locks bool
	}{{"readers", app.ConcurrentDB(), false}, {"writer", app.NonconcurrentDB(), true}} {
		tx, err := pool.db.(*dbx.DB).Begin()
		if err != nil {
			t.Fatal(err)
		}
		other, err := dbx.Open("sqlite", filepath.Join(app.DataDir(), "data.db")+"?_txlock=immediate")
		if err != nil {
			t.Fatal(err)
		}
		second, err := other.Begin()
		if locked := err != nil; locked != pool.locks {
			t.Errorf("%s: beginning locks out another writer: %v (%v), want %v", pool.name, locked, err, pool.locks)
		}
		if err == nil {
			_ = second.Rollback()
		}
		_ = other.Close()
		_ = tx.Rollback()
	}
}

func TestTheWriteAheadLogStaysBounded(t *testing.T) {
	db, path := openTable(t)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		database.Checkpoint(ctx, db.DB(), path, func(err error) { t.Error(err) })
	}()
	text := strings.Repeat("x", 1<<20)
	written := 0
	for end := time.Now().Add(3 * time.Second); time.Now().Before(end); {
		if _, err := db.NewQuery("INSERT INTO t VALUES ({:x})").Bind(map[string]any{"x": text}).Execute(); err != nil {
			t.Fatal(err)
		}
		written += len(text)
		time.Sleep(5 * time.Millisecond)
	}
	if written < 80<<20 {
		t.Skipf("the machine wrote only %d MB: nothing to bound", written>>20)
	}
	if info, err := os.Stat(path + "-wal"); err != nil || info.Size() > 72<<20 {
		t.Errorf("after %d MB the log has %v bytes (%v)", written>>20, info.Size(), err)
	}
	cancel()
	<-done
	if err := database.Fold(db.DB()); err != nil {
		t.Error(err)
	}
	if info, err := os.Stat(path + "-wal"); err == nil && info.Size() != 0 {
		t.Errorf("a folded log has %d bytes", info.Size())
	}
}

// Guards: restartWait (checkpoint.go). SQLite waits for readers with the write lock in its hand.
func TestALongReadHoldsNoWriterUp(t *testing.T) {
	db, path := openTable(t)
	beginRead(t, db)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		database.Checkpoint(ctx, db.DB(), path, func(err error) { t.Error(err) })
	}()
	text, longest := strings.Repeat("x", 1<<20), time.Duration(0)
	for written, end := 0, time.Now().Add(3*time.Second); written < 40 || time.Now().Before(end); written++ {
		began := time.Now()
		if _, err := db.NewQuery("INSERT INTO t VALUES ({:x})").Bind(map[string]any{"x": text}).Execute(); err != nil {
			t.Fatal(err)
		}
		longest = max(longest, time.Since(began))
		if written > 40 {
			time.Sleep(10 * time.Millisecond)
		}
	}
	cancel()
	<-done
	if longest > 4*time.Second {
		t.Errorf("a writer waited %v for a reader", longest)
	}
	t.Logf("longest write %v", longest)
}

// Guards: the look before the restart (checkpoint.go). Every second of a backup somebody would wait for restartWait.
func TestNobodyIsHeldUpTwiceByTheSameReader(t *testing.T) {
	db, _ := openTable(t)
	write := func() {
		if _, err := db.NewQuery("INSERT INTO t VALUES ('x')").Execute(); err != nil {
			t.Fatal(err)
		}
	}
	write()
	beginRead(t, db)
	write()
	restart := func(before int64) (int64, time.Duration) {
		began := time.Now()
		moved, err := database.Restart(t.Context(), db.DB(), before)
		if err != nil {
			t.Fatal(err)
		}
		return moved, time.Since(began)
	}
	// A sleep of SQLite's may be cut short by a signal: a wait is one of a fifth of restartWait.
	const wait = 20 * time.Millisecond
	at, first := restart(-1)
	if first < wait {
		t.Fatalf("the first restart waited %v for the reader: this looks in the wrong place", first)
	}
	quickest := first
	for range 5 { // a busy machine may be slow, and not each time
		moved, took := restart(at)
		if moved != at {
			t.Errorf("the log was moved to %d under a reader, before to %d", moved, at)
		}
		quickest = min(quickest, took)
	}
	if quickest >= wait {
		t.Errorf("it waited %v for the same reader again", quickest)
	}
}

// Guards: foldWait (checkpoint.go). A process that copies the log reads for as long as it runs, and a stop has eight seconds.
func TestAStopDoesNotWaitForWhoReads(t *testing.T) {
	db, path := openTable(t)
	beginRead(t, db)
	began := time.Now()
	if err := database.Fold(db.DB()); err != nil {
		t.Error(err)
	}
	if took := time.Since(began); took > 4*time.Second {
		t.Errorf("the stop took %v", took)
	}
	if info, err := os.Stat(path + "-wal"); err != nil || info.Size() == 0 {
		t.Fatalf("the reader kept nothing from being folded (%v): this looks in the wrong place", err)
	}
}

// openTable makes a database with an empty table.
func openTable(t *testing.T) (db *dbx.DB, path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "data.db")
	db, err := database.Connect("NORMAL")(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	if _, err := db.NewQuery("CREATE TABLE t (x TEXT)").Execute(); err != nil {
		t.Fatal(err)
	}
	return db, path
}

// beginRead reads the table and goes on holding what it has read, until the test ends.
func beginRead(t *testing.T, db *dbx.DB) {
	t.Helper()
	reader, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = reader.Rollback() })
	if err := reader.NewQuery("SELECT COUNT(*) FROM t").Row(new(int)); err != nil {
		t.Fatal(err)
	}
}
