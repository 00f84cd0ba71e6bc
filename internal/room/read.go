package room

import (
	"database/sql"
	"errors"
	"fmt"
	"time"

	"campfire/collections"
	"campfire/internal/commit"
	"campfire/internal/event"

	"github.com/pocketbase/pocketbase/core"
)

// Marker is a wish to move a read marker.
type Marker struct {
	Room, User string
	// RSeq is the newest message that was read; with Unread, the oldest that was not.
	RSeq   int64
	Unread bool
}

// readNews is what the user's other devices learn.
type readNews struct {
	Room     string `json:"room"`
	User     string `json:"user"`
	ReadRSeq int64  `json:"read_rseq"`
	Unread   int64  `json:"unread"`
	Mentions int64  `json:"mentions"`
}

// Readers moves read markers. Thousands of people read the same message at once, so markers share the writer's
// transactions with the messages.
type Readers struct{ writer *commit.Writer }

// NewReaders returns readers that commit through writer.
func NewReaders(writer *commit.Writer) *Readers { return &Readers{writer: writer} }

// Mark moves a marker and answers where its user stands. A marker that would not move writes nothing.
func (r *Readers) Mark(app core.App, m Marker) (collections.Unread, error) {
	var state collections.Unread
	err := r.writer.Do(app, commit.Effects, func(b *commit.Batch) error { return mark(b, m, &state) })
	return state, err
}

// MarkLater moves a marker without waiting. A full queue drops it: the client's next marker says more.
func (r *Readers) MarkLater(m Marker) {
	var state collections.Unread
	_ = r.writer.Submit(commit.Effects, func(b *commit.Batch) error { return mark(b, m, &state) }, func(error) {})
}

func mark(b *commit.Batch, m Marker, state *collections.Unread) error {
	var before, head int64
	var marked bool
	err := b.Row(collections.SQLPosition, m.Room, m.User).Scan(&before, &marked, &head)
	if errors.Is(err, sql.ErrNoRows) {
		return ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("read position: %w", err)
	}
	if m.RSeq < 0 || m.Unread && (m.RSeq < 1 || m.RSeq > head) {
		return ErrMarker
	}
	to := min(m.RSeq, head)
	if m.Unread {
		to = m.RSeq - 1
	}
	moves := to > before || m.Unread && to != before
	if moves {
		// Who marked something unread may have written after it. Those messages lie behind the marker until it reaches the
		// end, and are never unread.
		marked = m.Unread || marked && to < head
		if err := b.Exec(collections.SQLMarkRead, to, marked, m.Room, m.User); err != nil {
			return fmt.Errorf("move read marker: %w", err)
		}
	}
	err = b.Row(collections.SQLUnread, m.Room, m.User).Scan(&state.ReadRSeq, &state.Unread, &state.Mentions)
	if err != nil {
		return fmt.Errorf("count unread: %w", err)
	}
	state.Room = m.Room
	if !moves {
		return nil
	}
	data, err := event.Encode(readNews{
		Room: m.Room, User: m.User, ReadRSeq: state.ReadRSeq, Unread: state.Unread, Mentions: state.Mentions,
	})
	if err != nil {
		return err
	}
	_, err = b.Append(event.Event{Kind: event.ReadUpdated, Room: m.Room, User: m.User, Data: data, At: collections.Time(time.Now())})
	return err
}
