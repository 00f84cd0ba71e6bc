// Package realtime delivers the event log to clients: one publisher reads it in order, encodes each event once and
// offers the same bytes to everybody who may see it now. Transports are WebSockets and PocketBase's topics.
package realtime

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"campfire/collections"
	"campfire/internal/event"
	"campfire/internal/presence"
	"campfire/internal/report"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// Doors are the ways from a socket into the rest of the server. hooks wires them.
type Doors struct {
	// Send accepts a message. It must answer with exactly one ack or nack on c, later or at once.
	Send func(c *Connection, clientMessageID, room, body string)
	// Read moves a read marker.
	Read func(c *Connection, room string, rseq int64)
	// Frame is asked before every frame of a client and refuses one that sends too many.
	Frame func(c *Connection) bool
	// Lost hears of a connection that ended without a word while it looked at a room, and when it was last heard of.
	Lost func(user, room string, heard time.Time)
	// Flags is what hello says about features.
	Flags func() any
	// MaxSockets is how many connections an account may have at once; 0 is no limit.
	MaxSockets int
	// Build names this binary, so that an open tab learns of another.
	Build string
}

// recentEvents is how many events stay in memory for clients that are about to catch up.
const recentEvents = 1024

// crowdWait is after how long, and as much again, somebody with too many connections may ask for one more.
const crowdWait = 30 * time.Second

// Hub knows every connection and who is in which room, as of the event it published last.
type Hub struct {
	app      core.App
	log      *event.Log
	logger   *slog.Logger
	presence *presence.Tracker
	typing   *presence.Typing
	doors    Doors

	mu        sync.Mutex
	published int64
	members   map[string]map[string]struct{}      // room -> users
	users     map[string]map[*Connection]struct{} // user -> connections
	topics    map[string]*topicClient             // id of a PocketBase client -> ours
	audiences map[string][]*Connection            // room -> live connections of its members; made when needed
	everybody []*Connection                       // all live connections; made when needed
	recent    []event.Event
	closed    bool

	count  sync.WaitGroup // connections that are open
	counts counts
}

// New returns a hub. Start must run before connections come.
func New(app core.App, log *event.Log, doors Doors) *Hub {
	return &Hub{
		app: app, log: log, logger: report.Of(app), doors: doors,
		presence: presence.NewTracker(time.Now), typing: presence.NewTyping(time.Now),
		members: map[string]map[string]struct{}{}, users: map[string]map[*Connection]struct{}{},
		topics: map[string]*topicClient{}, audiences: map[string][]*Connection{},
	}
}

// Start reads who is in which room, as of one moment of the log, from which Run goes on.
func (h *Hub) Start() error {
	tx, err := h.app.ConcurrentDB().(*dbx.DB).Begin()
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // it only read
	head, err := h.log.ReadHead(tx)
	if err != nil {
		return err
	}
	h.published = head
	return collections.EachMembership(tx, h.join)
}

// Run publishes the log and keeps the clock until ctx ends.
func (h *Hub) Run(ctx context.Context) {
	h.log.Follow(ctx, h.published, h.publish)
}

func (h *Hub) join(room, user string) {
	users := h.members[room]
	if users == nil {
		users = map[string]struct{}{}
		h.members[room] = users
	}
	users[user] = struct{}{}
	delete(h.audiences, room)
}

func (h *Hub) leave(room, user string) {
	delete(h.members[room], user)
	delete(h.audiences, room)
}

// add makes c known, or answers with the goodbye that it gets instead.
func (h *Hub) add(c *Connection) *byeFrame {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.count.Add(1) // until Close or drop
	if h.closed {
		return &byeFrame{Type: "bye", Reason: "restart", RetryAfterMS: jitter(time.Second).Milliseconds()}
	}
	own := h.users[c.Identity.User]
	if h.doors.MaxSockets > 0 && len(own) >= h.doors.MaxSockets {
		return &byeFrame{Type: "bye", Reason: "too_many_connections", RetryAfterMS: (crowdWait + jitter(crowdWait)).Milliseconds()}
	}
	if own == nil {
		own = map[*Connection]struct{}{}
		h.users[c.Identity.User] = own
	}
	own[c] = struct{}{}
	h.counts.opened.Add(1)
	return nil
}

func (h *Hub) remove(c *Connection) {
	h.mu.Lock()
	own := h.users[c.Identity.User]
	if _, known := own[c]; !known {
		h.mu.Unlock()
		return
	}
	delete(own, c)
	if len(own) == 0 {
		delete(h.users, c.Identity.User)
	}
	h.pause(c)
	h.gone(c)
	h.mu.Unlock()
}

// pause takes a connection out of the live ones. The caller holds the lock.
func (h *Hub) pause(c *Connection) {
	if c.replay != nil {
		c.replay.cancelled = true
		c.replay = nil
	}
	if c.live {
		c.live = false
		h.forget(c.Identity.User)
	}
}

// goLive makes a connection one of the live ones. The caller holds the lock.
func (h *Hub) goLive(c *Connection) {
	c.live, c.sentSeq, c.replay = true, h.published, nil
	h.forget(c.Identity.User)
}

// forget drops the audiences that a connection of user changes. The caller holds the lock.
func (h *Hub) forget(user string) {
	h.everybody = nil
	for room := range h.audiences {
		if _, in := h.members[room][user]; in {
			delete(h.audiences, room)
		}
	}
}

// audience returns the live connections of a room's members. The caller holds the lock.
func (h *Hub) audience(room string) []*Connection {
	if kept, ok := h.audiences[room]; ok {
		return kept
	}
	made := []*Connection{}
	users := h.members[room]
	if len(users) > len(h.users) {
		for user, own := range h.users {
			if _, in := users[user]; in {
				made = appendLive(made, own, room)
			}
		}
	} else {
		for user := range users {
			made = appendLive(made, h.users[user], room)
		}
	}
	h.audiences[room] = made
	return made
}

// all returns every live connection. The caller holds the lock.
func (h *Hub) all() []*Connection {
	if h.everybody == nil {
		h.everybody = []*Connection{}
		for _, own := range h.users {
			h.everybody = appendLive(h.everybody, own, "")
		}
	}
	return h.everybody
}

// appendLive adds the live connections of one user that are for room; "" is news of no room, for all of them.
func appendLive(to []*Connection, own map[*Connection]struct{}, room string) []*Connection {
	for c := range own {
		if c.live && (room == "" || c.Identity.Scope.Reaches(room)) {
			to = append(to, c)
		}
	}
	return to
}

// Connections returns how many sockets are open.
func (h *Hub) Connections() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	n := 0
	for _, own := range h.users {
		n += len(own)
	}
	return n
}

// Published returns the seq of the newest event that was fanned out.
func (h *Hub) Published() int64 {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.published
}
