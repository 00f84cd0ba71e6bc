package backup

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"campfire/internal/failpoint"
)

// stateFile tells of a restore that has begun to move files. Whoever finds it finishes the work.
const stateFile = ".restoring"

// restoring is what the state file says. The new files are all in place of the work directory by then.
type restoring struct {
	// Aside is where the old files go, seen from the data directory; "" if there were none.
	Aside string `json:"aside"`
	// Cleared says that they all are there.
	Cleared bool `json:"cleared"`
}

// Check unpacks an archive beside the data, looks at it and throws it away again.
func Check(ctx context.Context, dataDir, archive string) (c Contents, err error) {
	err = withWork(dataDir, func(work string) error {
		if err := unpack(ctx, archive, work); err != nil {
			return err
		}
		c, err = inspect(ctx, work)
		return err
	})
	return c, err
}

// Restore puts the archive in the place of what is in dataDir, which the caller has claimed. It is looked at first: an
// archive that is not good changes nothing. What was there is kept, in the directory that it returns. The side file of
// the log goes with it, so the next start begins a new epoch, and every client starts again.
func Restore(ctx context.Context, dataDir, archive string) (c Contents, aside string, err error) {
	err = withWork(dataDir, func(work string) error {
		if err := unpack(ctx, archive, work); err != nil {
			return err
		}
		if c, err = inspect(ctx, work); err != nil {
			return err
		}
		state := restoring{}
		if old, err := movable(dataDir); err != nil {
			return err
		} else if len(old) > 0 {
			state.Aside = filepath.Join(asideDir, time.Now().UTC().Format("20060102150405.000"))
			aside = filepath.Join(dataDir, state.Aside)
		}
		if err := writeState(dataDir, state); err != nil {
			return err
		}
		return finish(dataDir, work, state)
	})
	return c, aside, err
}

// Interrupted reports whether a restore ended in the middle: then there is half of each here.
func Interrupted(dataDir string) bool {
	_, err := os.Stat(filepath.Join(dataDir, stateFile))
	return err == nil
}

// Resume finishes a restore that ended in the middle, and does nothing if there is none. The caller has claimed dataDir.
func Resume(dataDir string) error {
	raw, err := os.ReadFile(filepath.Join(dataDir, stateFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	} else if err != nil {
		return err
	}
	var state restoring
	if err := json.Unmarshal(raw, &state); err != nil {
		return fmt.Errorf("%s is damaged: %w", filepath.Join(dataDir, stateFile), err)
	}
	return finish(dataDir, filepath.Join(dataDir, workDir, "new"), state)
}

// finish moves the old files aside and the new ones in. It goes on wherever an earlier call ended.
func finish(dataDir, work string, state restoring) error {
	if !state.Cleared {
		old, err := movable(dataDir)
		if err != nil {
			return err
		}
		if err := move(dataDir, filepath.Join(dataDir, state.Aside), old); err != nil {
			return fmt.Errorf("move the old data aside: %w", err)
		}
		state.Cleared = true
		if err := writeState(dataDir, state); err != nil {
			return err
		}
	}
	restored, err := movable(work)
	if err != nil {
		return err
	}
	if err := move(work, dataDir, restored); err != nil {
		return fmt.Errorf("move the restored data in: %w", err)
	}
	if err := os.Remove(filepath.Join(dataDir, stateFile)); err != nil {
		return err
	}
	return syncDir(dataDir)
}

// movable lists what a restore moves.
func movable(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	var names []string
	for _, entry := range entries {
		if !slices.Contains(stays(), entry.Name()) {
			names = append(names, entry.Name())
		}
	}
	return names, nil
}

func move(from, to string, names []string) error {
	if len(names) == 0 {
		return nil
	}
	if err := os.MkdirAll(to, 0o700); err != nil {
		return err
	}
	for _, name := range names {
		if err := failpoint.Hit("backup.move"); err != nil {
			return err
		}
		if err := os.Rename(filepath.Join(from, name), filepath.Join(to, name)); err != nil {
			return err
		}
	}
	return errors.Join(syncDir(to), syncDir(from))
}

func writeState(dataDir string, state restoring) error {
	raw, err := json.Marshal(state)
	if err != nil {
		return err
	}
	path := filepath.Join(dataDir, stateFile)
	out, err := os.OpenFile(path+".new", os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = out.Write(raw)
	if err = errors.Join(err, out.Sync(), out.Close()); err != nil {
		return err
	}
	if err := os.Rename(path+".new", path); err != nil {
		return err
	}
	return syncDir(dataDir)
}

// syncDir makes renames in dir last.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	if err := d.Sync(); err != nil && !errors.Is(err, errors.ErrUnsupported) {
		return err
	}
	return nil
}
