package presence_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"campfire/internal/presence"
)

// model is presence told the naive way: a list of who looks where, and when
// each user was last seen in each room.
type model struct {
	clock *clock
	looks map[string]place // by connection
	seen  map[place]time.Time
}

type place struct{ user, room string }

func (m *model) isHere(p place) bool {
	for _, look := range m.looks {
		if look == p {
			return true
		}
	}
	return false
}

func (m *model) look(connection string, p place) {
	m.away(connection)
	m.looks[connection] = p
}

func (m *model) away(connection string) {
	if p, looking := m.looks[connection]; looking {
		m.seen[p] = m.clock.now()
		delete(m.looks, connection)
	}
}

// step does one random thing to the model and to the tracker.
func (m *model) step(tracker *presence.Tracker, one connection, room string, all []connection, random *rand.Rand) {
	p := place{one.user, room}
	switch random.IntN(8) {
	case 0, 1, 2:
		m.look(one.id, p)
		tracker.Here(one.id, p.user, p.room, true)
	case 3:
		m.away(one.id)
		tracker.Here(one.id, p.user, p.room, false)
	case 4:
		m.away(one.id)
		tracker.Gone(one.id)
		tracker.Gone(one.id)
	case 5: // a crash takes all of a user's connections
		for _, other := range all {
			if other.user == one.user {
				m.away(other.id)
				tracker.Gone(other.id)
			}
		}
	case 6:
		for id, look := range m.looks {
			if look == p {
				delete(m.looks, id)
			}
		}
		delete(m.seen, p)
		tracker.Revoke(p.user, p.room)
	case 7:
		m.clock.forward(time.Duration(random.IntN(2_500)) * time.Millisecond)
	}
}

func (m *model) users(room string, users []string) (here, listed []string) {
	for _, user := range users {
		p := place{user, room}
		seen, was := m.seen[p]
		switch {
		case m.isHere(p):
			here, listed = append(here, user), append(listed, user)
		case was && m.clock.now().Sub(seen) < presence.Grace:
			listed = append(listed, user)
		}
	}
	return here, listed
}

// Guards: a stay is a set of connections (leave).
func TestTrackerAgreesWithANaiveModel(t *testing.T) {
	const steps = 5_000
	random := rand.New(rand.NewPCG(7, 8))
	clock := newClock()
	tracker := presence.NewTracker(clock.now)
	naive := &model{clock: clock, looks: map[string]place{}, seen: map[place]time.Time{}}
	rooms := []string{lobby, office, "attic"}
	users, connections := cast(random)
	told := map[place]bool{}
	joins, leaves := 0, 0

	for step := range steps {
		one := connections[random.IntN(len(connections))]
		naive.step(tracker, one, rooms[random.IntN(len(rooms))], connections, random)

		for _, delta := range tracker.Deltas() {
			for _, user := range delta.Joined {
				alternate(t, step, told, place{user, delta.Room}, true)
				joins++
			}
			for _, user := range delta.Left {
				alternate(t, step, told, place{user, delta.Room}, false)
				leaves++
			}
		}
		for _, room := range rooms {
			here, listed := naive.users(room, users)
			if got := tracker.Users(room); !reflect.DeepEqual(got, listed) {
				t.Fatalf("step %d: %s holds %v, the model says %v", step, room, got, listed)
			}
			for _, user := range users {
				if told[place{user, room}] != slices.Contains(listed, user) {
					t.Fatalf("step %d: others believe %v of %s in %s; here are %v", step, told[place{user, room}], user, room, here)
				}
			}
		}
	}
	if joins < 100 || leaves < 100 {
		t.Fatalf("%d joins and %d leaves prove little", joins, leaves)
	}
}

func alternate(t *testing.T, step int, told map[place]bool, p place, on bool) {
	t.Helper()
	if told[p] == on {
		t.Fatalf("step %d: %v is told %v twice in a row", step, p, on)
	}
	told[p] = on
}

type connection struct{ id, user string }

// cast gives 20 users, sorted, one to five connections each.
func cast(random *rand.Rand) (users []string, connections []connection) {
	for i := range 20 {
		user := fmt.Sprintf("user%02d", i)
		users = append(users, user)
		for j := range 1 + random.IntN(5) {
			connections = append(connections, connection{fmt.Sprint(user, "-", j), user})
		}
	}
	return users, connections
}
