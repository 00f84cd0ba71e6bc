package reliability

import (
	"encoding/json"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"campfire/internal/reliability/harness"
)

// Guards: seq and rseq are taken inside the one writer's transaction (internal/message/commit.go), and one publisher
// reads the log in order (internal/realtime). The oracle compares every log with ORDER BY seq.
func TestG09ConcurrentWritersAreSeenInCommitOrder(t *testing.T) {
	w := harness.Start(t, nil)
	writers, each := size(32, 64), size(60, 160)
	rooms := []string{w.Room("Busy", w.Users...)}
	for i := range 10 {
		rooms = append(rooms, w.Room(fmt.Sprintf("Room %d", i), w.Users...))
	}
	clients := make([]*harness.Client, len(w.Users))
	for i, u := range w.Users {
		clients[i] = w.Client(u)
	}
	w.AllReady()
	w.Arm("send.inTx=sleep(0ms..1ms);send.afterCommit=sleep(0ms..2ms)")
	var group sync.WaitGroup
	for i := range writers {
		group.Go(func() {
			for n := range each {
				room := rooms[0]
				if n%2 == 1 {
					room = rooms[1+(i+n)%10]
				}
				body := fmt.Sprintf("message %d of writer %d", n, i)
				if i%2 == 0 {
					clients[i%len(clients)].Send(room, body)
				} else {
					w.Post(w.Users[i%len(w.Users)], room, body)
				}
			}
		})
	}
	group.Wait()
	w.Struck("send.inTx")
	w.Check()
	var want []string
	for i, c := range clients {
		var got []string
		for _, f := range c.Log() {
			if f.Kind == "message.created" {
				got = append(got, f.ID)
			}
		}
		if i == 0 {
			want = got
		} else if !slices.Equal(got, want) {
			t.Errorf("%s saw another order than %s", c.User.Name, clients[0].User.Name)
		}
	}
}

// Guards: one ordered queue and one writer goroutine per connection (internal/realtime).
func TestG10ABurstReachesEveryConnectionInOrder(t *testing.T) {
	w := harness.Start(t, nil)
	room := w.Room("Burst", w.Users...)
	var clients []*harness.Client
	for i := range 40 {
		link := w.Link()
		link.Latency, link.Jitter = time.Duration(i%5)*time.Millisecond, time.Duration(i%3)*time.Millisecond
		clients = append(clients, w.ClientAt(link.Addr(), w.Users[i%len(w.Users)]))
	}
	w.AllReady()
	for n := range 300 {
		clients[n%len(clients)].Send(room, fmt.Sprintf("message %d", n))
	}
	w.Check() // seq rising on each connection, rseq rising in each room
	for _, c := range clients {
		if dials, _, byes := c.Counts(); dials != 1 {
			t.Errorf("%s was cut off in a burst of 300 (%v): the queue's bound does not fit a burst", c.User.Name, byes)
		}
	}
}

// Guards: rseq = head+1 in the transaction (a rollback leaves no hole), `advance` for what a client may not see, and
// the client's rule that only an rseq hole is a loss.
func TestG11OnlyALostFrameIsAHole(t *testing.T) {
	w := harness.Start(t, nil)
	w.Quiet = true
	var dropping atomic.Bool
	var dropped atomic.Int64
	link := w.Link()
	link.Drop = func(payload []byte) bool {
		var f harness.Frame
		_ = json.Unmarshal(payload, &f)
		return f.Kind == "message.created" && dropping.Load() && dropped.CompareAndSwap(0, 1)
	}
	seen, unseen := w.Room("Seen", w.Users[0], w.Users[1]), w.Room("Unseen", w.Users[1])
	watcher := w.ClientAt(link.Addr(), w.Users[0])
	author := w.Client(w.Users[1])
	w.AllReady()
	w.Arm("send.inTx=error(0.3)")
	var mine []*harness.Outgoing
	for n := range 100 {
		mine = append(mine, author.Send([]string{seen, unseen}[n%2], fmt.Sprintf("message %d", n)))
		time.Sleep(time.Millisecond)
	}
	if !author.Settled(2 * arrival) {
		t.Fatal("sends that were rolled back never came through on retry")
	}
	w.Struck("send.inTx")
	w.Arm("")
	for n := range 20 {
		_ = w.Users[1].Delete(mine[n].Message).Into(nil)
	}
	head := w.Post(w.Users[1], unseen, "invisible to the watcher").Seq
	if !watcher.Until(30*time.Second, func(s *harness.State) bool { return s.Seq >= head }) {
		t.Error("no advance took the watcher's cursor over events that it may not see")
	}
	holes := func() (n int) { watcher.With(func(s *harness.State) { n = s.Holes }); return n }
	if n := holes(); n != 0 {
		t.Errorf("%d gap requests without a loss", n)
	}
	dropping.Store(true)
	w.Post(w.Users[1], seen, "this frame is dropped")
	last := w.Post(w.Users[1], seen, "this one shows the hole")
	if !watcher.Until(time.Second, func(s *harness.State) bool { return s.Holes == 1 && s.Seq >= last.Seq && len(s.Fetch) == 0 }) {
		t.Errorf("%d gap requests after one lost frame, want 1, healed within a second", holes())
	}
	w.Check()
}

