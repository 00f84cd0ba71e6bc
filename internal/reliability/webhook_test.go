package reliability

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"campfire/internal/reliability/harness"

	"github.com/google/uuid"
)

// answering is a bot that says something else each time, and remembers who called.
type answering struct {
	mu    sync.Mutex
	ids   map[string]bool
	total int
	heard chan string
}

func (a *answering) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	a.mu.Lock()
	a.ids[r.Header.Get("Webhook-Id")] = true
	a.total++
	n := a.total
	a.mu.Unlock()
	a.heard <- string(body)
	w.Header().Set("Content-Type", "text/plain")
	_, _ = fmt.Fprintf(w, "answer %d", n)
}

func listening(t *testing.T) (*answering, string) {
	a := &answering{ids: map[string]bool{}, heard: make(chan string, 1000)}
	server := httptest.NewServer(a)
	t.Cleanup(server.Close)
	return a, server.URL
}

// bot makes one that is called somewhere, and returns its id.
func bot(t *testing.T, w *harness.World, name, url string) string {
	t.Helper()
	var made struct{ User struct{ ID string } }
	if err := w.Admin.Call("POST", "/api/chat/bots", form{"name": name, "webhook_url": url}).Into(&made); err != nil {
		t.Fatal(err)
	}
	return made.User.ID
}

func ping(t *testing.T, u *harness.User, with string) string {
	t.Helper()
	var room struct{ ID string }
	if err := u.Call("POST", "/api/collections/rooms/records", form{"kind": "direct", "members": []string{with}}).Into(&room); err != nil {
		t.Fatal(err)
	}
	return room.ID
}

// Guards: the cursor moves in the transaction that stores the jobs (internal/webhook promise), a reply's id is made of the
// job's key (payload.go replyID), and what ran when the process died is taken up again (internal/job recover).
func TestG43AReplyIsPostedOnceAcrossDeaths(t *testing.T) {
	t.Parallel()
	points := []string{ // in the order in which a message passes them; the second send is the reply
		"webhook.beforeMove=crash@1", "job.beforeDeliver=crash@1", "send.beforeTx=crash@2", "send.inTx=crash@2", "send.afterCommit=crash@2",
		"send.beforeAck=crash@2", "job.afterDeliver=crash@1",
	}
	deaths := []string{points[0], points[4], points[6]}
	if size(0, 1) == 1 {
		deaths = slices.Concat(points, points, points)
	}
	w := harness.Start(t, nil)
	sink, url := listening(t)
	robot := bot(t, w, "Robot", url)
	author := w.Users[0]
	room := ping(t, author, robot)
	replies := "SELECT COUNT(*) FROM messages WHERE author = '" + robot + "'"
	for n, point := range deaths {
		w.Arm(point)
		cid := uuid.NewString()
		reply := author.Post(room, cid, fmt.Sprint("message ", n))
		if !w.WaitExit(arrival) {
			t.Fatalf("%s never struck", point)
		}
		w.Arm("")
		w.Restart()
		if reply.Status != http.StatusOK { // the answer did not get out
			if reply = author.Post(room, cid, fmt.Sprint("message ", n)); reply.Status != http.StatusOK {
				t.Fatalf("after %s the message is refused: %+v", point, reply)
			}
		}
		for deadline := time.Now().Add(2 * arrival); w.Number("SELECT COUNT(*) FROM jobs WHERE kind = 'webhook.deliver' AND state = 'done'") != int64(n+1); time.Sleep(10 * time.Millisecond) {
			if time.Now().After(deadline) {
				t.Fatalf("after %s the jobs are %v", point, w.Column("SELECT key || ' ' || state || ' ' || error FROM jobs WHERE kind = 'webhook.deliver'"))
			}
		}
		if got := w.Number(replies); got != int64(n+1) {
			t.Fatalf("after %s there are %d replies to %d messages: %v", point, got, n+1, w.Column("SELECT body_text FROM messages WHERE room = ? ORDER BY rseq", room))
		}
	}
	sink.mu.Lock()
	defer sink.mu.Unlock()
	repeated := sink.total - len(sink.ids)
	t.Logf("%d deaths, %d messages, %d calls of which %d were repeated with their id", len(deaths), len(deaths), sink.total, repeated)
	if len(sink.ids) != len(deaths) || repeated == 0 {
		t.Errorf("%d ids in %d calls: every message is told, and some of it twice, or the test proves nothing", len(sink.ids), sink.total)
	}
	w.Client(author)
	w.Check()
}

