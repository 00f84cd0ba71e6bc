package collections

import (
	"encoding/json"

	"github.com/pocketbase/dbx"
)

// MailCase is one message and one person whom it may be mailed to.
type MailCase struct {
	User        string `db:"user"`
	Seq         int64  `db:"seq"`
	Created     string `db:"sent"`
	RoomKind    string `db:"kind"`
	Involvement string `db:"involvement"`
	Own         bool   `db:"own"`
	Mentioned   bool   `db:"mentioned"`
	Read        bool   `db:"read"`
	Pace        string `db:"pace"`
}

// MailCases returns the active people whom messages are written to: all in a ping, and elsewhere those who are named.
func MailCases(db dbx.Builder, messages []Message) ([]MailCase, error) {
	encoded, err := json.Marshal(messages)
	if err != nil {
		return nil, err
	}
	const columns = `SELECT m.user, j.value ->> 'seq' AS seq, j.value ->> 'created' AS sent, r.kind, m.involvement,
		m.user = j.value ->> 'author' AS own, m.read_rseq >= j.value ->> 'rseq' AS read, ` + paceOf + ` AS pace, `
	const person = ` JOIN users u ON u.id = m.user AND u.status = 'active' AND u.role != 'bot' LEFT JOIN mailings g ON g.user = m.user `
	var found []MailCase
	// note: CROSS JOIN keeps SQLite from going through the members of every room first.
	err = db.NewQuery(columns + `r.kind != 'direct' OR m.user IN (SELECT value FROM json_each(j.value, '$.mentions')) AS mentioned
		FROM json_each({:messages}) AS j CROSS JOIN rooms r ON r.id = j.value ->> 'room' AND r.kind = 'direct'
		CROSS JOIN memberships m ON m.room = r.id` + person + `
		UNION ALL ` + columns + `TRUE AS mentioned
		FROM json_each({:messages}) AS j CROSS JOIN json_each(j.value, '$.mentions') AS n CROSS JOIN rooms r ON r.id = j.value ->> 'room' AND r.kind != 'direct'
		CROSS JOIN memberships m ON m.room = r.id AND m.user = n.value` + person).
		Bind(dbx.Params{"messages": string(encoded)}).All(&found)
	return found, err
}

// MailNote is what a person is to be mailed about: messages from one seq to another, and since when.
type MailNote struct {
	ID    string `json:"id"`
	User  string `json:"user"`
	First int64  `json:"first"`
	Last  int64  `json:"last"`
	Since string `json:"since"`
}

// NoteMail notes what is to be mailed. What was noted before is passed over.
func NoteMail(db dbx.Builder, notes []MailNote, now string) error {
	for i := range notes {
		notes[i].ID = NewID()
	}
	_, err := db.NewQuery(`INSERT INTO mailings (id, user, pending, latest, noted, created, updated)
		SELECT value ->> 'id', value ->> 'user', value ->> 'first', value ->> 'last', value ->> 'since', {:now}, {:now} FROM json_each({:notes}) WHERE TRUE
		ON CONFLICT (user) DO UPDATE SET latest = excluded.latest,
		pending = CASE WHEN pending = 0 THEN MAX(excluded.pending, latest + 1) ELSE pending END,
		noted = CASE WHEN pending = 0 THEN excluded.noted ELSE noted END WHERE excluded.latest > latest`).
		Bind(dbx.Params{"notes": encode(notes), "now": now}).Execute()
	return err
}

// MailMoments are the moments before which something has to lie: the wait of what is pending, the last letter at each pace,
// and a promise that nobody kept.
type MailMoments struct{ Noted, Hourly, Daily, Stale string }

// MailWaits is somebody whose letter may be due.
type MailWaits struct {
	User   string `db:"user"`
	Letter int64  `db:"letter"`
	Quiet  string `db:"quiet"`
}

