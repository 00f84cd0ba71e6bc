package message

import (
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"time"

	"campfire/collections"
	"campfire/internal/commit"
)

// rooms is what the coordinator knows about the rooms it writes to: read once, written at the end of each transaction,
// and remembered for the next one as long as nobody else has appended to the log in between. Whatever could make it wrong
// (somebody left, was banned, a room went) is an event.
type rooms struct {
	byID    map[string]*roomState
	senders map[sender]error
	touched map[string]int64
	seq     int64     // the log's head when this was true
	until   time.Time // a change by hand in the database is no event
}

// rememberFor bounds how long the log's silence is believed.
const rememberFor = time.Second

type sender struct{ room, user string }

type roomState struct {
	id     string
	head   int64
	seq    int64            // of the newest event about one of its messages, 0 if this transaction has none
	sentAt string           // of the newest message
	read   map[string]int64 // author -> own newest message
}

type roomsKey struct{}

// roomsOf returns what is known at this point of the transaction of b.
func (c *Coordinator) roomsOf(b *commit.Batch) *rooms {
	return commit.Shared(b, roomsKey{}, func() *rooms {
		if b.Joined() {
			c.rooms.Discard() // that transaction may be rolled back, and its events with it
			return newRooms()
		}
		if c.rooms.seq != b.NextSeq()-1 || c.now().After(c.rooms.until) {
			c.rooms.Discard()
			c.rooms.until = c.now().Add(rememberFor)
		}
		return c.rooms
	})
}

func newRooms() *rooms {
	r := &rooms{}
	r.Discard()
	return r
}

// Discard forgets everything.
func (r *rooms) Discard() {
	*r = rooms{byID: map[string]*roomState{}, senders: map[sender]error{}, touched: map[string]int64{}, seq: -1}
}

// writable returns the room if user may write to it.
func (r *rooms) writable(b *commit.Batch, room, user string) (*roomState, error) {
	key := sender{room, user}
	if verdict, known := r.senders[key]; known {
		return r.byID[room], verdict
	}
	var head int64
	var status string
	err := b.Row(collections.SQLSenderState, room, user).Scan(&head, &status)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		err = ErrNotFound
	case err != nil:
		return nil, fmt.Errorf("read sender: %w", err)
	case status != collections.StatusActive:
		err = ErrInactive
	}
	r.senders[key] = err
	if err == nil && r.byID[room] == nil {
		r.byID[room] = &roomState{id: room, head: head, read: map[string]int64{}}
	}
	return r.byID[room], err
}

// members returns those of users who are in room: only they can be mentioned there.
func (r *rooms) members(b *commit.Batch, room string, users []string) ([]string, error) {
	found := []string{}
	for _, user := range users {
		_, err := r.writable(b, room, user)
		switch {
		case err == nil:
			found = append(found, user)
		case !errors.Is(err, ErrNotFound) && !errors.Is(err, ErrInactive):
			return nil, err
		}
	}
	return found, nil
}

func (s *roomState) sent(m *collections.Message) {
	s.head, s.seq, s.sentAt = m.RSeq, m.Seq, m.Created
	s.read[m.Author] = m.RSeq
}

// touch records that a message of room changed with the event seq.
func (r *rooms) touch(room string, seq int64) { r.touched[room] = seq }

// Finish writes the heads and read markers of the batch.
func (r *rooms) Finish(b *commit.Batch) error {
	for _, s := range r.byID {
		if s.seq == 0 {
			continue
		}
		changed := max(s.seq, r.touched[s.id])
		delete(r.touched, s.id)
		if err := b.Exec(collections.SQLRoomAdvance, s.head, changed, s.sentAt, s.id); err != nil {
			return fmt.Errorf("advance room: %w", err)
		}
		if err := b.Exec(collections.SQLAuthorsRead, markers(s.read), s.id); err != nil {
			return fmt.Errorf("move read markers: %w", err)
		}
		s.seq = 0
		clear(s.read)
	}
	for room, seq := range r.touched {
		if err := b.Exec(collections.SQLRoomTouch, seq, room); err != nil {
			return fmt.Errorf("touch room: %w", err)
		}
	}
	clear(r.touched)
	r.seq = b.NextSeq() - 1
	return nil
}

// markers renders read markers as a JSON object. Ids need no escaping.
func markers(read map[string]int64) string {
	var b []byte
	for user, rseq := range read {
		b = append(b, ',', '"')
		b = append(b, user...)
		b = append(b, '"', ':')
		b = strconv.AppendInt(b, rseq, 10)
	}
	b[0] = '{'
	return string(append(b, '}'))
}
