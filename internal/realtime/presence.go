package realtime

import (
	"campfire/internal/presence"
)

// isMember reports whether user is in room as of the newest published event.
func (h *Hub) isMember(room, user string) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	_, in := h.members[room][user]
	return in
}

// here records which room a connection looks at and tells it who else does.
func (h *Hub) here(c *Connection, room string, visible bool) {
	h.stopTypingOf(c)
	if room != "" && !h.isMember(room, c.Identity.User) {
		room = ""
	}
	users := h.presence.Here(c.ID, c.Identity.User, room, visible)
	h.mu.Lock()
	c.room = room
	h.mu.Unlock()
	if room != "" {
		if users == nil {
			users = []string{}
		}
		c.Send(ephemeral(presenceListFrame{Type: "presence", Room: room, Users: users}))
	}
}

// sendPresence tells those who look at a room who came and went.
func (h *Hub) sendPresence() {
	for _, delta := range h.presence.Deltas() {
		f := ephemeral(presenceFrame{Type: "presence", Room: delta.Room, Joined: delta.Joined, Left: delta.Left})
		h.mu.Lock()
		for _, c := range h.audience(delta.Room) {
			if c.room == delta.Room {
				c.Send(f)
			}
		}
		h.mu.Unlock()
	}
}

// typed passes a typing indicator on to the other members.
func (h *Hub) typed(c *Connection, room string, active bool) {
	if !h.isMember(room, c.Identity.User) {
		c.Send(NackFrame(Refusal{Code: "not_found", Message: "There is no such room."}))
		return
	}
	changed := false
	if active {
		changed = h.typing.Start(c.ID, c.Identity.User, room)
	} else {
		changed = h.typing.Stop(c.Identity.User, room)
	}
	if changed {
		h.mu.Lock()
		h.sendTyping(room, c.Identity.User, active)
		h.mu.Unlock()
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

func (h *Hub) stopTypingOf(c *Connection) {
	h.sendStops(h.typing.Gone(c.ID))
}

func (h *Hub) sendStops(stops []presence.TypingStop) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, stop := range stops {
		h.sendTyping(stop.Room, stop.User, false)
	}
}

// gone clears what a closed connection left behind.
func (h *Hub) gone(c *Connection) {
	h.stopTypingOf(c)
	h.presence.Gone(c.ID)
}
