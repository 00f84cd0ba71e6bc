package backup

import (
	"archive/zip"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"campfire/internal/event"

	"github.com/pocketbase/pocketbase/core"
	_ "modernc.org/sqlite" // PocketBase's driver, for the copy that is looked at
)

// Reasons why an archive is not put back. Nothing has changed then.
var (
	ErrDamaged = errors.New("the backup is damaged")
	ErrForeign = errors.New("this is no backup of Campfire")
	ErrNewer   = errors.New("the backup is of a newer version of Campfire; restore it with that version")
)

// Contents is what a backup holds.
type Contents struct {
	Messages, People, Rooms int64
	// Newest is when the last message in it was written, "" for none.
	Newest string
}

// unpack writes the files of an archive into dir, checked against their sums.
func unpack(ctx context.Context, archive, dir string) error {
	z, err := zip.OpenReader(archive)
	if errors.Is(err, zip.ErrFormat) {
		return fmt.Errorf("%w: %s is no zip archive, or not all of one", ErrForeign, archive)
	} else if err != nil {
		return err
	}
	defer func() { _ = z.Close() }()
	need := int64(margin)
	found := false
	for _, file := range z.File {
		if !filepath.IsLocal(file.Name) || strings.Contains(file.Name, `\`) {
			return fmt.Errorf("%w: it names %q", ErrForeign, file.Name)
		}
		need += int64(min(file.UncompressedSize64, 1<<50)) //nolint:gosec // bounded before it is converted
		found = found || file.Name == databases[0]
	}
	if !found {
		return fmt.Errorf("%w: it has no %s", ErrForeign, databases[0])
	}
	if err := room(dir, need); err != nil {
		return err
	}
	skip := append(stays(), event.HeadFile)
	for _, file := range z.File {
		if file.FileInfo().IsDir() || excluded(file.Name, skip) {
			continue
		}
		if !file.Mode().IsRegular() {
			return fmt.Errorf("%w: %s is no plain file", ErrForeign, file.Name)
		}
		if err := extract(ctx, file, filepath.Join(dir, filepath.FromSlash(file.Name))); err != nil {
			return err
		}
	}
	return nil
}

func extract(ctx context.Context, file *zip.File, path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	in, err := file.Open()
	if err != nil {
		return fmt.Errorf("%w: %s: %w", ErrDamaged, file.Name, err)
	}
	defer in.Close()
	out, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer out.Close()
	// note: one byte more than it promised is enough to know a bomb.
	n, err := io.Copy(out, interruptible{ctx, io.LimitReader(in, int64(file.UncompressedSize64)+1)}) //nolint:gosec // bounded in unpack
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil && (errors.Is(err, zip.ErrChecksum) || errors.Is(err, zip.ErrFormat) || errors.Is(err, io.ErrUnexpectedEOF) || isFlate(err)):
		return fmt.Errorf("%w: %s: %w", ErrDamaged, file.Name, err)
	case err != nil:
		return err
	case uint64(n) != file.UncompressedSize64: //nolint:gosec // n is not negative
		return fmt.Errorf("%w: %s is longer than it says", ErrDamaged, file.Name)
	}
	return out.Sync()
}

// isFlate reports whether the compressed bytes themselves make no sense.
func isFlate(err error) bool { return strings.HasPrefix(err.Error(), "flate:") }

// inspect reads the database that was unpacked into dir, and closes it as one file.
func inspect(ctx context.Context, dir string) (c Contents, err error) {
	path := filepath.Join(dir, databases[0])
	db, err := sql.Open("sqlite", path)
	if err != nil {
		return c, err
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	var verdict string
	if err := db.QueryRowContext(ctx, "PRAGMA integrity_check(1)").Scan(&verdict); err != nil {
		return c, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	if verdict != "ok" {
		return c, fmt.Errorf("%w: %s", ErrDamaged, verdict)
	}
	var tables int
	const ours = "SELECT COUNT(*) FROM sqlite_schema WHERE type = 'table' AND name IN ('_migrations', 'account', 'users', 'rooms', 'messages', 'events', 'event_state')"
	if err := db.QueryRowContext(ctx, ours).Scan(&tables); err != nil {
		return c, err
	}
	if tables != 7 {
		return c, fmt.Errorf("%w: its database has none of its tables, or not all", ErrForeign)
	}
	if err := knowsEveryMigration(ctx, db); err != nil {
		return c, err
	}
	err = db.QueryRowContext(ctx, `SELECT (SELECT COUNT(*) FROM messages WHERE deleted = FALSE), (SELECT COUNT(*) FROM users),
		(SELECT COUNT(*) FROM rooms), (SELECT COALESCE(MAX(last_message_at), '') FROM rooms)`).
		Scan(&c.Messages, &c.People, &c.Rooms, &c.Newest)
	if err != nil {
		return c, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	// note: an archive made by hand may bring a write-ahead log, which belongs to the database.
	_, err = db.ExecContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)")
	return c, err
}

func knowsEveryMigration(ctx context.Context, db *sql.DB) error {
	known := map[string]bool{}
	for _, list := range []core.MigrationsList{core.SystemMigrations, core.AppMigrations} {
		for _, migration := range list.Items() {
			known[migration.File] = true
		}
	}
	rows, err := db.QueryContext(ctx, "SELECT file FROM _migrations ORDER BY file")
	if err != nil {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	defer rows.Close()
	for rows.Next() {
		var file string
		if err := rows.Scan(&file); err != nil {
			return err
		}
		if !known[file] {
			return fmt.Errorf("%w (this one does not know %s)", ErrNewer, file)
		}
	}
	return rows.Err()
}
