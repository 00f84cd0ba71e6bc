package reliability

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"campfire/internal/reliability/harness"

	"github.com/gobwas/ws"
)

// tabs is how many sockets one account may have open, by the default limits.
const tabs = 100

// extra is the most that a hostile client may cost its neighbours.
const extra = 20 * time.Millisecond

// hostile is one kind of client that nobody wants, and what it is told.
type hostile struct {
	name string
	run  func(h *villain)
	told []string
}

// villain is one account that misbehaves until done, and collects the codes that it gets.
type villain struct {
	w          *harness.World
	user       *harness.User
	own, other string // a room of its own, and one that it may not see
	done       chan struct{}

	mu   sync.Mutex
	told map[string]int
}

// Guards: the limits at every door: frames of 64 KiB and the silence of a minute (internal/realtime socket.go, keep.go), the
// bounded queue (queue.go), sockets per account (hub.go add), verdicts before any transaction (internal/message), cursors
// that are compared with the log (internal/realtime Position). A flood has its own test (E2), a wrong clock too (E11).
func TestHostileClientsAreToldWhyAndTheNeighboursDoNotNotice(t *testing.T) {
	w := harness.Start(t, map[string]string{"RATE_LIMITS": "", "RATE_LIMIT_REQUESTS": "2000"})
	room, own := w.Room("Neighbours", w.Users[0], w.Users[1]), w.Room("Villains", w.Users[2])
	author, reader := w.Client(w.Users[0]), w.Client(w.Users[1])
	w.AllReady()
	talk := func(span time.Duration) (took []time.Duration) {
		for end := time.Now().Add(span); time.Now().Before(end); time.Sleep(12 * time.Millisecond) {
			start := time.Now()
			o := author.Send(room, "are you still there?")
			if !reader.Until(arrival, func(*harness.State) bool { return reader.Saw(o.CID) }) {
				t.Fatal("a neighbour waits for its message")
			}
			took = append(took, time.Since(start))
		}
		slices.Sort(took)
		return took
	}
	for _, kind := range []hostile{
		{"frames above 64 KiB", (*villain).oversize, []string{"1009", "413"}},
		{"frames that drip", (*villain).drip, nil}, // nothing to be told: a frame that does not end in a minute ends the line
		{"readers that read nothing", (*villain).deaf, nil},
		{"ids of others", (*villain).forge, []string{"not_found", "cid_conflict", "invalid"}},
		{"cursors of elsewhere", (*villain).wander, []string{"epoch", "ahead"}},
		{"a thousand tabs", (*villain).crowd, []string{"too_many_connections", "1008"}},
	} {
		t.Run(strings.ReplaceAll(kind.name, " ", "_"), func(t *testing.T) {
			quiet := talk(400 * time.Millisecond)
			v := &villain{w: w, user: w.Users[2], own: own, other: room, done: make(chan struct{}), told: map[string]int{}}
			var group sync.WaitGroup
			group.Go(func() { kind.run(v) })
			beside := talk(900 * time.Millisecond)
			close(v.done)
			group.Wait()
			t.Logf("a neighbour's message takes p50 %v p99 %v, without it %v and %v; told %v", at(beside, 50), at(beside, 99), at(quiet, 50), at(quiet, 99), v.told)
			if more := at(beside, 50) - at(quiet, 50); more > extra {
				t.Errorf("beside it a message takes %v longer", more)
			}
			for _, code := range kind.told {
				if v.told[code] == 0 {
					t.Errorf("it was never told %s, only %v", code, v.told)
				}
			}
		})
	}
	if n := w.Number("SELECT COUNT(*) FROM messages WHERE author = ? AND room != ?", w.Users[2].ID, own); n != 0 {
		t.Errorf("%d messages are where their author may not write", n)
	}
	w.Check()
	for _, c := range []*harness.Client{author, reader} {
		if dials, _, _ := c.Counts(); dials != 1 {
			t.Errorf("%s lost its connection to a hostile neighbour", c.User.Name)
		}
	}
}

func (v *villain) hears(code string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.told[code]++
}

func (v *villain) over() bool {
	select {
	case <-v.done:
		return true
	default:
		return false
	}
}

