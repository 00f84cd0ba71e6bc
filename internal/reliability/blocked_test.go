package reliability

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"campfire/internal/reliability/harness"
)

// Guards: internal/report, which keeps the writer's goroutine from writing the log down itself (hooks/realtime.go nack). The
// log is a database, and another process holds it.
func TestE10ALogThatBlocksHoldsNobodyUp(t *testing.T) {
	w := harness.Start(t, map[string]string{"LOG_LEVEL": "off"})
	room, failing := w.Room("Beside a log", w.Users[0], w.Users[1]), w.Room("Failing", w.Users[2])
	author, reader := w.Client(w.Users[0]), w.Client(w.Users[1])
	w.AllReady()
	release := seize(t, filepath.Join(w.Dir, "auxiliary.db"))
	w.Arm("send.inTx=error")
	sock, err := harness.Dial(w.Addr, w.Users[2])
	if err != nil {
		t.Fatal(err)
	}
	defer sock.Close()
	for n := range 600 { // three times what PocketBase collects before it writes
		_ = sock.Send(form{"type": "send", "client_message_id": harness.NewID(), "room": failing, "body": fmt.Sprint(n)})
		if _, err := sock.ReadUntil(arrival, harness.TypeIs("nack")); err != nil {
			t.Fatalf("the %d. failure has no answer: %v", n+1, err)
		}
	}
	w.Struck("send.inTx")
	w.Arm("")
	var took []time.Duration
	for n := range 100 {
		start := time.Now()
		o := author.Send(room, fmt.Sprintf("message %d", n))
		if !reader.Until(arrival, func(*harness.State) bool { return reader.Saw(o.CID) }) {
			t.Fatal("a message waits for the log")
		}
		took = append(took, time.Since(start))
		w.Post(w.Admin, room, "a request, which PocketBase logs")
	}
	slices.Sort(took)
	t.Logf("beside a log that takes nothing a message takes p50 %v p99 %v", at(took, 50), at(took, 99))
	if at(took, 90) > 200*time.Millisecond {
		t.Errorf("beside a log that takes nothing a message takes %v (p90)", at(took, 90))
	}
	release()
	w.Check()
	if _, err := w.Term(); err != nil {
		t.Fatal(err)
	}
	if logged := stored(t, w); !strings.Contains(logged, "A message failed") {
		t.Error("what could wait is not in the log either: the test proves nothing")
	}
	for line := range strings.Lines(w.WholeLog()) { // a pipe that nobody reads can stop nobody who writes nothing
		if !strings.HasPrefix(line, "failpoint:") && !strings.Contains(line, "Server started") && !strings.HasPrefix(strings.TrimSpace(line), "├─") && !strings.HasPrefix(strings.TrimSpace(line), "└─") {
			t.Errorf("the server wrote to its output: %q", line)
		}
	}
	w.Restart()
}

// seize takes the write lock of a database until the returned function is called.
func seize(t *testing.T, path string) (release func()) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=busy_timeout(5000)")
	if err != nil {
		t.Fatal(err)
	}
	conn, err := db.Conn(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := conn.ExecContext(context.Background(), "BEGIN IMMEDIATE"); err != nil {
		t.Fatal(err)
	}
	return func() {
		_, err := conn.ExecContext(context.Background(), "ROLLBACK")
		if err != nil {
			t.Error(err)
		}
		_ = conn.Close()
		_ = db.Close()
	}
}
