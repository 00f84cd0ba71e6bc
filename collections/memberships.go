package collections

import (
	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// Memberships is the collection of who is in which room.
const Memberships = "memberships"

const (
	MembershipRoom        = "room"
	MembershipUser        = "user"
	MembershipInvolvement = "involvement"
	// MembershipReadRSeq is the number of the newest message that the user has read.
	MembershipReadRSeq = "read_rseq"
	// MembershipMarkedUnread says that the user moved the marker back by hand, so that own messages may lie after it.
	MembershipMarkedUnread = "marked_unread"
)

// Levels of involvement.
const (
	InvolvementInvisible  = "invisible"
	InvolvementNothing    = "nothing"
	InvolvementMentions   = "mentions"
	InvolvementEverything = "everything"
)

// Involvements lists the levels from the quietest.
var Involvements = []string{InvolvementInvisible, InvolvementNothing, InvolvementMentions, InvolvementEverything}

// MembershipView is a membership as clients see it. Involvement and read marker are private to its user.
type MembershipView struct {
	ID          string `db:"id" json:"id"`
	Room        string `db:"room" json:"room"`
	User        string `db:"user" json:"user"`
	Involvement string `db:"involvement" json:"involvement,omitempty"`
	ReadRSeq    int64  `db:"read_rseq" json:"read_rseq"`
	Created     string `db:"created" json:"created"`
	Updated     string `db:"updated" json:"updated"`
}

// Unread is where one user stands in one room.
type Unread struct {
	Room     string `db:"room" json:"room"`
	ReadRSeq int64  `db:"read_rseq" json:"read_rseq"`
	Unread   int64  `db:"unread" json:"unread"`
	Mentions int64  `db:"mentions" json:"mentions"`
}

// OwnRoom is a room together with its reader's membership.
type OwnRoom struct {
	RoomView
	Involvement string `db:"involvement" json:"involvement"`
	ReadRSeq    int64  `db:"read_rseq" json:"read_rseq"`
	Unread      int64  `db:"unread" json:"unread"`
	Mentions    int64  `db:"mentions" json:"mentions"`
}

func membershipsSchema(users, rooms string) *core.Collection {
	c := core.NewBaseCollection(Memberships)
	c.Fields.Add(
		relation(MembershipRoom, rooms),
		relation(MembershipUser, users),
		// note: hidden, so that nobody can filter by another person's involvement or read marker; the hook in
		// hooks/memberships.go shows them to their owner.
		&core.SelectField{Name: MembershipInvolvement, Values: Involvements, MaxSelect: 1, Required: true, Hidden: true},
		&core.NumberField{Name: MembershipReadRSeq, OnlyInt: true, Hidden: true},
		&core.BoolField{Name: MembershipMarkedUnread, Hidden: true},
	)
	c.Fields.Add(autodates()...)
	c.AddIndex("memberships_room_user", true, "`room`, `user`", "")
	c.AddIndex("memberships_user", false, "`user`, `room`", "")
	return c
}

func membershipsRules(c *core.Collection) {
	// Members see who else is in the room.
	member := `@request.auth.status = "active" && room.memberships_via_room.user ?= @request.auth.id` + inScope("room")
	c.ListRule = rule(member)
	c.ViewRule = rule(member)
	c.CreateRule = rule(`@request.auth.status = "active"`)
	c.UpdateRule = rule(`@request.auth.status = "active" && user = @request.auth.id` + inScope("room"))
	c.DeleteRule = rule(member)
}

// FindMembership returns the membership of user in room, or sql.ErrNoRows.
func FindMembership(db dbx.Builder, room, user string) (MembershipView, error) {
	var m MembershipView
	err := db.NewQuery(`SELECT id, room, user, involvement, read_rseq, created, updated FROM memberships
		WHERE room = {:room} AND user = {:user}`).Bind(dbx.Params{"room": room, "user": user}).One(&m)
	return m, err
}

// IsMember reports whether user is in room.
func IsMember(db dbx.Builder, room, user string) (bool, error) {
	return exists(db.Select("(1)").From(Memberships).Where(dbx.HashExp{MembershipRoom: room, MembershipUser: user}))
}

// MemberIDs returns the ids of the members of room.
func MemberIDs(db dbx.Builder, room string) ([]string, error) {
	ids := []string{}
	err := db.Select("user").From(Memberships).Where(dbx.HashExp{MembershipRoom: room}).OrderBy("user").Column(&ids)
	return ids, err
}

// RoomIDsOf returns the rooms that user is in.
func RoomIDsOf(db dbx.Builder, user string) ([]string, error) {
	var ids []string
	err := db.Select("room").From(Memberships).Where(dbx.HashExp{MembershipUser: user}).Column(&ids)
	return ids, err
}

// EachMembership calls fn for every membership there is.
func EachMembership(db dbx.Builder, fn func(room, user string)) error {
	rows, err := db.NewQuery("SELECT room, user FROM memberships").Rows()
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var room, user string
		if err := rows.Scan(&room, &user); err != nil {
			return err
		}
		fn(room, user)
	}
	return rows.Err()
}

