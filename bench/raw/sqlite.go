package main

import (
	"database/sql"
	"fmt"
	"os"
	"time"

	_ "modernc.org/sqlite"

	"campfire/bench/load"
	"campfire/bench/stats"
)

const schema = `
CREATE TABLE messages (id TEXT PRIMARY KEY NOT NULL, room TEXT NOT NULL, author TEXT NOT NULL,
	client_message_id TEXT NOT NULL, rseq INTEGER NOT NULL, body TEXT NOT NULL, created TEXT NOT NULL);
CREATE UNIQUE INDEX messages_room_rseq ON messages (room, rseq);
CREATE UNIQUE INDEX messages_cid ON messages (room, author, client_message_id);
CREATE TABLE events (seq INTEGER PRIMARY KEY, room TEXT NOT NULL, kind TEXT NOT NULL, data TEXT NOT NULL);`

type commits struct {
	PerSecond float64 `json:"per_second"` // messages
	P50       float64 `json:"p50_ms"`     // of a transaction
	P99       float64 `json:"p99_ms"`
}

// commitRate writes message and event rows (three indexes besides the events' integer key: primary key, order,
// idempotency) with statements held open: the floor under any write path on this driver.
func commitRate(path string, batch int, measured time.Duration, synchronous string) (commits, error) {
	for _, suffix := range []string{"", "-wal", "-shm"} {
		_ = os.Remove(path + suffix)
	}
	dsn := fmt.Sprintf("%s?_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=synchronous(%s)", path, synchronous)
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		return commits{}, err
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	if _, err := db.Exec(schema); err != nil {
		return commits{}, err
	}
	message, err := db.Prepare("INSERT INTO messages VALUES (?, ?, ?, ?, ?, ?, ?)")
	if err != nil {
		return commits{}, err
	}
	event, err := db.Prepare("INSERT INTO events (room, kind, data) VALUES (?, ?, ?)")
	if err != nil {
		return commits{}, err
	}
	var samples []time.Duration
	n := 0
	write := func(until time.Time) error {
		for time.Now().Before(until) {
			began := time.Now()
			if err := commit(db, message, event, n, batch); err != nil {
				return err
			}
			n += batch
			samples = append(samples, time.Since(began))
		}
		return nil
	}
	if err := write(time.Now().Add(measured / 5)); err != nil { // warm up: the tables grow out of their first pages
		return commits{}, err
	}
	samples = samples[:0]
	started := time.Now()
	if err := write(started.Add(measured)); err != nil {
		return commits{}, err
	}
	elapsed := time.Since(started)
	p50, p99 := stats.Latency(samples)
	return commits{float64(len(samples)*batch) / elapsed.Seconds(), p50, p99}, nil
}

func commit(db *sql.DB, message, event *sql.Stmt, n, batch int) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback() //nolint:errcheck // does nothing after the commit
	messageTx, eventTx := tx.Stmt(message), tx.Stmt(event)
	for i := n; i < n+batch; i++ {
		id := fmt.Sprintf("m%014d", i*7919%1_000_003*1_000+i%1_000) // not ascending, as real ids are
		body := load.Body(i)
		if _, err := messageTx.Exec(id, "room00000000001", "user00000000001", load.MessageID(1, 1, i), i, body,
			"2026-11-23 21:09:45.123Z"); err != nil {
			return err
		}
		if _, err := eventTx.Exec("room00000000001", "message.created", body); err != nil {
			return err
		}
	}
	return tx.Commit()
}
