package testapp

import (
	"crypto/sha256"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/pocketbase/dbx"
)

// tables are those whose rows a refused request must leave alone.
var tables = []string{
	"account", "users", "rooms", "memberships", "messages", "boosts", "sessions", "mentions", "events", "_superusers",
	"flags", "wishes", "transfers", "bans", "webhooks", "searches", "notification_markers", "notification_seen", "mailings",
}

// usedColumns say when a session was used last and from where.
var usedColumns = []string{"last_active", "updated", "expires", "ip", "user_agent"}

// State is what is stored: per table the number of rows and a hash of them.
type State map[string]string

// Stored reads the state. When a session was used last does not count, nor that a ban has run its course meanwhile.
func (a *App) Stored(t testing.TB) State {
	t.Helper()
	state := State{}
	for _, table := range tables {
		rows, err := a.ConcurrentDB().(*dbx.DB).DB().Query("SELECT * FROM " + table)
		if err != nil {
			t.Fatal(err)
		}
		columns, err := rows.Columns()
		if err != nil {
			t.Fatal(err)
		}
		var lines []string
		for rows.Next() {
			values, into := make([]any, len(columns)), make([]any, len(columns))
			for i := range values {
				into[i] = &values[i]
			}
			if err := rows.Scan(into...); err != nil {
				t.Fatal(err)
			}
			for i, column := range columns {
				if table == "sessions" && slices.Contains(usedColumns, column) ||
					table == "bans" && column == "pending" {
					values[i] = nil
				}
			}
			lines = append(lines, fmt.Sprint(values...))
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
		slices.Sort(lines)
		state[table] = fmt.Sprintf("%d rows, %x", len(lines), sha256.Sum256([]byte(strings.Join(lines, "\n"))))[:24]
	}
	return state
}

// Changed names the tables that differ.
func (s State) Changed(now State) []string {
	var names []string
	for _, table := range slices.Sorted(maps.Keys(s)) {
		if s[table] != now[table] {
			names = append(names, fmt.Sprintf("%s (%s, was %s)", table, now[table], s[table]))
		}
	}
	return names
}

// Number asks for one number.
func (a *App) Number(t testing.TB, query string, args ...any) int64 {
	t.Helper()
	var n int64
	if err := a.ConcurrentDB().(*dbx.DB).DB().QueryRow(query, args...).Scan(&n); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return n
}

// Text asks for one string.
func (a *App) Text(t testing.TB, query string, args ...any) string {
	t.Helper()
	var s string
	if err := a.ConcurrentDB().(*dbx.DB).DB().QueryRow(query, args...).Scan(&s); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return s
}

// Exec changes the database behind the server's back.
func (a *App) Exec(t testing.TB, query string, args ...any) {
	t.Helper()
	if _, err := a.NonconcurrentDB().(*dbx.DB).DB().Exec(query, args...); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}

// Numbers asks for a column of them.
func (a *App) Numbers(t testing.TB, query string, args ...any) (list []int64) {
	t.Helper()
	rows, err := a.ConcurrentDB().(*dbx.DB).DB().Query(query, args...)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	defer rows.Close()
	for rows.Next() {
		var n int64
		if err := rows.Scan(&n); err != nil {
			t.Fatalf("%s: %v", query, err)
		}
		list = append(list, n)
	}
	if err := rows.Err(); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return list
}
