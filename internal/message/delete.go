package message

import (
	"fmt"

	"campfire/collections"
	"campfire/internal/commit"
	"campfire/internal/event"

	"github.com/pocketbase/pocketbase/core"
)

// Delete leaves a tombstone in place of a message and takes its text out of the log. Deleting twice is no error: the
// answer to the first request may have been lost.
func (c *Coordinator) Delete(app core.App, actor Actor, id string) error {
	return c.writer.Do(app, commit.Effects, func(b *commit.Batch) error { return c.remove(b, actor, id) })
}

func (c *Coordinator) remove(b *commit.Batch, actor Actor, id string) error {
	m, err := c.changeable(b, actor, id)
	if err != nil || m.Deleted {
		return err
	}
	prev := m.EventSeq
	m.Version++
	m.Updated, m.EventSeq = collections.Time(c.now()), b.NextSeq()
	data, err := event.Encode(m.Tombstone())
	if err != nil {
		return err
	}
	seq, err := b.Append(event.Event{
		Kind: event.MessageDeleted, Room: m.Room, RSeq: m.RSeq, Prev: prev, Data: data, At: m.Updated,
	})
	if err != nil {
		return err
	}
	c.roomsOf(b).touch(m.Room, seq)
	if err := bury(b, &m); err != nil {
		return err
	}
	return scrub(b, m, prev)
}

func bury(b *commit.Batch, m *collections.Message) error {
	if err := b.Exec(collections.SQLMessageDelete, m.Version, m.EventSeq, m.Updated, m.ID); err != nil {
		return fmt.Errorf("delete message: %w", err)
	}
	if err := b.Exec(collections.SQLBoostsDelete, m.ID); err != nil {
		return fmt.Errorf("delete boosts: %w", err)
	}
	if err := b.Exec(collections.SQLMentionsDelete, m.Room, m.RSeq); err != nil {
		return fmt.Errorf("forget mentions: %w", err)
	}
	return nil
}

// scrub walks the message's events backwards and replaces what they say: a replay must not show a deleted text. They keep
// their numbers, so that nobody sees a hole.
func scrub(b *commit.Batch, m collections.Message, from int64) error {
	m.Body, m.BodyText, m.Sound, m.Mentions, m.Boosts, m.Deleted = "", "", "", []string{}, []collections.Boost{}, true
	data, err := event.Encode(&m)
	if err != nil {
		return err
	}
	for seq := from; seq > 0; {
		var prev int64
		if err := b.Row(event.SQLPrev, seq).Scan(&prev); collections.IsNotFound(err) {
			return nil // the rest of the chain was trimmed
		} else if err != nil {
			return fmt.Errorf("follow events: %w", err)
		}
		if err := b.Exec(event.SQLScrub, data, seq); err != nil {
			return fmt.Errorf("scrub event: %w", err)
		}
		seq = prev
	}
	return nil
}
