package event

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"campfire/collections"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// HeadFile is the name of the side file in the data directory that remembers which file the log was in and how far it had
// come. It is left out of backups: a database that is older than it, that comes without it, or that is another file than
// it knows (a copy of the whole directory put back) was restored.
const HeadFile = "log_head"

// headEvery is how often the side file is written.
const headEvery = time.Second

const (
	stateEpoch = "epoch"
	stateClean = "clean"
)

// Open reads the log's state and decides on its epoch. The epoch changes when time may have gone back (D4): another
// database than the side file knows, or an unclean stop without synchronous=FULL, after which committed rows may be gone.
func Open(app core.App, synchronous string) (*Log, error) {
	l := &Log{app: app, signal: make(chan struct{})}
	var err error
	if l.since, err = l.reader().Prepare(sqlSince); err != nil {
		return nil, fmt.Errorf("prepare log: %w", err)
	}
	head, err := l.ReadHead(app.ConcurrentDB())
	if err != nil {
		return nil, err
	}
	if err := l.readFloor(); err != nil {
		return nil, err
	}
	epoch, clean, err := readState(app.ConcurrentDB())
	if err != nil {
		return nil, err
	}
	side := l.readHeadFile()
	restored := side.epoch != epoch || side.head > head || side.inode != l.inode()
	if epoch == "" || restored || (!clean && synchronous != "FULL") {
		epoch = collections.NewID()
	}
	l.epoch = epoch
	if err := writeState(app.NonconcurrentDB(), map[string]string{stateEpoch: epoch, stateClean: "0"}); err != nil {
		return nil, err
	}
	return l, l.writeHeadFile(head)
}

func (l *Log) readFloor() error {
	var floor int64
	if err := l.app.ConcurrentDB().NewQuery("SELECT COALESCE(MIN(seq), 1) FROM events").Row(&floor); err != nil {
		return fmt.Errorf("read log floor: %w", err)
	}
	l.floor.Store(floor)
	return nil
}

// Close marks the stop as clean. Nothing may be appended after it.
func (l *Log) Close() error {
	head, err := l.ReadHead(l.app.ConcurrentDB())
	if err != nil {
		return err
	}
	if err := l.writeHeadFile(head); err != nil {
		return err
	}
	return writeState(l.app.NonconcurrentDB(), map[string]string{stateClean: "1"})
}

// KeepHead writes the side file whenever the log has grown, until ctx ends. A disk that takes nothing is asked again.
func (l *Log) KeepHead(ctx context.Context) {
	ticker := time.NewTicker(headEvery)
	defer ticker.Stop()
	written := l.Head()
	failing := false
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		head := l.Head()
		if head == written {
			continue
		}
		err := l.writeHeadFile(head)
		if err == nil {
			written = head
		} else if !failing { // once: the log is on the same disk
			l.app.Logger().Error("Failed to write the log's side file", "error", err)
		}
		failing = err != nil
	}
}

func (l *Log) headPath() string {
	return filepath.Join(l.app.DataDir(), HeadFile)
}

// headFile is what the side file says.
type headFile struct {
	epoch   string
	head    int64
	inode   uint64
	written int64 // unix milliseconds
}

// copiedAfter is how much later than it says a side file may have come into being before it counts as a copy: a slow disk
// does not take as long, and nobody restores faster.
const copiedAfter = 2 * time.Second

// readHeadFile returns nothing when the file is missing, not ours, or a copy: then the database was restored.
func (l *Log) readHeadFile() headFile {
	raw, err := os.ReadFile(l.headPath())
	if err != nil {
		return headFile{}
	}
	var side headFile
	if n, err := fmt.Sscanf(string(raw), "%s %d %d %d", &side.epoch, &side.head, &side.inode, &side.written); err != nil || n != 4 {
		return headFile{}
	}
	// note: no copy keeps the time at which its inode changed. The inode number alone would not do: it is used again when
	// a directory is removed and copied anew, and kept when a file is overwritten.
	if _, changed := identity(l.headPath()); changed.Sub(time.UnixMilli(side.written)).Abs() > copiedAfter {
		return headFile{}
	}
	return side
}

func (l *Log) writeHeadFile(head int64) error {
	path := l.headPath()
	text := fmt.Appendf(nil, "%s %d %d %d\n", l.epoch, head, l.inode(), time.Now().UnixMilli())
	if err := os.WriteFile(path+".new", text, 0o644); err != nil {
		return fmt.Errorf("write %s: %w", HeadFile, err)
	}
	return os.Rename(path+".new", path)
}

func (l *Log) inode() uint64 {
	inode, _ := identity(filepath.Join(l.app.DataDir(), "data.db"))
	return inode
}

func readState(db dbx.Builder) (epoch string, clean bool, err error) {
	var rows []struct {
		Key   string `db:"key"`
		Value string `db:"value"`
	}
	if err := db.NewQuery("SELECT key, value FROM event_state").All(&rows); err != nil {
		return "", false, fmt.Errorf("read log state: %w", err)
	}
	for _, row := range rows {
		switch row.Key {
		case stateEpoch:
			epoch = row.Value
		case stateClean:
			clean = row.Value == "1"
		}
	}
	return epoch, clean, nil
}

func writeState(db dbx.Builder, values map[string]string) error {
	for key, value := range values {
		_, err := db.NewQuery("INSERT INTO event_state (key, value) VALUES ({:key}, {:value}) ON CONFLICT (key) DO UPDATE SET value = excluded.value").
			Bind(dbx.Params{"key": key, "value": value}).Execute()
		if err != nil {
			return fmt.Errorf("write log state: %w", err)
		}
	}
	return nil
}
