package search_test

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"campfire/internal/search"
	"campfire/internal/testapp"
)

// file opens the index beside the server.
func (c *camp) file() *sql.DB {
	c.t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(c.DataDir(), search.FileName)+"?_pragma=busy_timeout(5000)")
	if err != nil {
		c.t.Fatal(err)
	}
	c.t.Cleanup(func() { _ = db.Close() })
	return db
}

func (c *camp) health() testapp.Reply { return c.Call("", "GET", "/health/detailed", nil) }

// waitFor asks health until it is as it should be.
func (c *camp) waitFor(what string, is func(testapp.Reply) bool) testapp.Reply {
	c.t.Helper()
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if reply := c.health(); is(reply) {
			return reply
		}
	}
	c.t.Fatalf("waited in vain for %s: %s", what, c.health().Raw)
	return testapp.Reply{}
}

func isRed(r testapp.Reply) bool   { return r.Status == 503 && r.Get("search", "ok") == false }
func isGreen(r testapp.Reply) bool { return r.Status == 200 && r.Get("search", "ok") == true }

// Guards: isDamage (file.go).
func TestG40ABrokenIndexTurnsHealthRedAndIsBuiltAnewWhileSendsGoOn(t *testing.T) {
	c := start(t)
	for i := range 300 {
		c.post(c.kevin, c.Watercooler, fmt.Sprintf("durable message %d", i))
	}
	c.caughtUp()
	if !isGreen(c.health()) {
		t.Fatalf("health before: %s", c.health().Raw)
	}
	if _, err := c.file().Exec("UPDATE words_data SET block = zeroblob(60) WHERE id > 10"); err != nil {
		t.Fatal(err)
	}
	var slowest time.Duration
	red := false
	for i := range 400 {
		began := time.Now()
		c.post(c.kevin, c.Watercooler, fmt.Sprintf("durable message %d", 300+i))
		slowest = max(slowest, time.Since(began))
		reply := c.Call(c.jason, "GET", "/api/chat/search?q=durable", nil)
		red = red || reply.Status == 503 && reply.Text("code") == "search_unavailable" && reply.Header.Get("Retry-After") != "" || isRed(c.health())
		if reply.Status == 500 {
			t.Fatalf("a broken index answers %s", reply.Raw)
		}
	}
	if !red {
		t.Error("nobody noticed that the index is broken")
	}
	c.waitFor("a new index", isGreen)
	c.caughtUp()
	if reply := c.search(c.jason, "durable"); len(reply.List("results")) != 40 || reply.Get("many") != true {
		t.Errorf("after the rebuild: %s", reply.Raw)
	}
	c.expect(c.jason, "699", "durable message 699")
	c.expect(c.jason, `"message 0"`, "durable message 0")
	if slowest > 2*time.Second {
		t.Errorf("a send took %v while the index was built", slowest)
	}
}

func TestAFileThatIsNoIndexIsReplaced(t *testing.T) {
	app := testapp.New(t)
	if err := os.WriteFile(filepath.Join(app.DataDir(), search.FileName), []byte(strings.Repeat("no database ", 1000)), 0o600); err != nil {
		t.Fatal(err)
	}
	c := serve(t, app)
	c.waitFor("a new index", isGreen)
	c.post(c.kevin, c.Watercooler, "phoenix")
	c.caughtUp()
	c.expect(c.jason, "phoenix", "phoenix")
}

func TestADatabaseWithoutAnIndexAndWithATrimmedLogIsIndexedFromItsMessages(t *testing.T) {
	app := testapp.New(t)
	c := serve(t, app)
	id := c.post(c.kevin, c.Watercooler, "an old message")
	gone := c.post(c.kevin, c.Watercooler, "an old secret")
	c.ok(c.kevin, "DELETE", records+"/"+gone, nil)
	c.caughtUp()
	c.Stop()
	c.Exec(t, "DELETE FROM events WHERE seq < (SELECT MAX(seq) FROM events)")
	for _, name := range search.Files() {
		_ = os.Remove(filepath.Join(c.DataDir(), name))
	}
	again := serve(t, &testapp.App{App: testapp.Open(t, c.DataDir()), Cast: c.Cast})
	again.post(again.kevin, again.Watercooler, "a new message") // before the index is there
	again.waitFor("an index", func(r testapp.Reply) bool { return isGreen(r) && r.Get("search", "building") == nil })
	again.caughtUp()
	again.expect(again.jason, "message", "a new message", "an old message")
	again.expect(again.jason, "secret")
	if found := again.search(again.jason, "old").List("results"); len(found) != 1 || found[0]["message"].(map[string]any)["id"] != id {
		t.Errorf("found %v", found)
	}
}

