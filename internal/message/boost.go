package message

import (
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"campfire/collections"
	"campfire/internal/commit"
	"campfire/internal/event"

	"github.com/pocketbase/pocketbase/core"
)

// maxBoosts is how many boosts one message collects: they travel with it on every page.
const maxBoosts = 500

// Boost adds a reaction of actor to a message.
func (c *Coordinator) Boost(app core.App, actor Actor, message, content string) (collections.Boost, error) {
	content = strings.TrimSpace(content)
	runes := utf8.RuneCountInString(content)
	if runes == 0 || runes > collections.BoostMaxRunes || !utf8.ValidString(content) || strings.ContainsRune(content, 0) {
		return collections.Boost{}, ErrBoost
	}
	var boost collections.Boost
	err := c.writer.Do(app, commit.Effects, func(b *commit.Batch) error {
		m, err := find(b, message)
		if err != nil {
			return err
		}
		if err := c.mayWrite(b, actor, m.Room); err != nil {
			return err
		}
		if m.Deleted {
			return ErrGone
		}
		var given int
		if err := b.Row(collections.SQLBoostCount, m.ID).Scan(&given); err != nil {
			return fmt.Errorf("count boosts: %w", err)
		}
		if given >= maxBoosts {
			return ErrBoost
		}
		at := collections.Time(c.now())
		boost = collections.Boost{
			ID: collections.NewID(), Message: m.ID, Room: m.Room, Booster: actor.User, Author: m.Author, Content: content, Created: at,
			Updated: at, Seq: b.NextSeq(),
		}
		if err := b.Exec(collections.SQLBoostInsert, boost.InsertArgs()...); err != nil {
			return fmt.Errorf("store boost: %w", err)
		}
		return c.boosted(b, event.BoostCreated, &m, &boost, at)
	})
	return boost, err
}

// Unboost takes a boost back. Only who gave it may, and the dashboard.
func (c *Coordinator) Unboost(app core.App, actor Actor, id string) error {
	return c.writer.Do(app, commit.Effects, func(b *commit.Batch) error {
		var boost collections.Boost
		err := collections.ScanBoost(b.Row(collections.SQLBoostByID, id), &boost)
		if errors.Is(err, sql.ErrNoRows) {
			return ErrNotFound
		}
		if err != nil {
			return fmt.Errorf("read boost: %w", err)
		}
		if !actor.Superuser {
			if err := c.mayWrite(b, actor, boost.Room); err != nil {
				return err
			}
			if boost.Booster != actor.User {
				return ErrForbidden
			}
		}
		m, err := find(b, boost.Message)
		if err != nil {
			return err
		}
		if err := b.Exec(collections.SQLBoostDelete, boost.ID); err != nil {
			return fmt.Errorf("delete boost: %w", err)
		}
		return c.boosted(b, event.BoostDeleted, &m, &boost, collections.Time(c.now()))
	})
}

func (c *Coordinator) boosted(b *commit.Batch, kind string, m *collections.Message, boost *collections.Boost, at string) error {
	data, err := event.Encode(boost)
	if err != nil {
		return err
	}
	seq, err := b.Append(event.Event{Kind: kind, Room: m.Room, RSeq: m.RSeq, Data: data, At: at})
	if err != nil {
		return err
	}
	c.roomsOf(b).touch(m.Room, seq)
	return nil
}
