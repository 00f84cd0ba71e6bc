package harness

import (
	"database/sql"
	"path/filepath"

	_ "modernc.org/sqlite" // reads the server's file beside it
)

// truth is the database at rest.
type truth struct {
	messages map[string][]Message // by room, in rseq order, tombstones included
	byCID    map[string][]Message // by room, author and client id
	heads    map[string]int64
	member   map[string]map[string]int64 // user -> room -> read_rseq
}

func key(room, author, cid string) string { return room + " " + author + " " + cid }

// DB opens the server's database read-only.
func (w *World) DB() (*sql.DB, error) {
	return sql.Open("sqlite", "file:"+filepath.Join(w.Dir, "data.db")+"?mode=ro&_pragma=busy_timeout(5000)")
}

// Number asks the server's database for one number.
func (w *World) Number(query string, args ...any) (n int64) {
	w.t.Helper()
	db, err := w.DB()
	if err != nil {
		w.t.Fatal(err)
	}
	defer db.Close()
	if err := db.QueryRow(query, args...).Scan(&n); err != nil {
		w.t.Fatalf("%s: %v", query, err)
	}
	return n
}

// Column asks the server's database for one column of text.
func (w *World) Column(query string, args ...any) (values []string) {
	w.t.Helper()
	db, err := w.DB()
	if err != nil {
		w.t.Fatal(err)
	}
	defer db.Close()
	err = each(db, query, func(scan func(...any) error) error {
		var value string
		err := scan(&value)
		values = append(values, value)
		return err
	}, args...)
	if err != nil {
		w.t.Fatalf("%s: %v", query, err)
	}
	return values
}

// Exec changes the database file, past a server that may be up: it waits for the lock.
func (w *World) Exec(query string, args ...any) {
	w.t.Helper()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(w.Dir, "data.db")+"?_pragma=busy_timeout(5000)")
	if err != nil {
		w.t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(query, args...); err != nil {
		w.t.Fatal(err)
	}
}

func (w *World) readTruth() (*truth, error) {
	db, err := w.DB()
	if err != nil {
		return nil, err
	}
	defer db.Close()
	// note: one snapshot. What a client asked for at the last moment may still be done between two statements.
	tx, err := db.Begin()
	if err != nil {
		return nil, err
	}
	defer func() { _ = tx.Rollback() }()
	d := &truth{messages: map[string][]Message{}, byCID: map[string][]Message{}, heads: map[string]int64{},
		member: map[string]map[string]int64{}}
	boosts := map[string][]Boost{}
	err = each(tx, "SELECT id, message, booster, content FROM boosts ORDER BY id", func(scan func(...any) error) error {
		var b Boost
		err := scan(&b.ID, &b.Message, &b.Booster, &b.Content)
		boosts[b.Message] = append(boosts[b.Message], b)
		return err
	})
	if err != nil {
		return nil, err
	}
	// note: what was said in a room that is gone goes behind it, a slice at a time, and nobody reaches it.
	err = each(tx, `SELECT id, room, author, client_message_id, body, seq, rseq, version, deleted FROM messages
		WHERE room IN (SELECT id FROM rooms) ORDER BY room, rseq`,
		func(scan func(...any) error) error {
			var m Message
			err := scan(&m.ID, &m.Room, &m.Author, &m.ClientMessageID, &m.Body, &m.Seq, &m.RSeq, &m.Version, &m.Deleted)
			m.Boosts = boosts[m.ID]
			d.messages[m.Room] = append(d.messages[m.Room], m)
			k := key(m.Room, m.Author, m.ClientMessageID)
			d.byCID[k] = append(d.byCID[k], m)
			return err
		})
	if err != nil {
		return nil, err
	}
	err = each(tx, "SELECT id, head_rseq FROM rooms", func(scan func(...any) error) error {
		var id string
		var head int64
		err := scan(&id, &head)
		d.heads[id] = head
		return err
	})
	if err != nil {
		return nil, err
	}
	return d, each(tx, "SELECT room, user, read_rseq FROM memberships", func(scan func(...any) error) error {
		var room, user string
		var read int64
		err := scan(&room, &user, &read)
		if d.member[user] == nil {
			d.member[user] = map[string]int64{}
		}
		d.member[user][room] = read
		return err
	})
}

func each(db interface {
	Query(query string, args ...any) (*sql.Rows, error)
}, query string, row func(scan func(...any) error) error, args ...any) error {
	rows, err := db.Query(query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := row(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}

// checkRows: in each room the numbers run from 1 to the head without a hole, in the order of seq (I3).
func (d *truth) checkRows(report func(string, ...any)) {
	for room, messages := range d.messages {
		var seq int64
		for i, m := range messages {
			if m.RSeq != int64(i+1) {
				report("I3 room %s: rseq %d in place %d", room, m.RSeq, i+1)
				break
			}
			if m.Seq <= seq {
				report("I3 room %s: rseq %d has seq %d after %d", room, m.RSeq, m.Seq, seq)
				break
			}
			seq = m.Seq
		}
		if head := d.heads[room]; head != int64(len(messages)) {
			report("I4 room %s: head %d with %d messages", room, head, len(messages))
		}
	}
}

func (d *truth) checkAck(report func(string, ...any), a Acked) {
	if _, exists := d.heads[a.Room]; !exists {
		return // the room was deleted, its messages with it
	}
	rows := d.byCID[key(a.Room, a.User, a.CID)]
	if len(rows) != 1 || rows[0].ID != a.Message {
		report("I1 acked %s as message %s: %d rows %v", a.CID, a.Message, len(rows), ids(rows))
	}
}

func ids(messages []Message) []string {
	list := make([]string, 0, len(messages))
	for _, m := range messages {
		list = append(list, m.ID)
	}
	return list
}
