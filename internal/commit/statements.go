package commit

import (
	"database/sql"

	"campfire/internal/report"

	"github.com/pocketbase/dbx"
)

// statement returns query prepared on the write connection, kept for the life of the process.
func (w *Writer) statement(tx *sql.Tx, query string) (*sql.Stmt, error) {
	if kept, ok := w.prepared.Load(query); ok {
		return tx.Stmt(kept.(*sql.Stmt)), nil
	}
	// note: preparing on the pool would wait for the one connection that tx holds; on the transaction it does not, and
	// the statement is prepared for keeps the next time the connection is free.
	w.keeping.Add(1)
	go w.keep(query)
	return tx.Prepare(query)
}

func (w *Writer) keep(query string) {
	defer w.keeping.Done()
	stmt, err := w.app.NonconcurrentDB().(*dbx.DB).DB().Prepare(query)
	if err != nil {
		report.Of(w.app).Error("Failed to prepare a statement", "error", err)
		return
	}
	if _, loaded := w.prepared.LoadOrStore(query, stmt); loaded {
		_ = stmt.Close() // another goroutine was first
	}
}