// Guards: as above, for deaths at any moment while many calls and replies are under way.
func TestG43RepliesFlowAcrossKills(t *testing.T) {
	t.Parallel()
	const between = 40 // calls from one death to the next
	kills := size(1, 20)
	w := harness.Start(t, nil)
	sink, url := listening(t)
	author, over := w.Users[0], make(chan struct{})
	stop := sync.OnceFunc(func() { close(over) })
	t.Cleanup(stop)
	go func() { // nobody else reads what they hear
		for {
			select {
			case <-sink.heard:
			case <-t.Context().Done():
				return
			}
		}
	}()
	var senders sync.WaitGroup
	var sent atomic.Int64
	for n := range 4 {
		room := ping(t, author, bot(t, w, fmt.Sprint("Flow ", n), url))
		senders.Go(func() {
			for cid := uuid.NewString(); ; time.Sleep(time.Millisecond) {
				if author.Post(room, cid, "flow "+cid).Status == http.StatusOK { // what got no answer is sent again
					cid = uuid.NewString()
					sent.Add(1)
					select {
					case <-over:
						return
					default:
					}
				}
			}
		})
	}
	for range kills {
		sink.reach(t, sink.calls()+between)
		w.Kill9()
		w.Restart()
	}
	sink.reach(t, sink.calls()+between)
	stop()
	senders.Wait()
	want := sent.Load()
	for deadline := time.Now().Add(time.Minute); w.Number("SELECT COUNT(*) FROM jobs WHERE kind = 'webhook.deliver' AND state = 'done'") != want; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("of %d calls some are not done: %v", want, w.Column("SELECT key || ' ' || state || ' ' || error FROM jobs WHERE kind = 'webhook.deliver' AND state != 'done' LIMIT 5"))
		}
	}
	replies := w.Number("SELECT COUNT(*) FROM messages WHERE body_text LIKE 'answer %'")
	texts := w.Number("SELECT COUNT(DISTINCT body_text) FROM messages WHERE body_text LIKE 'answer %'") // each answer is another one
	sink.mu.Lock()
	defer sink.mu.Unlock()
	t.Logf("%d kills, %d messages, %d replies, %d calls of which %d were repeated with their id", kills, want, replies, sink.total, sink.total-len(sink.ids))
	if replies != want || texts != want || int64(len(sink.ids)) != want {
		t.Errorf("%d messages have %d replies, %d different ones, to %d ids", want, replies, texts, len(sink.ids))
	}
	if repeated := sink.total - len(sink.ids); repeated == 0 && kills > 1 {
		t.Error("no call was repeated: the test proves nothing")
	}
	w.Client(author)
	w.Check()
}

func (a *answering) calls() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.total
}

// reach waits for so many calls.
func (a *answering) reach(t *testing.T, calls int) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); a.calls() < calls; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("%d calls of %d after a minute", a.calls(), calls)
		}
	}
}

// Guards: a lane is a bot in a room (internal/webhook laneOf): bots that hang, are not there or only say no wait for
// themselves. The places per target have tests in internal/job.
func TestG42DeadWebhooksCostTheirNeighboursNothing(t *testing.T) {
	t.Parallel()
	w := harness.Start(t, nil)
	over := make(chan struct{})
	hang := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-r.Context().Done():
		case <-over:
		}
	}))
	t.Cleanup(hang.Close)
	t.Cleanup(func() { close(over) })
	broken := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) }))
	t.Cleanup(broken.Close)
	nobody, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	gone := "http://" + nobody.Addr().String()
	_ = nobody.Close()
	sink, url := listening(t)
	author := w.Users[0]
	well := ping(t, author, bot(t, w, "Well", url))
	calls := func(what string) (took []time.Duration) {
		for n := range size(30, 300) {
			text, began := fmt.Sprintf("%s %d.", what, n), time.Now()
			w.Post(author, well, text)
			for heard := ""; !strings.Contains(heard, text); {
				select {
				case heard = <-sink.heard:
				case <-time.After(2 * arrival):
					t.Fatalf("%q is not told", text)
				}
			}
			took = append(took, time.Since(began))
		}
		slices.Sort(took)
		return took
	}
	alone := calls("alone")
	for n, dead := range []string{hang.URL, hang.URL, hang.URL, broken.URL, gone} {
		room := ping(t, author, bot(t, w, fmt.Sprint("Dead ", n), dead))
		for range 10 {
			w.Post(author, room, "are you there?")
		}
	}
	beside := calls("beside")
	t.Logf("from a message to the call of a bot that is well p50 %v p99 %v; beside five that are not p50 %v p99 %v", at(alone, 50), at(alone, 99), at(beside, 50), at(beside, 99))
	if at(beside, 50) > 5*at(alone, 50)+100*time.Millisecond {
		t.Errorf("beside dead bots a healthy one is called after %v, without them after %v", at(beside, 50), at(alone, 50))
	}
	if tried := w.Number("SELECT COUNT(*) FROM jobs WHERE kind = 'webhook.deliver' AND state != 'done' AND attempts > 0"); tried < 5 {
		t.Errorf("%d dead deliveries were tried: the test proves nothing", tried)
	}
	w.Client(author)
	w.Check()
}