// unreadColumns counts what lies after the marker: every number up to the head, less the deleted messages, less one's
// own. Own messages can lie after the marker only when it was moved back by hand, so they are counted only then.
const unreadColumns = `
	MAX(0, r.head_rseq - m.read_rseq
		- (SELECT COUNT(*) FROM messages d WHERE d.room = m.room AND d.rseq > m.read_rseq AND d.deleted = TRUE)
		- CASE WHEN m.marked_unread THEN (SELECT COUNT(*) FROM messages o
			WHERE o.room = m.room AND o.rseq > m.read_rseq AND o.author = m.user AND o.deleted = FALSE) ELSE 0 END) AS unread,
	(SELECT COUNT(*) FROM mentions n WHERE n.user = m.user AND n.room = m.room AND n.rseq > m.read_rseq) AS mentions`

// OwnRooms returns the rooms of user with unread counts.
func OwnRooms(db dbx.Builder, user string) ([]OwnRoom, error) {
	rooms := []OwnRoom{}
	err := db.NewQuery("SELECT " + roomColumns + ", m.involvement, m.read_rseq," + unreadColumns + `
		FROM memberships m JOIN rooms r ON r.id = m.room WHERE m.user = {:user} ORDER BY r.name COLLATE NOCASE, r.id`).
		Bind(dbx.Params{"user": user}).All(&rooms)
	return rooms, err
}

// DirectMembers returns the members of every direct room of user.
func DirectMembers(db dbx.Builder, user string) (map[string][]string, error) {
	var rows []struct {
		Room string `db:"room"`
		User string `db:"user"`
	}
	err := db.NewQuery(`SELECT o.room, o.user FROM memberships m JOIN rooms r ON r.id = m.room AND r.kind = 'direct'
		JOIN memberships o ON o.room = m.room WHERE m.user = {:user} ORDER BY o.room, o.user`).
		Bind(dbx.Params{"user": user}).All(&rows)
	members := map[string][]string{}
	for _, row := range rows {
		members[row.Room] = append(members[row.Room], row.User)
	}
	return members, err
}

// SQLReadableRooms are the rooms that a user is in, with how far they have come and how far the user has read.
const SQLReadableRooms = `SELECT r.id, r.kind, r.name, r.head_rseq, m.read_rseq FROM memberships m JOIN rooms r ON r.id = m.room WHERE m.user = ?`

// Statements of the coordinator's transaction.
const (
	// SQLSenderState answers everything a send must know about author and room, in one look-up.
	SQLSenderState = `SELECT r.head_rseq, u.status FROM memberships m JOIN rooms r ON r.id = m.room JOIN users u ON u.id = m.user
		WHERE m.room = ? AND m.user = ?`
	// SQLAuthorsRead moves the authors' own markers: who writes has read. It takes a JSON object of user to number, and
	// the room.
	SQLAuthorsRead = `UPDATE memberships SET read_rseq = MAX(read_rseq, j.value), marked_unread = FALSE
		FROM json_each(?) AS j WHERE room = ? AND user = j.key`
	// SQLPosition is how far a member has read, whether own messages may lie after that, and how far the room has come.
	SQLPosition = `SELECT m.read_rseq, m.marked_unread, r.head_rseq FROM memberships m JOIN rooms r ON r.id = m.room WHERE m.room = ? AND m.user = ?`
	// SQLMarkRead sets a read marker.
	SQLMarkRead = `UPDATE memberships SET read_rseq = ?, marked_unread = ? WHERE room = ? AND user = ?`
	// SQLUnread counts what lies after a member's marker.
	SQLUnread = `SELECT m.read_rseq,` + unreadColumns + ` FROM memberships m JOIN rooms r ON r.id = m.room WHERE m.room = ? AND m.user = ?`
)
