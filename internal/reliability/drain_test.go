package reliability

import (
	"bufio"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"campfire/internal/reliability/harness"
)

const (
	drainRounds = 4
	drainWithin = 10 * time.Second // for SIGTERM to the end of the process
	drainOutage = 5 * time.Second  // for a client, from the goodbye until it is live again
)

// Guards: the order of a stop in hooks/stop.go: no new clients, goodbyes, requests, writer, log, write-ahead log.
func TestG47AStopUnderLoadLosesAndDoublesNothing(t *testing.T) {
	w := harness.Start(t, map[string]string{"SQLITE_SYNCHRONOUS": "NORMAL"}) // an unclean stop would show as a new epoch
	room := w.Room("Drained", w.Users...)
	for _, u := range w.Users[:8] {
		w.Client(u)
	}
	w.AllReady()
	stop := sends(w, room)
	for range drainRounds {
		time.Sleep(300*time.Millisecond + rand.N(400*time.Millisecond))
		began := time.Now()
		code, err := w.Term()
		if took := time.Since(began); err != nil || code != 0 || took > drainWithin {
			t.Errorf("the stop took %v and ended with %d (%v)", took, code, err)
		}
		if info, err := os.Stat(filepath.Join(w.Dir, "data.db-wal")); err == nil && info.Size() > 0 {
			t.Errorf("the stop left a write-ahead log of %d bytes", info.Size())
		}
		if clean := w.Column("SELECT value FROM event_state WHERE key = 'clean'"); len(clean) != 1 || clean[0] != "1" {
			t.Errorf("the stop is marked as %v", clean)
		}
		w.Restart()
	}
	w.AllReady()
	stop()
	w.Check()
	if n := w.Number("SELECT COUNT(*) FROM messages WHERE room = ?", room); n < drainRounds*60 {
		t.Errorf("%d messages are no load", n)
	}
	waits := map[int64]bool{}
	for _, c := range w.Clients() {
		checkGoodbyes(t, c, waits)
	}
	if len(waits) < drainRounds*len(w.Clients())/2 {
		t.Errorf("all are told to come back after the same %v ms", waits)
	}
}

// checkGoodbyes: each stop was announced to c, and c was away for a moment only.
func checkGoodbyes(t *testing.T, c *harness.Client, waits map[int64]bool) {
	t.Helper()
	var since time.Time
	byes := 0
	for _, f := range c.Log() {
		switch {
		case f.Type == "bye":
			if f.Reason != "restart" {
				t.Errorf("%s was told %s", c.User.Name, f.Reason)
			}
			waits[f.RetryAfterMS] = true
			byes, since = byes+1, f.At
		case f.Type == "caught_up" && !since.IsZero():
			if away := f.At.Sub(since); away > drainOutage {
				t.Errorf("%s was away for %v", c.User.Name, away)
			}
			since = time.Time{}
		case f.Type == "resync":
			t.Errorf("%s was told to start again (%s)", c.User.Name, f.Reason)
		}
	}
	if byes != drainRounds {
		t.Errorf("%s heard %d goodbyes in %d stops", c.User.Name, byes, drainRounds)
	}
}

// sends writes 200 messages a second: half of them by the clients' sockets, half over HTTP, tried until answered.
func sends(w *harness.World, room string) (stop func()) {
	done := make(chan struct{})
	var group, posts sync.WaitGroup
	group.Go(func() {
		tick := time.NewTicker(10 * time.Millisecond)
		defer tick.Stop()
		for n := 0; ; n++ {
			select {
			case <-done:
				return
			case <-tick.C:
			}
			clients := w.Clients()
			clients[n%len(clients)].Send(room, fmt.Sprintf("socket %d", n))
			posts.Go(func() { postUntilAnswered(w, w.Users[8+n%4], room, fmt.Sprintf("post %d", n)) })
		}
	})
	return func() { close(done); group.Wait(); posts.Wait() }
}

func postUntilAnswered(w *harness.World, user *harness.User, room, body string) {
	cid := harness.NewID()
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		var m harness.Message
		if err := user.Post(room, cid, body).Into(&m); err == nil {
			w.Expect(user, room, cid, m.ID)
			return
		}
	}
}

// Guards: http.Server.Shutdown before the goodbyes (hooks/stop.go): who asked before the stop is answered, however slow
// they are, and nobody gets in after it.
func TestG47AStopAnswersWhoAskedAndLetsNobodyIn(t *testing.T) {
	t.Parallel() // it mostly waits
	w := harness.Start(t, nil)
	cid := harness.NewID()
	body := fmt.Sprintf(`{"room":%q,"client_message_id":%q,"body":"asked before the stop"}`, w.AllTalk, cid)
	conn, err := net.Dial("tcp", w.Addr)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	write := func(text string) {
		if _, err := io.WriteString(conn, text); err != nil {
			t.Error(err)
		}
	}
	write(fmt.Sprintf("POST /api/collections/messages/records HTTP/1.1\r\nHost: %s\r\nAuthorization: %s\r\n"+
		"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", w.Addr, w.Users[0].Token, len(body), body[:20]))
	time.Sleep(200 * time.Millisecond)
	stopped := term(w)
	time.Sleep(2 * time.Second)
	if late, err := net.DialTimeout("tcp", w.Addr, time.Second); err == nil {
		late.Close()
		t.Error("a stopping server lets people in")
	}
	write(body[20:])
	answer, err := bufio.NewReader(conn).ReadString('\n')
	if !strings.HasPrefix(answer, "HTTP/1.1 200") {
		t.Errorf("who asked before the stop got %q (%v)", answer, err)
	}
	if code := <-stopped; code != 0 {
		t.Errorf("the stop ended with %d", code)
	}
	if n := w.Number("SELECT COUNT(*) FROM messages WHERE client_message_id = ?", cid); n != 1 {
		t.Errorf("the message is there %d times", n)
	}
}

// Guards: the deadline of a stop (hooks/stop.go ended): a disk that does not answer must not leave it to SIGKILL, and
// such a stop is not called clean.
func TestG47AStopEndsInTimeAlthoughTheDiskDoesNotAnswer(t *testing.T) {
	t.Parallel() // it mostly waits
	w := harness.Start(t, nil)
	author := w.Client(w.Users[0])
	w.AllReady()
	w.Arm("send.inTx=sleep(30s)@1")
	stuck := author.Send(w.AllTalk, "stuck")
	time.Sleep(200 * time.Millisecond)
	began := time.Now()
	if code := <-term(w); code != 1 || time.Since(began) > drainWithin {
		t.Errorf("the stop ended with %d after %v", code, time.Since(began))
	}
	w.Struck("send.inTx")
	if clean := w.Column("SELECT value FROM event_state WHERE key = 'clean'"); len(clean) != 1 || clean[0] != "0" {
		t.Errorf("the stop is marked as %v", clean)
	}
	w.Arm("")
	w.Restart()
	w.Check() // the outbox was sent again, and is there once
	if stuck.Message == "" {
		t.Error("what was stuck is lost")
	}
}

// term sends SIGTERM and answers the exit code once the process has ended.
func term(w *harness.World) <-chan int {
	code := make(chan int, 1)
	go func() { c, _ := w.Term(); code <- c }()
	return code
}
