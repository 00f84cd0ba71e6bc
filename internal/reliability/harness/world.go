package harness

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// World is one server with the cast signed in, its clients, and what the test expects of the database.
type World struct {
	*Proc
	Admin     *User
	Users     []*User
	Superuser *User
	AllTalk   string
	// Quiet says that the test drops frames itself, so that holes are no news.
	Quiet bool

	t       testing.TB
	clients []*Client
	links   []*Link
	mu      sync.Mutex
	acked   []Acked
}

// Acked is a send that the server said yes to over HTTP.
type Acked struct{ User, Room, CID, Message string }

// Start runs a server on a fresh copy of the cast. env holds "NAME=value" pairs for the server.
func Start(t testing.TB, env map[string]string) *World {
	t.Helper()
	return StartIn(t, "", env)
}

// StartIn is Start with the data below a directory of the caller's choosing.
func StartIn(t testing.TB, base string, env map[string]string) *World {
	t.Helper()
	if testing.Short() {
		t.Skip("starts the real server; left out under -short")
	}
	c, err := template()
	if err != nil {
		t.Fatalf("the cast could not be set up: %v", err)
	}
	if base == "" {
		base, _ = root()
	}
	dir, err := os.MkdirTemp(base, "world-")
	if err != nil {
		t.Fatal(err)
	}
	if err := CopyDir(filepath.Join(dir, "pb_data"), c.dir); err != nil {
		t.Fatal(err)
	}
	w := &World{Proc: NewProc(filepath.Join(dir, "pb_data"), env), AllTalk: c.allTalk, t: t}
	at := func(u User) *User { u.addr = w.Addr; return &u }
	w.Admin, w.Superuser = at(c.admin), at(c.superuser)
	for _, u := range c.users {
		w.Users = append(w.Users, at(u))
	}
	t.Cleanup(func() {
		w.Hangup()
		w.Proc.Close(t)
		os.RemoveAll(dir)
	})
	if err := w.Proc.Start(); err != nil {
		t.Fatal(err)
	}
	return w
}

// Empty describes a server on a directory that was never set up; Restart starts it.
func Empty(t testing.TB, dir string) *World {
	w := &World{Proc: NewProc(dir, nil), t: t}
	t.Cleanup(func() { w.Proc.Close(t) })
	return w
}

// Elsewhere starts a second server on dir, a copy of this one's data; the caller closes its Proc.
func (w *World) Elsewhere(dir string) *World {
	w.t.Helper()
	other := &World{Proc: NewProc(dir, w.env), AllTalk: w.AllTalk, t: w.t}
	for _, u := range w.Users {
		copied := *u
		copied.addr = other.Addr
		other.Users = append(other.Users, &copied)
	}
	if err := other.Proc.Start(); err != nil {
		w.t.Fatal(err)
	}
	return other
}

// Hangup closes all clients and links.
func (w *World) Hangup() {
	for _, l := range w.links {
		l.Close()
	}
	for _, c := range w.clients {
		c.Close()
	}
	w.links, w.clients = nil, nil
}

// Restart starts the server again on the same directory and address, after a kill if it still runs.
func (w *World) Restart() {
	w.t.Helper()
	if w.Running() {
		w.Kill9()
	}
	if err := w.Proc.Start(); err != nil {
		w.t.Fatalf("restart: %v", err)
	}
}

// Arm sets failpoints in the running server.
func (w *World) Arm(spec string) {
	w.t.Helper()
	if err := w.Failpoints(spec); err != nil {
		w.t.Fatal(err)
	}
}

// HasStruck is whether the server has reached the armed point.
func (w *World) HasStruck(point string) bool { return strings.Contains(w.Log(), " at "+point+",") }

// Struck fails the test unless the server has reached the armed point: without it the test proves nothing.
func (w *World) Struck(point string) {
	w.t.Helper()
	if !w.HasStruck(point) {
		w.t.Errorf("%s never fired: the test proves nothing", point)
	}
}

// Client starts a client of user that is checked at the end of the test.
func (w *World) Client(user *User) *Client { return w.ClientAt(w.Addr, user) }

// ClientAt is Client through a Link's address.
func (w *World) ClientAt(addr string, user *User) *Client {
	c := NewClient(addr, user)
	w.clients = append(w.clients, c)
	return c
}

// Clients are those started so far.
func (w *World) Clients() []*Client { return w.clients }

// Link puts a bad network before the server; set its fields before a client dials.
func (w *World) Link() *Link {
	l := NewLink(w.Addr)
	w.links = append(w.links, l)
	return l
}

// Room makes a closed room with these members and fails the test if it cannot.
func (w *World) Room(name string, members ...*User) string {
	w.t.Helper()
	room, err := w.Admin.CreateRoom("closed", name, members...)
	if err != nil {
		w.t.Fatalf("create room %s: %v", name, err)
	}
	return room.ID
}

// Post sends over HTTP, must succeed, and is remembered for the oracle.
func (w *World) Post(user *User, room, body string) Message {
	w.t.Helper()
	cid := NewID()
	var m Message
	if err := user.Post(room, cid, body).Into(&m); err != nil {
		w.t.Fatalf("post: %v", err)
	}
	w.Expect(user, room, cid, m.ID)
	return m
}

// Expect remembers that the server acknowledged a send.
func (w *World) Expect(user *User, room, cid, message string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.acked = append(w.acked, Acked{user.ID, room, cid, message})
}

// AllReady waits until every client is live.
func (w *World) AllReady() {
	w.t.Helper()
	for _, c := range w.clients {
		if !c.Ready(10 * time.Second) {
			dials, _, byes := c.Counts()
			w.t.Fatalf("%s is not live after 10 s (%d dials, closes %v)", c.User.Name, dials, byes)
		}
	}
}

// Forget drops logs, outboxes and expectations: what follows starts with what is on screen.
func (w *World) Forget() {
	w.acked = nil
	for _, c := range w.clients {
		c.locked(func() { c.log, c.outbox = nil, nil })
	}
}
