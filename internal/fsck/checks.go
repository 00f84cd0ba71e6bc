package fsck

import "strings"

// orphans checks that what a column of a table names exists.
func orphans(table, column, whose string, mend bool) check {
	where := " FROM " + table + " WHERE " + column + " NOT IN (SELECT id FROM " + whose + ")"
	c := check{
		promise: "the " + column + " of each row of " + table + " exists",
		broken:  "SELECT '" + table + " ' || id || ' of ' || " + column + where,
	}
	if mend {
		c.mend = []string{"DELETE" + where}
	}
	return c
}

// A room that was deleted is emptied afterwards, by a job: until that is done its messages are no orphans.
const roomOrGoing = "(SELECT id FROM rooms UNION SELECT substr(key, 12) FROM jobs WHERE kind = 'room.empty' AND state != 'done')"

const head = "(SELECT COALESCE(MAX(seq), 0) FROM events)"

var checks = []check{
	{
		promise: "there is one account at most, and one row of flags",
		broken:  "SELECT 'account: ' || COUNT(*) FROM account HAVING COUNT(*) > 1 UNION ALL SELECT 'flags: ' || COUNT(*) FROM flags HAVING COUNT(*) != 1",
	},
	{
		promise: "an account has an active administrator",
		broken:  "SELECT 'there is none' FROM account WHERE NOT EXISTS (SELECT 1 FROM users WHERE role = 'administrator' AND status = 'active')",
	},
	{
		promise: "everybody has a role and a status",
		broken:  "SELECT 'user ' || id FROM users WHERE role NOT IN ('member', 'administrator', 'bot') OR status NOT IN ('active', 'deactivated', 'banned')",
	},
	{
		promise: "the numbers of a room's messages run from 1 without a hole",
		broken: `SELECT 'room ' || room || ': ' || COUNT(*) || ' messages from ' || MIN(rseq) || ' to ' || MAX(rseq) FROM messages
			WHERE room IN (SELECT id FROM rooms) GROUP BY room HAVING MIN(rseq) != 1 OR MAX(rseq) != COUNT(*)`,
	},
	{
		promise: "a room's head is the number of its newest message",
		broken: `SELECT 'room ' || r.id || ': head ' || r.head_rseq || ', newest ' || COALESCE((SELECT MAX(m.rseq) FROM messages m WHERE m.room = r.id), 0)
			FROM rooms r WHERE r.head_rseq != COALESCE((SELECT MAX(m.rseq) FROM messages m WHERE m.room = r.id), 0)`,
		mend: []string{"UPDATE rooms SET head_rseq = COALESCE((SELECT MAX(m.rseq) FROM messages m WHERE m.room = rooms.id), 0)"},
	},
	{
		promise: "no two messages have the same number in the log",
		broken:  "SELECT 'seq ' || seq FROM messages GROUP BY seq HAVING COUNT(*) > 1",
	},
	{
		promise: "no message has a number that the log has not reached",
		broken:  "SELECT 'message ' || id || ': seq ' || seq || ', changed at ' || event_seq FROM messages WHERE seq > " + head + " OR event_seq > " + head,
	},
	{
		promise: "a room changed no later than the log has come",
		broken:  "SELECT 'room ' || id || ': ' || changed_seq FROM rooms WHERE changed_seq > " + head,
		mend:    []string{"UPDATE rooms SET changed_seq = " + head + " WHERE changed_seq > " + head},
	},
	{
		promise: "the room of each message exists",
		broken:  "SELECT 'message ' || id || ' of room ' || room FROM messages WHERE room NOT IN " + roomOrGoing,
	},
	orphans("messages", "author", "users", false),
	{
		promise: "nothing is left of the text of a deleted message",
		broken:  "SELECT 'message ' || id FROM messages WHERE deleted = TRUE AND (body != '' OR body_text != '' OR sound != '')",
		mend:    []string{"UPDATE messages SET body = '', body_text = '', sound = '', mentions = '[]' WHERE deleted = TRUE AND (body != '' OR body_text != '' OR sound != '')"},
	},
	orphans("memberships", "room", "rooms", true),
	orphans("memberships", "user", "users", true),
	{
		promise: "nobody has read further than a room goes",
		broken: `SELECT 'membership ' || m.id || ': ' || m.read_rseq || ' of ' || r.head_rseq FROM memberships m JOIN rooms r ON r.id = m.room
			WHERE m.read_rseq > r.head_rseq OR m.read_rseq < 0`,
		mend: []string{"UPDATE memberships SET read_rseq = MAX(0, MIN(read_rseq, (SELECT head_rseq FROM rooms WHERE rooms.id = memberships.room))) WHERE room IN (SELECT id FROM rooms)"},
	},
	{
		promise: "everybody active is in every open room",
		broken: `SELECT 'user ' || u.id || ' is not in ' || r.id FROM rooms r JOIN users u ON u.status = 'active' AND u.role != 'bot'
			WHERE r.kind = 'open' AND NOT EXISTS (SELECT 1 FROM memberships m WHERE m.room = r.id AND m.user = u.id)`,
		mend: []string{`INSERT INTO memberships (room, user, involvement, read_rseq, marked_unread, created, updated)
			SELECT r.id, u.id, 'mentions', r.head_rseq, FALSE, strftime('%Y-%m-%d %H:%M:%fZ'), strftime('%Y-%m-%d %H:%M:%fZ')
			FROM rooms r JOIN users u ON u.status = 'active' AND u.role != 'bot'
			WHERE r.kind = 'open' AND NOT EXISTS (SELECT 1 FROM memberships m WHERE m.room = r.id AND m.user = u.id)`},
	},
	{
		promise: "each boost is on a message that is there, in its room",
		broken: `SELECT 'boost ' || b.id FROM boosts b LEFT JOIN messages m ON m.id = b.message
			WHERE m.id IS NULL OR m.deleted = TRUE OR m.room != b.room`,
		mend: []string{
			"DELETE FROM boosts WHERE message NOT IN (SELECT id FROM messages WHERE deleted = FALSE)",
			"UPDATE boosts SET room = (SELECT m.room FROM messages m WHERE m.id = boosts.message)",
		},
	},
	orphans("boosts", "booster", "users", true),
	{
		promise: "each boost says who wrote what it is on",
		broken:  "SELECT 'boost ' || b.id FROM boosts b JOIN messages m ON m.id = b.message WHERE b.author != m.author",
		mend: []string{`UPDATE boosts SET author = (SELECT m.author FROM messages m WHERE m.id = boosts.message)
			WHERE EXISTS (SELECT 1 FROM messages m WHERE m.id = boosts.message)`},
	},
	{
		promise: "the mentions of messages are counted, and nothing else",
		broken: `SELECT 'message ' || m.id || ' mentions ' || j.value FROM messages m, json_each(m.mentions) j
			WHERE m.deleted = FALSE AND m.mentions != '[]' AND NOT EXISTS (SELECT 1 FROM mentions n WHERE n.user = j.value AND n.room = m.room AND n.rseq = m.rseq)
			UNION ALL SELECT 'room ' || n.room || ', number ' || n.rseq || ', user ' || n.user FROM mentions n LEFT JOIN messages m ON m.room = n.room AND m.rseq = n.rseq
			WHERE m.id IS NULL OR m.deleted = TRUE OR n.user NOT IN (SELECT value FROM json_each(m.mentions))`,
		mend: []string{
			"DELETE FROM mentions",
			`INSERT OR IGNORE INTO mentions (user, room, rseq, seq) SELECT j.value, m.room, m.rseq, CASE WHEN j.value = m.author THEN 0 ELSE m.seq END
				FROM messages m, json_each(m.mentions) j WHERE m.deleted = FALSE AND m.mentions != '[]'`,
		},
	},
	{
		promise: "every message that is in the reach of the log is in it",
		broken: `SELECT 'message ' || m.id || ': seq ' || m.seq FROM messages m LEFT JOIN events e ON e.seq = m.seq
			WHERE m.seq >= (SELECT MIN(seq) FROM events) AND (e.seq IS NULL OR e.kind != 'message.created' OR e.room != m.room OR e.rseq != m.rseq)`,
	},
	{
		promise: "the log tells of no message that is not there",
		broken: `SELECT 'event ' || e.seq || ' of room ' || e.room || ', number ' || e.rseq FROM events e LEFT JOIN messages m ON m.room = e.room AND m.rseq = e.rseq
			WHERE e.kind LIKE 'message.%' AND m.id IS NULL AND e.room IN (SELECT id FROM rooms)`,
	},
	{
		promise: "the log has nothing left of the text of a deleted message",
		broken: `SELECT 'event ' || e.seq FROM events e JOIN messages m ON m.room = e.room AND m.rseq = e.rseq
			WHERE m.deleted = TRUE AND e.kind IN ('message.created', 'message.updated')
			AND CASE WHEN json_valid(e.data) THEN json_extract(e.data, '$.body') != '' END`,
		mend: []string{`UPDATE events SET data = json_set(data, '$.body', '', '$.body_text', '', '$.sound', '', '$.deleted', json('true'))
			WHERE kind IN ('message.created', 'message.updated') AND json_valid(data) AND EXISTS (SELECT 1 FROM messages m WHERE m.room = events.room AND m.rseq = events.rseq AND m.deleted = TRUE)`},
	},
	{
		promise: "what the log says can be read",
		broken:  "SELECT 'event ' || seq FROM events WHERE NOT json_valid(data)",
	},
	{
		promise: "nobody who follows the log is ahead of it",
		broken:  "SELECT name || ' at ' || seq FROM event_cursors WHERE seq > " + head,
		mend:    []string{"UPDATE event_cursors SET seq = " + head + " WHERE seq > " + head},
	},
	{
		promise: "every job has a state, and ends at some time",
		broken: `SELECT 'job ' || id || ': ' || state FROM jobs WHERE state NOT IN ('waiting', 'running', 'done', 'dead')
			OR (state = 'running' AND lease_until = '') OR (state = 'done' AND finished = '')`,
		mend: []string{
			"UPDATE jobs SET state = 'waiting' WHERE state = 'running' AND lease_until = ''",
			"UPDATE jobs SET finished = updated WHERE state = 'done' AND finished = ''",
		},
	},
	orphans("sessions", "user", "users", true),
	orphans("searches", "user", "users", true),
	orphans("transfers", "user", "users", true),
	orphans("webhooks", "user", "users", true),
	orphans("push_subscriptions", "user", "users", true),
	orphans("push_subscriptions", "session", "sessions", true),
}

// Describe says a finding in one line, with its examples below.
func (f Finding) Describe() string {
	var b strings.Builder
	b.WriteString(f.Promise)
	for _, example := range f.Examples {
		b.WriteString("\n       " + example)
	}
	if f.Broken > len(f.Examples) {
		b.WriteString("\n       and more")
	}
	return b.String()
}
