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

// Reader reads pages, with statements that stay prepared.
type Reader struct {
	version, before, after, newer, boosts, shown *sql.Stmt
}

// NewReader returns a reader on the readers' pool of app.
func NewReader(app core.App) (*Reader, error) {
	db := app.ConcurrentDB().(*dbx.DB).DB() // outside a transaction the pool is always a *dbx.DB
	r := &Reader{}
	for query, stmt := range map[string]**sql.Stmt{
		collections.SQLRoomVersion: &r.version, collections.SQLMessagesBefore: &r.before, collections.SQLMessagesAfter: &r.after,
		collections.SQLMessageNewer: &r.newer, collections.SQLBoostsOf: &r.boosts,
		collections.SQLMessageShown: &r.shown,
	} {
		prepared, err := db.Prepare(query)
		if err != nil {
			return nil, fmt.Errorf("prepare pages: %w", err)
		}
		*stmt = prepared
	}
	return r, nil
}

// Version returns the seq of the newest event about a message of room, or ErrNotFound for a stranger.
func (r *Reader) Version(room, user string) (int64, error) {
	if !collections.ValidID(room) {
		return 0, ErrNotFound
	}
	var changed int64
	err := r.version.QueryRow(room, user).Scan(&changed)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, ErrNotFound
	}
	return changed, err
}

// Read returns a page. The caller has checked that its reader is a member, and read the room's version before: what
// commits in between is shown early, never missed.
func (r *Reader) Read(p Page) (Found, error) {
	found, err := r.read(p)
	if err != nil {
		return Found{}, fmt.Errorf("read page: %w", err)
	}
	if err := collections.AttachBoosts(r.boosts, found.Messages); err != nil {
		return Found{}, fmt.Errorf("read boosts: %w", err)
	}
	return found, nil
}

// One returns a message of room, or ErrNotFound for a stranger.
func (r *Reader) One(room, user, id string) (collections.Message, error) {
	list := make([]collections.Message, 1)
	err := collections.ScanPublic(r.shown.QueryRow(id, room, user), &list[0])
	if errors.Is(err, sql.ErrNoRows) {
		return list[0], ErrNotFound
	}
	if err != nil {
		return list[0], fmt.Errorf("read message: %w", err)
	}
	err = collections.AttachBoosts(r.boosts, list)
	return list[0], err
}

// Boosts returns the boosts of one message.
func (r *Reader) Boosts(id string) ([]collections.Boost, error) {
	list := []collections.Message{{ID: id, Boosts: []collections.Boost{}}}
	err := collections.AttachBoosts(r.boosts, list)
	return list[0].Boosts, err
}

func (r *Reader) read(p Page) (found Found, err error) {
	switch p.Cursor {
	case After:
		found.Messages, found.HasAfter, err = rows(r.after, p.Room, p.RSeq, p.Limit)
		if err == nil {
			_, found.HasBefore, err = rows(r.before, p.Room, p.RSeq+1, 0)
		}
	case Around:
		// The message itself counts to the older half.
		older := p.Limit/2 + p.Limit%2
		if found.Messages, found.HasBefore, err = rows(r.before, p.Room, p.RSeq+1, older); err != nil {
			return found, err
		}
		slices.Reverse(found.Messages)
		var after []collections.Message
		after, found.HasAfter, err = rows(r.after, p.Room, p.RSeq, p.Limit-older)
		found.Messages = append(found.Messages, after...)
	case Before:
		if found.Messages, found.HasBefore, err = rows(r.before, p.Room, p.RSeq, p.Limit); err != nil {
			return found, err
		}
		slices.Reverse(found.Messages)
		err = r.newer.QueryRow(p.Room, p.RSeq).Scan(&found.HasAfter)
	default:
		found.Messages, found.HasBefore, err = rows(r.before, p.Room, math.MaxInt64, p.Limit)
		slices.Reverse(found.Messages)
	}
	return found, err
}

// rows returns up to limit messages and whether there are more.
func rows(stmt *sql.Stmt, room string, from int64, limit int) ([]collections.Message, bool, error) {
	found, err := stmt.Query(room, from, limit+1)
	if err != nil {
		return nil, false, err
	}
	defer found.Close()
	messages := make([]collections.Message, 0, limit)
	for found.Next() {
		if len(messages) == limit {
			return messages, true, nil
		}
		messages = append(messages, collections.Message{})
		if err := collections.ScanPublic(found, &messages[len(messages)-1]); err != nil {
			return nil, false, err
		}
	}
	return messages, false, found.Err()
}
