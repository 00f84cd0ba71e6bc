package database

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// LockFile is the name of the file in the data directory that the one serving process holds locked. The kernel lets go of
// it when the process ends, however it ends. Nobody may copy it into a backup: it says nothing there.
const LockFile = ".lock"

// DefaultDir is the data directory when nobody names one: in the image, which is recognised by /app/data, /data if a
// volume is mounted there and /app/data otherwise; elsewhere "", which leaves PocketBase its pb_data beside the binary.
// Every command finds the chat by it, also those that are run inside a container.
func DefaultDir(root string) string {
	app, data := filepath.Join(root, "app", "data"), filepath.Join(root, "data")
	if _, inImage := device(app); !inImage {
		return ""
	}
	base, _ := device(root)
	if on, ok := device(data); ok && on != base {
		return data
	}
	return app
}

// Force names what the operator insists on.
type Force struct {
	// Ephemeral allows a data directory on the layer of a container, which goes with the container.
	Ephemeral bool
	// Network allows a file system whose locks are not to be trusted.
	Network bool
}

// Claim makes the data directory this process's own until Release, or says in one sentence why it may not be: another
// process serves from it, or it lies where a chat would be lost. A refusal changes nothing in the directory.
func Claim(dir string, force Force) (*Lock, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("the data directory %s cannot be made: %w", dir, err)
	}
	if err := refuseFileSystem(dir, fileSystem(dir), force); err != nil {
		return nil, err
	}
	if err := refuseForeign(filepath.Join(dir, "data.db")); err != nil {
		return nil, err
	}
	return Hold(dir)
}

// Hold is Claim for whoever puts other data into the directory: where it lies, and what is in it, does not matter.
func Hold(dir string) (*Lock, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("the data directory %s cannot be made: %w", dir, err)
	}
	path := filepath.Join(dir, LockFile)
	lock, err := TryLock(path)
	if errors.Is(err, ErrHeld) {
		return nil, fmt.Errorf("another campfire%s is serving from %s; stop it first, or name another directory with --dir", holder(path), dir)
	} else if err != nil {
		return nil, fmt.Errorf("the data directory %s is not writable: %w", dir, err)
	}
	if err := sign(lock.file); err != nil {
		lock.Release()
		return nil, fmt.Errorf("the data directory %s is not writable: %w", dir, err)
	}
	return lock, nil
}

// TryLock makes the file at path this process's own until Release, or returns ErrHeld. The kernel gives it back when the
// process ends. It is no lock of SQLite's kind: those go when any file of that name is closed.
func TryLock(path string) (*Lock, error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return nil, err
	}
	if err := tryLock(file); err != nil {
		_ = file.Close()
		return nil, err
	}
	return &Lock{file: file}, nil
}

// magic is how every file of SQLite's begins.
const magic = "SQLite format 3\x00"

// refuseForeign refuses what cannot be a database; PocketBase would say no more than that something is not one.
func refuseForeign(path string) error {
	file, err := os.Open(path)
	if err != nil {
		return nil // there is none yet, or whoever opens it for good says why not
	}
	defer file.Close()
	head := make([]byte, len(magic))
	if n, _ := io.ReadFull(file, head); n > 0 && string(head[:n]) != magic[:n] {
		return fmt.Errorf("%s is not a SQLite database; put a backup in its place, or name another directory with --dir", path)
	}
	return nil
}

// Lock is a claim that other processes respect.
type Lock struct{ file *os.File }

// Release gives the directory up. The file stays: removing it would let two processes lock two files of one name.
func (l *Lock) Release() { _ = l.file.Close() }

// ErrHeld says that another process has the lock.
var ErrHeld = errors.New("held by another process")

// sign leaves the process id for whoever finds the directory taken.
func sign(file *os.File) error {
	if err := file.Truncate(0); err != nil {
		return err
	}
	_, err := file.WriteAt(fmt.Appendf(nil, "%d\n", os.Getpid()), 0)
	return err
}

func holder(path string) string {
	raw, err := os.ReadFile(path)
	if pid := strings.TrimSpace(string(raw)); err == nil && pid != "" {
		return " (process " + pid + ")"
	}
	return ""
}

// Nature is what kind of file system a directory lies on.
type Nature int

// Natures that matter to a database.
const (
	Local Nature = iota
	Layer
	Network
)

func refuseFileSystem(dir string, nature Nature, force Force) error {
	switch {
	case nature == Layer && !force.Ephemeral:
		return fmt.Errorf("the data directory %s lies in the container's own layer and would be lost with the container; mount a volume there, or set ALLOW_EPHEMERAL=1 if that is what you want", dir)
	case nature == Network && !force.Network:
		return fmt.Errorf("the data directory %s lies on a network file system, where SQLite's locks are not to be trusted; use a local disk, or set ALLOW_NETWORK_DISK=1 if you know that they are", dir)
	}
	return nil
}
