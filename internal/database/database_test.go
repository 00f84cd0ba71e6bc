package database_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"campfire/internal/database"

	_ "modernc.org/sqlite"
)

func TestThePragmasHoldOnEveryConnection(t *testing.T) {
	for _, sync := range []struct{ mode, want string }{{"FULL", "2"}, {"NORMAL", "1"}} {
		db, err := database.Connect(sync.mode)(filepath.Join(t.TempDir(), "data.db"))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = db.Close() })
		for pragma, want := range map[string]string{
			"journal_mode": "wal", "synchronous": sync.want, "cache_size": "-2000", "foreign_keys": "1", "busy_timeout": "10000",
			"wal_autocheckpoint": "16384",
		} {
			var got string
			if err := db.NewQuery("PRAGMA " + pragma).Row(&got); err != nil || got != want {
				t.Errorf("%s: %s is %q (%v), want %q", sync.mode, pragma, got, err, want)
			}
		}
	}
}

func TestTheWriteAheadLogStaysBounded(t *testing.T) {
	path := filepath.Join(t.TempDir(), "data.db")
	db, err := database.Connect("NORMAL")(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	if _, err := db.NewQuery("CREATE TABLE t (x TEXT)").Execute(); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error)
	go func() { done <- database.Checkpoint(ctx, db.DB(), path) }()
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
	if err := <-done; err != nil {
		t.Error(err)
	}
	if err := database.Fold(db.DB()); err != nil {
		t.Error(err)
	}
	if info, err := os.Stat(path + "-wal"); err == nil && info.Size() != 0 {
		t.Errorf("a folded log has %d bytes", info.Size())
	}
}
