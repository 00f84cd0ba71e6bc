package reliability

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"campfire/internal/reliability/harness"
	_ "campfire/pb_migrations"

	"github.com/pocketbase/pocketbase/core"
)

// counted are the tables whose rows an upgrade has to keep.
var counted = []string{"users", "rooms", "memberships", "messages", "boosts", "events", "mentions"}

// Guards: each migration and the note that it ran are one transaction (PocketBase's runner, as long as a migration uses
// nothing but the app that it is given).
func TestE9AnUpgradeThatIsKilledIsFinishedByTheNextStart(t *testing.T) {
	t.Parallel()
	const cuts = 8
	w := harness.Start(t, nil)
	room := w.Room("Old", w.Users[0], w.Users[1])
	for n := range 200 {
		m := w.Post(w.Users[n%2], room, fmt.Sprintf("kept %d", n))
		if n%10 == 0 {
			w.Users[1].Boost(m.ID, "👍")
		}
	}
	if _, err := w.Term(); err != nil {
		t.Fatal(err)
	}
	newest := w.Column("SELECT file FROM _migrations ORDER BY file")
	goBack(t, w.Dir)
	before := count(w)
	oldest := w.Column("SELECT file FROM _migrations ORDER BY file")
	if len(oldest) >= len(newest) {
		t.Fatal("the directory is not older")
	}
	aside := filepath.Join(t.TempDir(), "old")
	if err := harness.CopyDir(aside, w.Dir); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	w.Restart()
	takes := time.Since(began)
	states := map[int]int{}
	for cut := range cuts {
		dir := filepath.Join(t.TempDir(), "pb_data")
		if err := harness.CopyDir(dir, aside); err != nil {
			t.Fatal(err)
		}
		killed := harness.Empty(t, dir)
		if err := killed.Proc.StartFor(takes * time.Duration(cut+1) / (cuts + 1)); err != nil {
			t.Fatal(err)
		}
		states[len(killed.Column("SELECT file FROM _migrations"))-len(oldest)]++
		killed.Restart()
		if after := count(killed); !slices.Equal(after, before) {
			t.Errorf("killed after %d of %d parts of the start: %v, before %v", cut+1, cuts+1, after, before)
		}
		if got := killed.Column("SELECT file FROM _migrations ORDER BY file"); !slices.Equal(got, newest) {
			t.Errorf("killed after %d parts: the migrations are %v", cut+1, got)
		}
		killed.Restart() // once more changes nothing
		if after := count(killed); !slices.Equal(after, before) {
			t.Errorf("another start: %v, before %v", after, before)
		}
		killed.Kill9()
	}
	t.Logf("an upgrade of %d migrations took %v with the start; at the kill so many were done: %v", len(newest)-len(oldest), takes, states)
	if after := count(w); !slices.Equal(after, before) {
		t.Errorf("after the upgrade %v, before %v", after, before)
	}
	for _, u := range w.Users[:2] {
		if again, err := u.SignIn(); err == nil {
			*u = *again // the first schema may know no session of a later one
		} else {
			t.Fatal(err)
		}
		w.Client(u)
	}
	w.AllReady()
	w.Post(w.Users[0], room, "the first of the new version")
	if out, err := campfire(t, w, "fsck"); err != nil {
		t.Errorf("fsck: %v\n%s", err, out)
	}
	w.Check()
}

// Guards: that every migration takes what older versions stored, and not only what the newest one would have stored
// there. testdata/first.sql is a chat as the first version left it: its binary (3bc6573) was asked by its API, and the
// file dumped.
func TestE9WhatTheFirstVersionStoredIsWholeToday(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("starts the real server; left out under -short")
	}
	stored, err := os.ReadFile(filepath.Join("testdata", "first.sql"))
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "pb_data")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	w := harness.Empty(t, dir)
	w.Exec(string(stored))
	before := count(w)
	w.Restart()
	if after := count(w); !slices.Equal(after, before) {
		t.Errorf("of %v the upgrade left %v, before %v", counted, after, before)
	}
	enter := func(email string) *harness.User {
		u := harness.Guest(w.Addr)
		u.Email, u.Password = email, "correct horse battery"
		in, err := u.SignIn()
		if err != nil {
			t.Fatalf("%s cannot sign in: %v", email, err)
		}
		return in
	}
	david, jason, bender := enter("david@example.com"), enter("jason@example.com"), harness.Guest(w.Addr)
	bender.Token = "campfire_bot_0uPTATsVpVgytQsXppG7g2zpZWwIqL9ITiipWlfL"
	talk := w.Column("SELECT id FROM rooms WHERE kind = 'open'")[0]
	head := w.Number("SELECT head_rseq FROM rooms WHERE id = ?", talk)
	var m harness.Message
	if err := jason.Post(talk, harness.NewID(), "the first of the new version").Into(&m); err != nil || m.RSeq != head+1 {
		t.Errorf("after %d messages the next has number %d (%v)", head, m.RSeq, err)
	}
	if r := bender.Post(talk, harness.NewID(), "with the key of then"); r.Status != http.StatusOK {
		t.Errorf("the bot's key: %d %s", r.Status, r.Body)
	}
	var page found
	for deadline := time.Now().Add(arrival); len(page.Results) == 0 && time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if err := david.Call(http.MethodGet, "/api/chat/search?q=walnuts", nil).Into(&page); err != nil {
			t.Fatal(err)
		}
	}
	if len(page.Results) == 0 {
		t.Error("what was said then is not found")
	}
	b, err := jason.Bootstrap()
	if err != nil || len(b.Rooms) != 2 {
		t.Errorf("Jason is in %d rooms (%v), and was in two", len(b.Rooms), err)
	}
	if out, err := campfire(t, w, "fsck"); err != nil {
		t.Errorf("fsck: %v\n%s", err, out)
	}
}

// goBack takes a directory back to the first schema that was released.
func goBack(t *testing.T, dir string) {
	t.Helper()
	app := core.NewBaseApp(core.BaseAppConfig{DataDir: dir})
	if err := app.Bootstrap(); err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := app.ResetBootstrapState(); err != nil {
			t.Error(err)
		}
	}()
	if _, err := core.NewMigrationsRunner(app, core.AppMigrations).Down(len(core.AppMigrations.Items()) - 1); err != nil {
		t.Fatal(err)
	}
}

func count(w *harness.World) (rows []int64) {
	for _, table := range counted {
		rows = append(rows, w.Number("SELECT COUNT(*) FROM "+table))
	}
	return rows
}
