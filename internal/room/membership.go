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

// joined is a membership with its room, so that who was let in knows where.
type joined struct {
	collections.MembershipView
	Expand struct {
		Room collections.RoomView `json:"room"`
	} `json:"expand"`
}

// Add lets user into a closed room and returns the membership. Adding a member again answers the membership there is.
func Add(tx core.App, actor Actor, roomID, user string) (string, error) {
	room, err := administrable(tx, actor, roomID)
	if err != nil {
		return "", err
	}
	if room.Kind == collections.RoomDirect {
		return "", ErrDirect
	}
	if m, err := collections.FindMembership(tx.DB(), roomID, user); err == nil {
		return m.ID, nil
	}
	if _, err := activeMembers(tx, []string{user}); err != nil {
		return "", err
	}
	if err := grant(tx, &room, user); err != nil {
		return "", err
	}
	m, err := collections.FindMembership(tx.DB(), roomID, user)
	return m.ID, err
}

// Remove ends a membership of a closed room: one's own, or anybody's for its creator and administrators.
func Remove(tx core.App, actor Actor, roomID, user string) error {
	room, err := administrable(tx, actor, roomID)
	if errors.Is(err, ErrForbidden) && user == actor.User {
		err = nil // everybody may leave
	}
	if err != nil {
		return err
	}
	switch room.Kind {
	case collections.RoomDirect:
		return ErrDirect
	case collections.RoomOpen:
		return ErrOpen
	}
	members, err := collections.MemberIDs(tx.DB(), roomID)
	if err != nil {
		return err
	}
	if !slices.Contains(members, user) {
		return ErrNotFound
	}
	if len(members) == 1 {
		return ErrLastMember
	}
	return revoke(tx, roomID, user)
}

// JoinOpen lets a new or returning user into every open room.
func JoinOpen(tx core.App, user string) error {
	ids, err := collections.OpenRoomIDs(tx.DB())
	if err != nil {
		return err
	}
	for _, id := range ids {
		room, err := collections.FindRoom(tx.DB(), id)
		if err != nil {
			return err
		}
		if member, err := collections.IsMember(tx.DB(), id, user); err != nil {
			return err
		} else if member {
			continue
		}
		if err := grant(tx, &room, user); err != nil {
			return err
		}
	}
	return nil
}

// LeaveAll ends every membership of a deactivated user except pings, where what they wrote stays with the other side, and
// rooms with nobody else in them, which would be out of everybody's reach for good.
func LeaveAll(tx core.App, user string) error {
	ids, err := collections.RoomIDsOf(tx.DB(), user)
	if err != nil {
		return err
	}
	for _, id := range ids {
		room, err := collections.FindRoom(tx.DB(), id)
		if err != nil {
			return err
		}
		members, err := collections.MemberIDs(tx.DB(), id)
		if err != nil {
			return err
		}
		if room.Kind == collections.RoomDirect || len(members) == 1 {
			continue
		}
		if err := revoke(tx, id, user); err != nil {
			return err
		}
	}
	return nil
}

// SetInvolvement changes how much a member hears of a room.
func SetInvolvement(tx core.App, roomID, user, level string) error {
	if !slices.Contains(collections.Involvements, level) {
		return ErrInvolvement
	}
	if room, err := collections.FindRoom(tx.DB(), roomID); err == nil && room.Kind == collections.RoomDirect &&
		level != collections.InvolvementEverything && level != collections.InvolvementNothing {
		return ErrPingInvolvement
	}
	result, err := tx.DB().Update(collections.Memberships, dbx.Params{
		collections.MembershipInvolvement: level, "updated": collections.Time(time.Now()),
	}, dbx.HashExp{collections.MembershipRoom: roomID, collections.MembershipUser: user}).Execute()
	if err != nil {
		return fmt.Errorf("set involvement: %w", err)
	}
	if n, err := result.RowsAffected(); err != nil || n == 0 {
		return ErrNotFound
	}
	m, err := collections.FindMembership(tx.DB(), roomID, user)
	if err != nil {
		return err
	}
	_, err = event.Append(tx, event.Event{Kind: event.MembershipUpdated, Room: roomID, User: user}, m)
	return err
}

func grant(tx core.App, room *collections.RoomView, user string) error {
	m, err := insertMembership(tx, room, user, collections.Time(time.Now()))
	if err != nil {
		return err
	}
	data := joined{MembershipView: m}
	data.Expand.Room = *room
	_, err = event.Append(tx, event.Event{Kind: event.MembershipCreated, Room: room.ID, User: user}, data)
	return err
}

// insertMembership starts with everything read: a newcomer has not missed what was said before.
func insertMembership(tx core.App, room *collections.RoomView, user, now string) (collections.MembershipView, error) {
	m := collections.MembershipView{
		ID: collections.NewID(), Room: room.ID, User: user, Involvement: collections.InvolvementMentions, ReadRSeq: room.HeadRSeq,
		Created: now, Updated: now,
	}
	if room.Kind == collections.RoomDirect {
		m.Involvement = collections.InvolvementEverything
	}
	_, err := tx.DB().Insert(collections.Memberships, dbx.Params{
		"id": m.ID, collections.MembershipRoom: m.Room, collections.MembershipUser: m.User,
		collections.MembershipInvolvement: m.Involvement, collections.MembershipReadRSeq: m.ReadRSeq, "created": now, "updated": now,
	}).Execute()
	if err != nil {
		return m, fmt.Errorf("insert membership: %w", err)
	}
	return m, nil
}

func revoke(tx core.App, roomID, user string) error {
	m, err := collections.FindMembership(tx.DB(), roomID, user)
	if err != nil {
		return err
	}
	if _, err := tx.DB().Delete(collections.Memberships, dbx.HashExp{"id": m.ID}).Execute(); err != nil {
		return fmt.Errorf("delete membership: %w", err)
	}
	if _, err := tx.DB().Delete("mentions", dbx.HashExp{"room": roomID, "user": user}).Execute(); err != nil {
		return fmt.Errorf("forget mentions: %w", err)
	}
	_, err = event.Append(tx, event.Event{Kind: event.MembershipDeleted, Room: roomID, User: user},
		map[string]string{"id": m.ID, "room": roomID, "user": user})
	return err
}
