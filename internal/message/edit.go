package message

import (
	"database/sql"
	"errors"
	"fmt"

	"campfire/collections"
	"campfire/internal/commit"
	"campfire/internal/event"
	"campfire/internal/richtext"

	"github.com/pocketbase/pocketbase/core"
)

// Actor is who changes a message.
type Actor struct {
	// User is the id of a person or bot; "" for the dashboard.
	User string
	// Administrator may change what others wrote, in rooms they are in.
	Administrator bool
	// Scope is what the bot's key allows; nil for a person.
	Scope *collections.Scope
	// Superuser comes from the dashboard and is not bound to rooms.
	Superuser bool
}

// Edit replaces the text of a message and counts its version up.
func (c *Coordinator) Edit(app core.App, actor Actor, id, body string) (Result, error) {
	text, err := richtext.Parse(body)
	if err != nil {
		return Result{}, err
	}
	var result Result
	err = c.writer.Do(app, commit.Effects, func(b *commit.Batch) error {
		m, err := c.changeable(b, actor, id)
		if err != nil {
			return err
		}
		if m.Deleted {
			return ErrGone
		}
		rooms := c.roomsOf(b)
		if m.Mentions, err = rooms.members(b, m.Room, text.Mentions); err != nil {
			return err
		}
		if err := attachBoosts(b, &m); err != nil {
			return err
		}
		prev := m.EventSeq
		m.Body, m.BodyText, m.Edited, m.Version = text.HTML, text.Plain, true, m.Version+1
		if m.Kind == collections.MessageText || m.Kind == collections.MessageSound {
			m.Kind, m.Sound = kindOf(text)
		}
		m.Updated, m.EventSeq = collections.Time(c.now()), b.NextSeq()
		result = Result{Message: m}
		if result.JSON, err = event.Encode(&m); err != nil {
			return err
		}
		seq, err := b.Append(event.Event{
			Kind: event.MessageUpdated, Room: m.Room, RSeq: m.RSeq, Prev: prev, Data: result.JSON, At: m.Updated,
		})
		if err != nil {
			return err
		}
		rooms.touch(m.Room, seq)
		return storeEdit(b, &m)
	})
	return result, err
}

func storeEdit(b *commit.Batch, m *collections.Message) error {
	err := b.Exec(collections.SQLMessageEdit, m.Body, m.BodyText, m.Kind, m.Sound, collections.IDsJSON(m.Mentions), m.Version,
		m.EventSeq, m.Updated, m.ID)
	if err != nil {
		return fmt.Errorf("store edit: %w", err)
	}
	// Who was mentioned before has heard of it; only who is new hears of the edit.
	if err := b.Exec(collections.SQLMentionsKeep, m.Room, m.RSeq, collections.IDsJSON(m.Mentions)); err != nil {
		return fmt.Errorf("forget mentions: %w", err)
	}
	return storeMentions(b, m)
}

// changeable returns the message, tombstones included, if actor may change it.
func (c *Coordinator) changeable(b *commit.Batch, actor Actor, id string) (collections.Message, error) {
	m, err := find(b, id)
	if err != nil {
		return m, err
	}
	if actor.Superuser {
		return m, hasRoom(b, m.Room)
	}
	if err := c.mayWrite(b, actor, m.Room); err != nil {
		return m, err
	}
	if m.Author != actor.User && !actor.Administrator {
		return m, ErrForbidden
	}
	return m, nil
}

// hasRoom is nil unless the room is gone, and its messages are on their way after it.
func hasRoom(b *commit.Batch, room string) error {
	var rooms int
	if err := b.Row(collections.SQLMessageHasRoom, room).Scan(&rooms); err != nil {
		return fmt.Errorf("find room: %w", err)
	}
	if rooms == 0 {
		return ErrNotFound
	}
	return nil
}

// mayWrite is nil if actor may write to room.
func (c *Coordinator) mayWrite(b *commit.Batch, actor Actor, room string) error {
	if !actor.Scope.Reaches(room) {
		return ErrNotFound
	}
	_, err := c.roomsOf(b).writable(b, room, actor.User)
	return err
}

func find(b *commit.Batch, id string) (collections.Message, error) {
	var m collections.Message
	err := collections.ScanMessage(b.Row(collections.SQLMessageByID, id), &m)
	if errors.Is(err, sql.ErrNoRows) {
		return m, ErrNotFound
	}
	if err != nil {
		return m, fmt.Errorf("read message: %w", err)
	}
	return m, nil
}
