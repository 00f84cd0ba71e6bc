package reliability

import (
	"fmt"
	"net/http"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"campfire/internal/reliability/harness"
)

// longAgo is when what the chores remove was finished with.
const longAgo = "2020-01-01 00:00:00.000Z"

// plantedRows is how much of everything the chores have to do when nobody asks for more.
const plantedRows = 20_000

// beside is somebody who writes 50 messages a second to somebody who reads, whatever else goes on.
type beside struct {
	t              *testing.T
	late           missed
	w              *harness.World
	room           string
	author, reader *harness.Client
}

// Guards: chores work in slices and read through the other pool (internal/job Sweep, internal/event Trim, internal/database
// Check, internal/session Sweep, internal/message Sweeper), a backup
// packs a snapshot (internal/backup), and an index is built from reads (internal/search Build).
// RELIABILITY_ROWS makes all of it larger.
func TestG38SendsDoNotWaitForBackgroundWork(t *testing.T) {
	timed(t, sendBesideChores)
}

func sendBesideChores(t *testing.T, late missed) {
	w := harness.Start(t, nil)
	b := beside{t: t, late: late, w: w, room: w.Room("Beside chores", w.Users[0], w.Users[1])}
	full, banned := w.Room("Full", w.Users[2]), w.Users[3]
	if _, err := w.Term(); err != nil {
		t.Fatal(err)
	}
	rows := number("RELIABILITY_ROWS", plantedRows)
	plant(w, rows, full, banned)
	w.Restart()
	b.author, b.reader = w.Client(w.Users[0]), w.Client(w.Users[1])
	w.AllReady()
	call := func(method, path string, body any) func() {
		return func() {
			if err := w.Superuser.Call(method, path, body).Into(nil); err != nil {
				t.Errorf("%s %s: %v", method, path, err)
			}
		}
	}
	if rows > plantedRows { // the start of a process is too much beside so little
		b.during("campfire backup", func() {
			if out, err := campfire(t, w, "backup", filepath.Join(t.TempDir(), "beside.zip")); err != nil {
				t.Errorf("backup: %v\n%s", err, out)
			}
		})
		b.during("nothing", func() { time.Sleep(20 * time.Second) })
		b.during("campfire export", func() {
			if out, err := campfire(t, w, "export", filepath.Join(t.TempDir(), "beside"), "--all"); err != nil {
				t.Errorf("export: %v\n%s", err, out)
			}
		})
		t.Logf("the database has %d MB", w.Number("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")>>20)
	}
	for _, chore := range []string{"jobs.sweep", "sessions.sweep", "log.trim", "database.check"} {
		b.during(chore, func() {
			id := w.Column("SELECT id FROM jobs WHERE key = ?", chore+":now")[0]
			call(http.MethodPatch, "/api/collections/jobs/records/"+id, form{"state": "waiting"})()
			b.wait("SELECT COUNT(*) FROM jobs WHERE state != 'done' AND id = ?", id)
		})
	}
	b.during("backup", call(http.MethodPost, "/api/backups", form{"name": "beside.zip"}))
	b.during("ban", func() {
		if err := w.Admin.Call(http.MethodPost, "/api/chat/users/"+banned.ID+"/ban", nil).Into(nil); err != nil {
			t.Errorf("ban: %v", err)
		}
		b.wait("SELECT COUNT(*) FROM messages WHERE author = ? AND NOT deleted", banned.ID)
	})
	b.during("the end of a room", func() {
		if err := w.Admin.Call(http.MethodDelete, "/api/collections/rooms/records/"+full, nil).Into(nil); err != nil {
			t.Errorf("delete room: %v", err)
		}
		b.wait("SELECT COUNT(*) FROM messages WHERE room = ?", full)
	})
	if n := w.Number("SELECT (SELECT COUNT(*) FROM jobs WHERE finished = ?1) + (SELECT COUNT(*) FROM sessions WHERE expires = ?1)", longAgo); n != 0 {
		t.Errorf("%d old rows are left: the chores did nothing", n)
	}
	w.Check()
}

// during runs work while messages are sent, and holds their p99 against the promise.
func (b beside) during(what string, work func()) {
	b.t.Helper()
	done := make(chan struct{})
	began := time.Now()
	go func() { defer close(done); work() }()
	var took []time.Duration
	for going := true; going || len(took) < 25; {
		start := time.Now()
		o := b.author.Send(b.room, fmt.Sprintf("message %d beside %s", len(took), what))
		if !b.reader.Until(arrival, func(*harness.State) bool { return b.reader.Saw(o.CID) }) {
			b.t.Fatalf("%s: a message waits", what)
		}
		took = append(took, time.Since(start))
		time.Sleep(time.Until(start.Add(20 * time.Millisecond)))
		select {
		case <-done:
			going = false
		default:
		}
	}
	lasted := time.Since(began)
	slices.Sort(took)
	b.t.Logf("%s, %v: %d sends beside it: p50 %v p99 %v, worst %v", what, lasted.Round(time.Millisecond), len(took), at(took, 50), at(took, 99), took[len(took)-1])
	if at(took, 99) > 200*time.Millisecond {
		b.late("beside %s a message takes %v (p99)", what, at(took, 99))
	}
}

