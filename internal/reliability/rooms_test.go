package reliability

import (
	"fmt"
	"net/http"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"campfire/internal/reliability/harness"
)

func founder(n int) map[string]string {
	return map[string]string{"name": fmt.Sprintf("Founder %d", n),
		"email": fmt.Sprintf("founder%d@example.com", n), "password": "correct horse battery"}
}

// empty starts a server that was never set up.
func empty(t *testing.T) *harness.World {
	t.Helper()
	if testing.Short() {
		t.Skip("starts the real server; left out under -short")
	}
	w := harness.Empty(t, filepath.Join(t.TempDir(), "pb_data"))
	w.Restart()
	return w
}

// Guards: the account row with a fixed key, inserted in the transaction of the first administrator (internal/account).
func TestG35AHundredSetupsMakeOneOwner(t *testing.T) {
	w := empty(t)
	var won, gone atomic.Int64
	var group sync.WaitGroup
	for n := range 100 {
		group.Go(func() {
			switch r := harness.Guest(w.Addr).Call("POST", "/api/chat/setup", founder(n)); {
			case r.Status == http.StatusCreated:
				won.Add(1)
			case r.Status == http.StatusGone && r.Verdict() == "gone":
				gone.Add(1)
			default:
				t.Errorf("setup %d answered %d %s", n, r.Status, r.Verdict())
			}
		})
	}
	group.Wait()
	if won.Load() != 1 || gone.Load() != 99 {
		t.Errorf("%d setups won and %d were told it is done, want 1 and 99", won.Load(), gone.Load())
	}
	expectFounded(t, w, 1)
}

// Guards: everything of setup is one transaction (internal/account, failpoint setup.step).
func TestG35ACrashedSetupLeavesNothingOrEverything(t *testing.T) {
	t.Parallel()
	w := empty(t)
	struck := 0
	for k := 1; k <= 12; k++ {
		w.Arm(fmt.Sprintf("setup.step=crash@%d", k))
		reply := harness.Guest(w.Addr).Call("POST", "/api/chat/setup", founder(k))
		w.Arm("")
		if reply.Status == http.StatusCreated {
			break // there is no k-th step
		}
		if !w.WaitExit(arrival) {
			t.Fatalf("crash at step %d: still running, answer %d %v", k, reply.Status, reply.Err)
		}
		struck++
		w.Restart()
		if needed(t, w) {
			expectFounded(t, w, 0)
			continue
		}
		expectFounded(t, w, 1)
		return // the crash came after the commit
	}
	if struck == 0 {
		t.Fatal("setup.step never struck: is failpoint.Hit called there?")
	}
	expectFounded(t, w, 1)
}

func needed(t *testing.T, w *harness.World) bool {
	t.Helper()
	var answer struct {
		Needed bool `json:"needed"`
	}
	if err := harness.Guest(w.Addr).Call("GET", "/api/chat/setup", nil).Into(&answer); err != nil {
		t.Fatal(err)
	}
	return answer.Needed
}

func expectFounded(t *testing.T, w *harness.World, times int64) {
	t.Helper()
	for _, table := range []string{"users", "rooms", "memberships", "account"} {
		if n := w.Number("SELECT COUNT(*) FROM " + table); n != times {
			t.Errorf("%d rows in %s, want %d", n, table, times)
		}
	}
	if n := w.Number("SELECT COUNT(*) FROM _superusers WHERE email LIKE 'founder%'"); n != times {
		t.Errorf("%d dashboard superusers, want %d", n, times)
	}
	if times == 1 {
		if r := harness.Guest(w.Addr).Call("POST", "/api/chat/setup", founder(999)); r.Status != http.StatusGone {
			t.Errorf("a later setup answered %d, want 410", r.Status)
		}
	}
}

// Guards: the unique key over the sorted members and insert-or-return (internal/room).
func TestG36ADirectRoomExistsOncePerSetOfMembers(t *testing.T) {
	w := harness.Start(t, nil)
	a, b, c := w.Users[0], w.Users[1], w.Users[2]
	for _, u := range []*harness.User{a, b, c} {
		w.Client(u)
	}
	w.AllReady()
	orders := [][]*harness.User{{a, b}, {b, a}, {a, b, c}, {a, c, b}, {b, a, c}, {b, c, a}, {c, a, b}, {c, b, a}, {a}}
	var mu sync.Mutex
	found := map[int]map[string]bool{1: {}, 2: {}, 3: {}}
	var group sync.WaitGroup
	for n := range 45 {
		group.Go(func() {
			set := orders[n%len(orders)]
			room, err := set[0].CreateRoom("direct", "", set[1:]...)
			if err != nil {
				t.Errorf("direct room of %d: %v", len(set), err)
				return
			}
			mu.Lock()
			defer mu.Unlock()
			found[len(set)][room.ID] = true
		})
	}
	group.Wait()
	for size, rooms := range found {
		if len(rooms) != 1 {
			t.Errorf("a set of %d has the direct rooms %v, want one", size, rooms)
		}
	}
	for room := range found[2] {
		members := w.Number("SELECT COUNT(*) FROM memberships WHERE room = ?", room)
		for _, change := range []map[string]any{{"kind": "open"}, {"kind": "closed"}, {"members": []string{c.ID}}} {
			if r := a.Call("PATCH", "/api/collections/rooms/records/"+room, change); r.Status/100 != 4 {
				t.Errorf("%v on a direct room answered %d, want a refusal", change, r.Status)
			}
		}
		if r := a.AddMember(room, c); r.Status/100 != 4 {
			t.Errorf("a third member of a direct room answered %d, want a refusal", r.Status)
		}
		if now := w.Number("SELECT COUNT(*) FROM memberships WHERE room = ?", room); now != members {
			t.Errorf("the direct room has %d members, had %d", now, members)
		}
	}
	w.Check()
}