// Guards: cursors are rseq (collections/messages.go, SQLMessagesBefore and After). A stopped clock, a step back and a
// step forward are written into the rows while the server is down.
func TestG13PagesDoNotDependOnTheClock(t *testing.T) {
	w := harness.Start(t, nil)
	room := w.Room("Clock", w.Users[0])
	const total = 150
	for n := range total {
		w.Post(w.Users[0], room, fmt.Sprintf("message %d", n+1))
	}
	if _, err := w.Term(); err != nil {
		t.Fatal(err)
	}
	w.Exec(`UPDATE messages SET created = '2026-01-01 00:00:00.000Z', updated = created WHERE room = ?`, room)
	w.Exec(`UPDATE messages SET created = '2025-12-31 23:59:50.000Z' WHERE room = ? AND rseq BETWEEN 60 AND 90`, room)
	w.Exec(`UPDATE messages SET created = '2026-01-01 01:00:00.000Z' WHERE room = ? AND rseq BETWEEN 91 AND 100`, room)
	w.Restart()
	w.Client(w.Users[0])
	w.AllReady()
	for _, limit := range []int{1, 7, 40} {
		for _, c := range []struct {
			name, cursor string
			start        int64
			backwards    bool
		}{{"forwards", "after", 0, false}, {"backwards", "before", total + 1, true}} {
			t.Run(fmt.Sprintf("%s by %d", c.name, limit), func(t *testing.T) {
				var got []int64
				for cursor := c.start; ; {
					page, err := w.Users[0].Page(room, fmt.Sprintf("%s=%d&limit=%d", c.cursor, cursor, limit))
					if err != nil {
						t.Fatal(err)
					}
					var numbers []int64
					for _, m := range page.Messages {
						numbers = append(numbers, m.RSeq)
					}
					more := page.HasAfter
					if c.backwards {
						got, more = append(numbers, got...), page.HasBefore
					} else {
						got = append(got, numbers...)
					}
					if !more || len(numbers) == 0 || len(got) > total {
						break
					}
					cursor = numbers[len(numbers)-1]
					if c.backwards {
						cursor = numbers[0]
					}
				}
				for i := range max(len(got), total) {
					if i >= len(got) || i >= total || got[i] != int64(i+1) {
						t.Fatalf("pages hold %d messages, wrong from place %d", len(got), i+1)
					}
				}
			})
		}
	}
	w.Check()
}

// Guards: edits, deletions and boosts are events of the same log with a version (internal/message edit.go, delete.go),
// and a replay shows a deleted message as deleted.
func TestG14WhatHappenedWhileAwayIsReplayed(t *testing.T) {
	w := harness.Start(t, nil)
	author := w.Users[0]
	room := w.Room("Changes", w.Users[0], w.Users[1], w.Users[2], w.Users[3])
	before, middle, after := w.Client(w.Users[1]), w.Client(w.Users[2]), w.Client(w.Users[3])
	w.AllReady()
	var messages []harness.Message
	for n := range 20 {
		messages = append(messages, w.Post(author, room, fmt.Sprintf("known to all %d", n)))
	}
	w.Quiesce()
	for _, c := range []*harness.Client{before, middle, after} {
		c.Offline()
	}
	before.Online()
	for n := range 80 {
		messages = append(messages, w.Post(author, room, fmt.Sprintf("message %d", n)))
	}
	must := func(r harness.Reply) harness.Reply {
		t.Helper()
		if err := r.Into(nil); err != nil {
			t.Fatal(err)
		}
		return r
	}
	var boosts []harness.Boost
	for n := 10; n < 60; n++ { // the first ten are only deleted: no edit tells of it
		for edit := range 1 + n%3 {
			must(author.Edit(messages[n].ID, fmt.Sprintf("edit %d of message %d", edit, n)))
		}
		if n == 35 {
			middle.Online()
		}
		if n < 50 {
			var b harness.Boost
			if err := must(w.Users[1].Boost(messages[n].ID, "👍")).Into(&b); err != nil {
				t.Fatal(err)
			}
			boosts = append(boosts, b)
		}
	}
	for n := range 30 {
		must(author.Delete(messages[n*3].ID))
	}
	for _, b := range boosts[20:] {
		w.Users[1].Unboost(b.ID) // some are gone with their message
	}
	after.Online()
	w.Check()
}

// Guards: one ordered stream per connection carries all kinds; the send ends the typing of its author; a removal
// travels in the same stream as the messages after it.
func TestG15KindsOfEventsAgreeWithEachOther(t *testing.T) {
	w := harness.Start(t, nil)
	room := w.Room("Kinds", w.Users...)
	link := w.Link()
	link.Jitter = 20 * time.Millisecond
	watcher := w.ClientAt(link.Addr(), w.Admin)
	var typists []*harness.Client
	for _, u := range w.Users {
		typists = append(typists, w.Client(u))
	}
	w.AllReady()
	watcher.Emit(map[string]any{"type": "here", "room": room, "visible": true})
	time.Sleep(100 * time.Millisecond)
	for i, c := range typists {
		c.Emit(map[string]any{"type": "typing", "room": room, "active": true})
		c.Send(room, "typed by "+c.User.Name)
		if i%2 == 0 { // for the others the message itself is the end
			c.Emit(map[string]any{"type": "typing", "room": room, "active": false})
		}
	}
	for _, u := range w.Users[:10] {
		if err := w.Admin.RemoveMember(room, u).Into(nil); err != nil {
			t.Fatal(err)
		}
		w.Post(w.Admin, room, "not for "+u.Name)
	}
	w.Check() // I6: nothing about the room after the removal
	started, typing := 0, map[string]bool{}
	for _, f := range watcher.Log() {
		if f.Type == "typing" && f.Room == room {
			typing[f.User] = f.Active
			if f.Active {
				started++
			}
		}
	}
	if started == 0 {
		t.Error("no typing frame reached somebody who is here: the test proves nothing")
	}
	for user, active := range typing {
		if active {
			t.Errorf("%s still types after the message", user)
		}
	}
}