// wait waits until query counts nothing.
func (b beside) wait(query string, args ...any) {
	for deadline := time.Now().Add(3 * time.Minute); b.w.Number(query, args...) > 0; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			b.t.Errorf("not done: %d left of %s", b.w.Number(query, args...), query)
			return
		}
	}
}

// plant fills a server that is down: what the chores are to remove, as much that they are to leave, a room full of
// messages, and somebody who wrote a tenth of it.
func plant(w *harness.World, rows int64, full string, banned *harness.User) {
	const upTo = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) "
	w.Exec(upTo+`INSERT INTO jobs (id, kind, target, key, priority, payload, state, attempts, run_at, lease_until, error, finished, created, updated)
		SELECT printf('old%012d', i), 'gone', '', 'old ' || i, 'normal', '', 'done', 1, ?, '', '', ?, ?, ? FROM n`, rows, longAgo, longAgo, longAgo, longAgo)
	for prefix, expires := range map[string]string{"old": longAgo, "new": "2090-01-01 00:00:00.000Z"} {
		w.Exec(upTo+`INSERT INTO sessions (id, user, kind, key_hash, ip, user_agent, last_active, expires, created, updated)
			SELECT printf('%s%012d', ?, i), ?, 'person', '', '', '', ?, ?, ?, ? FROM n`, rows, prefix, w.Users[4].ID, longAgo, expires, longAgo, longAgo)
	}
	for _, kind := range []string{"jobs.sweep", "sessions.sweep", "database.check", "log.trim"} {
		w.Exec(`INSERT INTO jobs (id, kind, target, key, priority, payload, state, attempts, run_at, lease_until, error, finished, created, updated)
			VALUES (substr(lower(hex(randomblob(8))), 1, 15), ?1, '', ?1 || ':now', 'normal', '', 'dead', 0, ?2, '', '', ?3, ?3, ?3)`,
			kind, longAgo, time.Now().UTC().Format("2006-01-02 15:04:05.000Z"))
	}
	w.Exec(upTo+`INSERT INTO messages (id, room, author, client_message_id, body, body_text, kind, sound, seq, rseq, version, edited, mentions, deleted, body_hash, event_seq, created, updated)
		SELECT printf('old%012d', i), ?, CASE WHEN i % 10 THEN ? ELSE ? END, printf('%036d', i), 'an old text ' || i, 'an old text ' || i, 'text', '', -i, i, 1, FALSE, '[]', FALSE, '', 0, ?, ? FROM n`,
		rows, full, w.Users[2].ID, banned.ID, longAgo, longAgo)
	w.Exec("UPDATE rooms SET head_rseq = ? WHERE id = ?", rows, full)
}

// Guards: the job that was promised with the end of the room (hooks/rooms.go deleteRoom), and that internal/room Empty can
// begin again.
func TestG37ARoomThatEndedIsEmptiedAfterACrash(t *testing.T) {
	t.Parallel()
	w := harness.Start(t, nil)
	room := w.Room("Ends", w.Users[0])
	author := w.Client(w.Users[0])
	w.AllReady()
	for n := range 350 {
		author.Send(room, fmt.Sprintf("planted text %d", n))
	}
	if !author.Settled(2 * arrival) {
		t.Fatal("the messages did not settle")
	}
	w.Arm("room.empty=crash@2")
	if err := w.Admin.Call(http.MethodDelete, "/api/collections/rooms/records/"+room, nil).Into(nil); err != nil {
		t.Fatal(err)
	}
	if !w.WaitExit(arrival) {
		t.Fatal("the server did not crash")
	}
	w.Arm("")
	if n := w.Number("SELECT COUNT(*) FROM messages WHERE room = ?", room); n == 0 || n == 350 {
		t.Fatalf("%d messages are left at the crash: it came too late or too early", n)
	}
	w.Restart()
	beside{t: t, w: w}.wait("SELECT COUNT(*) FROM messages WHERE room = ?", room)
	if n := w.Number("SELECT COUNT(*) FROM events WHERE data LIKE '%planted text%'"); n != 0 {
		t.Errorf("%d texts of the room are left in the log", n)
	}
	w.Forget()
	w.Check()
}
