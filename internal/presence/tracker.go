package presence

import (
	"maps"
	"slices"
	"sync"
	"time"
)

// Grace is how long someone may be away before others are told: a tunnel or a
// proxy restart must not make a whole room flicker.
const Grace = 5 * time.Second

// Tracker knows who looks at which room. It keeps sets of connections, never
// counters, so that a close heard twice or out of order cannot miscount.
type Tracker struct {
	now Clock

	mu    sync.Mutex
	seats map[string]seat             // by connection: where it looks; absent when nowhere
	rooms map[string]map[string]*stay // by room and user
	dirty map[*stay]struct{}          // stays that Deltas may have to report
}

type seat struct{ user, room string }

// stay is one user in one room, from the first look until the leave is reported.
type stay struct {
	seat
	connections map[string]struct{}
	reported    bool      // others were told of the join
	revoked     bool      // the leave must be reported, even of a join that was only seen in a list
	leftAt      time.Time // when the last connection looked away
}

func (s *stay) here() bool { return len(s.connections) > 0 }

// listed includes those in their grace: who is handed the list now will hear of
// a leave, but not of a return.
func (s *stay) listed() bool { return s.here() || !s.revoked }

// Delta is what changed in a room since the last one, ids sorted. No user is in both lists.
type Delta struct {
	Room         string
	Joined, Left []string
}

// NewTracker returns a tracker with nobody here.
func NewTracker(now Clock) *Tracker {
	return &Tracker{
		now:   now,
		seats: map[string]seat{},
		rooms: map[string]map[string]*stay{},
		dirty: map[*stay]struct{}{},
	}
}

// Here records the one room a connection looks at, "" for none, and returns who
// is in that room. A connection that is not visible counts as looking nowhere.
func (t *Tracker) Here(connection, user, room string, visible bool) []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	next := seat{user, room}
	looks := visible && room != ""
	if t.seats[connection] != next || !looks {
		t.leave(connection)
	}
	if looks {
		t.enter(connection, next)
	}
	return t.users(room)
}

// Looks reports whether a connection looks at a room.
func (t *Tracker) Looks(connection, room string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	at, seated := t.seats[connection]
	return seated && at.room == room
}

// Gone records that a connection closed; saying so again changes nothing.
func (t *Tracker) Gone(connection string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.leave(connection)
}

// Revoke ends a user's stay in a room at once, whatever their connections say.
func (t *Tracker) Revoke(user, room string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	s := t.rooms[room][user]
	if s == nil {
		return
	}
	for connection := range s.connections {
		delete(t.seats, connection)
	}
	clear(s.connections)
	s.revoked = true
	t.dirty[s] = struct{}{}
}

// Deltas drains the changes of every room, sorted by room. From one call to the
// next, joins and leaves of a user alternate strictly; only the leave of someone
// revoked before their join was reported stands alone.
func (t *Tracker) Deltas() []Delta {
	t.mu.Lock()
	defer t.mu.Unlock()
	changes := map[string]*Delta{}
	in := func(s *stay) *Delta {
		if changes[s.room] == nil {
			changes[s.room] = &Delta{Room: s.room}
		}
		return changes[s.room]
	}
	now := t.now()
	for s := range t.dirty {
		switch {
		case s.revoked, s.reported && !s.here() && now.Sub(s.leftAt) >= Grace:
			in(s).Left = append(in(s).Left, s.user)
			s.revoked, s.reported = false, false
			if !s.here() {
				t.forget(s)
			}
		case !s.reported:
			in(s).Joined = append(in(s).Joined, s.user)
			s.reported = true
		}
		if s.here() && s.reported {
			delete(t.dirty, s)
		}
	}
	return sortedDeltas(changes)
}

func sortedDeltas(changes map[string]*Delta) []Delta {
	if len(changes) == 0 {
		return nil
	}
	deltas := make([]Delta, 0, len(changes))
	for _, room := range slices.Sorted(maps.Keys(changes)) {
		slices.Sort(changes[room].Joined)
		slices.Sort(changes[room].Left)
		deltas = append(deltas, *changes[room])
	}
	return deltas
}

func (t *Tracker) enter(connection string, next seat) {
	users := t.rooms[next.room]
	if users == nil {
		users = map[string]*stay{}
		t.rooms[next.room] = users
	}
	s := users[next.user]
	if s == nil {
		s = &stay{seat: next, connections: map[string]struct{}{}}
		users[next.user] = s
		t.dirty[s] = struct{}{}
	}
	s.connections[connection] = struct{}{}
	t.seats[connection] = next
}

func (t *Tracker) leave(connection string) {
	left, seated := t.seats[connection]
	if !seated {
		return
	}
	delete(t.seats, connection)
	s := t.rooms[left.room][left.user]
	delete(s.connections, connection)
	if !s.here() {
		s.leftAt = t.now()
		t.dirty[s] = struct{}{}
	}
}

func (t *Tracker) forget(s *stay) {
	delete(t.dirty, s)
	delete(t.rooms[s.room], s.user)
	if len(t.rooms[s.room]) == 0 {
		delete(t.rooms, s.room)
	}
}

func (t *Tracker) users(room string) []string {
	var users []string
	for user, s := range t.rooms[room] {
		if s.listed() {
			users = append(users, user)
		}
	}
	slices.Sort(users)
	return users
}
