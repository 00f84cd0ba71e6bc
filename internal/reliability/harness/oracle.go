package harness

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"time"
)

const (
	settleLimit = 30 * time.Second // what the promise says: everything has arrived this long after the last disturbance
	maxFindings = 12
)

// Check waits for quiet and compares logs, states and database: invariants I1 to I7.
func (w *World) Check() {
	w.t.Helper()
	w.Arm("")
	if !w.Quiesce() {
		return
	}
	db, err := w.readTruth()
	if err != nil {
		w.t.Fatalf("oracle: %v", err)
	}
	var found []string
	report := func(format string, args ...any) { found = append(found, fmt.Sprintf(format, args...)) }
	db.checkRows(report)
	for _, a := range w.acked {
		db.checkAck(report, a)
	}
	moves := w.moves()
	for _, c := range w.clients {
		c.locked(func() {
			db.checkClient(report, c, w.Quiet)
			checkOrder(report, c)
			checkPrivacy(report, c, moves, db)
		})
	}
	w.checkSnapshot(report, db)
	w.checkPresence(report)
	for i, finding := range found {
		if i == maxFindings {
			w.t.Errorf("oracle: and %d more", len(found)-i)
			break
		}
		w.t.Errorf("oracle: %s", finding)
	}
}

// Quiesce waits until every send is answered and every client has seen a last message that all may see.
func (w *World) Quiesce() (quiet bool) {
	w.t.Helper()
	quiet = true
	for _, c := range w.clients {
		if !c.Ready(settleLimit) {
			w.t.Errorf("oracle: %s did not become live within %v", c.User.Name, settleLimit)
			quiet = false
		} else if !c.Settled(settleLimit) {
			w.t.Errorf("oracle: I1 %s has sends without any answer after %v", c.User.Name, settleLimit)
			quiet = false
		}
	}
	if !quiet {
		return false
	}
	last := w.Post(w.Admin, w.AllTalk, "the last word")
	for _, c := range w.clients {
		if !c.Until(settleLimit, func(s *State) bool { return c.live && s.Seq >= last.Seq && len(s.Fetch) == 0 }) {
			c.With(func(s *State) {
				w.t.Errorf("oracle: I4 %s stands at seq %d, the log at %d, after %v", c.User.Name, s.Seq, last.Seq, settleLimit)
			})
			return false
		}
	}
	return true
}

// checkClient: one client's outbox (I1) and screen (I2, I4, I5). The caller holds the client.
func (d *truth) checkClient(report func(string, ...any), c *Client, quiet bool) {
	name := c.User.Name
	for _, o := range c.outbox {
		if o.Message != "" {
			d.checkAck(report, Acked{c.User.ID, o.Room, o.CID, o.Message})
		}
	}
	for _, odd := range slices.Concat(c.odd, c.state.Odd) {
		report("%s: %s", name, odd)
	}
	if c.state.Holes > 0 && !quiet {
		report("I4 %s saw %d holes in rseq", name, c.state.Holes)
	}
	for room := range c.state.Rooms {
		if _, ok := d.member[c.User.ID][room]; !ok {
			report("I5 %s shows room %s and is not in it", name, room)
		}
	}
	for room, read := range d.member[c.User.ID] {
		r := c.state.Rooms[room]
		if r == nil {
			report("I5 %s does not show room %s", name, room)
			continue
		}
		if r.Head != d.heads[room] {
			report("I4 %s is at rseq %d of room %s, its head is %d", name, r.Head, room, d.heads[room])
		}
		if r.Read != read {
			report("I5 %s shows read marker %d of room %s, stored is %d", name, r.Read, room, read)
		}
		compareLists(report, name+" in room "+room, r.Shown(), d.messages[room])
	}
}

// compareLists: what is shown is what is stored and not deleted, each once, in order.
func compareLists(report func(string, ...any), where string, shown, stored []Message) {
	stored = slices.DeleteFunc(slices.Clone(stored), func(m Message) bool { return m.Deleted })
	for i := range min(len(shown), len(stored)) {
		a, b := shown[i], stored[i]
		switch {
		case i > 0 && (shown[i-1].ID == a.ID || shown[i-1].RSeq >= a.RSeq):
			report("I2 %s: message %s (rseq %d) after rseq %d", where, a.ID, a.RSeq, shown[i-1].RSeq)
		case a.ID != b.ID || a.RSeq != b.RSeq || a.Version != b.Version || a.Body != b.Body:
			report("I5 %s: shows %s, stored %s", where, brief(a), brief(b))
		case !slices.Equal(a.Boosts, b.Boosts):
			report("I5 %s: message %s shows boosts %v, stored %v", where, a.ID, a.Boosts, b.Boosts)
		default:
			continue
		}
		return
	}
	if len(shown) != len(stored) {
		report("I5 %s: shows %d messages, stored %d", where, len(shown), len(stored))
	}
}