// Guards: one transaction per operation (internal/room create.go, failpoint room.create.step), and an open room is
// granted by both sides: by its creation to everybody, by joining to every open room.
func TestG37ARoomIsThereForEverybodyOrNotAtAll(t *testing.T) {
	w := harness.Start(t, nil)
	for _, u := range w.Users[:5] {
		w.Client(u)
	}
	w.AllReady()
	struck := 0
	for k := 1; k <= 4; k++ {
		for _, action := range []string{"error", "crash"} {
			rooms, head := w.Number("SELECT COUNT(*) FROM rooms"), w.Number("SELECT MAX(seq) FROM events")
			w.Arm(fmt.Sprintf("room.create.step=%s@%d", action, k))
			room, err := w.Admin.CreateRoom("open", fmt.Sprintf("%s at %d", action, k))
			w.Arm("")
			if action == "crash" && w.WaitExit(200*time.Millisecond) {
				w.Restart()
			}
			if err == nil {
				expectMembers(t, w, room.ID)
				continue
			}
			struck++
			if n := w.Number("SELECT COUNT(*) FROM rooms"); n != rooms {
				t.Errorf("%s at step %d left %d rooms more", action, k, n-rooms)
			}
			if n := w.Number("SELECT COUNT(*) FROM events WHERE seq > ?", head); n != 0 {
				t.Errorf("%s at step %d left %d events", action, k, n)
			}
		}
	}
	if struck == 0 {
		t.Fatal("room.create.step never struck: is failpoint.Hit called there?")
	}
	w.Check()
}

// Guards: as above, with people joining while rooms are opened.
func TestG37WhoJoinsWhileARoomOpensIsInIt(t *testing.T) {
	w := harness.Start(t, nil)
	w.Client(w.Admin)
	w.AllReady()
	var account struct {
		Account struct {
			JoinCode string `json:"join_code"`
		} `json:"account"`
	}
	if err := w.Admin.Call("GET", "/api/chat/bootstrap", nil).Into(&account); err != nil {
		t.Fatal(err)
	}
	closed := w.Room("Closed, then open", w.Users[0])
	rooms := []string{closed}
	var group sync.WaitGroup
	for n := range 12 {
		group.Go(func() {
			person := founder(n)
			if err := harness.Guest(w.Addr).Call("POST", "/api/chat/join/"+account.Account.JoinCode, person).Into(nil); err != nil {
				t.Errorf("join: %v", err)
			}
		})
	}
	for n := range 12 {
		room, err := w.Admin.CreateRoom("open", fmt.Sprintf("Opened %d", n))
		if err != nil {
			t.Fatal(err)
		}
		rooms = append(rooms, room.ID)
		if n == 6 {
			r := w.Admin.Call("PATCH", "/api/collections/rooms/records/"+closed, map[string]string{"kind": "open"})
			if err := r.Into(nil); err != nil {
				t.Fatal(err)
			}
		}
		time.Sleep(20 * time.Millisecond)
	}
	group.Wait()
	for _, room := range rooms {
		expectMembers(t, w, room)
	}
	w.Check()
}

// expectMembers: every active person is in the open room.
func expectMembers(t *testing.T, w *harness.World, room string) {
	t.Helper()
	out := w.Number(`SELECT COUNT(*) FROM users WHERE status = 'active' AND role != 'bot'
		AND id NOT IN (SELECT user FROM memberships WHERE room = ?)`, room)
	if out != 0 {
		t.Errorf("%d people are not in the open room %s", out, room)
	}
}

// Guards: inside an outer transaction the coordinator commits inline (e.App.IsTransactional) and never waits for its
// queue; a batch is all or nothing.
func TestG39ABatchNeitherWaitsForItselfNorStoresHalf(t *testing.T) {
	w := harness.Start(t, nil)
	room := w.Room("Batches", w.Users[0], w.Users[1])
	reader := w.Client(w.Users[1])
	w.AllReady()
	stop := load(w, w.Users[1], room, 100)
	batch := func(messages ...map[string]string) harness.Reply {
		var requests []map[string]any
		for _, m := range messages {
			requests = append(requests, map[string]any{"method": "POST", "url": "/api/collections/messages/records", "body": m})
		}
		start := time.Now()
		reply := w.Users[0].Call("POST", "/api/batch", map[string]any{"requests": requests})
		if took := time.Since(start); took > 2*time.Second {
			t.Errorf("a batch of %d took %v", len(messages), took)
		}
		return reply
	}
	message := func(body string) map[string]string {
		return map[string]string{"room": room, "client_message_id": harness.NewID(), "body": body}
	}
	for n := range 20 {
		a, b := message("first of a batch"), message("second of a batch")
		var answers []struct {
			Status int             `json:"status"`
			Body   harness.Message `json:"body"`
		}
		if err := batch(a, b).Into(&answers); err != nil || len(answers) != 2 {
			t.Fatalf("batch %d: %v", n, err)
		}
		w.Expect(w.Users[0], room, a["client_message_id"], answers[0].Body.ID)
		w.Expect(w.Users[0], room, b["client_message_id"], answers[1].Body.ID)
		if r := batch(message("rolled back"), message("")); r.Status/100 != 4 {
			t.Errorf("a batch with a bad message answered %d", r.Status)
		}
	}
	stop()
	w.Check() // rseq without a hole after the rollbacks
	reader.With(func(s *harness.State) {
		for _, m := range s.Rooms[room].Shown() {
			if m.Body == "rolled back" {
				t.Error("a message of a refused batch is shown")
			}
		}
	})
}
