package room

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"campfire/collections"
	"campfire/internal/event"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// Changes are the parts of a room to change; nil leaves a part as it is.
type Changes struct {
	Name *string
	// Kind is open or closed: opening a room lets everybody in, closing it keeps those who are there.
	Kind *string
	// Members is the full list of a closed room. Whoever makes the change stays in, so that nobody locks themselves out.
	Members *[]string
}

// Update changes a room.
func Update(tx core.App, actor Actor, id string, changes Changes) error {
	room, err := administrable(tx, actor, id)
	if err != nil {
		return err
	}
	if room.Kind == collections.RoomDirect {
		return ErrDirect
	}
	form := Form{Kind: room.Kind, Name: room.Name}
	if changes.Name != nil {
		form.Name = *changes.Name
	}
	if changes.Kind != nil {
		form.Kind = *changes.Kind
	}
	if err := form.validate(); err != nil {
		return err
	}
	if form.Kind == collections.RoomDirect {
		return ErrDirect
	}
	if form.Name != room.Name || form.Kind != room.Kind {
		room.Name, room.Kind, room.Updated = form.Name, form.Kind, collections.Time(time.Now())
		_, err := tx.DB().Update(collections.Rooms, dbx.Params{
			collections.RoomName: room.Name, collections.RoomKind: room.Kind, "updated": room.Updated,
		}, dbx.HashExp{"id": id}).Execute()
		if err != nil {
			return fmt.Errorf("update room: %w", err)
		}
		if _, err := event.Append(tx, event.Event{Kind: event.RoomUpdated, Room: id}, room); err != nil {
			return err
		}
	}
	return revise(tx, actor, &room, changes.Members)
}

// revise brings the members in line with the kind of room and the list that was asked for.
func revise(tx core.App, actor Actor, room *collections.RoomView, list *[]string) error {
	var want []string
	var err error
	switch {
	case room.Kind == collections.RoomOpen:
		want, err = collections.ActiveUserIDs(tx.DB())
	case list == nil:
		return nil
	default:
		users := slices.Clone(*list)
		if actor.User != "" {
			users = append(users, actor.User)
		}
		if want, err = activeMembers(tx, users); err == nil && len(want) == 0 {
			err = ErrLastMember
		}
	}
	if err != nil {
		return err
	}
	have, err := collections.MemberIDs(tx.DB(), room.ID)
	if err != nil {
		return err
	}
	for _, user := range want {
		if !slices.Contains(have, user) {
			if err := grant(tx, room, user); err != nil {
				return err
			}
		}
	}
	for _, user := range have {
		if room.Kind == collections.RoomClosed && !slices.Contains(want, user) {
			if err := revoke(tx, room.ID, user); err != nil {
				return err
			}
		}
	}
	return nil
}

type roomDeleted struct {
	ID      string   `json:"id"`
	Members []string `json:"members"`
}

// Delete ends a room: its creator or an administrator any room, a participant their ping. Nobody reaches from then on what
// was said in it, and Empty removes that.
func Delete(tx core.App, actor Actor, id string) error {
	room, err := administrable(tx, actor, id)
	if err != nil && (!errors.Is(err, ErrForbidden) || room.Kind != collections.RoomDirect) {
		return err
	}
	// note: the members travel with the event. A client that was away must learn of it, and nothing else remembers them.
	members, err := collections.MemberIDs(tx.DB(), id)
	if err != nil {
		return err
	}
	if _, err := event.Append(tx, event.Event{Kind: event.RoomDeleted, Room: id}, roomDeleted{ID: id, Members: members}); err != nil {
		return err
	}
	if _, err := tx.DB().Delete(collections.Memberships, dbx.HashExp{"room": id}).Execute(); err != nil {
		return fmt.Errorf("delete memberships: %w", err)
	}
	if _, err := tx.DB().Delete(collections.Rooms, dbx.HashExp{"id": id}).Execute(); err != nil {
		return fmt.Errorf("delete room: %w", err)
	}
	return nil
}
