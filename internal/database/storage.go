package database

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// CannotStore reports whether err means that the disk takes nothing at present: it is full, read-only or broken. What
// failed so was rolled back, and may succeed once somebody has made room.
func CannotStore(err error) bool {
	var sql *sqlite.Error
	if errors.As(err, &sql) {
		switch sql.Code() & 0xff { // the rest says where
		case sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN:
			return true
		}
		return false
	}
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EROFS) || errors.Is(err, syscall.EDQUOT)
}

// probeFile is made and removed in the data directory, to see whether that works.
const probeFile = ".probe"

// TryWrite makes a file in dir, with a little in it, and removes it again.
func TryWrite(dir string) error {
	path := filepath.Join(dir, probeFile)
	if err := os.WriteFile(path, make([]byte, 4096), 0o600); err != nil {
		_ = os.Remove(path) // a full disk takes the name and not the content
		return err
	}
	return os.Remove(path)
}
