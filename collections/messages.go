package collections

import (
	"encoding/json"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// Messages is the collection of messages. Rows are written by internal/message only: it owns the numbers.
const Messages = "messages"

const (
	MessageRoom            = "room"
	MessageAuthor          = "author"
	MessageClientMessageID = "client_message_id"
	MessageBody            = "body"
	MessageRSeq            = "rseq"
	MessageDeleted         = "deleted"
)

// Kinds of messages.
const (
	MessageText   = "text"
	MessageSound  = "sound"
	MessageFile   = "file"
	MessageNotice = "notice"
)

// Message is a stored message. Its JSON is what clients see, on every door.
type Message struct {
	ID              string   `json:"id"`
	Room            string   `json:"room"`
	Author          string   `json:"author"`
	ClientMessageID string   `json:"client_message_id"`
	Body            string   `json:"body"`
	BodyText        string   `json:"body_text"`
	Kind            string   `json:"kind"`
	Sound           string   `json:"sound"`
	Seq             int64    `json:"seq"`
	RSeq            int64    `json:"rseq"`
	Version         int64    `json:"version"`
	Edited          bool     `json:"edited"`
	Mentions        []string `json:"mentions"`
	Boosts          []Boost  `json:"boosts"`
	Created         string   `json:"created"`
	Updated         string   `json:"updated"`
	// Deleted marks a tombstone: the row stays so that a late retry of the same send does not bring it back, the text
	// does not.
	Deleted bool `json:"deleted,omitempty"`
	// BodyHash is the hash of the body as it was sent; it tells a retry from another text under the same id.
	BodyHash string `json:"-"`
	// EventSeq is the newest event about this message. Events of one message form a chain backwards from it.
	EventSeq int64 `json:"-"`
}

// Tombstone is what is left of a deleted message.
type Tombstone struct {
	ID              string `json:"id"`
	Room            string `json:"room"`
	Author          string `json:"author"`
	ClientMessageID string `json:"client_message_id"`
	RSeq            int64  `json:"rseq"`
	Version         int64  `json:"version"`
	Deleted         bool   `json:"deleted"`
}

func messagesSchema(users, rooms string) *core.Collection {
	c := core.NewBaseCollection(Messages)
	c.Fields.Add(
		relation(MessageRoom, rooms),
		relation(MessageAuthor, users),
		&core.TextField{Name: MessageClientMessageID, Required: true, Max: 36},
		&core.TextField{Name: MessageBody, Max: 1 << 20},
		&core.TextField{Name: "body_text", Max: 1 << 20},
		&core.SelectField{Name: "kind", Values: []string{MessageText, MessageSound, MessageFile, MessageNotice}, MaxSelect: 1, Required: true},
		&core.TextField{Name: "sound", Max: 64},
		&core.NumberField{Name: "seq", OnlyInt: true, Required: true},
		&core.NumberField{Name: MessageRSeq, OnlyInt: true, Required: true},
		&core.NumberField{Name: "version", OnlyInt: true, Required: true},
		&core.BoolField{Name: "edited"},
		&core.JSONField{Name: "mentions"},
		&core.BoolField{Name: MessageDeleted, Hidden: true},
		&core.TextField{Name: "body_hash", Hidden: true},
		&core.NumberField{Name: "event_seq", OnlyInt: true, Hidden: true},
		// note: plain dates, not autodates: the coordinator takes one time for the whole transaction.
		&core.DateField{Name: fieldCreated},
		&core.DateField{Name: fieldUpdated},
	)
	// The number in the room is the cursor of every page, and may exist once (G09, G13).
	c.AddIndex("messages_room_rseq", true, "`room`, `rseq`", "")
	// A retry finds its message here; without the author another person could claim somebody's id (G05).
	c.AddIndex("messages_idempotency", true, "`room`, `author`, `client_message_id`", "")
	// Unread counts leave tombstones out; there are few, so the index is small.
	c.AddIndex("messages_deleted", false, "`room`, `rseq`", "`deleted` = TRUE")
	return c
}

func messagesRules(c *core.Collection) {
	member := `@request.auth.status = "active" && room.memberships_via_room.user ?= @request.auth.id` + inScope("room")
	c.ListRule = rule(`deleted = false && ` + member)
	c.ViewRule = c.ListRule
	// internal/message gives the verdict, the same one on every door; these only keep strangers from learning ids.
	c.CreateRule = rule(`@request.auth.status = "active"`)
	c.UpdateRule = rule(member)
	c.DeleteRule = rule(member)
}

// publicColumns are what clients see; messageColumns are all.
const (
	publicColumns = `id, room, author, client_message_id, body, body_text, kind, sound, seq, rseq, version, edited, mentions, created, updated`

	messageColumns = `id, room, author, client_message_id, body, body_text, kind, sound, seq, rseq, version, edited, mentions,
	deleted, body_hash, event_seq, created, updated`
)

// Statements of the coordinator's transaction and of the history page.
const (
	// SQLMessageInsert stores a new message, unless the same send is there; its arguments are InsertArgs.
	SQLMessageInsert = `INSERT INTO messages (` + messageColumns + `) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)
		ON CONFLICT (room, author, client_message_id) DO NOTHING`
	// SQLMessageByClientID finds an earlier send under the same id.
	SQLMessageByClientID = `SELECT ` + messageColumns + ` FROM messages WHERE room = ? AND author = ? AND client_message_id = ?`
	// SQLMessageHasRoom counts the room of a message: what was said in a room that is gone goes after it.
	SQLMessageHasRoom = `SELECT COUNT(*) FROM rooms WHERE id = ?`
	// SQLMessageByID finds one message, tombstones included.
	SQLMessageByID = `SELECT ` + messageColumns + ` FROM messages WHERE id = ?`
	// SQLMessageEdit stores a new text.
	SQLMessageEdit = `UPDATE messages SET body = ?, body_text = ?, kind = ?, sound = ?, mentions = ?, version = ?, edited = TRUE,
		event_seq = ?, updated = ? WHERE id = ?`
	// SQLMessageDelete leaves a tombstone without text.
	SQLMessageDelete = `UPDATE messages SET body = '', body_text = '', sound = '', mentions = '[]', version = ?, deleted = TRUE, event_seq = ?, updated = ? WHERE id = ?`
	// SQLMessagesBefore, SQLMessagesAfter page through a room, newest first and oldest first.
	SQLMessagesBefore = `SELECT ` + publicColumns + ` FROM messages WHERE room = ? AND rseq < ? AND deleted = FALSE ORDER BY rseq DESC LIMIT ?`
	SQLMessagesAfter  = `SELECT ` + publicColumns + ` FROM messages WHERE room = ? AND rseq > ? AND deleted = FALSE ORDER BY rseq ASC LIMIT ?`
	// SQLMessageShown finds one message of a room, for a member of it.
	SQLMessageShown = `SELECT ` + publicColumns + ` FROM messages WHERE id = ? AND room = ? AND deleted = FALSE
		AND room IN (SELECT room FROM memberships WHERE user = ?)`
	// SQLMessageNewer asks whether a room has a message from a number on.
	SQLMessageNewer = `SELECT EXISTS (SELECT 1 FROM messages WHERE room = ? AND rseq >= ? AND deleted = FALSE)`
	// SQLMessagesByPage goes through all messages, tombstones included, in the order of their ids.
	SQLMessagesByPage = `SELECT ` + messageColumns + ` FROM messages WHERE id > ? ORDER BY id LIMIT ?`
	// SQLMessagesAt reads the messages that a reader may see among those at the places of a JSON object of room to a list
	// of rseqs. SQLTextsAt reads only what is said there, for whoever asks the former afterwards: one row, of the seqs with
	// the lengths of their texts in bytes, and of the texts one after the other.
	// A membership is looked up once for each room, not for each message.
	SQLMessagesAt = `SELECT ` + publicColumns + fromPlaces
	SQLTextsAt    = `SELECT COALESCE(group_concat(seq || ',' || octet_length(body_text)), ''), COALESCE(group_concat(body_text, ''), '')
		FROM (SELECT r.key AS at, n.value AS number FROM json_each(?) AS r CROSS JOIN json_each(r.value) AS n)` + atPlaces
	fromPlaces = ` FROM (SELECT r.key AS at, n.value AS number FROM json_each(?) AS r
		CROSS JOIN memberships AS mine ON mine.user = ? AND mine.room = r.key CROSS JOIN json_each(r.value) AS n)` + atPlaces
	atPlaces = ` CROSS JOIN messages ON room = at AND rseq = number WHERE deleted = FALSE`
	// SQLMessageSeqAt is the seq of the message at a place.
	SQLMessageSeqAt = `SELECT seq FROM messages WHERE room = ? AND rseq = ?`
	// SQLMentionInsert, SQLMentionsDelete and SQLMentionsKeep keep the index of who was mentioned where, and by which event:
	// 0 where somebody mentions themselves. The last takes a JSON array of who stays mentioned.
	SQLMentionInsert  = `INSERT OR IGNORE INTO mentions (user, room, rseq, seq) VALUES (?, ?, ?, ?)`
	SQLMentionsDelete = `DELETE FROM mentions WHERE room = ? AND rseq = ?`
	SQLMentionsKeep   = SQLMentionsDelete + ` AND user NOT IN (SELECT value FROM json_each(?))`
)

// InsertArgs returns the arguments of SQLMessageInsert.
func (m *Message) InsertArgs() []any {
	return []any{
		m.ID, m.Room, m.Author, m.ClientMessageID, m.Body, m.BodyText, m.Kind, m.Sound, m.Seq, m.RSeq, m.Version, m.Edited,
		IDsJSON(m.Mentions), m.Deleted, m.BodyHash, m.EventSeq, m.Created, m.Updated,
	}
}

// Tombstone returns what clients learn about a deleted message.
func (m *Message) Tombstone() Tombstone {
	return Tombstone{
		ID: m.ID, Room: m.Room, Author: m.Author, ClientMessageID: m.ClientMessageID, RSeq: m.RSeq, Version: m.Version, Deleted: true,
	}
}

// scanner is a row of database/sql.
type scanner interface{ Scan(dest ...any) error }

// ScanMessage reads a row of the statements on single messages. Boosts are left empty: AttachBoosts reads them.
func ScanMessage(row scanner, m *Message) error {
	var mentions string
	err := row.Scan(&m.ID, &m.Room, &m.Author, &m.ClientMessageID, &m.Body, &m.BodyText, &m.Kind, &m.Sound, &m.Seq, &m.RSeq,
		&m.Version, &m.Edited, &mentions, &m.Deleted, &m.BodyHash, &m.EventSeq, &m.Created, &m.Updated)
	if err != nil {
		return err
	}
	return m.complete(mentions)
}

// ScanPublic reads a row of the statements for pages.
func ScanPublic(row scanner, m *Message) error {
	var mentions string
	err := row.Scan(&m.ID, &m.Room, &m.Author, &m.ClientMessageID, &m.Body, &m.BodyText, &m.Kind, &m.Sound, &m.Seq, &m.RSeq,
		&m.Version, &m.Edited, &mentions, &m.Created, &m.Updated)
	if err != nil {
		return err
	}
	return m.complete(mentions)
}

func (m *Message) complete(mentions string) error {
	m.Boosts = []Boost{}
	m.Mentions = []string{}
	if mentions != "" && mentions != "[]" {
		return json.Unmarshal([]byte(mentions), &m.Mentions)
	}
	return nil
}

// IDsJSON renders ids as the JSON array that columns and json_each take.
func IDsJSON(ids []string) string {
	if len(ids) == 0 {
		return "[]"
	}
	raw, _ := json.Marshal(ids) // a slice of strings always marshals
	return string(raw)
}

// CountMessages returns how many messages of a room are not deleted: numbers have no holes, and tombstones are few.
func CountMessages(db dbx.Builder, room string) (int64, error) {
	var n int64
	err := db.NewQuery(`SELECT head_rseq - (SELECT COUNT(*) FROM messages d WHERE d.room = rooms.id AND d.deleted = TRUE)
		FROM rooms WHERE id = {:room}`).Bind(dbx.Params{"room": room}).Row(&n)
	return n, err
}

// PlaceOf returns the number of a message in its room, tombstones included, or sql.ErrNoRows.
func PlaceOf(db dbx.Builder, room, id string) (int64, error) {
	var rseq int64
	err := db.Select(MessageRSeq).From(Messages).Where(dbx.HashExp{"id": id, MessageRoom: room}).Row(&rseq)
	return rseq, err
}

// WrittenBy returns the ids of messages by author in room that are not deleted, up to limit of those after a cursor, and
// the cursor to go on from: "" at the end. It walks the idempotency index, so the cursor is a client_message_id.
func WrittenBy(db dbx.Builder, room, author, cursor string, limit int) (ids []string, next string, err error) {
	var rows []struct {
		ID              string `db:"id"`
		ClientMessageID string `db:"client_message_id"`
		Deleted         bool   `db:"deleted"`
	}
	err = db.NewQuery(`SELECT id, client_message_id, deleted FROM messages INDEXED BY messages_idempotency
		WHERE room = {:room} AND author = {:author} AND client_message_id > {:cursor} ORDER BY client_message_id LIMIT {:limit}`).
		Bind(dbx.Params{"room": room, "author": author, "cursor": cursor, "limit": limit}).All(&rows)
	for _, row := range rows {
		if !row.Deleted {
			ids = append(ids, row.ID)
		}
	}
	if len(rows) == limit {
		next = rows[limit-1].ClientMessageID
	}
	return ids, next, err
}

// DeleteMessagesOf removes up to limit messages of a room that is gone, with what hangs on them, and returns how many.
func DeleteMessagesOf(db dbx.Builder, room string, limit int) (int64, error) {
	const some = "(SELECT id FROM messages WHERE room = {:room} ORDER BY rseq LIMIT {:limit})"
	params := dbx.Params{"room": room, "limit": limit}
	for _, query := range []string{
		"DELETE FROM boosts WHERE message IN " + some,
		"DELETE FROM mentions WHERE room = {:room} AND rseq IN (SELECT rseq FROM messages WHERE room = {:room} ORDER BY rseq LIMIT {:limit})",
	} {
		if _, err := db.NewQuery(query).Bind(params).Execute(); err != nil {
			return 0, err
		}
	}
	result, err := db.NewQuery("DELETE FROM messages WHERE id IN " + some).Bind(params).Execute()
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}