// MailsWaiting returns those whose letter is due by the clock, the longest waiting first.
func MailsWaiting(db dbx.Builder, before MailMoments) ([]MailWaits, error) {
	var found []MailWaits
	err := db.NewQuery(`SELECT g.user, g.letter, COALESCE(u.quiet, '') AS quiet FROM mailings g JOIN users u ON u.id = g.user
		WHERE g.pending > 0 AND g.noted <= {:noted} AND (g.letter = g.delivered OR g.promised <= {:stale})
		AND g.sent <= CASE g.pace WHEN 'daily' THEN {:daily} ELSE {:hourly} END ORDER BY g.noted, g.user`).
		Bind(dbx.Params{"noted": before.Noted, "stale": before.Stale, "hourly": before.Hourly, "daily": before.Daily}).All(&found)
	return found, err
}

// AnyMailPending reports whether anybody waits for a letter.
func AnyMailPending(db dbx.Builder) (bool, error) {
	return exists(db.Select("(1)").From(Mailings).Where(dbx.NewExp("pending > 0")))
}

// ForgetPendingMail ends all waiting.
func ForgetPendingMail(db dbx.Builder) error {
	_, err := db.NewQuery("UPDATE mailings SET pending = 0 WHERE pending > 0").Execute()
	return err
}

// PromiseLetter counts a user's next letter, and reports false if somebody else did.
func PromiseLetter(db dbx.Builder, user string, letter int64, now string) (bool, error) {
	result, err := db.NewQuery("UPDATE mailings SET letter = {:letter}, promised = {:now} WHERE user = {:user} AND letter = {:letter} - 1").
		Bind(dbx.Params{"user": user, "letter": letter, "now": now}).Execute()
	if err != nil {
		return false, err
	}
	n, err := result.RowsAffected()
	return n > 0, err
}

// EndLetter says that a letter is over and done with. Up to upto everything was said, 0 for nothing; sent is when it
// went out, or "" if the next one need not keep a distance.
func EndLetter(db dbx.Builder, user string, letter, upto int64, sent, now string) error {
	_, err := db.NewQuery(`UPDATE mailings SET delivered = {:letter}, sent = CASE WHEN {:sent} != '' THEN {:sent} ELSE sent END,
		noted = CASE WHEN {:upto} >= pending AND latest > {:upto} THEN {:now} ELSE noted END,
		pending = CASE WHEN pending = 0 OR {:upto} < pending THEN pending WHEN latest > {:upto} THEN {:upto} + 1 ELSE 0 END
		WHERE user = {:user} AND letter = {:letter} AND delivered < {:letter}`).
		Bind(dbx.Params{"user": user, "letter": letter, "upto": upto, "sent": sent, "now": now}).Execute()
	return err
}

// MailItem is a message that somebody is told of.
type MailItem struct {
	MailCase
	Room     string `db:"room"`
	RoomName string `db:"room_name"`
	Author   string `db:"author"`
	Text     string `db:"text"`
}

// MailItems returns what was written to a user from one seq to another and is unread, oldest first.
func MailItems(db dbx.Builder, user string, first, last int64) ([]MailItem, error) {
	const columns = `SELECT m.user, g.seq, g.created AS sent, r.kind, m.involvement, g.author = m.user AS own, FALSE AS read, r.id AS room, r.name AS room_name,
		a.name AS author, g.body_text AS text, `
	const unread = ` AND g.rseq > m.read_rseq AND g.seq BETWEEN {:first} AND {:last} AND g.deleted = FALSE JOIN users a ON a.id = g.author WHERE m.user = {:user} `
	var found []MailItem
	err := db.NewQuery(columns + `FALSE AS mentioned FROM memberships m CROSS JOIN rooms r ON r.id = m.room AND r.kind = 'direct'
		CROSS JOIN messages g ON g.room = r.id` + unread + `
		UNION ALL ` + columns + `TRUE AS mentioned FROM memberships m CROSS JOIN rooms r ON r.id = m.room AND r.kind != 'direct'
		CROSS JOIN mentions n ON n.user = m.user AND n.room = m.room AND n.rseq > m.read_rseq
		CROSS JOIN messages g ON g.room = n.room AND g.rseq = n.rseq` + unread + `ORDER BY 2`).
		Bind(dbx.Params{"user": user, "first": first, "last": last}).All(&found)
	return found, err
}
