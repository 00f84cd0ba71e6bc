package backup

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"campfire/internal/database"

	"github.com/pocketbase/pocketbase/core"
)

// lookAgain is how often whoever waits for the work directory tries to have it.
const lookAgain = 100 * time.Millisecond

// Waits is what is said of a backup or an export that waits for its turn.
const Waits = "Another backup, export or restore of this data directory is under way; this one waits for it to end"

// ErrBusy says that a backup, an export or a restore of the same directory is under way.
var ErrBusy = errors.New("another backup, export or restore of this data directory is under way")

// ErrHalf says that a restore ended in the middle. Starting the server finishes it.
var ErrHalf = errors.New("a restore of this data directory ended in the middle; start the server, which finishes it")

type tellKey struct{}

// Tell returns a context with which Create, Write and Copy call tell, once, before they wait; otherwise the log has it.
func Tell(ctx context.Context, tell func(what string)) context.Context {
	return context.WithValue(ctx, tellKey{}, tell)
}

// inTurn is withWork for whoever comes after others rather than not at all: a nightly backup may meet a long export. They do
// not go on at once, because the disk has room for one copy.
func inTurn(ctx context.Context, app core.App, fn func(work string) error) error {
	for told := false; ; told = true {
		err := withWork(app.DataDir(), fn)
		if !errors.Is(err, ErrBusy) {
			return err
		}
		if tell, _ := ctx.Value(tellKey{}).(func(string)); !told && tell != nil {
			tell(Waits)
		} else if !told {
			app.Logger().Warn(Waits)
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("%w: %w", ErrBusy, ctx.Err())
		case <-time.After(lookAgain):
		}
	}
}

// withWork calls fn with an empty directory that is removed after it. One backup or restore has it at a time.
func withWork(dataDir string, fn func(work string) error) (err error) {
	if Interrupted(dataDir) {
		return ErrHalf
	}
	dir := filepath.Join(dataDir, workDir)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("make a place for the backup: %w", err)
	}
	lock, err := database.TryLock(filepath.Join(dir, workLock))
	if errors.Is(err, database.ErrHeld) {
		return ErrBusy
	} else if err != nil {
		return fmt.Errorf("make a place for the backup: %w", err)
	}
	defer lock.Release()
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if entry.Name() != workLock {
			err = errors.Join(err, os.RemoveAll(filepath.Join(dir, entry.Name())))
		}
	}
	if err != nil {
		return fmt.Errorf("remove what an earlier backup left: %w", err)
	}
	work := filepath.Join(dir, "new")
	if err := os.Mkdir(work, 0o700); err != nil {
		return err
	}
	defer func() {
		if !Interrupted(dataDir) { // otherwise what is to be moved in is in it
			err = errors.Join(err, os.RemoveAll(work))
		}
	}()
	return fn(work)
}
