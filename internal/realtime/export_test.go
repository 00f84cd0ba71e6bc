package realtime

import (
	"bufio"
	"net"
	"time"

	"campfire/internal/presence"
)

// NewConnection returns a connection of hub with nobody at its other end.
func NewConnection(h *Hub, id, user string) *Connection {
	c := &Connection{ID: id, Identity: Identity{User: user}, hub: h, queue: newQueue()}
	c.conn, _ = net.Pipe()
	c.queue.writing = true // nothing is written; frames stay where Sent finds them
	h.add(c)
	h.mu.Lock()
	h.goLive(c)
	h.mu.Unlock()
	return c
}

// Connect returns a connection whose reader runs, and its other end. heard is when its client was heard last.
func Connect(h *Hub, id, user string, heard time.Time) (*Connection, net.Conn) {
	c := NewConnection(h, id, user)
	client, server := net.Pipe()
	c.conn = server
	Hear(c, heard)
	go c.read(bufio.NewReaderSize(server, readBuffer))
	return c, client
}

// Heard returns when the client was heard last.
func Heard(c *Connection) time.Time { return time.UnixMilli(c.lastRead.Load()) }

// Remove is what the end of a connection does in the hub.
func Remove(c *Connection) { c.hub.remove(c) }

// Handle is what a frame of the client does.
func Handle(c *Connection, frame string) error { return c.handle([]byte(frame)) }

// Tick is what the clock does for presence and typing.
func Tick(h *Hub) { h.expireTyping(); h.sendPresence() }

// Sent returns the payloads that wait for the client, and forgets them.
func Sent(c *Connection) (sent []string) {
	c.queue.mu.Lock()
	defer c.queue.mu.Unlock()
	for _, f := range c.queue.pending {
		sent = append(sent, string(f.Payload()))
	}
	c.queue.pending, c.queue.bytes = nil, 0
	return sent
}

// Hear notes a sign of life, as the reader does for every frame and pong.
func Hear(c *Connection, at time.Time) { c.lastRead.Store(at.UnixMilli()) }

// Sweep is the clock's look at the connections.
var Sweep = (*Hub).sweep

// Publish fans events out.
var Publish = (*Hub).publish

// SetClock gives presence and typing another clock.
func SetClock(h *Hub, clock presence.Clock) {
	h.presence, h.typing = presence.NewTracker(clock), presence.NewTyping(clock)
}

// SetDoors gives the hub other doors.
func SetDoors(h *Hub, doors Doors) { h.doors = doors }
