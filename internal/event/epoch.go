package event

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
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

// KeepHead writes the side file whenever the log has grown, until ctx ends.
func (l *Log) KeepHead(ctx context.Context) error {
	ticker := time.NewTicker(headEvery)
	defer ticker.Stop()
	written := l.Head()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
		}
		if head := l.Head(); head != written {
			if err := l.writeHeadFile(head); err != nil {
				return err
			}
			written = head
		}
	}
}

func (l *Log) headPath() string {
	return filepath.Join(l.app.DataDir(), HeadFile)
}

// headFile is what the side file says.
type headFile struct {
	epoch string
	head  int64
	inode uint64
}

// readHeadFile returns nothing when the file is missing or not ours: then the database was restored without it.
func (l *Log) readHeadFile() headFile {
	raw, err := os.ReadFile(l.headPath())
	if err != nil {
		return headFile{}
	}
	var side headFile
	if n, err := fmt.Sscanf(string(raw), "%s %d %d", &side.epoch, &side.head, &side.inode); err != nil || n != 3 {
		return headFile{}
	}
	return side
}

func (l *Log) writeHeadFile(head int64) error {
	path := l.headPath()
	if err := os.WriteFile(path+".new", fmt.Appendf(nil, "%s %d %d\n", l.epoch, head, l.inode()), 0o644); err != nil {
		return fmt.Errorf("write %s: %w", HeadFile, err)
	}
	return os.Rename(path+".new", path)
}

// inode identifies the database file: a copy of it has another one. 0 where the system does not say.
func (l *Log) inode() uint64 {
	info, err := os.Stat(filepath.Join(l.app.DataDir(), "data.db"))
	if err != nil {
		return 0
	}
	if stat, ok := info.Sys().(*syscall.Stat_t); ok {
		return stat.Ino
	}
	return 0
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
