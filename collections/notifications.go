package collections

import (
	"database/sql"

	"github.com/pocketbase/dbx"
)

// NotificationState is how one person stands with what was said to them: mentions of them, and boosts on their messages.
type NotificationState struct {
	// Seen is the seq up to which they have seen the list. It never goes back.
	Seen int64 `db:"seen" json:"seen"`
	// Unread is how many are unread, up to 100.
	Unread int64 `db:"unread" json:"unread"`
}

// What is unread is said here once, for the count and for the list. A mention is unread while it is after the marker of the
// list, was not opened by itself, and is after the marker of its room; a boost has no place in a room's marker. A room that
// is invisible in the sidebar counts nothing. Rooms are those that the person is in now; a mention of oneself has the seq 0.
const (
	// note: by room, for there may be ten thousand mentions that were read where they stand, and few that were not. The + keeps
	// SQLite from going by seq, through all of them and once for each room.
	unreadMentions = ` FROM memberships m CROSS JOIN mentions n ON n.user = m.user AND n.room = m.room AND n.rseq > m.read_rseq
		WHERE m.user = ? AND m.involvement != 'invisible' AND +n.seq > ?
		AND NOT EXISTS (SELECT 1 FROM notification_seen s WHERE s.user = n.user AND s.seq = n.seq)`
	unreadBoosts = ` FROM boosts b CROSS JOIN memberships m ON m.room = b.room AND m.user = b.author
		WHERE b.author = ? AND b.seq > ? AND b.booster != b.author AND m.involvement != 'invisible'
		AND NOT EXISTS (SELECT 1 FROM notification_seen s WHERE s.user = b.author AND s.seq = b.seq)`
	// The opposite, along the indexes by person and seq.
	readMentions = ` FROM mentions n CROSS JOIN memberships m ON m.room = n.room AND m.user = n.user
		WHERE n.user = ? AND n.seq > 0 AND (n.seq <= ? OR n.rseq <= m.read_rseq OR m.involvement = 'invisible'
		OR EXISTS (SELECT 1 FROM notification_seen s WHERE s.user = n.user AND s.seq = n.seq))`
	readBoosts = ` FROM boosts b CROSS JOIN memberships m ON m.room = b.room AND m.user = b.author
		WHERE b.author = ? AND b.booster != b.author AND (b.seq <= ? OR m.involvement = 'invisible'
		OR EXISTS (SELECT 1 FROM notification_seen s WHERE s.user = b.author AND s.seq = b.seq))`

	mentionPlace = `SELECT n.seq AS seq, n.room AS room, n.rseq AS rseq, '' AS boost`
	boostPlace   = `SELECT b.seq AS seq, b.room AS room, COALESCE((SELECT rseq FROM messages WHERE id = b.message), 0) AS rseq, b.id AS boost`

	unsorted     = ` AND +n.seq < ? ORDER BY +n.seq DESC LIMIT ?`
	mentionsPage = ` AND n.seq < ? ORDER BY n.seq DESC LIMIT ?`
	boostsPage   = ` AND b.seq < ? ORDER BY b.seq DESC LIMIT ?`
)

// Statements on notifications. The lists take user, seen, before and limit, and are newest first.
const (
	SQLUnreadMentions = mentionPlace + unreadMentions + unsorted
	SQLReadMentions   = mentionPlace + readMentions + mentionsPage
	SQLUnreadBoosts   = boostPlace + unreadBoosts + boostsPage
	SQLReadBoosts     = boostPlace + readBoosts + boostsPage

	// SQLNotificationsUnread counts, up to 100: more than that is many. It takes user and seen, twice.
	SQLNotificationsUnread = `SELECT MIN(100, (SELECT COUNT(*) FROM (SELECT 1` + unreadMentions + ` LIMIT 100))
		+ (SELECT COUNT(*) FROM (SELECT 1` + unreadBoosts + ` LIMIT 100)))`
	// SQLNotificationMarker is the seq up to which a user has seen the list.
	SQLNotificationMarker = `SELECT COALESCE((SELECT seq FROM notification_markers WHERE user = ?), 0)`
)

// Statements of the writer's transaction.
const (
	// SQLNotificationsSeen moves the marker of a user, only ever forward, and SQLNotificationsSeenTidy forgets what it passed.
	SQLNotificationsSeen = `INSERT INTO notification_markers (user, seq) VALUES (?, ?)
		ON CONFLICT (user) DO UPDATE SET seq = excluded.seq WHERE excluded.seq > seq`
	SQLNotificationsSeenTidy = `DELETE FROM notification_seen WHERE user = ? AND seq <= ?`
	// SQLNotificationSeen marks one by its seq.
	SQLNotificationSeen = `INSERT INTO notification_seen (user, seq) VALUES (?, ?) ON CONFLICT DO NOTHING`
	// SQLNotificationIs asks whether a seq is a notification of a user, in a room that they are in. It takes the user and the
	// seq, twice.
	SQLNotificationIs = `SELECT EXISTS (SELECT 1 FROM mentions n JOIN memberships m ON m.room = n.room AND m.user = n.user
		WHERE n.user = ? AND n.seq = ?) OR EXISTS (SELECT 1 FROM boosts b JOIN memberships m ON m.room = b.room AND m.user = b.author
		WHERE b.author = ? AND b.seq = ? AND b.booster != b.author)`
)

// NotificationPlace is where a notification stands: the event that made it, and the message that it is about.
type NotificationPlace struct {
	Seq  int64  `db:"seq"`
	Room string `db:"room"`
	RSeq int64  `db:"rseq"`
	// Boost is the id of the boost, "" for a mention.
	Boost string `db:"boost"`
}

// NotificationsOf returns how somebody stands.
func NotificationsOf(db dbx.Builder, user string) (NotificationState, error) {
	var state NotificationState
	if err := Asked(db, SQLNotificationMarker, user).Row(&state.Seen); err != nil {
		return state, err
	}
	err := Asked(db, SQLNotificationsUnread, user, state.Seen, user, state.Seen).Row(&state.Unread)
	return state, err
}

// NotificationPlaces runs one of the lists.
func NotificationPlaces(db dbx.Builder, list, user string, seen, before int64, limit int) ([]NotificationPlace, error) {
	var places []NotificationPlace
	err := Asked(db, list, user, seen, before, limit).All(&places)
	return places, err
}

// MessagesAt reads the messages that a reader may see among those at the places of a JSON object of room to a list of rseqs,
// with their boosts.
func MessagesAt(db dbx.Builder, places, user string) ([]Message, error) {
	rows, err := queried{db, SQLMessagesAt}.Query(places, user)
	if err != nil {
		return nil, err
	}
	found, err := scanPublic(rows)
	if err != nil {
		return nil, err
	}
	return found, AttachBoosts(queried{db, SQLBoostsOf}, found)
}

// scanPublic reads all rows of a statement for pages, without boosts, and closes them.
func scanPublic(rows *sql.Rows) ([]Message, error) {
	defer rows.Close()
	found := []Message{}
	for rows.Next() {
		found = append(found, Message{})
		if err := ScanPublic(rows, &found[len(found)-1]); err != nil {
			return nil, err
		}
	}
	return found, rows.Err()
}

// queried is a statement with ? on dbx.
type queried struct {
	db    dbx.Builder
	query string
}

// Query runs it.
func (q queried) Query(args ...any) (*sql.Rows, error) {
	rows, err := Asked(q.db, q.query, args...).Rows()
	if err != nil {
		return nil, err
	}
	return rows.Rows, nil
}
