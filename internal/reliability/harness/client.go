package harness

import (
	"sync"
	"time"
)

const (
	retryAfter = 3 * time.Second        // silence after a send before it is sent again with the same id
	nackPause  = 60 * time.Millisecond  // before a send that may be retried is sent again
	maxBackoff = 200 * time.Millisecond // between two attempts to connect
	poll       = 2 * time.Millisecond   // how often a wait looks again
)

// Outgoing is one message in a client's outbox. Silence is unknown, never failed.
type Outgoing struct {
	CID, Room, Body string
	Attempts        int
	Message         string // id, once acked or echoed
	Refused         string // code of a final nack

	last time.Time
}

// Pending reports whether nothing final is known.
func (o *Outgoing) Pending() bool { return o.Message == "" && o.Refused == "" }

// Client is a chat client without a screen: it reconnects by itself, resumes from its cursor, sends what is
// unanswered again, and keeps a log of every frame.
type Client struct {
	User *User

	addr   string
	mu     sync.Mutex
	gate   sync.Mutex // held while the client does not read
	state  *State
	log    []Frame
	outbox []*Outgoing
	sock   *Socket
	live   bool
	away   bool
	ended  bool
	conns  int
	dials  int
	stale  bool // state must be fetched anew
	odd    []string
	resync []string
	byes   []string
	here   string          // the room that is looked at
	others map[string]bool // who else is shown there; nil until the server said so
	done   chan struct{}
}

// NewClient starts a client for user that dials addr (the server, or a Link before it).
func NewClient(addr string, user *User) *Client {
	c := &Client{User: user, addr: addr, done: make(chan struct{})}
	go c.run()
	return c
}

// Close ends the client.
func (c *Client) Close() { c.locked(func() { c.ended = true; c.drop() }); <-c.done }

// Offline drops the connection and stays away until Online.
func (c *Client) Offline() { c.locked(func() { c.away = true; c.drop() }) }

// Online lets the client connect again.
func (c *Client) Online() { c.locked(func() { c.away = false }) }

// Break drops the connection once; the client comes back by itself.
func (c *Client) Break() { c.locked(func() { c.drop() }) }

// Hold stops reading from the connection; Release goes on. What the kernel keeps meanwhile is bounded, on every machine.
func (c *Client) Hold() {
	c.gate.Lock()
	c.locked(func() {
		if c.sock != nil {
			c.sock.BoundReads(256 << 10)
		}
	})
}

// Release undoes Hold.
func (c *Client) Release() { c.gate.Unlock() }

// Send puts a message in the outbox and on the wire if there is one.
func (c *Client) Send(room, body string) *Outgoing {
	return c.SendAs(NewID(), room, body)
}

// SendAs sends with a client id of the caller's choosing.
func (c *Client) SendAs(cid, room, body string) *Outgoing {
	o := &Outgoing{CID: cid, Room: room, Body: body}
	c.locked(func() { c.outbox = append(c.outbox, o); c.transmit(o) })
	return o
}

// Retry sends a message again although nothing says that it is lost.
func (c *Client) Retry(o *Outgoing) { c.locked(func() { c.transmit(o) }) }

// Emit writes any frame, for example typing or a second resume.
func (c *Client) Emit(frame any) {
	c.locked(func() {
		if c.sock != nil {
			_ = c.sock.Send(frame)
		}
	})
}

// Here looks at a room from now on, also after a reconnect, as a page does.
func (c *Client) Here(room string) {
	c.locked(func() { c.here, c.others = room, nil; c.look() })
}

func (c *Client) look() {
	if c.here != "" && c.sock != nil && c.live {
		_ = c.sock.Send(map[string]any{"type": "here", "room": c.here, "visible": true})
	}
}

// present takes in who came and went.
func (c *Client) present(f Frame) {
	if f.Room != c.here || f.Users == nil && c.others == nil {
		return
	}
	if f.Users != nil {
		c.others = map[string]bool{}
	}
	for _, user := range append(f.Users, f.Joined...) {
		c.others[user] = true
	}
	for _, user := range f.Left {
		delete(c.others, user)
	}
}

// With looks at the client's state under its lock.
func (c *Client) With(look func(*State)) { c.locked(func() { look(c.state) }) }

// Log is a copy of all frames so far.
func (c *Client) Log() []Frame {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append([]Frame(nil), c.log...)
}

// Outbox is everything the client ever sent.
func (c *Client) Outbox() []*Outgoing {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append([]*Outgoing(nil), c.outbox...)
}

// Saw reports whether the event of a send has arrived; for use under Until.
func (c *Client) Saw(cid string) bool {
	for i := len(c.log) - 1; i >= max(0, len(c.log)-400); i-- {
		if c.log[i].CID == cid {
			return true
		}
	}
	return false
}

// Acks counts the acks so far that name duplicates, or those that do not; for use under Until.
func (c *Client) Acks(duplicate bool) (n int) {
	for _, f := range c.log {
		if f.Type == "ack" && f.Duplicate == duplicate {
			n++
		}
	}
	return n
}

// Counts says how often the client dialled, and the reasons of resyncs and byes it got.
func (c *Client) Counts() (dials int, resyncs, byes []string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.dials, append([]string(nil), c.resync...), append([]string(nil), c.byes...)
}

// Until waits for look to hold under the client's lock.
func (c *Client) Until(limit time.Duration, look func(*State) bool) bool {
	for deadline := time.Now().Add(limit); ; time.Sleep(poll) {
		ok := false
		c.locked(func() { ok = c.state != nil && look(c.state) })
		if ok || time.Now().After(deadline) {
			return ok
		}
	}
}

// Ready waits until the client is live on a connection.
func (c *Client) Ready(limit time.Duration) bool {
	return c.Until(limit, func(*State) bool { return c.live })
}

// Settled waits until every message sent has an answer.
func (c *Client) Settled(limit time.Duration) bool {
	return c.Until(limit, func(*State) bool {
		for _, o := range c.outbox {
			if o.Pending() {
				return false
			}
		}
		return true
	})
}

func (c *Client) locked(do func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	do()
}

func (c *Client) drop() {
	c.live, c.others = false, nil
	if c.sock != nil {
		c.sock.Close()
		c.sock = nil
	}
}

func (c *Client) transmit(o *Outgoing) {
	if c.sock == nil || !c.live {
		return
	}
	o.Attempts++
	o.last = time.Now()
	_ = c.sock.Send(map[string]string{"type": "send", "client_message_id": o.CID, "room": o.Room, "body": o.Body})
}
