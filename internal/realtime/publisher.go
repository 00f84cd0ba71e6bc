package realtime

import (
	"encoding/json"

	"campfire/internal/event"
	"campfire/internal/failpoint"
)

// publish fans a stretch of the log out, one event after the other. Who may see an event is decided by the memberships
// that the same log has built up to that event, so that a removal and what follows it cannot overtake each other (G23).
func (h *Hub) publish(events []event.Event) error {
	if err := failpoint.Hit("bus.beforeFanout"); err != nil {
		return err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	for i := range events {
		e := &events[i]
		if e.Seq <= h.published {
			continue
		}
		h.deliver(e)
		h.published = e.Seq
		if e.Kind == event.MessageDeleted || e.Kind == event.RoomDeleted {
			clear(h.recent) // the text is gone from the log; it must not live on here
			h.recent = h.recent[:0]
			continue
		}
		if len(h.recent) == recentEvents {
			copy(h.recent, h.recent[recentEvents/2:])
			clear(h.recent[recentEvents/2:])
			h.recent = h.recent[:recentEvents/2]
		}
		h.recent = append(h.recent, *e)
	}
	return nil
}

// deliver changes the memberships as e says and offers it to its audience. The caller holds the lock.
func (h *Hub) deliver(e *event.Event) {
	var entered []string
	switch e.Kind {
	case event.RoomCreated:
		entered = membersIn(e)
	case event.MembershipCreated:
		entered = []string{e.User}
	}
	for _, user := range entered {
		h.join(e.Room, user)
	}
	h.offer(e)
	h.arrived(e.Room, entered...)
	switch e.Kind {
	case event.MembershipDeleted:
		h.leave(e.Room, e.User)
		h.presence.Revoke(e.User, e.Room)
		h.stopTyping(e.User, e.Room)
	case event.RoomDeleted:
		for user := range h.members[e.Room] {
			h.presence.Revoke(user, e.Room)
		}
		delete(h.members, e.Room)
		delete(h.audiences, e.Room)
	}
}

func (h *Hub) offer(e *event.Event) {
	var to []*Connection
	switch {
	case e.Private():
		to = appendLive(nil, h.users[e.User], e.Room)
	case e.Room == "":
		to = h.all()
	default:
		to = h.audience(e.Room)
	}
	if e.Kind == event.MessageCreated {
		h.stopTyping(authorOf(e), e.Room)
	}
	if len(to) > 0 {
		f := eventFrame(e)
		for _, c := range to {
			if e.Seq > c.sentSeq { // a client may have come with a cursor that is ahead of us
				c.sentSeq = e.Seq
				c.Send(f)
			}
		}
	}
	h.offerTopics(e)
}

func membersIn(e *event.Event) []string {
	var data struct {
		Members []string `json:"members"`
	}
	_ = json.Unmarshal([]byte(e.Data), &data) // we wrote it; a scrubbed event names nobody
	return data.Members
}

// authorOf finds the author without decoding a whole message: it is what typing indicators wait for.
func authorOf(e *event.Event) string {
	var data struct {
		Author string `json:"author"`
	}
	_ = json.Unmarshal([]byte(e.Data), &data) // a scrubbed event names nobody
	return data.Author
}
