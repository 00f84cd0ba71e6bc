package pb_migrations_test

import (
	"testing"

	"github.com/pocketbase/pocketbase/core"
)

// An installed copy has mentions and boosts without what the list of notifications goes by.
func TestWhatWasSaidBeforeIsListedAndSeen(t *testing.T) {
	app := emptyApp(t)
	run := func(query string) {
		t.Helper()
		if _, err := app.DB().NewQuery(query).Execute(); err != nil {
			t.Fatal(err)
		}
	}
	runner := core.NewMigrationsRunner(app, core.AppMigrations)
	for {
		if _, err := app.DB().NewQuery("SELECT seq FROM mentions").Execute(); err != nil {
			break
		}
		if _, err := runner.Down(1); err != nil {
			t.Fatal(err)
		}
	}
	run(`INSERT INTO users (id, name, email, tokenKey, role, status) VALUES ('david', 'David', 'd@x.org', 'k1', 'member', 'active'), ('jason', 'Jason', 'j@x.org', 'k2', 'member', 'active')`)
	run(`INSERT INTO messages (id, room, author, client_message_id, seq, rseq) VALUES ('m1', 'r', 'david', 'c1', 7, 1), ('m2', 'r', 'jason', 'c2', 8, 2)`)
	run(`INSERT INTO mentions (user, room, rseq) VALUES ('jason', 'r', 1), ('jason', 'r', 2)`)
	run(`INSERT INTO boosts (id, message, room, booster, content, seq) VALUES ('b1', 'm1', 'r', 'jason', '!', 9)`)
	run(`INSERT INTO events (seq, kind, data, at) VALUES (9, 'boost.created', '{}', '')`)
	if _, err := runner.Up(); err != nil {
		t.Fatal(err)
	}
	for query, want := range map[string]int64{
		"SELECT seq FROM mentions WHERE rseq = 1":                        7,
		"SELECT seq FROM mentions WHERE rseq = 2":                        0, // he names himself
		"SELECT COUNT(*) FROM boosts WHERE author = 'david'":             1,
		"SELECT COUNT(*) FROM notification_markers WHERE seq = 9":        2,
		"SELECT COUNT(*) FROM notification_markers WHERE user = 'jason'": 1,
	} {
		var got int64
		if err := app.DB().NewQuery(query).Row(&got); err != nil || got != want {
			t.Errorf("%s answers %d, want %d (%v)", query, got, want, err)
		}
	}
}