func brief(m Message) string {
	return fmt.Sprintf("{%s rseq %d v%d %.40q}", m.ID, m.RSeq, m.Version, m.Body)
}

// checkSnapshot: the first client's REST answers equal the database too (I5).
func (w *World) checkSnapshot(report func(string, ...any), d *truth) {
	if len(w.clients) == 0 {
		return
	}
	u := w.clients[0].User
	for room := range d.member[u.ID] {
		messages, err := u.History(room, 0)
		if err != nil {
			report("I5 history of %s: %v", room, err)
			return
		}
		for i := range messages {
			slices.SortFunc(messages[i].Boosts, func(a, b Boost) int { return cmp.Compare(a.ID, b.ID) })
		}
		compareLists(report, "REST for "+u.Name+" in room "+room, messages, d.messages[room])
	}
}

// move is one user entering or leaving a room.
type move struct {
	seq int64
	in  bool
}

// moves collects from all logs who entered or left which room at which seq.
func (w *World) moves() map[string][]move {
	all := map[string][]move{}
	add := func(user, room string, m move) {
		if k := user + room; !slices.Contains(all[k], m) {
			all[k] = append(all[k], m)
		}
	}
	for _, c := range w.clients {
		c.locked(func() {
			for _, f := range c.log {
				switch f.Kind {
				case "membership.created", "membership.deleted":
					add(f.Subject, f.Room, move{f.Seq, f.Kind == "membership.created"})
				case "room.created":
					var room Room
					_ = json.Unmarshal(f.Data, &room)
					for _, user := range room.Members {
						add(user, room.ID, move{f.Seq, true})
					}
				}
			}
		})
	}
	for _, list := range all {
		slices.SortFunc(list, func(a, b move) int { return cmp.Compare(a.seq, b.seq) })
	}
	return all
}

// CheckPolled reads the log as user through GET /api/chat/events from since and holds it against I6 and rising seq.
// It returns how many events came.
func (w *World) CheckPolled(user *User, epoch string, since int64) int {
	w.t.Helper()
	db, err := w.readTruth()
	if err != nil {
		w.t.Fatalf("oracle: %v", err)
	}
	polled := &Client{User: user}
	for more := true; more; {
		var page struct {
			Events []json.RawMessage `json:"events"`
			Seq    int64             `json:"seq"`
			More   bool              `json:"more"`
			Resync string            `json:"resync"`
		}
		path := fmt.Sprintf("/api/chat/events?epoch=%s&since=%d&limit=50", epoch, since)
		if err := user.Call("GET", path, nil).Into(&page); err != nil || page.Resync != "" {
			w.t.Fatalf("oracle: polling as %s: %v, resync %q", user.Name, err, page.Resync)
		}
		for _, raw := range page.Events {
			f, err := Decode(raw)
			if err != nil || f.Seq <= since {
				w.t.Fatalf("oracle: I3 polled seq %d after %d (%v)", f.Seq, since, err)
			}
			since = f.Seq
			polled.log = append(polled.log, f)
		}
		more, since = page.More, max(since, page.Seq)
	}
	report := func(format string, args ...any) { w.t.Errorf("oracle: polled: "+format, args...) }
	checkPrivacy(report, polled, w.moves(), db)
	return len(polled.log)
}

// checkOrder: on each connection each room's messages come with rising rseq (I3).
func checkOrder(report func(string, ...any), c *Client) {
	last := map[string]int64{}
	for _, f := range c.log {
		if f.Type == "resync" {
			clear(last)
		}
		if f.Kind != "message.created" {
			continue
		}
		k := fmt.Sprint(f.Conn, f.Room)
		if f.RSeq <= last[k] {
			report("I3 %s, connection %d, room %s: rseq %d after %d", c.User.Name, f.Conn, f.Room, f.RSeq, last[k])
			return
		}
		last[k] = f.RSeq
	}
}

// checkPrivacy: no frame about a room while its user was out of it (I6).
func checkPrivacy(report func(string, ...any), c *Client, moves map[string][]move, d *truth) {
	for _, f := range c.log {
		if f.Type != "event" || f.Room == "" {
			continue
		}
		if _, exists := d.heads[f.Room]; !exists {
			continue
		}
		list := moves[c.User.ID+f.Room]
		_, in := d.member[c.User.ID][f.Room]
		if len(list) > 0 {
			in = !list[0].in
		}
		for _, m := range list {
			if m.seq < f.Seq || (m.seq == f.Seq && m.in) {
				in = m.in
			}
		}
		if !in {
			report("I6 %s, not in room %s, got %s at seq %d", c.User.Name, f.Room, f.Kind, f.Seq)
			return
		}
	}
}
