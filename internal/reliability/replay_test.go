package reliability

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"campfire/internal/reliability/harness"
)

// load posts into room at about rate per second until the returned stop is called.
func load(w *harness.World, user *harness.User, room string, rate int) (stop func()) {
	done := make(chan struct{})
	var group sync.WaitGroup
	group.Go(func() {
		tick := time.NewTicker(time.Second / time.Duration(rate))
		defer tick.Stop()
		for n := 0; ; n++ {
			select {
			case <-done:
				return
			case <-tick.C:
				w.Post(user, room, fmt.Sprintf("load %d", n))
			}
		}
	})
	return func() { close(done); group.Wait() }
}

// Guards: the bootstrap's seq comes from the same read snapshot as its state, and a resumed connection is subscribed
// before its replay reads the head (internal/realtime).
func TestG16NothingFallsBetweenSnapshotAndSubscription(t *testing.T) {
	w := harness.Start(t, nil)
	w.Arm("conn.afterSnapshot=sleep(0ms..30ms)")
	stop := load(w, w.Admin, w.AllTalk, 250)
	for i := range 30 {
		w.Client(w.Users[i%len(w.Users)])
		time.Sleep(time.Duration(rand.IntN(20)) * time.Millisecond)
	}
	w.AllReady()
	clients := w.Clients()
	for round := 0; round < 3 || !w.HasStruck("conn.afterSnapshot") && round < 12; round++ {
		for i, c := range clients {
			if i%3 == round%3 {
				c.Offline() // long enough to need the log, not only what the server holds in memory
			}
		}
		for i := range 80 {
			clients[i%len(clients)].Break()
			time.Sleep(time.Duration(rand.IntN(25)) * time.Millisecond)
		}
		for _, c := range clients {
			c.Online()
			time.Sleep(time.Duration(rand.IntN(8)) * time.Millisecond)
		}
		w.AllReady()
	}
	stop()
	w.Struck("conn.afterSnapshot")
	w.Check() // I4 and no hole on any client
}

// Guards: the replay runs up to the head under a fence, and a later resume cancels the earlier one.
func TestG17AReplayDoesNotOverlapLiveTraffic(t *testing.T) {
	w := harness.Start(t, nil)
	room := w.Room("Backlog", w.Users[0])
	from, err := w.Users[0].Bootstrap()
	if err != nil {
		t.Fatal(err)
	}
	author := w.Client(w.Admin)
	w.AllReady()
	backlog := size(2500, 10_000)
	for n := range backlog {
		author.Send(room, fmt.Sprintf("message %d", n))
	}
	w.Quiesce()
	w.Arm("replay.page=sleep(10ms)")
	stop := load(w, w.Admin, room, 100)
	sock, err := harness.Dial(w.Addr, w.Users[0])
	if err != nil {
		t.Fatal(err)
	}
	defer sock.Close()
	var events []harness.Frame
	caughtUp := 0
	for _, upTo := range []int{300, 700, backlog + 100} { // each resume but the first meets a replay on its way
		if err := sock.Send(map[string]any{"type": "resume", "epoch": from.Epoch, "seq": from.Seq}); err != nil {
			t.Fatal(err)
		}
		_, err = sock.ReadUntil(time.Duration(size(20, 90))*time.Second, func(f harness.Frame) bool {
			if f.Type == "event" && f.Kind == "message.created" && f.Room == room {
				events = append(events, f)
			}
			if f.Type == "caught_up" {
				caughtUp++
			}
			return len(events) >= upTo
		})
	}
	stop()
	w.Struck("replay.page")
	t.Logf("%d events, read three times", len(events))
	if err != nil {
		t.Fatalf("after %d events: %v", len(events), err)
	}
	for i, f := range events {
		if f.RSeq != int64(i+1) {
			t.Fatalf("frame %d carries rseq %d: %d events, caught_up %d times", i+1, f.RSeq, len(events), caughtUp)
		}
	}
	w.Check()
}

// Guards: the floor of internal/event and the `trimmed` answer of resume; tombstones are in the history's silence.
func TestG18ATrimmedLogMakesTheClientStartAgain(t *testing.T) {
	w := harness.Start(t, map[string]string{"EVENT_LOG_BYTES": "65536"})
	room := w.Room("Trimmed", w.Users[0])
	reader, author := w.Client(w.Users[0]), w.Client(w.Admin)
	w.AllReady()
	cached := make([]harness.Message, 20)
	for n := range cached {
		cached[n] = w.Post(w.Admin, room, fmt.Sprintf("cached %d", n))
	}
	w.Quiesce()
	reader.Offline()
	for n := range size(1500, 5000) {
		author.Send(room, fmt.Sprintf("message %d", n))
	}
	for _, m := range cached[:10] {
		if err := w.Admin.Delete(m.ID).Into(nil); err != nil {
			t.Fatal(err)
		}
	}
	if !author.Settled(2 * arrival) {
		t.Fatal("the author's messages did not settle")
	}
	var size int64
	for deadline := time.Now().Add(2 * arrival); time.Now().Before(deadline); time.Sleep(100 * time.Millisecond) {
		size = w.Number("SELECT COALESCE(SUM(length(data)), 0) FROM events")
		if size <= 65536 {
			break
		}
	}
	if size > 65536 {
		t.Errorf("the log still holds %d bytes of data, its cap is 65536", size)
	}
	start := time.Now()
	reader.Online()
	w.Quiesce()
	if took := time.Since(start); took > arrival {
		t.Errorf("starting again took %v", took)
	}
	if _, reasons, _ := reader.Counts(); !slices.Equal(reasons, []string{"trimmed"}) {
		t.Errorf("resyncs %v, want one for trimmed", reasons)
	}
	w.Check()
}

