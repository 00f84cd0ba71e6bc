package fsck_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"campfire/internal/event"
	"campfire/internal/fsck"
	"campfire/internal/testapp"
)

type form = map[string]any

// spoken is an app, without its server by now, in which something was said: three messages in Designers, of which one is
// deleted and one mentions Jason and has a boost.
func spoken(t *testing.T) *testapp.App {
	t.Helper()
	server := testapp.Start(t)
	david := server.Token(t, server.David)
	say := func(body string) string {
		reply := server.Call(david, "POST", "/api/collections/messages/records", form{"room": server.Designers, "body": body})
		if reply.Status != 200 {
			t.Fatalf("say: %d %s", reply.Status, reply.Raw)
		}
		return reply.Text("id")
	}
	say("first")
	told := say(`<span class="mention" data-user="` + server.Jason + `">@Jason</span> second`)
	if reply := server.Call(david, "POST", "/api/collections/boosts/records", form{"message": told, "content": "👍"}); reply.Status != 200 {
		t.Fatalf("boost: %d %s", reply.Status, reply.Raw)
	}
	gone := say("secret")
	if reply := server.Call(david, "DELETE", "/api/collections/messages/records/"+gone, nil); reply.Status != 204 {
		t.Fatalf("delete: %d %s", reply.Status, reply.Raw)
	}
	if server.Number(t, "SELECT COUNT(*) FROM mentions") != 1 {
		t.Fatal("nobody is mentioned: the test would prove less")
	}
	time.Sleep(500 * time.Millisecond) // the index follows
	server.Stop()
	return server.App
}

// fault is what is planted, the promise that it breaks, and whether that can be mended.
type fault struct {
	promise, plant string
	mended         bool
}

func (f fault) in(promises []string) bool {
	return slices.ContainsFunc(promises, func(s string) bool { return strings.Contains(s, f.promise) })
}

func brokenOf(t *testing.T, findings []fsck.Finding, err error) (promises []string) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range findings {
		if f.Broken > 0 {
			promises = append(promises, f.Describe())
		}
	}
	return promises
}

func TestWhatIsBrokenIsFoundAndMended(t *testing.T) {
	app := spoken(t)
	ctx := context.Background()
	examined := func() []string {
		findings, err := fsck.Examine(ctx, app)
		return brokenOf(t, findings, err)
	}
	if found := examined(); len(found) > 0 {
		t.Fatalf("a sound chat: %q", found)
	}
	for _, faults := range [][]fault{
		{
			{"a room's head", "UPDATE rooms SET head_rseq = 2 WHERE head_rseq = 3", true},
			{"nobody has read further", "UPDATE memberships SET read_rseq = 9 WHERE user = (SELECT MIN(user) FROM memberships)", true},
			{"a room changed no later", "UPDATE rooms SET changed_seq = 100000 WHERE head_rseq = 2", true},
			{"the room of each row of memberships", "INSERT INTO memberships (room, user, involvement) SELECT 'nowhere', id, 'nothing' FROM users LIMIT 1", true},
			{"the user of each row of sessions", "INSERT INTO sessions (user, kind) VALUES ('nobody', 'person')", true},
			{"everybody active is in every open room", "DELETE FROM memberships WHERE id = (SELECT m.id FROM memberships m JOIN rooms r ON r.id = m.room AND r.kind = 'open' JOIN users u ON u.id = m.user AND u.role = 'member')", true},
			{"each boost is on a message", "UPDATE boosts SET message = 'nothing'", true},
			{"the mentions of messages are counted", "UPDATE mentions SET rseq = 1", true},
			{"nothing is left of the text", "UPDATE messages SET body = 'secret' WHERE deleted = TRUE", true},
			{"the log has nothing left of the text", "UPDATE events SET data = json_set(data, '$.body', 'secret') WHERE kind = 'message.created' AND rseq = 3", true},
			{"nobody who follows the log", "UPDATE event_cursors SET seq = 100000", true},
			{"every job has a state", "INSERT INTO jobs (kind, key, state, priority) VALUES ('x', 'x', 'running', 'normal')", true},
		}, {
			{"an account has an active administrator", "UPDATE users SET status = 'deactivated' WHERE role = 'administrator'", false},
			{"everybody has a role", "UPDATE users SET role = 'king' WHERE role = 'bot'", false},
			{"there is one account", "DELETE FROM flags", false},
			{"run from 1 without a hole", "UPDATE messages SET rseq = 7 WHERE rseq = 1", false},
		}, {
			{"no two messages have the same number", "UPDATE messages SET seq = (SELECT MAX(seq) FROM messages) WHERE rseq = 2", false},
			{"the author of each row of messages", "UPDATE messages SET author = 'nobody' WHERE rseq = 1", false},
			{"what the log says can be read", "UPDATE events SET data = '{' WHERE kind = 'message.created' AND rseq = 1", false},
		}, {
			{"no message has a number that the log", "UPDATE messages SET seq = 100000 WHERE rseq = 2", false},
			{"the room of each message exists", "UPDATE messages SET room = 'nowhere' WHERE rseq = 1", false},
		}, {
			{"every message that is in the reach", "DELETE FROM events WHERE kind = 'message.created' AND rseq = 3", false},
			{"the log tells of no message", "DELETE FROM messages WHERE rseq = 2", false},
		}, {
			{"each boost says who wrote", "UPDATE boosts SET author = ''", true},
			{"every message is in the search index", "UPDATE messages SET rseq = 77 WHERE rseq = 2", true},
		},
	} {
		dir := copyOf(t, app.DataDir())
		app := testapp.Open(t, dir)
		for _, f := range faults {
			if _, err := app.NonconcurrentDB().NewQuery(f.plant).Execute(); err != nil {
				t.Fatal(err)
			}
		}
		findings, err := fsck.Examine(ctx, app)
		found := brokenOf(t, findings, err)
		findings, err = fsck.Repair(ctx, app)
		left := brokenOf(t, findings, err)
		for _, f := range faults {
			if !f.in(found) {
				t.Errorf("it is not found whether %s; found is %q", f.promise, found)
			}
			if f.in(left) == f.mended {
				t.Errorf("whether %s: mended is not %v; left is %q", f.promise, f.mended, left)
			}
		}
		if _, err := os.Stat(filepath.Join(dir, event.HeadFile)); len(faults) > 10 && err == nil {
			t.Error("rows were mended, and clients keep what they have")
		}
		var listed int
		if err := app.DB().NewQuery("SELECT COUNT(*) FROM mentions WHERE seq > 0").Row(&listed); err != nil || len(faults) > 10 && listed != 1 {
			t.Errorf("%d mentions are in somebody's list afterwards (%v)", listed, err)
		}
	}
	if found := examined(); len(found) > 0 {
		t.Errorf("looking changed something: %q", found)
	}
}

// copyOf copies a data directory whose server has stopped.
func copyOf(t *testing.T, dir string) string {
	t.Helper()
	to := t.TempDir()
	for _, name := range []string{"data.db", "data.db-wal", "auxiliary.db", "search.db", "search.db-wal", event.HeadFile} {
		raw, err := os.ReadFile(filepath.Join(dir, name))
		if os.IsNotExist(err) {
			continue
		} else if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(to, name), raw, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return to
}