// dial opens a socket whose answers are collected, unless nobody listens.
func (v *villain) dial(listen bool) *harness.Socket {
	sock, err := harness.Dial(v.w.Addr, v.user)
	if err != nil {
		time.Sleep(5 * time.Millisecond)
		return nil
	}
	if listen {
		go func() {
			for {
				f, err := sock.Read()
				var closed *harness.CloseError
				if errors.As(err, &closed) {
					v.hears(fmt.Sprint(closed.Code))
				}
				if err != nil {
					return
				}
				switch f.Type {
				case "nack":
					v.hears(f.Code)
				case "resync", "bye":
					v.hears(f.Reason)
				}
			}
		}()
	}
	return sock
}

func (v *villain) oversize() {
	big := []byte(`{"type":"send","body":"` + strings.Repeat("x", 70_000) + `"}`)
	for !v.over() {
		if sock := v.dial(true); sock != nil {
			_ = sock.Write(ws.OpText, big)
			time.Sleep(20 * time.Millisecond)
			sock.Close()
		}
		reply := v.user.Call(http.MethodPost, "/api/collections/messages/records", []byte(`{"room":"`+v.own+`","body":"`+strings.Repeat("x", 1<<20)+`"}`))
		v.hears(fmt.Sprint(reply.Status))
	}
}

// drip writes fifty frames at once, each a byte at a time.
func (v *villain) drip() {
	var socks []*harness.Socket
	for range tabs / 2 {
		if sock := v.dial(true); sock != nil {
			_ = sock.WriteRaw([]byte{0x81, 0xfe, 0xf0, 0x00, 1, 2, 3, 4}) // 61,440 bytes will come
			socks = append(socks, sock)
		}
	}
	for !v.over() {
		for _, sock := range socks {
			_ = sock.WriteRaw([]byte{'x'})
		}
		time.Sleep(10 * time.Millisecond)
	}
	for _, sock := range socks {
		sock.Close()
	}
}

// deaf opens sockets that are neither read nor answered, and has them told as much as possible.
func (v *villain) deaf() {
	var socks []*harness.Socket
	for range tabs / 2 {
		if sock := v.dial(false); sock != nil {
			sock.BoundReads(4096)
			_ = sock.Send(form{"type": "resume"})
			socks = append(socks, sock)
		}
	}
	talker := v.dial(true)
	for talker != nil && !v.over() {
		_ = talker.Send(form{"type": "send", "client_message_id": harness.NewID(), "room": v.own, "body": strings.Repeat("x", 8000)})
		time.Sleep(20 * time.Millisecond)
	}
	for _, sock := range append(socks, talker) {
		sock.Close()
	}
}

func (v *villain) forge() {
	sock := v.dial(true)
	if sock == nil {
		return
	}
	defer sock.Close()
	used := harness.NewID()
	for n := 0; !v.over(); n++ {
		for _, frame := range []form{
			{"type": "send", "client_message_id": harness.NewID(), "room": v.other, "body": "not mine"},
			{"type": "send", "client_message_id": used, "room": v.own, "body": fmt.Sprintf("another text %d", n)},
			{"type": "send", "client_message_id": "../../etc/passwd", "room": v.own, "body": "no id"},
			{"type": "here", "room": v.other, "visible": true},
			{"type": "typing", "room": v.other, "active": true},
			{"type": "read", "room": v.other, "rseq": 1 << 60},
		} {
			_ = sock.Send(frame)
		}
		time.Sleep(40 * time.Millisecond)
	}
}

func (v *villain) wander() {
	sock := v.dial(true)
	if sock == nil {
		return
	}
	defer sock.Close()
	from, err := v.user.Bootstrap()
	if err != nil {
		return
	}
	for !v.over() {
		for _, cursor := range []form{{"epoch": "elsewhere", "seq": 1}, {"epoch": from.Epoch, "seq": from.Seq + 1<<40}, {"epoch": from.Epoch, "seq": -5}, {"epoch": from.Epoch, "seq": 1}} {
			cursor["type"] = "resume"
			_ = sock.Send(cursor)
			time.Sleep(10 * time.Millisecond)
		}
	}
}

// crowd opens a thousand tabs and leaves them open.
func (v *villain) crowd() {
	var socks []*harness.Socket
	for len(socks) < 1000 && !v.over() {
		if sock := v.dial(true); sock != nil {
			socks = append(socks, sock)
		}
	}
	<-v.done
	var open struct {
		WebSocket struct{ Connections int }
	}
	if err := harness.Guest(v.w.Addr).Call(http.MethodGet, "/health/detailed", nil).Into(&open); err != nil || open.WebSocket.Connections > tabs+2 {
		v.hears(fmt.Sprintf("%d connections of %d are open (%v)", open.WebSocket.Connections, len(socks), err))
	}
	for _, sock := range socks {
		sock.Close()
	}
}
