package mailing

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"campfire/collections"
	"campfire/internal/event"
	"campfire/internal/failpoint"

	"github.com/pocketbase/pocketbase/core"
)

const cursor = event.Cursor("mail")

// Run follows the log until ctx ends.
func (m *Mailer) Run(ctx context.Context) error {
	after, err := cursor.Start(m.app.NonconcurrentDB())
	if err != nil {
		return err
	}
	m.cursor.Store(after)
	done := make(chan struct{})
	go func() { defer close(done); m.keepLooking(ctx, after) }()
	m.log.Follow(ctx, after, m.apply)
	<-done
	return nil
}

// keepLooking looks whose wait is over, and moves the cursor past what called for no note: that is not worth a transaction
// each time, and an event that is read twice is noted once.
func (m *Mailer) keepLooking(ctx context.Context, stored int64) {
	ticker := time.NewTicker(lookEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
		case <-ticker.C:
			m.report("whose wait is over", m.look())
		}
		if seq := m.cursor.Load(); seq != stored {
			err := cursor.Move(m.app.NonconcurrentDB(), seq)
			m.report("the cursor", err)
			if err == nil {
				stored = seq
			}
		}
		if ctx.Err() != nil {
			return
		}
	}
}

func (m *Mailer) report(what string, err error) {
	if err != nil {
		m.app.Logger().Error("Mailing has trouble", "task", what, "error", err)
	}
}

// apply notes who has something to hear of some events.
func (m *Mailer) apply(events []event.Event) error {
	last := events[len(events)-1].Seq
	messages, err := newMessages(events)
	if err != nil {
		return err
	}
	if len(messages) > 0 {
		if _, on, err := Rules(m.app); err != nil {
			return fmt.Errorf("read the rules of mails: %w", err)
		} else if on {
			if err := m.note(messages, last); err != nil {
				return err
			}
		}
	}
	m.cursor.Store(last)
	return nil
}

// newMessages are the messages of some events, without what they say.
func newMessages(events []event.Event) (messages []collections.Message, err error) {
	for i := range events {
		if events[i].Kind != event.MessageCreated {
			continue
		}
		var message collections.Message
		if err := json.Unmarshal([]byte(events[i].Data), &message); err != nil {
			return nil, fmt.Errorf("read event %d: %w", events[i].Seq, err)
		}
		message.Body, message.BodyText = "", ""
		messages = append(messages, message)
	}
	return messages, nil
}

// note writes down for whom there is something, and moves the cursor with it.
func (m *Mailer) note(messages []collections.Message, last int64) error {
	cases, err := collections.MailCases(m.app.ConcurrentDB(), messages)
	if err != nil {
		return fmt.Errorf("read whom messages are to: %w", err)
	}
	notes := map[string]collections.MailNote{}
	for _, c := range cases {
		if Decide(c) != Mail {
			continue
		}
		note, known := notes[c.User]
		if !known {
			note = collections.MailNote{User: c.User, First: c.Seq, Last: c.Seq, Since: c.Created}
		}
		if c.Seq < note.First {
			note.First, note.Since = c.Seq, c.Created
		}
		note.Last = max(note.Last, c.Seq)
		notes[c.User] = note
	}
	if len(notes) == 0 {
		return nil // the cursor follows by itself
	}
	if err := failpoint.Hit("mail.beforeNote"); err != nil {
		return err
	}
	return m.app.RunInTransaction(func(tx core.App) error {
		if err := collections.NoteMail(tx.DB(), slices.Collect(maps.Values(notes)), collections.Time(m.now())); err != nil {
			return fmt.Errorf("note mail: %w", err)
		}
		return cursor.Move(tx.DB(), last)
	})
}
