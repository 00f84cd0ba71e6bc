package event_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"campfire/internal/event"
	"campfire/internal/testapp"
)

func TestWhenTheEpochChanges(t *testing.T) {
	// A first run of the log ends, cleanly or not, something happens, and the log is opened again.
	for _, tc := range []struct {
		name, synchronous string
		clean             bool
		meanwhile         func(t *testing.T, app *testapp.App, file string)
		changes           bool
	}{
		{"a clean stop", "FULL", true, nil, false},
		{"a clean stop under NORMAL", "NORMAL", true, nil, false},
		{"an unclean stop under FULL", "FULL", false, nil, false},
		{"an unclean stop under NORMAL", "NORMAL", false, nil, true},
		{"an unclean stop, then events nobody wrote down", "FULL", false, func(t *testing.T, app *testapp.App, _ string) {
			add(t, app, 3, "x")
		}, false},
		{"an older database than the side file", "FULL", true, func(t *testing.T, app *testapp.App, _ string) {
			app.Exec(t, "DELETE FROM events WHERE seq = (SELECT MAX(seq) FROM events)")
		}, true},
		{"no side file", "FULL", true, func(t *testing.T, _ *testapp.App, file string) {
			if err := os.Remove(file); err != nil {
				t.Fatal(err)
			}
		}, true},
		{"an empty side file", "FULL", true, func(t *testing.T, _ *testapp.App, file string) { write(t, file, "") }, true},
		{"a side file of another epoch", "FULL", true, func(t *testing.T, _ *testapp.App, file string) {
			write(t, file, "otherepoch00000 1 1\n")
		}, true},
		{"a side file put back by overwriting everything in place", "FULL", true, func(t *testing.T, _ *testapp.App, file string) {
			content, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			// What a copy of an hour ago says, in a file that is new: its inode changed now, whatever one does.
			parts := strings.Fields(string(content))
			written, err := strconv.ParseInt(parts[3], 10, 64)
			if err != nil {
				t.Fatal(err)
			}
			parts[3] = strconv.FormatInt(written-time.Hour.Milliseconds(), 10)
			write(t, file, strings.Join(parts, " "))
		}, true},
		{"a side file that is noise", "FULL", true, func(t *testing.T, _ *testapp.App, file string) { write(t, file, "\x00\x01") }, true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			app := testapp.New(t)
			file := filepath.Join(app.DataDir(), event.HeadFile)
			first, err := event.Open(app, tc.synchronous)
			if err != nil || first.Epoch() == "" {
				t.Fatalf("the first start has the epoch %q, %v", first.Epoch(), err)
			}
			add(t, app, 5, "x")
			if tc.clean {
				if err := first.Close(); err != nil {
					t.Fatal(err)
				}
			}
			if tc.meanwhile != nil {
				tc.meanwhile(t, app, file)
			}
			second, err := event.Open(app, tc.synchronous)
			if err != nil {
				t.Fatal(err)
			}
			if changed := second.Epoch() != first.Epoch(); changed != tc.changes {
				t.Errorf("the epoch changed: %v, want %v", changed, tc.changes)
			}
			if second.Head() != app.Number(t, "SELECT MAX(seq) FROM events") {
				t.Errorf("the head is %d", second.Head())
			}
			third, err := event.Open(app, "FULL")
			if err != nil || third.Epoch() != second.Epoch() {
				t.Errorf("opened once more the epoch is another: the change was not written down (%v)", err)
			}
		})
	}
}

func write(t *testing.T, file, content string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestADatabaseFileThatWasCopiedHasAnotherEpoch(t *testing.T) {
	app := testapp.New(t)
	first := open(t, app)
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	// A copy of the directory, side file and all, as a restore from a backup tool leaves it.
	copied := t.TempDir()
	for _, name := range []string{"data.db", "data.db-wal", "auxiliary.db", event.HeadFile} {
		content, err := os.ReadFile(filepath.Join(app.DataDir(), name))
		if err != nil {
			continue // no write-ahead log
		}
		write(t, filepath.Join(copied, name), string(content))
	}
	if second := open(t, testapp.Open(t, copied)); second.Epoch() == first.Epoch() {
		t.Error("the copy goes on in the old epoch")
	}
}

func TestTwoFreshInstallationsHaveDifferentEpochs(t *testing.T) {
	seen := map[string]bool{}
	for range 5 {
		seen[open(t, testapp.New(t)).Epoch()] = true
	}
	if len(seen) != 5 {
		t.Errorf("five logs have %s", fmt.Sprint(seen))
	}
}
