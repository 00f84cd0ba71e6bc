package collections

import (
	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// Rooms is the collection of open, closed and direct rooms.
const Rooms = "rooms"

const (
	RoomKind    = "kind"
	RoomName    = "name"
	RoomCreator = "creator"
	// RoomDirectKey names the exact set of members of a direct room; it is unique, so that two people who ping each
	// other at the same moment land in one room (G36).
	RoomDirectKey = "direct_key"
	// RoomHeadRSeq is the number of the newest message.
	RoomHeadRSeq = "head_rseq"
	// RoomChangedSeq is the seq of the newest event about a message of the room. History pages are cached under it.
	RoomChangedSeq    = "changed_seq"
	RoomLastMessageAt = "last_message_at"
)

// Kinds of rooms.
const (
	RoomOpen   = "open"
	RoomClosed = "closed"
	RoomDirect = "direct"
)

// RoomView is a room as clients see it.
type RoomView struct {
	ID            string   `db:"id" json:"id"`
	Kind          string   `db:"kind" json:"kind"`
	Name          string   `db:"name" json:"name"`
	Creator       string   `db:"creator" json:"creator"`
	Members       []string `db:"-" json:"members,omitempty"`
	HeadRSeq      int64    `db:"head_rseq" json:"head_rseq"`
	LastMessageAt string   `db:"last_message_at" json:"last_message_at"`
	Created       string   `db:"created" json:"created"`
	Updated       string   `db:"updated" json:"updated"`
}

func roomsSchema(users string) *core.Collection {
	c := core.NewBaseCollection(Rooms)
	c.Fields.Add(
		&core.SelectField{Name: RoomKind, Values: []string{RoomOpen, RoomClosed, RoomDirect}, MaxSelect: 1, Required: true},
		&core.TextField{Name: RoomName, Max: 100},
		relation(RoomCreator, users),
		&core.TextField{Name: RoomDirectKey, Hidden: true},
		&core.NumberField{Name: RoomHeadRSeq, OnlyInt: true},
		&core.NumberField{Name: RoomChangedSeq, OnlyInt: true, Hidden: true},
		&core.DateField{Name: RoomLastMessageAt},
	)
	c.Fields.Add(autodates()...)
	c.AddIndex("rooms_direct_key", true, "`direct_key`", "`direct_key` != ''")
	return c
}

func roomsRules(c *core.Collection) {
	// A room that one is not in does not exist, as far as one can tell.
	member := `@request.auth.status = "active" && memberships_via_room.user ?= @request.auth.id` + inScope("id")
	c.ListRule = rule(member)
	c.ViewRule = rule(member)
	// internal/room decides the rest: who may create, rename, convert and delete.
	c.CreateRule = rule(`@request.auth.status = "active"`)
	c.UpdateRule = rule(member)
	c.DeleteRule = rule(member)
}

const roomColumns = "r.id, r.kind, r.name, r.creator, r.head_rseq, r.last_message_at, r.created, r.updated"

// FindRoom returns one room, without members, or sql.ErrNoRows.
func FindRoom(db dbx.Builder, id string) (RoomView, error) {
	var room RoomView
	err := db.NewQuery("SELECT " + roomColumns + " FROM rooms r WHERE r.id = {:id}").Bind(dbx.Params{"id": id}).One(&room)
	return room, err
}

// FindDirectRoom returns the id of the direct room with this key, or sql.ErrNoRows.
func FindDirectRoom(db dbx.Builder, key string) (string, error) {
	var id string
	err := db.Select("id").From(Rooms).Where(dbx.HashExp{RoomDirectKey: key}).Row(&id)
	return id, err
}

// RoomIDs returns every room, pings included.
func RoomIDs(db dbx.Builder) ([]string, error) {
	var ids []string
	err := db.Select("id").From(Rooms).OrderBy("id").Column(&ids)
	return ids, err
}

// OpenRoomIDs returns the ids of the rooms that everybody belongs to.
func OpenRoomIDs(db dbx.Builder) ([]string, error) {
	var ids []string
	err := db.Select("id").From(Rooms).Where(dbx.HashExp{RoomKind: RoomOpen}).OrderBy("created", "id").Column(&ids)
	return ids, err
}

// Statements of the coordinator's transaction.
const (
	// SQLRoomAdvance moves a room's head after a batch of messages.
	SQLRoomAdvance = `UPDATE rooms SET head_rseq = ?, changed_seq = ?, last_message_at = ? WHERE id = ?`
	// SQLRoomTouch records that a message of the room changed.
	SQLRoomTouch = `UPDATE rooms SET changed_seq = ? WHERE id = ?`
	// SQLRoomVersion is the newest change of a room that user is in.
	SQLRoomVersion = `SELECT r.changed_seq FROM memberships m JOIN rooms r ON r.id = m.room WHERE m.room = ? AND m.user = ?`
)
