// Package event is the log that everything else hangs on (D3). Every durable change appends one row in its own
// transaction; the row's key is the global seq. Fan-out, search, push and webhooks read on from a cursor, so a crash or a
// missed wake-up costs them time and never an event.
package event

import (
	"encoding/json"
	"fmt"
	"time"

	"campfire/collections"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// Kinds of events.
const (
	MessageCreated    = "message.created"
	MessageUpdated    = "message.updated"
	MessageDeleted    = "message.deleted"
	BoostCreated      = "boost.created"
	BoostDeleted      = "boost.deleted"
	RoomCreated       = "room.created"
	RoomUpdated       = "room.updated"
	RoomDeleted       = "room.deleted"
	MembershipCreated = "membership.created"
	MembershipUpdated = "membership.updated"
	MembershipDeleted = "membership.deleted"
	ReadUpdated       = "read.updated"
	SeenUpdated       = "seen.updated"
	DevicesUpdated    = "devices.updated"
	UserUpdated       = "user.updated"
	AccountUpdated    = "account.updated"
	FlagsUpdated      = "flags.updated"
)

// Event is one row of the log.
type Event struct {
	// Seq is the global number, in commit order.
	Seq int64
	// Kind is one of the constants above.
	Kind string
	// Room is the room that the event belongs to; "" means everybody's.
	Room string
	// RSeq is the number of the message in its room, for events about messages and boosts.
	RSeq int64
	// User is whom a membership, read, seen or devices event is about.
	User string
	// Prev is the seq of the event before this one about the same message, 0 for the first.
	Prev int64
	// Data is the JSON that clients get.
	Data string
	// At is when it happened, as PocketBase writes times.
	At string
}

// Private reports whether only the event's User may see it.
func (e *Event) Private() bool {
	return e.Kind == MembershipUpdated || e.Kind == ReadUpdated || e.Kind == SeenUpdated || e.Kind == DevicesUpdated
}

// Statements for writers that keep them prepared.
const (
	// SQLHead is the newest seq. One writer at a time holds the write lock, so the next one is this plus one.
	SQLHead = `SELECT COALESCE(MAX(seq), 0) FROM events`
	// SQLInsert appends; its arguments are InsertArgs.
	SQLInsert = `INSERT INTO events (seq, kind, room, rseq, user, prev, data, at) VALUES (?,?,?,?,?,?,?,?)`
	// SQLPrev follows the chain of a message's events backwards.
	SQLPrev = `SELECT prev FROM events WHERE seq = ?`
	// SQLScrub replaces what an old event says.
	SQLScrub = `UPDATE events SET data = ? WHERE seq = ? AND kind IN ('message.created', 'message.updated')`
)

// InsertArgs returns the arguments of SQLInsert.
func (e *Event) InsertArgs() []any {
	return []any{e.Seq, e.Kind, e.Room, e.RSeq, e.User, e.Prev, e.Data, e.At}
}

// Encode renders the data of an event. HTML is not escaped: bodies are full of it.
func Encode(data any) (string, error) {
	var b jsonBuffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(data); err != nil {
		return "", fmt.Errorf("encode event data: %w", err)
	}
	return string(b[:len(b)-1]), nil // less the encoder's newline
}

type jsonBuffer []byte

func (b *jsonBuffer) Write(p []byte) (int, error) {
	*b = append(*b, p...)
	return len(p), nil
}

// Append writes one event in the transaction of tx and returns its seq. Callers are hooks that share PocketBase's
// transaction; the coordinator uses the prepared statements instead.
func Append(tx core.App, e Event, data any) (int64, error) {
	encoded, err := Encode(data)
	if err != nil {
		return 0, err
	}
	result, err := tx.DB().NewQuery(`INSERT INTO events (kind, room, rseq, user, data, at)
		VALUES ({:kind}, {:room}, {:rseq}, {:user}, {:data}, {:at})`).Bind(dbx.Params{
		"kind": e.Kind, "room": e.Room, "rseq": e.RSeq, "user": e.User, "data": encoded, "at": collections.Time(time.Now()),
	}).Execute()
	if err != nil {
		return 0, fmt.Errorf("append %s: %w", e.Kind, err)
	}
	return result.LastInsertId()
}
