// Package room changes rooms and memberships. Each change and its events are one transaction, whoever asks for it.
package room

import (
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"slices"
	"strings"
	"time"

	"campfire/collections"
	"campfire/internal/event"
	"campfire/internal/failpoint"

	validation "github.com/go-ozzo/ozzo-validation/v4"
	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// Actor is who asks.
type Actor struct {
	// User is the id of a person or bot; "" for the dashboard.
	User string
	// Administrator may change any room they are in.
	Administrator bool
	// Bot may ping, but not create other rooms.
	Bot bool
	// Scope is what the bot's key allows; nil for a person.
	Scope *collections.Scope
	// Superuser comes from the dashboard and is not bound to rooms.
	Superuser bool
}

const (
	nameRunes  = 100
	maxMembers = 5000
	maxDirect  = 50
)

// Form is what one says about a room.
type Form struct {
	Kind    string   `json:"kind"`
	Name    string   `json:"name"`
	Members []string `json:"members"`
}

func (f *Form) validate() error {
	f.Name = strings.TrimSpace(f.Name)
	limit := maxMembers
	if f.Kind == collections.RoomDirect {
		limit = maxDirect
	}
	return validation.ValidateStruct(f,
		validation.Field(&f.Kind, validation.Required, validation.In(collections.RoomOpen, collections.RoomClosed, collections.RoomDirect)),
		validation.Field(&f.Name,
			validation.When(f.Kind != collections.RoomDirect, validation.Required.Error("Name the room.")),
			validation.RuneLength(0, nameRunes), validation.By(printable)),
		validation.Field(&f.Members, validation.Length(0, limit)),
	)
}

func printable(value any) error {
	if name, _ := value.(string); strings.ContainsRune(name, 0) || strings.ToValidUTF8(name, "") != name {
		return validation.NewError("validation_not_text", "Must be text.")
	}
	return nil
}

// Create makes a room with its first members and returns its id. A direct room is one per exact set of members: asking
// again answers the one that exists.
func Create(tx core.App, actor Actor, form Form) (string, error) {
	if err := form.validate(); err != nil {
		return "", err
	}
	if err := mayCreate(tx, actor, form.Kind); err != nil {
		return "", err
	}
	members, err := firstMembers(tx, actor, form)
	if err != nil {
		return "", err
	}
	key := ""
	if form.Kind == collections.RoomDirect {
		form.Name = ""
		key = DirectKey(members)
		if id, err := collections.FindDirectRoom(tx.DB(), key); err == nil || !collections.IsNotFound(err) {
			return id, err
		}
	}
	now := collections.Time(time.Now())
	room := collections.RoomView{
		ID: collections.NewID(), Kind: form.Kind, Name: form.Name, Creator: actor.User, Members: members, Created: now, Updated: now,
	}
	_, err = tx.DB().Insert(collections.Rooms, dbx.Params{
		"id": room.ID, collections.RoomKind: room.Kind, collections.RoomName: room.Name, collections.RoomCreator: room.Creator,
		collections.RoomDirectKey: key, "created": now, "updated": now,
	}).Execute()
	if err != nil {
		return "", fmt.Errorf("insert room: %w", err)
	}
	if err := failpoint.Hit("room.create.step"); err != nil {
		return "", err
	}
	for _, user := range members {
		if _, err := insertMembership(tx, &room, user, now); err != nil {
			return "", err
		}
		if err := failpoint.Hit("room.create.step"); err != nil {
			return "", err
		}
	}
	_, err = event.Append(tx, event.Event{Kind: event.RoomCreated, Room: room.ID}, room)
	return room.ID, err
}

func mayCreate(tx core.App, actor Actor, kind string) error {
	if actor.User == "" {
		return ErrForbidden // a room has a creator; the dashboard is nobody in the chat
	}
	if actor.Scope.Confined() {
		return ErrForbidden // a new room is none of the key's
	}
	if kind == collections.RoomDirect || actor.Administrator {
		return nil
	}
	if actor.Bot {
		return ErrForbidden
	}
	account, err := collections.FindAccount(tx.DB())
	if err != nil {
		return err
	}
	if account.RestrictRooms {
		return ErrRestricted
	}
	return nil
}

// firstMembers is everybody for an open room, else those named and the creator.
func firstMembers(tx core.App, actor Actor, form Form) ([]string, error) {
	if form.Kind == collections.RoomOpen {
		return collections.ActiveUserIDs(tx.DB())
	}
	return activeMembers(tx, append(slices.Clone(form.Members), actor.User))
}

func activeMembers(tx core.App, users []string) ([]string, error) {
	slices.Sort(users)
	users = slices.Compact(users)
	active, err := collections.ActiveUsers(tx.DB(), users)
	if err != nil {
		return nil, err
	}
	if len(active) != len(users) {
		return nil, ErrUnknownMember
	}
	return active, nil
}

// DirectKey names a set of members, given in order. It is hashed to keep the index small for large sets.
func DirectKey(members []string) string {
	sum := sha256.Sum256([]byte(strings.Join(members, " ")))
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(sum[:20]))
}

// administrable returns the room if actor may change it.
func administrable(tx core.App, actor Actor, id string) (collections.RoomView, error) {
	room, err := collections.FindRoom(tx.DB(), id)
	if collections.IsNotFound(err) || !actor.Scope.Reaches(id) {
		return room, ErrNotFound
	}
	if err != nil || actor.Superuser {
		return room, err
	}
	member, err := collections.IsMember(tx.DB(), id, actor.User)
	switch {
	case err != nil:
		return room, err
	case !member:
		return room, ErrNotFound
	case !actor.Administrator && room.Creator != actor.User:
		return room, ErrForbidden
	}
	return room, nil
}
