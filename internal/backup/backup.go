// Package backup makes PocketBase's backups from a snapshot (D1). PocketBase 0.39 stops every write while it packs the
// database, and opens the files that SQLite has open: when it closes them, the kernel takes SQLite's locks on them away
// from the whole process. The next command that opens the database then believes that nobody else has it, and deletes
// the write-ahead log under the server.
package backup

import (
	"archive/zip"
	"compress/flate"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/filesystem"
)

// databases are the files that SQLite has open. Nothing in this process may open them another way.
var databases = []string{"data.db", "auxiliary.db"}

// Create stores a backup called name with everything in the data directory except what exclude names. Everybody goes on
// writing; what is acknowledged before the call is in it. No name means one of the time.
func Create(ctx context.Context, app core.App, name string, exclude []string) error {
	if name == "" {
		name = time.Now().UTC().Format("campfire_20060102150405.zip")
	}
	temporary := filepath.Join(app.DataDir(), core.LocalTempDirName)
	if err := os.MkdirAll(temporary, 0o700); err != nil {
		return fmt.Errorf("make a place for the backup: %w", err)
	}
	dir, err := os.MkdirTemp(temporary, "backup-")
	if err != nil {
		return fmt.Errorf("make a place for the backup: %w", err)
	}
	defer os.RemoveAll(dir)
	for file, db := range map[string]dbx.Builder{databases[0]: app.ConcurrentDB(), databases[1]: app.AuxConcurrentDB()} {
		if err := snapshot(ctx, db.(*dbx.DB).DB(), filepath.Join(dir, file)); err != nil {
			return err
		}
	}
	archive := filepath.Join(dir, "archive")
	if err := pack(ctx, archive, dir, app.DataDir(), exclude); err != nil {
		return fmt.Errorf("pack the backup: %w", err)
	}
	return store(ctx, app, archive, name)
}

// snapshot copies a database as it is at one moment, on a reader: the writer goes on.
func snapshot(ctx context.Context, db *sql.DB, path string) error {
	if _, err := db.ExecContext(ctx, "VACUUM INTO ?", path); err != nil {
		return fmt.Errorf("copy %s: %w", filepath.Base(path), err)
	}
	return nil
}

func store(ctx context.Context, app core.App, archive, name string) error {
	backups, err := app.NewBackupsFilesystem()
	if err != nil {
		return fmt.Errorf("open the backups: %w", err)
	}
	defer func() { _ = backups.Close() }()
	backups.SetContext(ctx)
	file, err := filesystem.NewFileFromPath(archive)
	if err != nil {
		return fmt.Errorf("read the backup: %w", err)
	}
	file.OriginalName, file.Name = name, name
	if err := backups.UploadFile(file, name); err != nil {
		return fmt.Errorf("store the backup: %w", err)
	}
	return nil
}

// pack writes the snapshots in dir, and the files of dataDir, into one archive.
func pack(ctx context.Context, archive, dir, dataDir string, exclude []string) error {
	out, err := os.Create(archive)
	if err != nil {
		return err
	}
	z := zip.NewWriter(out)
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestSpeed) })
	for _, file := range databases {
		exclude = append(exclude, file, file+"-wal", file+"-shm", file+"-journal")
		if err = errors.Join(err, add(z, filepath.Join(dir, file), file)); err != nil {
			break
		}
	}
	if err == nil {
		err = addTree(ctx, z, dataDir, exclude)
	}
	return errors.Join(err, z.Close(), out.Close())
}

func addTree(ctx context.Context, z *zip.Writer, root string, exclude []string) error {
	return fs.WalkDir(os.DirFS(root), ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil // deleted while we walked
		case err != nil:
			return err
		case ctx.Err() != nil:
			return ctx.Err()
		case excluded(name, exclude):
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		case !entry.Type().IsRegular():
			return nil
		}
		err = add(z, filepath.Join(root, name), name)
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		return err
	})
}

func excluded(name string, exclude []string) bool {
	for _, left := range exclude {
		left = filepath.ToSlash(filepath.Clean(left))
		if name == left || strings.HasPrefix(name, left+"/") {
			return true
		}
	}
	return false
}

// add puts a file into z. What has gone is fs.ErrNotExist, and leaves z as it was.
func add(z *zip.Writer, path, name string) error {
	in, err := os.Open(path)
	if err != nil {
		return err
	}
	defer in.Close()
	info, err := in.Stat()
	if err != nil {
		return err
	}
	header, err := zip.FileInfoHeader(info)
	if err != nil {
		return err
	}
	header.Name, header.Method = name, zip.Deflate
	out, err := z.CreateHeader(header)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return err
}
