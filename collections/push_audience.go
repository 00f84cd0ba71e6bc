package collections

import (
	"encoding/json"

	"github.com/pocketbase/dbx"
)

// PushListener is a subscription of a member of a room, with what decides whether it hears of a message there.
type PushListener struct {
	ID          string `db:"id"`
	User        string `db:"user"`
	Endpoint    string `db:"endpoint"`
	RoomKind    string `db:"room_kind"`
	Involvement string `db:"involvement"`
	ReadRSeq    int64  `db:"read_rseq"`
	Quiet       string `db:"quiet"`
}

// PushListeners returns the subscriptions of the active members of a room that were made with the present key and whose
// sessions last.
func PushListeners(db dbx.Builder, room, key, now string) ([]PushListener, error) {
	var found []PushListener
	err := db.NewQuery(`SELECT s.id, s.user, s.endpoint, r.kind AS room_kind, m.involvement, m.read_rseq, COALESCE(u.quiet, '') AS quiet
		FROM memberships m JOIN rooms r ON r.id = m.room JOIN users u ON u.id = m.user AND u.status = 'active'
		JOIN push_subscriptions s ON s.user = m.user AND s.key = {:key}
		JOIN sessions e ON e.id = s.session AND (e.expires = '' OR e.expires > {:now})
		WHERE m.room = {:room} ORDER BY s.id`).Bind(dbx.Params{"room": room, "key": key, "now": now}).All(&found)
	return found, err
}

// AnyPushSubscription reports whether anybody wants pushes.
func AnyPushSubscription(db dbx.Builder) (bool, error) {
	return exists(db.Select("(1)").From(PushSubscriptions))
}

// PushedMessage is a subscription together with the message that it is to hear of, as both are now.
type PushedMessage struct {
	PushSubscription
	RoomKind   string `db:"room_kind"`
	RoomName   string `db:"room_name"`
	ReadRSeq   int64  `db:"read_rseq"`
	Message    string `db:"message"`
	AuthorName string `db:"author_name"`
	Text       string `db:"text"`
	Sent       string `db:"sent"`
}

// FindPushedMessage reads what a push at a subscription says, or sql.ErrNoRows if there is nothing to say any more: the
// message was deleted, the session has ended, its user is no member or may not come.
func FindPushedMessage(db dbx.Builder, subscription, room string, rseq int64, now string) (PushedMessage, error) {
	var found PushedMessage
	err := db.NewQuery(`SELECT s.id, s.user, s.session, s.endpoint, s.p256dh, s.auth, s.key, s.updated, r.kind AS room_kind, r.name AS room_name,
		m.read_rseq, g.id AS message, a.name AS author_name, g.body_text AS text, g.created AS sent
		FROM push_subscriptions s JOIN sessions e ON e.id = s.session AND (e.expires = '' OR e.expires > {:now})
		JOIN users u ON u.id = s.user AND u.status = 'active' JOIN memberships m ON m.room = {:room} AND m.user = s.user
		JOIN rooms r ON r.id = m.room JOIN messages g ON g.room = r.id AND g.rseq = {:rseq} AND g.deleted = FALSE
		JOIN users a ON a.id = g.author WHERE s.id = {:subscription}`).
		Bind(dbx.Params{"subscription": subscription, "room": room, "rseq": rseq, "now": now}).One(&found)
	return found, err
}

// FindPushSubscriptionByID returns a subscription whose session lasts, or sql.ErrNoRows.
func FindPushSubscriptionByID(db dbx.Builder, id, now string) (PushSubscription, error) {
	var found PushSubscription
	err := db.NewQuery("SELECT " + pushColumns + ` FROM push_subscriptions WHERE id = {:id}
		AND session IN (SELECT id FROM sessions WHERE expires = '' OR expires > {:now})`).Bind(dbx.Params{"id": id, "now": now}).One(&found)
	return found, err
}

// UnreadRooms returns the rooms in which a user has something to read, without the invisible ones.
func UnreadRooms(db dbx.Builder, user string) ([]string, error) {
	rooms := []string{}
	err := db.NewQuery(`SELECT room FROM (SELECT m.room AS room,` + unreadColumns + ` FROM memberships m JOIN rooms r ON r.id = m.room
		WHERE m.user = {:user} AND m.involvement != 'invisible' AND r.head_rseq > m.read_rseq) WHERE unread > 0 ORDER BY room`).
		Bind(dbx.Params{"user": user}).Column(&rooms)
	return rooms, err
}

// encode renders what is made of strings and numbers, which always works.
func encode(value any) string {
	raw, _ := json.Marshal(value)
	return string(raw)
}

// MessagesAfter returns messages of a room after a number, oldest first.
func MessagesAfter(db dbx.Builder, room string, after int64, limit int) ([]Message, error) {
	rows, err := db.NewQuery("SELECT " + publicColumns + ` FROM messages WHERE room = {:room} AND rseq > {:after} AND deleted = FALSE
		ORDER BY rseq LIMIT {:limit}`).Bind(dbx.Params{"room": room, "after": after, "limit": limit}).Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var found []Message
	for rows.Next() {
		found = append(found, Message{})
		if err := ScanPublic(rows, &found[len(found)-1]); err != nil {
			return nil, err
		}
	}
	return found, rows.Err()
}
