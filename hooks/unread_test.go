package hooks_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"

	"campfire/internal/testapp"
)

// device is one of Kevin's: what it makes of the events it hears.
type device struct {
	socket *testapp.Socket
	start  int64 // the marker that it began with
	seen   int64 // the newest message that it has drawn
}

// unreadWalk is a room in which anything may happen next.
type unreadWalk struct {
	*camp
	random  *rand.Rand
	devices []*device
	head    int64
	alive   []string // messages that are not deleted, with their numbers below
	rseqs   map[string]int64
}

// TestG31UnreadIsArithmeticOnEveryDevice takes a thousand random steps and counts by hand after each.
// Guards: unreadColumns (collections/memberships.go): without its tombstones, or without one's own, the walk is red.
func TestG31UnreadIsArithmeticOnEveryDevice(t *testing.T) {
	c := start(t)
	w := &unreadWalk{camp: c, random: rand.New(rand.NewPCG(31, 1)), rseqs: map[string]int64{}}
	w.head = c.Number(t, "SELECT head_rseq FROM rooms WHERE id = ?", c.Watercooler)
	for range 3 {
		w.devices = append(w.devices, &device{socket: c.Socket(c.kevin).Live(), start: w.marker(), seen: w.head})
	}
	moved := map[string]int{}
	for step := range 1000 {
		before := w.marker()
		what := w.step()
		after := w.marker()
		if after != before {
			moved[what]++
		}
		if after < before && what != "mark unread" {
			t.Fatalf("step %d: %s moved the marker from %d back to %d", step, what, before, after)
		}
		w.recount(fmt.Sprintf("step %d, %s", step, what))
		if step%100 == 99 {
			w.compareDevices(step)
		}
	}
	for _, what := range []string{"mark unread", "read", "own message"} {
		if moved[what] < 20 {
			t.Errorf("%s moved the marker %d times: the walk proves little", what, moved[what])
		}
	}
}

func (w *unreadWalk) marker() int64 {
	return w.Number(w.t, "SELECT read_rseq FROM memberships WHERE room = ? AND user = ?", w.Watercooler, w.Kevin)
}

func (w *unreadWalk) step() string {
	d := w.devices[w.random.IntN(len(w.devices))]
	pick := func() (id string, at int) { at = w.random.IntN(len(w.alive)); return w.alive[at], at }
	switch n := w.random.IntN(100); {
	case n < 30 || len(w.alive) < 3:
		w.add(w.david, "a message")
		return "message"
	case n < 38:
		w.add(w.david, `<span class="mention" data-user="`+w.Kevin+`">@Kevin</span> look`)
		return "mention"
	case n < 45:
		w.add(w.kevin, "mine")
		return "own message"
	case n < 55: // a device draws what there is; more may come before it says so
		d.seen = w.head
		return "draw"
	case n < 72:
		w.mark(fields{"rseq": d.seen})
		return "read"
	case n < 76:
		w.mark(fields{"rseq": 1 + w.random.Int64N(w.head)})
		return "read"
	case n < 86:
		id, _ := pick()
		w.mark(fields{"rseq": w.rseqs[id], "unread": true})
		return "mark unread"
	case n < 93:
		id, at := pick()
		w.ok(w.david, "DELETE", messages+"/"+id, nil)
		w.alive = append(w.alive[:at], w.alive[at+1:]...)
		return "delete"
	default:
		id, _ := pick()
		w.ok(w.david, "PATCH", messages+"/"+id, fields{"body": fmt.Sprint("edited ", n)})
		return "edit"
	}
}

func (w *unreadWalk) add(token, body string) string {
	id := w.post(token, w.Watercooler, body).Text("id")
	w.head++
	w.alive = append(w.alive, id)
	w.rseqs[id] = w.head
	return id
}

func (w *unreadWalk) mark(marker fields) {
	w.ok(w.kevin, "POST", "/api/chat/rooms/"+w.Watercooler+"/read", marker)
}

// recount compares what the bootstrap says with a count of what is there.
func (w *unreadWalk) recount(when string) {
	w.t.Helper()
	unread, mentions, read := w.standing(w.kevin, w.Watercooler)
	want := w.Number(w.t, `SELECT COUNT(*) FROM messages WHERE room = ? AND rseq > ? AND author <> ? AND deleted = FALSE`, w.Watercooler, read, w.Kevin)
	mentioned := w.Number(w.t, `SELECT COUNT(*) FROM messages, json_each(messages.mentions) AS j
		WHERE room = ? AND rseq > ? AND deleted = FALSE AND j.value = ?`, w.Watercooler, read, w.Kevin)
	if unread != want || mentions != mentioned {
		w.t.Fatalf("%s: %d unread and %d mentions after %d; there are %d and %d", when, unread, mentions, read, want, mentioned)
	}
}

// compareDevices lets each device catch up and compares its marker with the stored one.
func (w *unreadWalk) compareDevices(step int) {
	w.t.Helper()
	end := w.Number(w.t, "SELECT MAX(seq) FROM events")
	for i, d := range w.devices {
		d.socket.Reach(end)
		read := d.start
		for _, f := range d.socket.Events() {
			switch {
			case f.Kind == "read.updated" && f.Room == w.Watercooler:
				var news struct {
					Read int64 `json:"read_rseq"`
				}
				if err := json.Unmarshal(f.Data, &news); err != nil {
					w.t.Fatal(err)
				}
				read = news.Read
			case f.Kind == "message.created" && f.Field("author") == w.Kevin:
				read = max(read, f.RSeq)
			}
		}
		if read != w.marker() {
			w.t.Fatalf("step %d: device %d has read up to %d, the server says %d", step, i, read, w.marker())
		}
	}
}