// Guards: the bound of the connection's queue by frames and bytes, and closing on overflow (internal/realtime).
func TestG21ASlowReaderIsCutOffAndTheOthersDoNotNotice(t *testing.T) {
	timed(t, talkBesideASlowReader)
}

func talkBesideASlowReader(t *testing.T, late missed) {
	w := harness.Start(t, nil)
	room := w.Room("Slow", w.Users...)
	slow := w.Client(w.Users[0])
	for n := range size(5, 99) {
		w.Client(w.Users[1+n%(len(w.Users)-1)])
	}
	author := w.Client(w.Admin)
	w.AllReady()
	healthy := w.Clients()[1]
	w.Post(w.Admin, room, "warm")
	memory := w.RSS()
	slow.Hold()
	body := strings.Repeat("x", size(4, 2)<<10)
	var took []time.Duration
	tick := time.NewTicker(time.Duration(size(1, 5)) * time.Millisecond)
	defer tick.Stop()
	for n := range size(2500, 12_000) { // 20 MB with the plain text: more than the kernel keeps for a socket, plus the queue
		<-tick.C
		start := time.Now()
		o := author.Send(room, body)
		if n%100 == 0 {
			healthy.Until(arrival, func(*harness.State) bool { return healthy.Saw(o.CID) })
			took = append(took, time.Since(start))
		}
	}
	if !author.Settled(2 * arrival) {
		t.Fatal("the author's sends did not settle beside a slow reader")
	}
	if grown := w.RSS() - memory; grown > 40<<20 {
		t.Errorf("the server grew by %d MB for one slow reader", grown>>20)
	}
	slow.Release()
	w.Check()
	if dials, _, _ := slow.Counts(); dials < 2 {
		t.Error("the slow reader was never cut off")
	}
	slices.Sort(took)
	t.Logf("%d readers beside a slow one: a message takes p50 %v p99 %v", len(w.Clients())-2, at(took, 50), at(took, 99))
	if p90 := took[len(took)*9/10]; p90 > 250*time.Millisecond {
		late("the others waited %v (p90) for a message", p90)
	}
}

// Guards: unread counts come from rseq arithmetic, and pages say has_before/has_after (hooks and collections/messages.go).
func TestG22NoCapSwallowsMessages(t *testing.T) {
	w := harness.Start(t, nil)
	reader := w.Client(w.Users[0])
	author := w.Client(w.Admin)
	w.AllReady()
	counts := []int{0, 1, 39, 40, 41, 100, 101, size(400, 5000)}
	rooms := map[string]int{}
	for _, n := range counts {
		room := w.Room(fmt.Sprintf("Offline for %d", n), w.Users[0])
		w.Post(w.Users[0], room, "read by its author")
		rooms[room] = n
	}
	w.Quiesce()
	reader.Offline()
	for room, n := range rooms {
		for i := range n {
			author.Send(room, fmt.Sprintf("message %d", i))
		}
	}
	if !author.Settled(2 * arrival) {
		t.Fatal("the author's messages did not settle")
	}
	answer, err := w.Users[0].Bootstrap()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range answer.Rooms {
		n, ours := rooms[r.ID]
		if !ours {
			continue
		}
		if r.Unread != int64(n) || r.HeadRSeq != int64(n+1) || r.ReadRSeq != 1 {
			t.Errorf("room of %d: unread %d, head %d, read %d", n, r.Unread, r.HeadRSeq, r.ReadRSeq)
		}
		first, err := w.Users[0].Page(r.ID, fmt.Sprintf("after=%d&limit=1", r.ReadRSeq))
		if err != nil || len(first.Messages) != min(n, 1) || (n > 0 && first.Messages[0].RSeq != 2) {
			t.Errorf("room of %d: the first unread is %v (%v)", n, first.Messages, err)
		}
		newest, err := w.Users[0].Page(r.ID, "")
		if err != nil || len(newest.Messages) != min(n+1, 40) || newest.HasBefore != (n+1 > 40) || newest.HasAfter {
			t.Errorf("room of %d: newest page has %d messages, before %v, after %v (%v)",
				n, len(newest.Messages), newest.HasBefore, newest.HasAfter, err)
		}
	}
	reader.Online()
	w.Check()
}
