// Package backup makes PocketBase's backups from a snapshot (D1), and puts one back. PocketBase 0.39 stops every write
// while it packs the database, and opens the files that SQLite has open: when it closes them, the kernel takes SQLite's
// locks on them away from the whole process. The next command that opens the database then believes that nobody else has
// it, and deletes the write-ahead log under the server.
package backup

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"campfire/internal/database"
	"campfire/internal/event"
	"campfire/internal/failpoint"
	"campfire/internal/search"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

const (
	// workDir is where a backup or a restore keeps what is not finished. PocketBase's own place for that is emptied
	// whenever a command starts, also under a server that packs a backup.
	workDir = ".work"
	// workLock in it is held while somebody packs or restores: everything else in it is then left over.
	workLock = "lock"
	// asideDir is where a restore puts what was there before.
	asideDir = "before-restore"
	// litestreamDir is where Litestream keeps what it has still to send (docs/backup.md). Whoever comes back begins anew.
	litestreamDir = ".data.db-litestream"
	// margin is what a backup leaves free on the disk for the chat to go on.
	margin = 64 << 20
)

// databases are the files that SQLite has open. Nothing in this process may open them another way.
var databases = []string{"data.db", "auxiliary.db"}

// stays are the names in a data directory that belong to the machine and not to the chat: they are in no backup, and a
// restore leaves them alone.
func stays() []string {
	return []string{
		core.LocalBackupsDirName, core.LocalTempDirName, core.LocalNotifyDirName, core.LocalAutocertCacheDirName, "lost+found",
		workDir, asideDir, stateFile, database.LockFile,
	}
}

// left are the names that no backup has.
func left() []string {
	// The side file must not travel with a backup: a restored database is recognised by its absence.
	names := append(stays(), event.HeadFile)
	// note: the index is made again from the messages, and a copy of it while it is written would be no good.
	names = append(names, search.Files()...)
	names = append(names, litestreamDir)
	for _, file := range databases {
		names = append(names, file, file+"-wal", file+"-shm", file+"-journal")
	}
	return names
}

// Name is what a backup of this moment is called.
func Name() string { return time.Now().UTC().Format("campfire_20060102150405.zip") }

// Create stores a backup called name among PocketBase's, on the disk or in S3. No name means one of the time.
func Create(ctx context.Context, app core.App, name string, exclude []string) error {
	if name == "" {
		name = Name()
	}
	return inTurn(ctx, app, func(work string) error {
		archive := filepath.Join(work, "archive")
		out, err := os.OpenFile(archive, os.O_CREATE|os.O_WRONLY|os.O_EXCL, 0o600)
		if err != nil {
			return fmt.Errorf("make a place for the backup: %w", err)
		}
		if err := errors.Join(write(ctx, app, out, work, exclude), out.Close()); err != nil {
			return err
		}
		return store(ctx, app, archive, name)
	})
}

// Write packs a backup into out. Everybody goes on writing; what is acknowledged before the call is in it.
func Write(ctx context.Context, app core.App, out io.Writer) error {
	return inTurn(ctx, app, func(work string) error { return write(ctx, app, out, work, nil) })
}

func write(ctx context.Context, app core.App, out io.Writer, work string, exclude []string) error {
	if err := enoughRoom(app.DataDir()); err != nil {
		return err
	}
	for file, db := range map[string]dbx.Builder{databases[0]: app.ConcurrentDB(), databases[1]: app.AuxConcurrentDB()} {
		if err := snapshot(ctx, db.(*dbx.DB).DB(), filepath.Join(work, file)); err != nil {
			return err
		}
	}
	if err := failpoint.Hit("backup.beforePack"); err != nil {
		return err
	}
	if err := pack(ctx, out, work, app.DataDir(), append(left(), exclude...)); err != nil {
		return fmt.Errorf("pack the backup: %w", err)
	}
	return nil
}

// Copy calls fn with a copy of the database as it is at one moment, which goes afterwards. Whoever reads for long reads there:
// as long as somebody reads the database itself the write-ahead log cannot start over, and a log that has grown holds up the
// writer every second (internal/database/checkpoint.go).
func Copy(ctx context.Context, app core.App, fn func(path string) error) error {
	return inTurn(ctx, app, func(work string) error {
		if err := enoughRoom(app.DataDir()); err != nil {
			return err
		}
		path := filepath.Join(work, databases[0])
		if err := snapshot(ctx, app.ConcurrentDB().(*dbx.DB).DB(), path); err != nil {
			return err
		}
		return fn(path)
	})
}

// snapshot copies a database as it is at one moment, on a reader: the writer goes on.
func snapshot(ctx context.Context, db *sql.DB, path string) error {
	err := steadily(path, func() error {
		_, err := db.ExecContext(ctx, "VACUUM INTO ?", path)
		return err
	})
	if err != nil {
		return fmt.Errorf("copy %s: %w", filepath.Base(path), err)
	}
	return nil
}

// enoughRoom refuses a backup that could fill the disk under the chat: a copy of the databases, and an archive of it.
func enoughRoom(dir string) error {
	var need int64 = margin
	for _, file := range databases {
		for _, part := range []string{file, file + "-wal"} {
			if info, err := os.Stat(filepath.Join(dir, part)); err == nil {
				need += 2 * info.Size()
			}
		}
	}
	return room(dir, need)
}

func room(dir string, need int64) error {
	free, err := database.Free(dir)
	if err != nil {
		return err
	}
	if uint64(max(need, 0)) > free {
		return fmt.Errorf("the disk of %s has %d MB free, and this takes up to %d MB", dir, free>>20, need>>20)
	}
	return nil
}
