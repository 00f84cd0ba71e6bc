package realtime

import (
	"fmt"
	"slices"

	"campfire/collections"
	"campfire/internal/event"

	"github.com/pocketbase/dbx"
)

// view decides, event by event, what one user may be shown of a stretch of the log: only what happened in a room while
// they were in it and, more strictly, only of rooms that they are still in at the end of the stretch.
type view struct {
	user  string
	scope *collections.Scope
	// then is the rooms at the present event, last those at the end of the stretch.
	then, last map[string]bool
}

// sees reports whether the user is shown e, and takes in what e says about memberships.
func (v *view) sees(e *event.Event) bool {
	if e.Room == "" {
		return !e.Private() || e.User == v.user
	}
	if !v.scope.Reaches(e.Room) {
		return false
	}
	if e.Private() {
		return e.User == v.user && v.last[e.Room]
	}
	switch e.Kind {
	case event.RoomCreated:
		if slices.Contains(membersIn(e), v.user) {
			v.then[e.Room] = true
		}
	case event.RoomDeleted:
		delete(v.then, e.Room)
		return slices.Contains(membersIn(e), v.user)
	case event.MembershipCreated:
		if e.User == v.user {
			v.then[e.Room] = true
		}
	case event.MembershipDeleted:
		if e.User == v.user {
			delete(v.then, e.Room)
			return true
		}
	}
	return v.then[e.Room] && v.last[e.Room]
}

// changesMine reports whether e moved the user in or out of a room, and which way.
func changesMine(e *event.Event, user string) (joined, changed bool) {
	switch e.Kind {
	case event.MembershipCreated:
		return true, e.User == user
	case event.MembershipDeleted:
		return false, e.User == user
	case event.RoomCreated:
		return true, slices.Contains(membersIn(e), user)
	case event.RoomDeleted:
		return false, slices.Contains(membersIn(e), user)
	}
	return false, false
}

// viewAfter builds the view of somebody for the events after a seq, from the memberships of the snapshot tx: those of
// today, with everything that happened to the user since undone.
func viewAfter(tx dbx.Builder, who Identity, after int64) (*view, error) {
	rooms, err := collections.RoomIDsOf(tx, who.User)
	if err != nil {
		return nil, fmt.Errorf("read rooms: %w", err)
	}
	v := &view{user: who.User, scope: who.Scope, then: map[string]bool{}, last: map[string]bool{}}
	for _, room := range rooms {
		v.then[room], v.last[room] = true, true
	}
	changes, err := event.MembershipChanges(tx, who.User, after)
	if err != nil {
		return nil, err
	}
	v.undo(changes)
	return v, nil
}

// undo takes the view back to before the events.
func (v *view) undo(events []event.Event) {
	for _, e := range slices.Backward(events) {
		if joined, changed := changesMine(&e, v.user); changed && joined {
			delete(v.then, e.Room)
		} else if changed {
			v.then[e.Room] = true
		}
	}
}
