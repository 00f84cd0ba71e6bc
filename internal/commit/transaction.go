package commit

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"campfire/internal/failpoint"

	"github.com/pocketbase/dbx"
)

func (w *Writer) single(o op) error {
	tx, err := w.begin()
	if err != nil {
		return err
	}
	began, verdict := time.Now(), make([]error, 1)
	err = w.attempt(tx, []op{o}, verdict)
	w.watch(time.Since(began), err != nil)
	if err != nil {
		return err
	}
	return verdict[0]
}

// attempt applies ops in tx and commits. An operation that refuses before it writes anything leaves the others alone;
// an error returned here means that nothing was committed.
func (w *Writer) attempt(tx *sql.Tx, ops []op, verdicts []error) error {
	b := newBatch(&owned{writer: w, tx: tx})
	rollback := func(err error) error {
		_ = tx.Rollback() // the transaction is lost either way; the first error says why
		b.discard()
		return err
	}
	if err := failpoint.Hit("send.beforeTx"); err != nil {
		return rollback(err)
	}
	if err := b.open(); err != nil {
		return rollback(err)
	}
	for i := range ops {
		b.wrote = false
		if verdicts[i] = ops[i].apply(b); verdicts[i] != nil && b.wrote {
			return rollback(verdicts[i])
		}
	}
	if err := b.finish(); err != nil {
		return rollback(err)
	}
	if err := failpoint.Hit("send.inTx"); err != nil {
		return rollback(err)
	}
	if err := tx.Commit(); err != nil {
		return rollback(fmt.Errorf("commit: %w", err))
	}
	w.log.Remember(b.events)
	return failpoint.Hit("send.afterCommit")
}

func (w *Writer) begin() (*sql.Tx, error) {
	tx, err := w.app.NonconcurrentDB().(*dbx.DB).DB().BeginTx(context.Background(), nil)
	if err != nil {
		return nil, fmt.Errorf("begin: %w", err)
	}
	return tx, nil
}
