package commit

import (
	"database/sql"
	"fmt"

	"campfire/collections"
	"campfire/internal/event"

	"github.com/pocketbase/dbx"
)

// Row is the answer to a query for one row.
type Row interface{ Scan(dest ...any) error }

// store runs statements in a transaction: our own, or one of PocketBase's that we joined.
type store interface {
	exec(query string, args []any) (sql.Result, error)
	row(query string, args []any) Row
	query(query string, args []any) (*sql.Rows, error)
}

// Finisher is what operations of one kind leave to be written once, at the end of the transaction.
type Finisher interface {
	// Finish writes it, before the commit.
	Finish(b *Batch) error
	// Discard forgets it: the transaction was rolled back.
	Discard()
}

// Batch is one transaction, shared by the operations in it.
type Batch struct {
	store     store
	seq       int64
	events    []event.Event // appended in this transaction
	wrote     bool
	finishers map[any]Finisher
	order     []Finisher
}

func newBatch(s store) *Batch {
	return &Batch{store: s, finishers: map[any]Finisher{}}
}

// open reads the newest seq. No one else can append while this transaction runs.
func (b *Batch) open() error {
	if err := b.store.row(event.SQLHead, nil).Scan(&b.seq); err != nil {
		return fmt.Errorf("read log head: %w", err)
	}
	return nil
}

func (b *Batch) finish() error {
	for _, f := range b.order {
		if err := f.Finish(b); err != nil {
			return err
		}
	}
	return nil
}

func (b *Batch) discard() {
	for _, f := range b.order {
		f.Discard()
	}
}

// Joined reports whether the transaction belongs to somebody else, who may still roll it back.
func (b *Batch) Joined() bool {
	_, joined := b.store.(joined)
	return joined
}

// Exec runs a statement with ? for its arguments. An operation that fails after it called Exec undoes the whole batch.
func (b *Batch) Exec(query string, args ...any) error {
	b.wrote = true
	_, err := b.store.exec(query, args)
	return err
}

// Insert runs an INSERT ... ON CONFLICT DO NOTHING and reports whether there is a new row. One that is not new wrote
// nothing, so its operation may still refuse.
func (b *Batch) Insert(query string, args ...any) (bool, error) {
	result, err := b.store.exec(query, args)
	if err != nil {
		b.wrote = true
		return false, err
	}
	n, err := result.RowsAffected()
	b.wrote = b.wrote || n > 0
	return n > 0, err
}

// Row asks for one row.
func (b *Batch) Row(query string, args ...any) Row { return b.store.row(query, args) }

// Query asks for rows.
func (b *Batch) Query(query string, args ...any) (*sql.Rows, error) {
	return b.store.query(query, args)
}

// NextSeq is the seq that the next Append assigns.
func (b *Batch) NextSeq() int64 { return b.seq + 1 }

// Append adds an event to the log and returns its seq.
func (b *Batch) Append(e event.Event) (int64, error) {
	e.Seq = b.seq + 1
	if err := b.Exec(event.SQLInsert, e.InsertArgs()...); err != nil {
		return 0, fmt.Errorf("append %s: %w", e.Kind, err)
	}
	b.seq++
	b.events = append(b.events, e)
	return e.Seq, nil
}

// Shared returns the value kept under key for this batch, made on first use. Its Finish runs once before the commit.
func Shared[T Finisher](b *Batch, key any, create func() T) T {
	if kept, ok := b.finishers[key]; ok {
		return kept.(T)
	}
	made := create()
	b.finishers[key] = made
	b.order = append(b.order, made)
	return made
}

// owned is a transaction that the writer began, with prepared statements.
type owned struct {
	writer *Writer
	tx     *sql.Tx
	stmts  map[string]*sql.Stmt
}

func (o *owned) stmt(query string) (*sql.Stmt, error) {
	if s, ok := o.stmts[query]; ok {
		return s, nil
	}
	s, err := o.writer.statement(o.tx, query)
	if err != nil {
		return nil, err
	}
	if o.stmts == nil {
		o.stmts = map[string]*sql.Stmt{}
	}
	o.stmts[query] = s
	return s, nil
}

func (o *owned) exec(query string, args []any) (sql.Result, error) {
	s, err := o.stmt(query)
	if err != nil {
		return nil, err
	}
	return s.Exec(args...)
}

func (o *owned) row(query string, args []any) Row {
	s, err := o.stmt(query)
	if err != nil {
		return failedRow{err}
	}
	return s.QueryRow(args...)
}

func (o *owned) query(query string, args []any) (*sql.Rows, error) {
	return o.tx.Query(query, args...)
}

type failedRow struct{ err error }

func (r failedRow) Scan(...any) error { return r.err }

// joined is a transaction of PocketBase's.
type joined struct{ db dbx.Builder }

func (j joined) exec(query string, args []any) (sql.Result, error) {
	return collections.Asked(j.db, query, args...).Execute()
}

func (j joined) row(query string, args []any) Row {
	return joinedRow{collections.Asked(j.db, query, args...)}
}

func (j joined) query(query string, args []any) (*sql.Rows, error) {
	rows, err := collections.Asked(j.db, query, args...).Rows()
	if err != nil {
		return nil, err
	}
	return rows.Rows, nil
}

type joinedRow struct{ query *dbx.Query }

func (r joinedRow) Scan(dest ...any) error { return r.query.Row(dest...) }
