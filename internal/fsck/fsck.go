// Package fsck looks for what must never be: every promise about the stored rows that a query can check. It reads one
// snapshot, so that it says the same beside a running server as without one.
package fsck

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"campfire/internal/database"
	"campfire/internal/event"
	"campfire/internal/search"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// samples is how many examples of one trouble are told.
const samples = 3

// check is one promise: what holds, a query for what breaks it (one column that names it), and what mends it without
// losing anything that somebody wrote. Without mend only a person can decide.
type check struct {
	promise string
	broken  string
	mend    []string
}

// Finding is what came of one check.
type Finding struct {
	Promise  string
	Broken   int
	Examples []string
	// Mendable says that Repair mends it.
	Mendable bool
}

// Examine checks everything and returns a finding for each promise, kept or not.
func Examine(ctx context.Context, app core.App) ([]Finding, error) {
	db := app.ConcurrentDB().(*dbx.DB).DB()
	file := Finding{Promise: "the database file is whole"}
	if err := database.Check(ctx, db); errors.Is(err, database.ErrCorrupt) {
		file.Broken, file.Examples = 1, []string{err.Error()}
		return []Finding{file}, nil // nothing that it says is to be trusted
	} else if err != nil {
		return nil, err
	}
	tx, err := db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return nil, err
	}
	defer func() { _ = tx.Rollback() }()
	findings := []Finding{file}
	for _, c := range checks {
		finding, err := c.look(ctx, tx)
		if err != nil {
			return nil, err
		}
		findings = append(findings, finding)
	}
	index, err := examineIndex(ctx, app.DataDir(), tx)
	return append(findings, index), err
}

// Repair mends what can be mended, in one transaction, and returns what is left. No server may be running. When it has
// changed rows it begins a new epoch, so that clients load again what they may have kept.
func Repair(ctx context.Context, app core.App) ([]Finding, error) {
	tx, err := app.NonconcurrentDB().(*dbx.DB).DB().BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	defer func() { _ = tx.Rollback() }()
	mended := false
	for _, c := range checks {
		finding, err := c.look(ctx, tx)
		if err != nil {
			return nil, err
		}
		if finding.Broken == 0 {
			continue
		}
		for _, statement := range c.mend {
			if _, err := tx.ExecContext(ctx, statement); err != nil {
				return nil, fmt.Errorf("mend that %s: %w", c.promise, err)
			}
			mended = true
		}
	}
	if err := tx.Commit(); err != nil {
		return nil, err
	}
	if mended {
		if err := os.Remove(filepath.Join(app.DataDir(), event.HeadFile)); err != nil && !errors.Is(err, os.ErrNotExist) {
			return nil, err
		}
	}
	findings, err := Examine(ctx, app)
	if err != nil || findings[len(findings)-1].Broken == 0 {
		return findings, err
	}
	// The next start builds the index from the messages.
	for _, name := range search.Files() {
		if err := os.Remove(filepath.Join(app.DataDir(), name)); err != nil && !errors.Is(err, os.ErrNotExist) {
			return nil, err
		}
	}
	return Examine(ctx, app)
}

func (c *check) look(ctx context.Context, tx *sql.Tx) (Finding, error) {
	f := Finding{Promise: c.promise, Mendable: len(c.mend) > 0}
	rows, err := tx.QueryContext(ctx, c.broken)
	if err != nil {
		return f, fmt.Errorf("check that %s: %w", c.promise, err)
	}
	defer rows.Close()
	for rows.Next() {
		if f.Broken++; f.Broken > samples {
			continue
		}
		var example string
		if err := rows.Scan(&example); err != nil {
			return f, fmt.Errorf("check that %s: %w", c.promise, err)
		}
		f.Examples = append(f.Examples, example)
	}
	return f, rows.Err()
}

func examineIndex(ctx context.Context, dir string, tx *sql.Tx) (Finding, error) {
	f := Finding{Promise: "every message is in the search index, where it should be", Mendable: true}
	missing, err := search.Missing(ctx, filepath.Join(dir, search.FileName), tx)
	for _, id := range missing {
		if f.Broken++; f.Broken <= samples {
			f.Examples = append(f.Examples, "message "+id)
		}
	}
	return f, err
}
