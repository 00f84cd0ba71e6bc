package message

import (
	"database/sql"
	"fmt"

	"campfire/collections"
	"campfire/internal/commit"
	"campfire/internal/event"
	"campfire/internal/richtext"
)

// pending is an accepted draft on its way through the writer.
type pending struct {
	coordinator *Coordinator
	draft       Draft
	text        richtext.Text
	hash        string
	at          string
	result      Result
}

// commit stores the message in the transaction of b: the event, whose number orders everything, the message, and at the
// end of the batch the room's head and the author's read marker.
func (p *pending) commit(b *commit.Batch) error {
	p.result = Result{}
	rooms := p.coordinator.roomsOf(b)
	room, err := rooms.writable(b, p.draft.Room, p.draft.Author)
	if err != nil {
		return err
	}
	mentions, err := rooms.members(b, p.draft.Room, p.text.Mentions)
	if err != nil {
		return err
	}
	seq := b.NextSeq()
	kind, played := kindOf(p.text)
	p.result.Message = collections.Message{
		ID: collections.NewID(), Room: p.draft.Room, Author: p.draft.Author, ClientMessageID: p.draft.ClientMessageID,
		Body: p.text.HTML, BodyText: p.text.Plain, Kind: kind, Sound: played, Seq: seq, RSeq: room.head + 1, Version: 1,
		Mentions: mentions, Boosts: []collections.Boost{}, Created: p.at, Updated: p.at, BodyHash: p.hash, EventSeq: seq,
	}
	m := &p.result.Message
	// The unique index is what tells a retry from a new message; looking first would cost every message a query.
	isNew, err := b.Insert(collections.SQLMessageInsert, m.InsertArgs()...)
	if err != nil {
		return fmt.Errorf("store message: %w", err)
	}
	if !isNew {
		return p.earlier(b)
	}
	if p.result.JSON, err = event.Encode(m); err != nil {
		return err
	}
	if _, err = b.Append(event.Event{Kind: event.MessageCreated, Room: m.Room, RSeq: m.RSeq, Data: p.result.JSON, At: p.at}); err != nil {
		return err
	}
	if err = storeMentions(b, m); err != nil {
		return err
	}
	room.sent(m)
	return nil
}

// earlier answers what the first send of the same message stored. It repeats no side effect (G04).
func (p *pending) earlier(b *commit.Batch) error {
	p.result = Result{Duplicate: true}
	m := &p.result.Message
	err := collections.ScanMessage(b.Row(collections.SQLMessageByClientID, p.draft.Room, p.draft.Author, p.draft.ClientMessageID), m)
	switch {
	case err != nil:
		return fmt.Errorf("read the earlier send: %w", err)
	case m.Deleted:
		return ErrGone // whatever the text: a retry must not bring it back
	case m.BodyHash != p.hash:
		return ErrConflict
	}
	if err := attachBoosts(b, m); err != nil {
		return err
	}
	p.result.JSON, err = event.Encode(m)
	return err
}

func storeMentions(b *commit.Batch, m *collections.Message) error {
	for _, user := range m.Mentions {
		seq := m.EventSeq
		if user == m.Author {
			seq = 0 // what one says to oneself is no news
		}
		if err := b.Exec(collections.SQLMentionInsert, user, m.Room, m.RSeq, seq); err != nil {
			return fmt.Errorf("store mention: %w", err)
		}
	}
	return nil
}

func attachBoosts(b *commit.Batch, m *collections.Message) error {
	list := []collections.Message{*m}
	if err := collections.AttachBoosts(boostQuery{b}, list); err != nil {
		return fmt.Errorf("read boosts: %w", err)
	}
	*m = list[0]
	return nil
}

// boostQuery asks for boosts inside a transaction.
type boostQuery struct{ batch *commit.Batch }

func (q boostQuery) Query(args ...any) (*sql.Rows, error) {
	return q.batch.Query(collections.SQLBoostsOf, args...)
}