func TestAnIndexThatTheCommandBuiltIsTakenUpByTheRunningServer(t *testing.T) {
	c := start(t)
	id := c.post(c.kevin, c.Watercooler, "before the build")
	c.caughtUp()
	if _, err := c.file().Exec("DELETE FROM places"); err != nil { // whoever wonders why nothing is found
		t.Fatal(err)
	}
	c.expect(c.jason, "build")
	var said []int64
	if err := search.Build(context.Background(), c.App, search.Swift, func(done, total int64) { said = append(said, done, total) }); err != nil {
		t.Fatal(err)
	}
	c.ok(c.kevin, "PATCH", records+"/"+id, map[string]any{"body": "after the build"}) // after its snapshot, before it is in place
	ready := filepath.Join(c.DataDir(), "search.ready.db")
	for end := time.Now().Add(5 * time.Second); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		if _, err := os.Stat(ready); err != nil {
			break
		}
	}
	c.caughtUp()
	c.expect(c.jason, "build", "after the build")
	c.expect(c.jason, "before")
	if !slices.Equal(said, []int64{0, 1, 1, 1}) {
		t.Errorf("the progress was %v", said)
	}
	leftovers, err := filepath.Glob(filepath.Join(c.DataDir(), "search.*"))
	if err != nil || slices.ContainsFunc(leftovers, func(name string) bool { return !strings.HasPrefix(filepath.Base(name), search.FileName) }) {
		t.Errorf("left in the data directory: %v (%v)", leftovers, err)
	}
}

func TestVacuumKeepsWhatIsFound(t *testing.T) {
	c := start(t)
	for i := range 60 {
		id := c.post(c.kevin, c.Watercooler, fmt.Sprintf("numbered %d", i))
		if i%3 == 0 {
			c.ok(c.kevin, "DELETE", records+"/"+id, nil)
		}
	}
	c.caughtUp()
	before := c.search(c.jason, "numbered").Raw
	c.Exec(t, "VACUUM")
	if _, err := c.file().Exec("VACUUM"); err != nil {
		t.Fatal(err)
	}
	if after := c.search(c.jason, "numbered").Raw; after != before {
		t.Errorf("after VACUUM:\n%s\nbefore:\n%s", after, before)
	}
}

func TestAnIndexOfAnotherVersionIsBuiltAnew(t *testing.T) {
	app := testapp.New(t)
	c := serve(t, app)
	c.post(c.kevin, c.Watercooler, "an old message")
	c.caughtUp()
	c.Stop()
	// The tables of the first version, which nobody can ask today's questions.
	for _, name := range search.Files() {
		_ = os.Remove(filepath.Join(c.DataDir(), name))
	}
	old := c.file()
	for _, statement := range []string{
		"CREATE TABLE places (seq INTEGER PRIMARY KEY, room INTEGER NOT NULL, rseq INTEGER NOT NULL)",
		"CREATE TABLE state (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
		"INSERT INTO state VALUES ('layout', '1'), ('seq', '1')",
	} {
		if _, err := old.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	_ = old.Close()
	again := serve(t, &testapp.App{App: testapp.Open(t, c.DataDir()), Cast: c.Cast})
	again.post(again.kevin, again.Watercooler, "a new message") // sends do not wait for it
	reply := again.waitFor("an index", func(r testapp.Reply) bool {
		if !isGreen(r) {
			t.Fatalf("an index of another version is no damage: %s", r.Raw)
		}
		return r.Number("search", "index", "documents") > 0
	})
	if reply.Get("search", "index", "damage") != nil {
		t.Errorf("health says %s", reply.Raw)
	}
	again.caughtUp()
	again.expect(again.jason, "message", "a new message", "an old message")
}
