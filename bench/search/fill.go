package main

import (
	"database/sql"
	"fmt"
	"time"

	"campfire/bench/corpus"
	"campfire/collections"
	"campfire/internal/event"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

const (
	seed = 1
	// openEvery: each so many rooms one is open to everybody; the others have a tenth of the people.
	openEvery   = 5
	closedShare = 10
	perCommit   = 5_000
)

// Those who ask: a member like others, somebody in one small room, somebody in none.
const (
	memberID = "benchmember0000"
	singleID = "benchsingle0000"
	nobodyID = "benchnobody0000"
)

// filling writes people, rooms, memberships and messages as rows: what is measured is reading.
type filling struct {
	tx  *sql.Tx
	now time.Time
}

// fill gives the directory its talk. The log keeps the newest event only, as after a trim: its seq goes on from there.
func fill(app core.App, people, rooms, messages int) error {
	db := app.NonconcurrentDB().(*dbx.DB).DB() // outside a transaction the pool is always a *dbx.DB
	var head int64
	if err := db.QueryRow(event.SQLHead).Scan(&head); err != nil {
		return err
	}
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	f := &filling{tx: tx, now: time.Now()}
	users, roomIDs, err := f.cast(people, rooms)
	if err != nil {
		return err
	}
	heads := make([]int64, rooms)
	text := corpus.New(seed)
	var last collections.Message
	for n := range messages {
		room := text.Room(rooms)
		heads[room]++
		last = f.message(n, text.Next())
		last.Room, last.RSeq, last.Seq = roomIDs[room], heads[room], head+int64(n)+1
		last.Author = users[(n*7+room)%len(users)]
		last.Created = collections.Time(f.now.Add(time.Duration(n-messages) * time.Minute))
		last.Updated, last.EventSeq = last.Created, last.Seq
		if _, err := f.tx.Exec(collections.SQLMessageInsert, last.InsertArgs()...); err != nil {
			return fmt.Errorf("message %d: %w", n, err)
		}
		if n%perCommit == perCommit-1 {
			if err := f.tx.Commit(); err != nil {
				return err
			}
			if f.tx, err = db.Begin(); err != nil {
				return err
			}
		}
	}
	for room, id := range roomIDs {
		if _, err := f.tx.Exec("UPDATE rooms SET head_rseq = ? WHERE id = ?", heads[room], id); err != nil {
			return err
		}
	}
	data, err := event.Encode(last)
	if err != nil {
		return err
	}
	newest := event.Event{Seq: last.Seq, Kind: "message.created", Room: last.Room, RSeq: last.RSeq, Data: data, At: last.Created}
	if _, err := f.tx.Exec("DELETE FROM events"); err != nil {
		return err
	}
	if _, err := f.tx.Exec(event.SQLInsert, newest.InsertArgs()...); err != nil {
		return err
	}
	return f.tx.Commit()
}

// cast makes the people and the rooms. Those who ask are among the first.
func (f *filling) cast(people, rooms int) (users, roomIDs []string, err error) {
	users = append(make([]string, 0, people), memberID, singleID, nobodyID)
	roomIDs = make([]string, 0, rooms)
	for n := len(users); n < people; n++ {
		users = append(users, fmt.Sprintf("benchuser%06d", n))
	}
	at := collections.Time(f.now)
	for n, id := range users {
		_, err := f.tx.Exec(`INSERT INTO users (id, name, email, role, status, tokenKey, password, verified, created, updated)
			VALUES (?, ?, ?, 'member', 'active', ?, '', TRUE, ?, ?)`, id, fmt.Sprintf("Person %d", n), id+"@example.com", id+id+id+id, at, at)
		if err != nil {
			return nil, nil, err
		}
	}
	for room := range rooms {
		id := fmt.Sprintf("benchroom%06d", room)
		roomIDs = append(roomIDs, id)
		kind := collections.RoomClosed
		if room%openEvery == 0 {
			kind = collections.RoomOpen
		}
		_, err := f.tx.Exec(`INSERT INTO rooms (id, kind, name, creator, head_rseq, created, updated) VALUES (?, ?, ?, ?, 0, ?, ?)`,
			id, kind, fmt.Sprintf("Room %d", room), memberID, at, at)
		if err != nil {
			return nil, nil, err
		}
		for n, user := range users {
			if !isIn(user, n, room, rooms) {
				continue
			}
			_, err := f.tx.Exec(`INSERT INTO memberships (id, room, user, involvement, read_rseq, created, updated) VALUES (?, ?, ?, 'mentions', 0, ?, ?)`,
				fmt.Sprintf("m%03d%05droom00", room, n), id, user, at, at)
			if err != nil {
				return nil, nil, err
			}
		}
	}
	return users, roomIDs, nil
}

func isIn(user string, n, room, rooms int) bool {
	switch user {
	case nobodyID:
		return false
	case singleID:
		return room == rooms-1
	}
	return room%openEvery == 0 || (n+room)%closedShare == 0
}

func (f *filling) message(n int, text string) collections.Message {
	return collections.Message{
		ID: fmt.Sprintf("m%014d", n), ClientMessageID: fmt.Sprintf("00000000-0000-4000-8000-%012d", n), Body: text, BodyText: text,
		Kind: collections.MessageText, Version: 1, Mentions: []string{},
	}
}
