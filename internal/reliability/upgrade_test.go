package reliability

import (
	"fmt"
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
	w.Check()
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
