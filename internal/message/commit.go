package message

import (
	"database/sql"
	"errors"
	"fmt"

	"campfire/collections"
	"campfire/internal/commit"
	"campfire/internal/event"
	"campfire/internal/richtext"
)

// pending is an accepted draft on its way through the writer.
type pending struct {
	draft  Draft
	text   richtext.Text
	hash   string
	at     string
	result Result
}

// apply stores the message in the transaction of b: the event, whose number orders everything, the message, and at the
// end of the batch the room's head and the author's read marker.
func (p *pending) apply(b *commit.Batch) error {
	p.result = Result{}
	rooms := roomsOf(b)
	room, err := rooms.writable(b, p.draft.Room, p.draft.Author)
	if err != nil {
		return err
	}
	earlier, err := p.earlier(b)
	if err != nil || earlier {
		return err
	}
	mentions, err := rooms.members(b, p.draft.Room, p.text.Mentions)
	if err != nil {
		return err
	}
	seq := b.NextSeq()
	p.result.Message = collections.Message{
		ID: collections.NewID(), Room: p.draft.Room, Author: p.draft.Author, ClientMessageID: p.draft.ClientMessageID,
		Body: p.text.HTML, BodyText: p.text.Plain, Kind: collections.MessageText, Seq: seq, RSeq: room.head + 1, Version: 1,
		Mentions: mentions, Boosts: []collections.Boost{}, Created: p.at, Updated: p.at, BodyHash: p.hash, EventSeq: seq,
	}
	m := &p.result.Message
	if p.result.JSON, err = event.Encode(m); err != nil {
		return err
	}
	if _, err = b.Append(event.Event{Kind: event.MessageCreated, Room: m.Room, RSeq: m.RSeq, Data: p.result.JSON, At: p.at}); err != nil {
		return err
	}
	if err = b.Exec(collections.SQLMessageInsert, m.InsertArgs()...); err != nil {
		return fmt.Errorf("store message: %w", err)
	}
	if err = storeMentions(b, m); err != nil {
		return err
	}
	room.sent(m)
	return nil
}

// earlier looks for the same send. A hit repeats no side effect: it only answers what is stored (G04).
func (p *pending) earlier(b *commit.Batch) (bool, error) {
	m := &p.result.Message
	err := collections.ScanMessage(b.Row(collections.SQLMessageByClientID, p.draft.Room, p.draft.Author, p.draft.ClientMessageID), m)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return false, nil
	case err != nil:
		return false, fmt.Errorf("look for an earlier send: %w", err)
	case m.Deleted:
		return true, ErrGone // whatever the text: a retry must not bring it back
	case m.BodyHash != p.hash:
		return true, ErrConflict
	}
	if err := attachBoosts(b, m); err != nil {
		return true, err
	}
	p.result.Duplicate = true
	p.result.JSON, err = event.Encode(m)
	return true, err
}

func storeMentions(b *commit.Batch, m *collections.Message) error {
	for _, user := range m.Mentions {
		if err := b.Exec(collections.SQLMentionInsert, user, m.Room, m.RSeq); err != nil {
			return fmt.Errorf("store mention: %w", err)
		}
	}
	return nil
}

func attachBoosts(b *commit.Batch, m *collections.Message) error {
	list := []collections.Message{*m}
	if err := collections.AttachBoosts(b, list); err != nil {
		return fmt.Errorf("read boosts: %w", err)
	}
	*m = list[0]
	return nil
}
