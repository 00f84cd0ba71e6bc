package reliability

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"campfire/internal/reliability/harness"
)

// queueLimit is how many operations may wait for the writer (internal/commit QueueLimit).
const queueLimit = 5000

// Guards: the depth that Submit counts (internal/commit), the `busy` that says so (hooks/realtime.go nack), and the unique
// index that makes the retry harmless.
func TestG38ExactlyTheOverflowOfTheQueueIsRefused(t *testing.T) {
	const pushed, sockets = 8000, 8
	w := harness.Start(t, nil)
	room := w.Room("Overflow", w.Users[0], w.Users[1])
	reader := w.Client(w.Users[1])
	w.AllReady()
	w.Arm("send.beforeTx=sleep(1500ms)@1")
	var a answers
	began := time.Now()
	for range sockets {
		a.open(t, w, room)
	}
	for n := range pushed {
		a.send(n%sockets, harness.NewID())
	}
	a.wait(t, pushed)
	busy := a.busy
	t.Logf("%d sends at once: %d refused within %v, all answered after %v", pushed, len(busy), a.lastBusy.Sub(began), time.Since(began))
	if a.firstAck.Before(a.lastBusy) {
		t.Fatal("the writer went on before all was pushed: the machine is too slow for this test")
	}
	if len(busy) != pushed-queueLimit {
		t.Errorf("%d of %d sends were refused, want %d", len(busy), pushed, pushed-queueLimit)
	}
	a.busy = nil
	for n, cid := range busy {
		a.send(n%sockets, cid)
	}
	a.wait(t, pushed+len(busy))
	if len(a.busy) > 0 {
		t.Errorf("%d were refused again when the queue was empty", len(a.busy))
	}
	for cid, message := range a.acked {
		w.Expect(w.Users[0], room, cid, message)
	}
	a.close()
	w.Check()
	seen := map[string]int{}
	for _, f := range reader.Log() {
		if f.Kind == "message.created" && f.Room == room {
			seen[f.CID]++
		}
	}
	for cid, times := range seen {
		if times != 1 {
			t.Errorf("%s arrived %d times", cid, times)
		}
	}
	if len(seen) != pushed || w.Number("SELECT COUNT(*) FROM messages WHERE room = ?", room) != pushed {
		t.Errorf("%d messages arrived, want %d, each once", len(seen), pushed)
	}
}

// answers collects what several sockets of one user hear about their sends.
type answers struct {
	socks []*harness.Socket
	room  string

	mu                 sync.Mutex
	busy               []string
	acked              map[string]string
	count              int
	firstAck, lastBusy time.Time
}

func (a *answers) open(t *testing.T, w *harness.World, room string) {
	t.Helper()
	sock, err := harness.Dial(w.Addr, w.Users[0])
	if err != nil {
		t.Fatal(err)
	}
	a.socks, a.room = append(a.socks, sock), room
	if a.acked == nil {
		a.acked = map[string]string{}
	}
	go func() {
		for {
			f, err := sock.Read()
			if err != nil {
				return
			}
			a.heard(t, f)
		}
	}()
}

func (a *answers) heard(t *testing.T, f harness.Frame) {
	a.mu.Lock()
	defer a.mu.Unlock()
	switch {
	case f.Type == "ack":
		if len(a.acked) == 0 {
			a.firstAck = f.At
		}
		a.acked[f.ClientMessageID] = f.Acked().ID
	case f.Type == "nack" && f.Code == "busy" && f.Retryable:
		a.busy, a.lastBusy = append(a.busy, f.ClientMessageID), f.At
	case f.Type == "nack":
		t.Errorf("a send was refused with %s", f.Code)
	default:
		return
	}
	a.count++
}

func (a *answers) send(n int, cid string) {
	_ = a.socks[n].Send(form{"type": "send", "client_message_id": cid, "room": a.room, "body": "pushed"})
}

func (a *answers) wait(t *testing.T, count int) {
	t.Helper()
	for deadline := time.Now().Add(30 * time.Second); ; time.Sleep(5 * time.Millisecond) {
		a.mu.Lock()
		n := a.count
		a.mu.Unlock()
		if n >= count {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("%d of %d sends have an answer", n, count)
		}
	}
}

func (a *answers) close() {
	for _, s := range a.socks {
		s.Close()
	}
}

// promise puts a job into the queue of a server that is down, as if it had been promised before.
func promise(w *harness.World, kind, key string) {
	now := time.Now().UTC().Format("2006-01-02 15:04:05.000Z")
	w.Exec(`INSERT INTO jobs (id, kind, target, key, priority, payload, state, attempts, run_at, lease_until, error, finished, created, updated)
		VALUES (substr(lower(hex(randomblob(8))), 1, 15), ?, '', ?, 'normal', '', 'waiting', 0, ?, '', '', '', ?, ?)`, kind, key, now, now, now)
}

// Guards: readers have connections of their own (internal/database connect), and what waits for the writer waits in a queue
// that is not theirs. A batch, which is an outer transaction, waits its turn and is then whole.
func TestG39ASlowTransactionHoldsUpNoReader(t *testing.T) {
	w := harness.Start(t, nil)
	room := w.Room("Slow", w.Users[0], w.Users[1])
	w.Client(w.Users[1])
	w.AllReady()
	const held = 200 * time.Millisecond
	w.Arm("send.inTx=sleep(200ms)")
	var group sync.WaitGroup
	for n := range 4 {
		group.Go(func() {
			for i := range 3 {
				w.Post(w.Users[0], room, fmt.Sprintf("slow %d %d", n, i))
			}
		})
	}
	group.Go(func() {
		body := map[string]string{"room": room, "client_message_id": harness.NewID(), "body": "in a batch"}
		r := w.Users[1].Call("POST", "/api/batch", map[string]any{"requests": []map[string]any{
			{"method": "POST", "url": "/api/collections/messages/records", "body": body},
		}})
		var answers []struct{ Body harness.Message }
		if err := r.Into(&answers); err != nil || len(answers) != 1 {
			t.Errorf("the batch: %v", err)
			return
		}
		w.Expect(w.Users[1], room, body["client_message_id"], answers[0].Body.ID)
	})
	var reads []time.Duration
	for range 40 {
		began := time.Now()
		if _, err := w.Users[1].Page(room, ""); err != nil {
			t.Fatal(err)
		}
		reads = append(reads, time.Since(began))
		time.Sleep(5 * time.Millisecond)
	}
	group.Wait()
	w.Struck("send.inTx")
	w.Arm("")
	slices.Sort(reads)
	if t.Logf("reads beside transactions of %v: p50 %v, worst %v", held, reads[20], reads[39]); reads[20] > held/2 {
		t.Errorf("a read takes %v while a transaction is held for %v", reads[20], held)
	}
	w.Check()
}
