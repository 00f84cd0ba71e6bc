package database

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"time"
)

const (
	// checkpointEvery is how often the write-ahead log is looked at.
	checkpointEvery = time.Second
	// checkpointAbove is the size that makes a checkpoint worth its sync: 4 MB.
	checkpointAbove = 4 << 20
	// restartAbove is the size at which writers wait once, so that the log starts over from its beginning.
	restartAbove = 32 << 20
	// restartWait is how long that may hold them up, in milliseconds.
	restartWait = "100"
	// foldWait is the same at the end, when nobody writes any more.
	foldWait = "500"
)

// Checkpoint moves the write-ahead log of the database at path into the database file, from its own connection, until
// ctx ends. Readers and the writer go on meanwhile. It tells report of the first failure in a row and tries again.
func Checkpoint(ctx context.Context, db *sql.DB, path string, report func(error)) {
	ticker := time.NewTicker(checkpointEvery)
	defer ticker.Stop()
	var done int64 // the size that the last checkpoint saw: a log that has not grown needs no other
	var at int64   // how far the last restart could move the log
	failing := false
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		info, err := os.Stat(path + "-wal")
		if err != nil || info.Size() < checkpointAbove {
			continue
		}
		if info.Size() > restartAbove {
			at, err = restart(ctx, db, at)
		} else if info.Size() == done {
			continue
		} else {
			_, err = db.ExecContext(ctx, "PRAGMA wal_checkpoint(PASSIVE)")
		}
		if err == nil {
			done = info.Size()
		} else if !failing && ctx.Err() == nil {
			report(err)
		}
		failing = err != nil
	}
}

// restart makes the log start over from its beginning, if that does not hold the writers up for long: SQLite waits for
// the readers with the write lock in its hand. It returns how far the log could be moved. If that is no farther than
// before, somebody has been reading an old state for a while, as a backup does, and will be for longer than restartWait.
func restart(ctx context.Context, db *sql.DB, before int64) (moved int64, err error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return before, err
	}
	defer func() { _ = conn.Close() }()
	var busy, pages int64
	if err := conn.QueryRowContext(ctx, "PRAGMA wal_checkpoint(PASSIVE)").Scan(&busy, &pages, &moved); err != nil {
		return before, err
	}
	if moved < pages && moved == before {
		return moved, nil
	}
	return moved, checkpoint(ctx, conn, "RESTART", restartWait) // one that could not is no error: it says so in its row
}

// Fold empties the write-ahead log, so that after a clean stop the database is one file. Another process that reads it
// may keep it from that: then the log stays, and is as good.
func Fold(db *sql.DB) error {
	conn, err := db.Conn(context.Background())
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }()
	return checkpoint(context.Background(), conn, "TRUNCATE", foldWait)
}

// checkpoint waits for readers for so many milliseconds, and not for as long as conn has patience.
func checkpoint(ctx context.Context, conn *sql.Conn, mode, wait string) error {
	var patience string
	if err := conn.QueryRowContext(ctx, "PRAGMA busy_timeout").Scan(&patience); err != nil {
		return err
	}
	if _, err := conn.ExecContext(ctx, "PRAGMA busy_timeout = "+wait); err != nil {
		return err
	}
	_, err := conn.ExecContext(ctx, "PRAGMA wal_checkpoint("+mode+")")
	_, undo := conn.ExecContext(context.WithoutCancel(ctx), "PRAGMA busy_timeout = "+patience)
	return errors.Join(err, undo)
}
