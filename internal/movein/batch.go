package movein

import (
	"fmt"
	"slices"

	"campfire/collections"
	"campfire/internal/room"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/security"
)

// batch is one transaction of a load.
type batch struct {
	tx core.App
	*loader
	seq    int64
	before *settled // nil as long as nobody has asked
}

func (b *batch) next() int64 { b.seq++; return b.seq }

// insert stores a row unless there is one with the same key, and says which.
func (b *batch) insert(table, key string, row dbx.Params) (bool, error) {
	columns, values := "", ""
	for name := range row {
		if columns != "" {
			columns, values = columns+", ", values+", "
		}
		columns, values = columns+"`"+name+"`", values+"{:"+name+"}"
	}
	result, err := b.tx.DB().NewQuery("INSERT INTO " + table + " (" + columns + ") VALUES (" + values + ") ON CONFLICT (" + key + ") DO NOTHING").Bind(row).Execute()
	if err != nil {
		return false, fmt.Errorf("store in %s: %w", table, err)
	}
	n, err := result.RowsAffected()
	return n > 0, err
}

// add is insert, with a line in the report.
func (b *batch) add(what, table, key string, row dbx.Params) error {
	isNew, err := b.insert(table, key, row)
	if err == nil {
		b.report.note(what, isNew)
	}
	return err
}

// person is somebody of another chat.
type person struct {
	key                            any
	name, email, bio, role, status string
	passwordHash, created, updated string
}

// person stores somebody and returns their id here. Who has the same address is the same person, and stays as they are.
func (b *batch) person(p person) (string, error) {
	own := id(b.source, "user", p.key)
	if p.email != "" {
		var have string
		err := b.tx.DB().NewQuery("SELECT id FROM users WHERE email = {:email} COLLATE NOCASE AND id != {:id}").Bind(dbx.Params{"email": p.email, "id": own}).Row(&have)
		if err == nil {
			b.report.note(peopleKind(p.role), false)
			return have, nil
		} else if !collections.IsNotFound(err) {
			return "", err
		}
	}
	if p.email == "" {
		p.email = own + "@moved.invalid" // an auth record needs one
	}
	if p.passwordHash == "" { // one that nobody can use, as the auth collection wants one
		p.passwordHash = unusable
	}
	return own, b.add(peopleKind(p.role), collections.Users, "id", dbx.Params{
		"id": own, "email": p.email, "emailVisibility": false, "verified": false, "password": p.passwordHash,
		"tokenKey": security.RandomString(50), collections.UserName: p.name, collections.UserBio: p.bio, collections.UserRole: p.role,
		collections.UserStatus: p.status, "created": p.created, "updated": p.updated,
	})
}

// unusable is no hash of any password.
const unusable = "!"

func peopleKind(role string) string {
	if role == collections.RoleBot {
		return "bots"
	}
	return "people"
}

// chamber is a room of another chat.
type chamber struct {
	key                                   any
	kind, name, creator, created, updated string
	members                               []string // of a direct room
}

// room stores a room and returns its id here. A direct room with the same people is the same room.
func (b *batch) room(c chamber) (string, error) {
	own, direct := id(b.source, "room", c.key), ""
	if c.kind == collections.RoomDirect {
		slices.Sort(c.members)
		direct = room.DirectKey(slices.Compact(c.members))
		have, err := collections.FindDirectRoom(b.tx.DB(), direct)
		if err == nil {
			b.report.note("rooms and pings", false)
			return have, nil
		} else if !collections.IsNotFound(err) {
			return "", err
		}
	}
	return own, b.add("rooms and pings", collections.Rooms, "id", dbx.Params{
		"id": own, collections.RoomKind: c.kind, collections.RoomName: c.name, collections.RoomCreator: c.creator,
		collections.RoomDirectKey: direct, "created": c.created, "updated": c.updated,
	})
}

