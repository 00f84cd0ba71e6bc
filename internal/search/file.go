package search

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strconv"

	"modernc.org/sqlite"
)

// layout is the version of the tables and of how words are made. An index of another one is built anew.
const layout = "2"

// The index has a file of its own: it has its own write lock, so that no send waits for it, and when it breaks nothing
// but search is broken.
const (
	// FileName is the index in the data directory.
	FileName = "search.db"
	// ReadyName is an index that was built beside it and waits to take its place.
	ReadyName = "search.ready.db"
	// builtPattern names one that is being built.
	builtPattern = "search.*.tmp.db"
)

const (
	writerCacheKiB = 8000
	readerCacheKiB = 2000
	readersOpen    = 4
	readersIdle    = 2
)

// tokens is the tokenizer of both indexes. What it gets was taken apart by split: it only cuts at spaces.
const tokens = `tokenize = "ascii tokenchars ':#+'"`

var schema = []string{
	// Which messages have which words. Only row numbers are kept: positions would double the size, and a hit is read
	// again from the message anyway. FTS5's table of row sizes would be half as much again; without it nothing can be
	// taken out, so what is deleted is marked in places, and goes when the index is built anew.
	"CREATE VIRTUAL TABLE words USING fts5(text, content = '', columnsize = 0, detail = none, " + tokens + ")",
	// Which messages have which three characters in a row, for parts of words.
	"CREATE VIRTUAL TABLE parts USING fts5(text, content = '', columnsize = 0, detail = none, " + tokens + ")",
	// Where an indexed message is. Rows of both indexes are keyed by the message's seq: an explicit number, which VACUUM
	// leaves alone.
	"CREATE TABLE places (block INTEGER PRIMARY KEY, packed BLOB NOT NULL)",
	"CREATE TABLE rooms (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE)",
	// Every word as it was written, and about how often it came: what a beginning may become.
	"CREATE TABLE vocabulary (word TEXT PRIMARY KEY, uses INTEGER NOT NULL) WITHOUT ROWID",
	// The first and the last message of each day.
	"CREATE TABLE days (day INTEGER PRIMARY KEY, first INTEGER NOT NULL, last INTEGER NOT NULL)",
	// How far the log is in the index, and of which log.
	"CREATE TABLE state (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
	// Short pages: going backwards through a list begins with reading its last page from the front.
	"INSERT INTO words (words, rank) VALUES ('pgsz', 1000)",
	"INSERT INTO parts (parts, rank) VALUES ('pgsz', 1000)",
}

// file is an open index: one connection that writes and a few that read.
type file struct {
	writer     *sql.DB
	statements []*sql.Stmt // on the writer
	readers    *sql.DB
	queries    [2]*sql.Stmt // on the readers: the walks through words and through parts
	vocabulary *sql.Stmt
	uses       *sql.Stmt
	blocksAt   *sql.Stmt
	blocks     blocks
	texts      texts
	messages   messages
	known      vocabulary
}

// Keys of the state.
const (
	stateSeq    = "seq"
	stateEpoch  = "epoch"
	stateLayout = "layout"
	stateStale  = "stale"
)

// errLayout says that an index is of another version. Nothing is wrong with it; it has to be built anew.
var errLayout = errors.New("search index of another version")

// openFile opens the index at path and makes the tables in an empty one.
func openFile(path string) (*file, error) {
	f := &file{}
	var err error
	if f.writer, err = sql.Open("sqlite", address(path, writerCacheKiB, "immediate")); err != nil {
		return nil, err
	}
	f.writer.SetMaxOpenConns(1)
	var tables int
	if err = f.writer.QueryRow("SELECT COUNT(*) FROM sqlite_master").Scan(&tables); err == nil && tables == 0 {
		err = create(f.writer)
	}
	if err == nil && tables > 0 {
		var known string
		if known, err = f.state(context.Background(), stateLayout); err == nil && known != "" && known != layout {
			err = errLayout
		}
	}
	if err == nil {
		err = f.prepare(path)
	}
	if err != nil {
		_ = f.close() // the first error says why
		return nil, fmt.Errorf("open search index: %w", err)
	}
	return f, nil
}

func (f *file) prepare(path string) error {
	f.statements = make([]*sql.Stmt, len(statements))
	var err error
	for i, query := range statements {
		if f.statements[i], err = f.writer.Prepare(query); err != nil {
			return err
		}
	}
	if f.readers, err = sql.Open("sqlite", address(path, readerCacheKiB, "deferred")); err != nil {
		return err
	}
	f.readers.SetMaxOpenConns(readersOpen)
	f.readers.SetMaxIdleConns(readersIdle)
	for i, query := range walks {
		if f.queries[i], err = f.readers.Prepare(query); err != nil {
			return err
		}
	}
	if f.vocabulary, err = f.readers.Prepare(sqlBeginnings); err != nil {
		return err
	}
	if f.uses, err = f.readers.Prepare(sqlUses); err != nil {
		return err
	}
	f.blocksAt, err = f.readers.Prepare(sqlBlocksAt)
	return err
}

// changed has what is kept in memory follow a change of the index that is committed; nil: one that is not.
func (f *file) changed(c *change) {
	if c == nil {
		c = &change{}
	}
	f.blocks.change(c.blocks)
	f.texts.change(c.blocks)
	f.messages.change(c.blocks)
	f.known.change(c.uses)
}

func (f *file) close() error {
	if f.readers == nil {
		return f.writer.Close()
	}
	return errors.Join(f.readers.Close(), f.writer.Close())
}

// address names the file for the driver. The index can be made again from the messages, so that its commits need not
// wait for the disk: after a power cut the last ones are gone together with the cursor, and come again.
func address(path string, cacheKiB int, lock string) string {
	q := url.Values{"_txlock": {lock}}
	for _, pragma := range []string{
		"busy_timeout(10000)", "journal_mode(WAL)", "synchronous(NORMAL)", "temp_store(MEMORY)", "journal_size_limit(4194304)",
		"cache_size(-" + strconv.Itoa(cacheKiB) + ")",
	} {
		q.Add("_pragma", pragma)
	}
	return path + "?" + q.Encode()
}

func create(db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	for _, statement := range schema {
		if _, err := tx.Exec(statement); err != nil {
			_ = tx.Rollback() // the first error says why
			return fmt.Errorf("%w in %s", err, statement)
		}
	}
	return tx.Commit()
}

// state reads one value; "" if there is none.
func (f *file) state(ctx context.Context, key string) (string, error) {
	var value string
	err := f.writer.QueryRowContext(ctx, "SELECT value FROM state WHERE key = ?", key).Scan(&value)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return value, err
}

// Files are the names that belong to the index in the data directory, for whoever copies it.
func Files() []string {
	names := make([]string, 0, 6)
	for _, name := range []string{FileName, ReadyName} {
		names = append(names, name, name+"-wal", name+"-shm")
	}
	return names
}

// remove deletes an index file and what SQLite keeps beside it.
func remove(path string) error {
	var all error
	for _, suffix := range []string{"", "-wal", "-shm"} {
		if err := os.Remove(path + suffix); err != nil && !errors.Is(err, os.ErrNotExist) {
			all = errors.Join(all, err)
		}
	}
	return all
}

// SQLite's codes for a file that is not what it should be.
const (
	codeCorrupt = 11
	codeNotADB  = 26
)

// isDamage reports whether err says that the index itself is broken.
func isDamage(err error) bool {
	var failure *sqlite.Error
	if !errors.As(err, &failure) {
		return false
	}
	code := failure.Code() & 0xff
	return code == codeCorrupt || code == codeNotADB
}
