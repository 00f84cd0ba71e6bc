package presence

import (
	"sync"
	"time"
)

const (
	// typingLasts after the last keystroke we heard of; clients forget after as long.
	typingLasts = 5 * time.Second

	// typingEvery is the least time between two start frames of a user in a room.
	typingEvery = 2 * time.Second
)

// Typing knows who is typing in which room.
type Typing struct {
	now Clock

	mu       sync.Mutex
	typists  map[seat]*typist
	byTyping map[string]map[seat]struct{} // by connection: where it types
}

// typist stays for a moment after the end, to remember when the last frame went out.
type typist struct {
	connections map[string]time.Time // when each was last heard
	shownAt     time.Time            // when the last start frame went out
	shown       bool                 // others were told, and not of the end
}

// TypingStop is a user who ceased to type without saying so.
type TypingStop struct{ Room, User string }

// NewTyping returns a Typing in which nobody types.
func NewTyping(now Clock) *Typing {
	return &Typing{now: now, typists: map[seat]*typist{}, byTyping: map[string]map[seat]struct{}{}}
}

// Start records typing and reports whether a frame should go out.
func (t *Typing) Start(connection, user, room string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	now, where := t.now(), seat{user, room}
	who := t.typists[where]
	if who == nil {
		who = &typist{connections: map[string]time.Time{}}
		t.typists[where] = who
	}
	who.connections[connection] = now
	if t.byTyping[connection] == nil {
		t.byTyping[connection] = map[seat]struct{}{}
	}
	t.byTyping[connection][where] = struct{}{}

	if !who.shownAt.IsZero() && now.Sub(who.shownAt) < typingEvery {
		return false
	}
	who.shown, who.shownAt = true, now
	return true
}

// Stop ends typing on all of the user's connections and reports whether the
// user was typing as far as others know, that is whether a frame should go out.
func (t *Typing) Stop(user, room string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	where := seat{user, room}
	who := t.typists[where]
	if who == nil {
		return false
	}
	for connection := range who.connections {
		t.drop(who, connection, where)
	}
	return t.end(who, where)
}

// Expired ends the typing that was not renewed for 5 seconds and returns it.
// It also forgets what is over, so it must be called now and then.
func (t *Typing) Expired() []TypingStop {
	t.mu.Lock()
	defer t.mu.Unlock()
	var stops []TypingStop
	now := t.now()
	for where, who := range t.typists {
		for connection, heard := range who.connections {
			if now.Sub(heard) >= typingLasts {
				t.drop(who, connection, where)
			}
		}
		if len(who.connections) == 0 && t.end(who, where) {
			stops = append(stops, TypingStop{Room: where.room, User: where.user})
		}
	}
	return stops
}

// Gone ends the typing of a connection that closed or looked elsewhere; a user
// who still types on another connection is not returned.
func (t *Typing) Gone(connection string) []TypingStop {
	t.mu.Lock()
	defer t.mu.Unlock()
	var stops []TypingStop
	now := t.now()
	for where := range t.byTyping[connection] {
		who := t.typists[where]
		t.drop(who, connection, where)
		if !who.typesAt(now) && t.end(who, where) {
			stops = append(stops, TypingStop{Room: where.room, User: where.user})
		}
	}
	return stops
}

func (w *typist) typesAt(now time.Time) bool {
	for _, heard := range w.connections {
		if now.Sub(heard) < typingLasts {
			return true
		}
	}
	return false
}

func (t *Typing) drop(who *typist, connection string, where seat) {
	delete(who.connections, connection)
	delete(t.byTyping[connection], where)
	if len(t.byTyping[connection]) == 0 {
		delete(t.byTyping, connection)
	}
}

// end reports whether others must be told, and forgets the typist once that
// cannot let a start frame out too early.
func (t *Typing) end(who *typist, where seat) bool {
	wasShown := who.shown
	who.shown = false
	if len(who.connections) == 0 && t.now().Sub(who.shownAt) >= typingEvery {
		delete(t.typists, where)
	}
	return wasShown
}