// message stores a message at the end of its room, and moves the room's head. It says whether it is new.
func (b *batch) message(m *collections.Message) (bool, error) {
	err := b.tx.DB().NewQuery("SELECT head_rseq + 1 FROM rooms WHERE id = {:room}").Bind(dbx.Params{"room": m.Room}).Row(&m.RSeq)
	if err != nil {
		return false, fmt.Errorf("find the room: %w", err)
	}
	m.Seq = b.seq + 1
	m.EventSeq, m.Version = m.Seq, 1
	isNew, err := b.insert(collections.Messages, "id", dbx.Params{
		"id": m.ID, "room": m.Room, "author": m.Author, "client_message_id": m.ClientMessageID, "body": m.Body, "body_text": m.BodyText,
		"kind": m.Kind, "sound": m.Sound, "seq": m.Seq, "rseq": m.RSeq, "version": m.Version, "edited": m.Edited,
		"mentions": collections.IDsJSON(m.Mentions), "deleted": false, "body_hash": m.BodyHash, "event_seq": m.EventSeq,
		"created": m.Created, "updated": m.Updated,
	})
	if err != nil || !isNew {
		return isNew, err
	}
	b.next()
	for _, user := range m.Mentions {
		mention := dbx.Params{"user": user, "room": m.Room, "rseq": m.RSeq, "seq": m.Seq}
		if user == m.Author {
			mention["seq"] = 0 // is no news
		}
		if _, err := b.insert("mentions", "user, room, rseq", mention); err != nil {
			return false, err
		}
		if err := b.seen(user, m.Author, m.Seq); err != nil {
			return false, err
		}
	}
	_, err = b.tx.DB().NewQuery("UPDATE rooms SET head_rseq = {:rseq}, changed_seq = {:seq}, last_message_at = MAX(last_message_at, {:at}) WHERE id = {:room}").
		Bind(dbx.Params{"rseq": m.RSeq, "seq": m.Seq, "at": m.Created, "room": m.Room}).Execute()
	return true, err
}

// boost stores a reaction to a message that is here.
func (b *batch) boost(boost collections.Boost) error {
	isNew, err := b.insert(collections.Boosts, "id", dbx.Params{
		"id": boost.ID, collections.BoostMessage: boost.Message, "room": boost.Room, collections.BoostBooster: boost.Booster,
		collections.BoostAuthor: boost.Author, collections.BoostContent: clip(boost.Content, collections.BoostMaxRunes), "seq": b.seq + 1,
		"created": boost.Created, "updated": boost.Created,
	})
	b.report.note("boosts", isNew)
	if err != nil || !isNew {
		return err
	}
	return b.seen(boost.Author, boost.Booster, b.next())
}

// seen keeps what is old from being news: it is in somebody's list of what was said to them, and was opened.
func (b *batch) seen(user, by string, seq int64) error {
	if user == by {
		return nil
	}
	_, err := b.insert("notification_seen", "user, seq", dbx.Params{"user": user, "seq": seq})
	return err
}

// head is the number of the last message of a room.
func (b *batch) head(room string) (head int64, err error) {
	err = b.tx.DB().NewQuery("SELECT head_rseq FROM rooms WHERE id = {:room}").Bind(dbx.Params{"room": room}).Row(&head)
	return head, err
}

// readOn moves those to the end of a room who had read it to a number, its end before.
func (b *batch) readOn(room string, head int64) error {
	_, err := b.tx.DB().NewQuery(`UPDATE memberships SET read_rseq = (SELECT r.head_rseq FROM rooms r WHERE r.id = {:room})
		WHERE room = {:room} AND read_rseq >= {:head}`).Bind(dbx.Params{"room": room, "head": head}).Execute()
	return err
}

// everybodyIn lets every active person into every open room, as having read it.
func (b *batch) everybodyIn(now string) error {
	_, err := b.tx.DB().NewQuery(`INSERT INTO memberships (room, user, involvement, read_rseq, marked_unread, created, updated)
		SELECT r.id, u.id, 'mentions', r.head_rseq, FALSE, {:now}, {:now} FROM rooms r
		JOIN users u ON u.status = 'active' AND u.role != 'bot' WHERE r.kind = 'open'
		ON CONFLICT (room, user) DO NOTHING`).Bind(dbx.Params{"now": now}).Execute()
	return err
}
