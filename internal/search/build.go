package search

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"campfire/collections"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

const (
	// buildBatch is how many messages one transaction of a build takes.
	buildBatch = 200
	// gentlePause is how long a gentle build rests after a batch, in times of what the batch took.
	gentlePause = 1
	// builtCache is FTS5's own memory while building: fewer segments to merge at the end.
	builtCache = 8 << 20
)

// Pace is how a build treats its neighbours.
type Pace int

const (
	// Swift takes the machine for itself.
	Swift Pace = iota
	// Gentle leaves half the time to a server at work.
	Gentle
)

// Build makes a new index from the messages of app and leaves it ready for the server, which takes it up within a second
// or at its next start. The one in use answers until then. report hears how many messages of how many are done.
func Build(ctx context.Context, app core.App, pace Pace, report func(done, total int64)) error {
	temporary, err := os.CreateTemp(app.DataDir(), strings.Replace(builtPattern, "*", strconv.Itoa(os.Getpid())+".*", 1))
	if err != nil {
		return fmt.Errorf("create search index: %w", err)
	}
	path := temporary.Name()
	if err := temporary.Close(); err != nil {
		return err
	}
	f, err := openFile(path)
	if err != nil {
		return err
	}
	err = f.fill(ctx, app, pace, report)
	if err == nil {
		err = f.seal()
	}
	err = errors.Join(err, f.close())
	if err != nil {
		return errors.Join(err, remove(path))
	}
	return os.Rename(path, filepath.Join(app.DataDir(), ReadyName))
}

// fill reads the log's head and then the messages: what changes meanwhile is in the log after that head.
func (f *file) fill(ctx context.Context, app core.App, pace Pace, report func(done, total int64)) error {
	var epoch string
	var head, total int64
	data := app.ConcurrentDB().(*dbx.DB).DB() // outside a transaction the pool is always a *dbx.DB
	err := data.QueryRowContext(ctx, `SELECT (SELECT COALESCE(MAX(seq), 0) FROM events),
		COALESCE((SELECT value FROM event_state WHERE key = 'epoch'), ''), (SELECT COUNT(*) FROM messages)`).Scan(&head, &epoch, &total)
	if err != nil {
		return fmt.Errorf("read the log's head: %w", err)
	}
	for _, table := range []string{"words", "parts"} {
		if _, err := f.writer.Exec("INSERT INTO "+table+" ("+table+", rank) VALUES ('hashsize', ?)", builtCache); err != nil {
			return err
		}
	}
	if err := f.label(epoch, head); err != nil {
		return err
	}
	report(0, total)
	var done int64
	for after := ""; ; {
		began := time.Now()
		page, err := messagePage(ctx, data, after)
		if err != nil || len(page) == 0 {
			return err
		}
		after = page[len(page)-1].ID
		if err := f.putAll(page, head); err != nil {
			return err
		}
		done += int64(len(page))
		report(min(done, total), total)
		if pace == Gentle {
			pause(ctx, gentlePause*time.Since(began))
		}
	}
}

func pause(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

// messagePage reads messages in the order of their ids, which is about the order in which they came. Row numbers would
// be quicker and may change under a VACUUM.
func messagePage(ctx context.Context, data *sql.DB, after string) ([]collections.Message, error) {
	rows, err := data.QueryContext(ctx, collections.SQLMessagesByPage, after, buildBatch)
	if err != nil {
		return nil, fmt.Errorf("read messages: %w", err)
	}
	defer rows.Close()
	page := make([]collections.Message, 0, buildBatch)
	for rows.Next() {
		page = append(page, collections.Message{})
		if err := collections.ScanMessage(rows, &page[len(page)-1]); err != nil {
			return nil, fmt.Errorf("read messages: %w", err)
		}
	}
	return page, rows.Err()
}

func (f *file) putAll(page []collections.Message, head int64) error {
	c, err := f.begin()
	if err != nil {
		return err
	}
	// Ids of one millisecond are in no order; the index takes rows in theirs.
	inOrder := slices.SortedFunc(slices.Values(page), func(a, b collections.Message) int { return cmp.Compare(a.Seq, b.Seq) })
	for i := range inOrder {
		if inOrder[i].Deleted {
			continue
		}
		if err := c.put(&inOrder[i]); err != nil {
			_ = c.tx.Rollback() // the first error says why
			return err
		}
	}
	return c.commit(head)
}

// label says of which log an index is, and how far.
func (f *file) label(epoch string, seq int64) error {
	for key, value := range map[string]string{stateEpoch: epoch, stateLayout: layout, stateSeq: strconv.FormatInt(seq, 10)} {
		if _, err := f.writer.Exec(statements[sqlState], key, value); err != nil {
			return fmt.Errorf("label search index: %w", err)
		}
	}
	return nil
}

// seal merges each index into one piece and the whole into one file.
func (f *file) seal() error {
	for _, statement := range []string{
		"INSERT INTO words (words, rank) VALUES ('hashsize', 1048576)", "INSERT INTO words (words) VALUES ('optimize')",
		"INSERT INTO parts (parts, rank) VALUES ('hashsize', 1048576)", "INSERT INTO parts (parts) VALUES ('optimize')",
		"VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)",
	} {
		if _, err := f.writer.Exec(statement); err != nil {
			return fmt.Errorf("seal search index: %w", err)
		}
	}
	return nil
}
