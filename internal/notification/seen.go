package notification

import (
	"errors"
	"fmt"
	"time"

	"campfire/collections"
	"campfire/internal/commit"
	"campfire/internal/event"

	"github.com/pocketbase/pocketbase/core"
)

// What can be wrong with a marker.
var (
	ErrMarker   = errors.New("not the number of an event")
	ErrNotFound = errors.New("no such notification")
)

// Marker says what somebody has seen: everything up to a seq, or one notification by its seq.
type Marker struct {
	User string
	Seq  int64
	Only bool
}

// seenNews is what the user's other devices learn.
type seenNews struct {
	User string `json:"user"`
	collections.NotificationState
}

// Watchers move the markers of those who look at their notifications.
type Watchers struct{ writer *commit.Writer }

// NewWatchers returns watchers that commit through writer.
func NewWatchers(writer *commit.Writer) *Watchers { return &Watchers{writer: writer} }

// Mark takes in what was seen and answers how things stand. What was seen before is no error, and no event.
func (w *Watchers) Mark(app core.App, m Marker) (collections.NotificationState, error) {
	var state collections.NotificationState
	err := w.writer.Do(app, commit.Effects, func(b *commit.Batch) error { return mark(b, m, &state) })
	return state, err
}

func mark(b *commit.Batch, m Marker, state *collections.NotificationState) error {
	if m.Seq < 1 || m.Seq >= b.NextSeq() {
		return ErrMarker // beyond the log lies what nobody can have seen
	}
	moved, err := move(b, m)
	if err != nil {
		return err
	}
	if err := count(b, m.User, state); err != nil || !moved {
		return err
	}
	data, err := event.Encode(seenNews{User: m.User, NotificationState: *state})
	if err != nil {
		return err
	}
	_, err = b.Append(event.Event{Kind: event.SeenUpdated, User: m.User, Data: data, At: collections.Time(time.Now())})
	return err
}

func move(b *commit.Batch, m Marker) (moved bool, err error) {
	if !m.Only {
		if moved, err = b.Insert(collections.SQLNotificationsSeen, m.User, m.Seq); err != nil || !moved {
			return false, err
		}
		return true, b.Exec(collections.SQLNotificationsSeenTidy, m.User, m.Seq)
	}
	var state collections.NotificationState
	var is bool
	if err := b.Row(collections.SQLNotificationIs, m.User, m.Seq, m.User, m.Seq).Scan(&is); err != nil {
		return false, fmt.Errorf("find notification: %w", err)
	}
	if !is {
		return false, ErrNotFound
	}
	if err := b.Row(collections.SQLNotificationMarker, m.User).Scan(&state.Seen); err != nil {
		return false, fmt.Errorf("read marker: %w", err)
	}
	if m.Seq <= state.Seen {
		return false, nil
	}
	return b.Insert(collections.SQLNotificationSeen, m.User, m.Seq)
}

func count(b *commit.Batch, user string, state *collections.NotificationState) error {
	if err := b.Row(collections.SQLNotificationMarker, user).Scan(&state.Seen); err != nil {
		return fmt.Errorf("read marker: %w", err)
	}
	if err := b.Row(collections.SQLNotificationsUnread, user, state.Seen, user, state.Seen).Scan(&state.Unread); err != nil {
		return fmt.Errorf("count notifications: %w", err)
	}
	return nil
}
