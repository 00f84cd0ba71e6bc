package database

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"
)

// checkPause is how long the check rests after each table, so that a reader of its size is never in the way for long.
const checkPause = 20 * time.Millisecond

// ErrCorrupt says that a part of the file cannot be trusted. A backup from before is needed.
var ErrCorrupt = errors.New("the database file is damaged")

// Check reads every table once, on a reader, one after the other: everybody goes on meanwhile, and the write-ahead log is
// held back by one table at most.
func Check(ctx context.Context, db *sql.DB) error {
	tables, err := column(ctx, db, "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'")
	if err != nil {
		return fmt.Errorf("%w: %w", ErrCorrupt, err)
	}
	for _, table := range tables {
		found, err := column(ctx, db, "PRAGMA quick_check('"+strings.ReplaceAll(table, "'", "''")+"')")
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			return fmt.Errorf("%w: table %s: %w", ErrCorrupt, table, err)
		}
		if len(found) != 1 || found[0] != "ok" {
			return fmt.Errorf("%w: table %s: %s", ErrCorrupt, table, strings.Join(found, "; "))
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(checkPause):
		}
	}
	return nil
}

func column(ctx context.Context, db *sql.DB, query string) ([]string, error) {
	rows, err := db.QueryContext(ctx, query)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var values []string
	for rows.Next() {
		var value string
		if err := rows.Scan(&value); err != nil {
			return nil, err
		}
		values = append(values, value)
	}
	return values, rows.Err()
}
