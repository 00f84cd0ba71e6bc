package realtime

import (
	"time"

	"campfire/internal/presence"
)

// knows reports whether c is open. A frame may be in its reader's hand when it ends, and what that leaves behind would stay
// for ever. The caller holds the lock.
func (h *Hub) knows(c *Connection) bool {
	_, open := h.users[c.Identity.User][c]
	return open
}

// enters reports whether the user of c is in room, and c for it. The caller holds the lock.
func (h *Hub) enters(c *Connection, room string) bool {
	_, in := h.members[room][c.Identity.User]
	return in && c.Identity.Scope.Reaches(room)
}

// here records which room a connection looks at and tells it who else does.
func (h *Hub) here(c *Connection, room string, visible bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if !h.knows(c) {
		return
	}
	h.sendStops(h.typing.Gone(c.ID))
	h.look(c, room, visible)
}

// look seats c in room, or nowhere when it may not enter. Somebody may look at a room before the log has told us that
// they are in it: the request that made it is answered once it is stored. So what was asked for is kept until it is true.
// note: asked and recorded under one lock, or a removal in between would leave somebody here who is no member.
func (h *Hub) look(c *Connection, room string, visible bool) {
	c.awaited = awaited{}
	if !h.enters(c, room) {
		if len(room) <= longestRoom {
			c.awaited = awaited{room, visible}
		}
		room = ""
	}
	users := h.presence.Here(c.ID, c.Identity.User, room, visible)
	c.room = room
	if room != "" {
		if users == nil {
			users = []string{}
		}
		c.Send(ephemeral(presenceListFrame{Type: "presence", Room: room, Users: users}))
	}
}

// longestRoom bounds what a client can make us keep: no room has a longer id.
const longestRoom = 64

// awaited is a room that a connection said it looks at while its user was not known to be in it.
type awaited struct {
	room    string
	visible bool
}

// arrived seats those who looked at room before it was known that they are in it. The caller holds the lock.
func (h *Hub) arrived(room string, users ...string) {
	for _, user := range users {
		for c := range h.users[user] {
			if c.awaited.room == room {
				h.look(c, room, c.awaited.visible)
			}
		}
	}
}

// sendPresence tells those who look at a room who came and went. Whoever gets the list meanwhile gets it before or after
// this as a whole.
func (h *Hub) sendPresence() {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, delta := range h.presence.Deltas() {
		f := ephemeral(presenceFrame{Type: "presence", Room: delta.Room, Joined: delta.Joined, Left: delta.Left})
		for _, c := range h.audience(delta.Room) {
			if c.room == delta.Room {
				c.Send(f)
			}
		}
	}
}

// typed passes a typing indicator on to the other members.
func (h *Hub) typed(c *Connection, room string, active bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	user := c.Identity.User
	if !h.knows(c) {
		return
	}
	if !h.enters(c, room) {
		c.Send(NackFrame(Refusal{Code: "not_found", Message: "There is no such room."}))
		return
	}
	if active && h.typing.Start(c.ID, user, room) || !active && h.typing.Stop(user, room) {
		h.sendTyping(room, user, active)
	}
}

// sendTyping tells everybody in the room but the person who types. The caller holds the lock.
func (h *Hub) sendTyping(room, user string, active bool) {
	f := ephemeral(typingFrame{Type: "typing", Room: room, User: user, Active: active})
	for _, c := range h.audience(room) {
		if c.Identity.User != user {
			c.Send(f)
		}
	}
}

// stopTyping ends an indicator because the message is there or the person is not. The caller holds the lock.
func (h *Hub) stopTyping(user, room string) {
	if h.typing.Stop(user, room) {
		h.sendTyping(room, user, false)
	}
}

// sendStops tells of indicators that ended by themselves. The caller holds the lock.
func (h *Hub) sendStops(stops []presence.TypingStop) {
	for _, stop := range stops {
		h.sendTyping(stop.Room, stop.User, false)
	}
}

// expireTyping ends the indicators of those who have said nothing for a while.
func (h *Hub) expireTyping() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.sendStops(h.typing.Expired())
}

// gone clears what a closed connection left behind. The caller holds the lock.
func (h *Hub) gone(c *Connection) {
	h.sendStops(h.typing.Gone(c.ID))
	h.presence.Gone(c.ID)
}

// Attention says of each user whether they look at a room, as of now. A connection counts by its last sign of life, not by
// being open (G20).
func (h *Hub) Attention(room string, users []string, now time.Time) map[string]presence.Attention {
	h.mu.Lock()
	defer h.mu.Unlock()
	found := make(map[string]presence.Attention, len(users))
	for _, user := range users {
		most := presence.Closed
		for c := range h.users[user] {
			most = max(most, h.attention(c, room, now))
		}
		found[user] = most
	}
	return found
}

// Present names those who look at a room now, whichever, with signs of life.
func (h *Hub) Present(now time.Time) []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	var users []string
	for user, connections := range h.users {
		for c := range connections {
			if c.room != "" && h.attention(c, c.room, now) == presence.Watching {
				users = append(users, user)
				break
			}
		}
	}
	return users
}

// lookedAt returns the room that a connection looks at, "" for none.
func (h *Hub) lookedAt(c *Connection) string {
	h.mu.Lock()
	defer h.mu.Unlock()
	if c.room == "" || !h.presence.Looks(c.ID, c.room) {
		return ""
	}
	return c.room
}

func (h *Hub) attention(c *Connection, room string, now time.Time) presence.Attention {
	lost := now.UnixMilli()-c.lastRead.Load() >= pongWithin.Milliseconds()
	switch looks := h.presence.Looks(c.ID, room); {
	case looks && !lost:
		return presence.Watching
	case looks:
		return presence.Lost
	case lost:
		return presence.Closed
	}
	return presence.Elsewhere
}
