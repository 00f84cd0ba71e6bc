package message

import (
	"database/sql"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"

	"campfire/collections"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// PageDefault and PageMax are how many messages a page has.
const (
	PageDefault = 40
	PageMax     = 100
)

// Cursor is the direction of a page from a message's number in the room; times are never cursors (G13).
type Cursor string

// The cursors. "" is the newest page.
const (
	Before Cursor = "before"
	After  Cursor = "after"
	Around Cursor = "around"
)

// Page is what one asks for.
type Page struct {
	Room   string
	Cursor Cursor
	RSeq   int64
	Limit  int
}

// Key names the page within its room.
func (p Page) Key() string {
	return string(p.Cursor) + strconv.FormatInt(p.RSeq, 10) + "." + strconv.Itoa(p.Limit)
}

// Found is a page of messages, oldest first.
type Found struct {
	Messages  []collections.Message `json:"messages"`
	HasBefore bool                  `json:"has_before"`
	HasAfter  bool                  `json:"has_after"`
}

// RoomVersion returns the seq of the newest event about a message of room, or ErrNotFound for a stranger.
func RoomVersion(app core.App, room, user string) (int64, error) {
	if !collections.ValidID(room) {
		return 0, ErrNotFound
	}
	var changed int64
	err := pool(app).QueryRow(collections.SQLRoomVersion, room, user).Scan(&changed)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, ErrNotFound
	}
	return changed, err
}

func pool(app core.App) *sql.DB {
	return app.ConcurrentDB().(*dbx.DB).DB() // pages are read outside transactions
}

// ReadPage returns a page. The caller has checked that its reader is a member.
func ReadPage(app core.App, p Page) (Found, error) {
	tx, err := pool(app).Begin()
	if err != nil {
		return Found{}, err
	}
	defer func() { _ = tx.Rollback() }() // it only read
	found, err := readPage(tx, p)
	if err != nil {
		return Found{}, fmt.Errorf("read page: %w", err)
	}
	return found, collections.AttachBoosts(tx, found.Messages)
}

func readPage(tx *sql.Tx, p Page) (found Found, err error) {
	switch p.Cursor {
	case After:
		found.Messages, found.HasAfter, err = read(tx, collections.SQLMessagesAfter, p.Room, p.RSeq, p.Limit)
		if err == nil {
			_, found.HasBefore, err = read(tx, collections.SQLMessagesBefore, p.Room, p.RSeq+1, 0)
		}
	case Around:
		// The message itself counts to the older half.
		older := p.Limit/2 + p.Limit%2
		var before, after []collections.Message
		if before, found.HasBefore, err = read(tx, collections.SQLMessagesBefore, p.Room, min(p.RSeq, math.MaxInt64-1)+1, older); err != nil {
			return found, err
		}
		after, found.HasAfter, err = read(tx, collections.SQLMessagesAfter, p.Room, p.RSeq, p.Limit-older)
		slices.Reverse(before)
		found.Messages = append(before, after...)
	default:
		from := p.RSeq
		if p.Cursor == "" {
			from = math.MaxInt64
		}
		found.Messages, found.HasBefore, err = read(tx, collections.SQLMessagesBefore, p.Room, from, p.Limit)
		slices.Reverse(found.Messages)
		if err == nil && p.Cursor == Before {
			_, found.HasAfter, err = read(tx, collections.SQLMessagesAfter, p.Room, p.RSeq-1, 0)
		}
	}
	return found, err
}

// read returns up to limit messages and whether there are more.
func read(tx *sql.Tx, query, room string, from int64, limit int) ([]collections.Message, bool, error) {
	rows, err := tx.Query(query, room, from, limit+1)
	if err != nil {
		return nil, false, err
	}
	defer rows.Close()
	messages := make([]collections.Message, 0, limit)
	for rows.Next() {
		var m collections.Message
		if err := collections.ScanMessage(rows, &m); err != nil {
			return nil, false, err
		}
		if len(messages) == limit {
			return messages, true, nil
		}
		messages = append(messages, m)
	}
	return messages, false, rows.Err()
}
