package realtime

import (
	"net"
	"sync"
	"sync/atomic"
	"time"

	"campfire/collections"

	"github.com/gobwas/ws"
)

const (
	// pingEvery is how often a quiet client is asked whether it is there.
	pingEvery = 25 * time.Second
	// pongWithin is how long a client may be silent before it counts as gone.
	pongWithin = 60 * time.Second
	// writeWithin is how long one write may take before its client counts as gone.
	writeWithin = 10 * time.Second
	// byeWithin bounds the last write, so that a stop does not wait for a frozen client.
	byeWithin = time.Second
)

// Identity is whom a connection belongs to and for how long.
type Identity struct {
	User    string
	Session string
	Expires time.Time
	// Address is where the connection comes from.
	Address string
	// Scope is what the bot's key allows; nil for a person.
	Scope *collections.Scope
}

// Connection is one WebSocket.
type Connection struct {
	ID       string
	Identity Identity

	hub   *Hub
	conn  net.Conn
	queue *queue
	once  sync.Once
	// closing tells the reader that what still comes in is not to be carried out.
	closing atomic.Bool

	lastRead atomic.Int64 // unix milliseconds of the last byte from the client
	lastSent atomic.Int64 // unix milliseconds of the last frame to it

	// The hub's lock guards these.
	live     bool
	from     int64 // it has been sent everything that it may see after this seq,
	sentSeq  int64 // and up to this one
	replay   *replay
	room     string // that it looks at
	awaited  awaited
	lastPing int64 // unix milliseconds
}

// Send queues a frame. It never blocks: a client that does not keep up is closed and resumes later.
func (c *Connection) Send(f *Frame) {
	start, full := c.queue.push(f)
	if full {
		go c.Close(byeFrame{Type: "bye", Reason: "slow", RetryAfterMS: jitter(time.Second).Milliseconds()}, ws.StatusPolicyViolation)
		return
	}
	if start {
		go c.write()
	}
}

// coalesce is how many bytes one write gathers. One system call for many frames is what makes fan-out fast.
const coalesce = 64 << 10

var buffers = sync.Pool{New: func() any { b := make([]byte, 0, coalesce); return &b }}

// write sends what waits and ends when nothing does: an idle connection has no writer and no buffer.
func (c *Connection) write() {
	var frames []*Frame
	for {
		frames = c.queue.take(frames)
		if frames == nil {
			return
		}
		if err := c.flush(frames); err != nil {
			c.queue.fail()
			c.drop(endBroken)
			return
		}
		clear(frames)
	}
}

func (c *Connection) flush(frames []*Frame) error {
	now := time.Now()
	c.lastSent.Store(now.UnixMilli())
	if err := c.conn.SetWriteDeadline(now.Add(writeWithin)); err != nil {
		return err
	}
	if len(frames) == 1 {
		_, err := c.conn.Write(frames[0].wire)
		return err
	}
	buffer := buffers.Get().(*[]byte)
	defer buffers.Put(buffer)
	out := (*buffer)[:0]
	for _, f := range frames {
		if len(out)+len(f.wire) > cap(out) && len(out) > 0 {
			if _, err := c.conn.Write(out); err != nil {
				return err
			}
			out = out[:0]
		}
		if len(f.wire) > cap(out) {
			if _, err := c.conn.Write(f.wire); err != nil {
				return err
			}
			continue
		}
		out = append(out, f.wire...)
	}
	if len(out) == 0 {
		return nil
	}
	_, err := c.conn.Write(out)
	return err
}

// lingerFor is how long a closed connection is read on. Closing at once with something unread would reset it, and the
// client would never see why.
const lingerFor = time.Second

// Close says goodbye and ends the connection. It may take a second or two; drop does not.
func (c *Connection) Close(bye byeFrame, code ws.StatusCode) {
	c.once.Do(func() {
		defer c.hub.count.Done()
		c.closing.Store(true)
		c.hub.counts.end(endOf(bye, code))
		c.hub.remove(c)
		c.queue.close()
		// note: a writer may be in the middle of a frame, so the goodbye goes out only if it can follow it cleanly; the
		// close tells the client enough.
		_ = c.conn.SetWriteDeadline(time.Now().Add(byeWithin))
		if c.queue.idle(byeWithin) {
			last := append([]byte(nil), closeFrame(code, bye.Reason)...)
			if bye.Type != "" {
				last = append(jsonFrame(bye).wire, last...)
			}
			_, _ = c.conn.Write(last)
		}
		_ = c.conn.SetReadDeadline(time.Now().Add(lingerFor))
		if half, ok := c.conn.(interface{ CloseWrite() error }); ok && half.CloseWrite() == nil {
			time.AfterFunc(lingerFor, func() { _ = c.conn.Close() })
			return
		}
		_ = c.conn.Close()
	})
}

// drop ends the connection without a word: the other side is gone.
func (c *Connection) drop(how string) {
	c.once.Do(func() {
		defer c.hub.count.Done()
		c.closing.Store(true)
		c.hub.counts.end(how)
		room := c.hub.lookedAt(c)
		c.hub.remove(c)
		c.queue.close()
		_ = c.conn.Close()
		if room != "" && c.hub.doors.Lost != nil {
			c.hub.doors.Lost(c.Identity.User, room, time.UnixMilli(c.lastRead.Load()))
		}
	})
}

func closeFrame(code ws.StatusCode, reason string) []byte {
	body := ws.NewCloseFrameBody(code, reason)
	return newFrame(ws.OpClose, append(make([]byte, maxHeader, maxHeader+len(body)), body...)).wire
}
