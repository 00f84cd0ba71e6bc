package search

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strconv"
)

// maxMissing bounds the list: an index that misses more is built anew anyway.
const maxMissing = 1000

// Missing returns the ids of messages that the index at path ought to have and has not, or has in another place. An index
// that is not there, is of another version or of another log misses nothing: the next start builds it.
func Missing(ctx context.Context, path string, messages *sql.Tx) ([]string, error) {
	if _, err := os.Stat(path); err != nil {
		return nil, nil //nolint:nilerr // there is none
	}
	db, err := sql.Open("sqlite", "file:"+(&url.URL{Path: path}).EscapedPath()+"?mode=ro&_pragma=busy_timeout(10000)")
	if err != nil {
		return nil, err
	}
	defer func() { _ = db.Close() }()
	index, err := db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return nil, fmt.Errorf("open search index: %w", err)
	}
	defer func() { _ = index.Rollback() }()
	seq, ours, err := reach(ctx, index, messages)
	if err != nil || !ours {
		return nil, err
	}
	places, rooms := map[int64][]byte{}, map[string]int64{}
	if err := each(ctx, index, "SELECT block, packed FROM places", func(rows *sql.Rows) error {
		var number int64
		var packed []byte
		err := rows.Scan(&number, &packed)
		places[number] = packed
		return err
	}); err != nil {
		return nil, err
	}
	if err := each(ctx, index, "SELECT id, number FROM rooms", func(rows *sql.Rows) error {
		var id string
		var number int64
		err := rows.Scan(&id, &number)
		rooms[id] = number
		return err
	}); err != nil {
		return nil, err
	}
	var missing []string
	err = each(ctx, messages, "SELECT id, room, seq, rseq FROM messages WHERE deleted = FALSE AND seq <= "+strconv.FormatInt(seq, 10), func(rows *sql.Rows) error {
		var id, room string
		var seq, rseq int64
		if err := rows.Scan(&id, &room, &seq, &rseq); err != nil {
			return err
		}
		at, ok := placeAt(places[seq>>blockBits], seq)
		if (!ok || at.rseq != rseq || at.room != rooms[room]) && len(missing) < maxMissing {
			missing = append(missing, id)
		}
		return nil
	})
	return missing, err
}

// reach returns how far the index has come, and whether it is of this version and this log.
func reach(ctx context.Context, index, messages *sql.Tx) (seq int64, ours bool, err error) {
	state := map[string]string{}
	if err := each(ctx, index, "SELECT key, value FROM state", func(rows *sql.Rows) error {
		var key, value string
		err := rows.Scan(&key, &value)
		state[key] = value
		return err
	}); err != nil {
		return 0, false, fmt.Errorf("read search index: %w", err)
	}
	var epoch string
	err = messages.QueryRowContext(ctx, "SELECT value FROM event_state WHERE key = 'epoch'").Scan(&epoch)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return 0, false, err
	}
	if state[stateLayout] != layout || state[stateEpoch] != epoch {
		return 0, false, nil
	}
	seq, err = strconv.ParseInt(state[stateSeq], 10, 64)
	return seq, err == nil, nil
}

func each(ctx context.Context, tx *sql.Tx, query string, fn func(rows *sql.Rows) error) error {
	rows, err := tx.QueryContext(ctx, query)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := fn(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}
