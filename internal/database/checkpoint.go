package database

import (
	"context"
	"database/sql"
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
)

// Checkpoint moves the write-ahead log of the database at path into the database file, from its own connection, until
// ctx ends. Readers and the writer go on meanwhile. It tells report of the first failure in a row and tries again.
func Checkpoint(ctx context.Context, db *sql.DB, path string, report func(error)) {
	ticker := time.NewTicker(checkpointEvery)
	defer ticker.Stop()
	var done int64 // the size that the last checkpoint saw: a log that has not grown needs no other
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
		mode := "PASSIVE"
		if info.Size() > restartAbove {
			mode = "RESTART"
		} else if info.Size() == done {
			continue
		}
		_, err = db.ExecContext(ctx, "PRAGMA wal_checkpoint("+mode+")")
		if err == nil {
			done = info.Size()
		} else if !failing && ctx.Err() == nil {
			report(err)
		}
		failing = err != nil
	}
}

// Fold empties the write-ahead log, so that after a clean stop the database is one file.
func Fold(db *sql.DB) error {
	_, err := db.Exec("PRAGMA wal_checkpoint(TRUNCATE)")
	return err
}
