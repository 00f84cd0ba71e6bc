// Package commit is the one writer of messages and of what belongs to them (D5): operations wait in a bounded queue and
// one goroutine commits many of them in one transaction, so that a durable commit costs a share of one sync.
package commit

import (
	"context"
	"database/sql"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"campfire/internal/event"
	"campfire/internal/report"

	"github.com/pocketbase/pocketbase/core"
)

// QueueLimit is how many operations may wait, over all lanes. Beyond it Submit refuses at once.
const QueueLimit = 5000

// Shares of one transaction. Messages go first; the other lanes always get a place, so that neither starves.
const (
	batchMessages   = 256
	batchEffects    = 64
	batchBackground = 1
)

// gatherFor is how long a transaction waits for the senders of the last one.
const gatherFor = 400 * time.Microsecond

// gatherEnough is how many messages share a sync well enough not to wait for more.
const gatherEnough = 16

// ErrBusy says that the queue is full or the server is stopping: nothing was done, try again in a moment.
var ErrBusy = errors.New("write queue is full")

// Lane is the priority of an operation.
type Lane int

// The lanes, most urgent first.
const (
	Messages Lane = iota
	Effects
	Background
	lanes
)

// op is one operation: apply runs inside the transaction, done after it, with the verdict.
type op struct {
	apply func(*Batch) error
	done  func(error)
}

// Writer owns the queue and the goroutine that empties it.
type Writer struct {
	app    core.App
	log    *event.Log
	queues [lanes]chan op
	depth  atomic.Int64
	state  sync.RWMutex // held for writing while stopping, so that no operation slips in behind the last batch
	closed bool
	// company is how many senders the last transaction had, and how many waited when it ended. Only Run touches it.
	company int

	prepared sync.Map       // SQL text -> *sql.Stmt on the write connection
	keeping  sync.WaitGroup // statements on their way into prepared

	slow  func(took time.Duration, operations int) // told of a transaction above longest
	watch func(took time.Duration, failed bool)    // told of every transaction
}

// longest is how long a transaction may hold the one write connection before the log names it (G39).
const longest = 100 * time.Millisecond

// NewWriter returns a writer whose Run must be started.
func NewWriter(app core.App, log *event.Log) *Writer {
	w := &Writer{app: app, log: log, watch: func(time.Duration, bool) {}}
	w.slow = func(took time.Duration, operations int) {
		report.Of(app).Warn("Transaction held the write connection", "ms", took.Milliseconds(), "operations", operations)
	}
	for lane := range w.queues {
		w.queues[lane] = make(chan op, QueueLimit) // never full: depth bounds the sum
	}
	return w
}

// Watch has watch told of every transaction: for how long it held the write connection, and whether it was undone. It must
// be called before Run, and watch must not block.
func (w *Writer) Watch(watch func(took time.Duration, failed bool)) { w.watch = watch }

// Depth returns how many operations wait.
func (w *Writer) Depth() int64 { return w.depth.Load() }

// Submit queues apply and returns at once. done is called after the transaction, from the writer's goroutine: it must
// not block. When Submit fails, done is not called.
func (w *Writer) Submit(lane Lane, apply func(*Batch) error, done func(error)) error {
	w.state.RLock()
	defer w.state.RUnlock()
	if w.closed {
		return ErrBusy
	}
	if w.depth.Add(1) > QueueLimit {
		w.depth.Add(-1)
		return ErrBusy
	}
	w.queues[lane] <- op{apply: apply, done: done}
	return nil
}

// Do runs apply and waits for its commit. Inside a transaction of app it joins that one: waiting for the queue there
// would be waiting for oneself, since there is one write connection.
func (w *Writer) Do(app core.App, lane Lane, apply func(*Batch) error) error {
	if app.IsTransactional() {
		return w.join(app, apply)
	}
	verdict := make(chan error, 1)
	if err := w.Submit(lane, apply, func(err error) { verdict <- err }); err != nil {
		return err
	}
	return <-verdict
}

func (w *Writer) join(app core.App, apply func(*Batch) error) error {
	b := newBatch(joined{app.DB()})
	if err := b.open(); err != nil {
		return err
	}
	if err := apply(b); err != nil {
		return err
	}
	if err := b.finish(); err != nil {
		return err
	}
	app.TxInfo().OnComplete(func(err error) error {
		if err == nil {
			w.log.Changed()
		}
		return nil
	})
	return nil
}

// Run commits batches until ctx ends, then what is still queued, and returns.
func (w *Writer) Run(ctx context.Context) {
	for {
		select {
		case first := <-w.queues[Messages]:
			w.batch(first)
			continue
		default:
		}
		select {
		case first := <-w.queues[Messages]:
			w.batch(first)
		case first := <-w.queues[Effects]:
			w.batch(first)
		case first := <-w.queues[Background]:
			w.batch(first)
		case <-ctx.Done():
			w.drain()
			return
		}
	}
}

// drain refuses new operations and commits those that were accepted.
func (w *Writer) drain() {
	w.state.Lock()
	w.closed = true
	w.state.Unlock()
	for {
		ops := w.collect(nil)
		if len(ops) == 0 {
			break
		}
		w.commit(ops)
	}
	w.keeping.Wait()
	w.prepared.Range(func(_, stmt any) bool {
		_ = stmt.(*sql.Stmt).Close() // the connection goes next; a statement that does not close goes with it
		return true
	})
}

func (w *Writer) batch(first op) {
	w.commit([]op{first})
}

// collect takes what waits, up to each lane's share.
func (w *Writer) collect(ops []op) []op {
	for lane, share := range [lanes]int{batchMessages, batchEffects, batchBackground} {
	drain:
		for range share {
			select {
			case next := <-w.queues[lane]:
				ops = append(ops, next)
			default:
				break drain
			}
		}
	}
	return ops
}

// gather waits a moment for senders who were here a moment ago: they have their answers and are about to write again, and
// one sync for all of them is cheaper than two for half each. A lone sender is never kept waiting.
func (w *Writer) gather(ops []op) []op {
	ops = w.collect(ops)
	want := min(w.company, gatherEnough)
	if len(ops) >= want || w.company < 2 {
		return ops
	}
	timer := time.NewTimer(gatherFor)
	defer timer.Stop()
	for len(ops) < want {
		select {
		case next := <-w.queues[Messages]:
			ops = append(ops, next)
		case <-timer.C:
			return ops
		}
	}
	return ops
}

// commit runs ops and whatever queued up while it waited for the write connection in one transaction. If one of them
// fails after it wrote, the transaction is rolled back and every operation gets its own.
func (w *Writer) commit(ops []op) {
	ops = w.gather(ops)
	tx, err := w.begin()
	began := time.Now()
	ops = w.collect(ops)
	defer w.depth.Add(-int64(len(ops)))
	verdicts := make([]error, len(ops))
	if err == nil {
		err = w.attempt(tx, ops, verdicts)
		w.watch(time.Since(began), err != nil)
	}
	if err != nil && len(ops) > 1 {
		for i := range ops {
			verdicts[i] = w.single(ops[i])
		}
	} else if err != nil {
		verdicts[0] = err
	}
	if took := time.Since(began); took > longest {
		w.slow(took, len(ops))
	}
	w.log.Wake()
	w.company = len(ops) + len(w.queues[Messages])
	for i := range ops {
		ops[i].done(verdicts[i])
	}
}
