// Package report is the log for those whom nobody may keep waiting: the writer, the publisher, the sockets. PocketBase writes
// its log down on the goroutine that fills a batch, and a disk or a lock that does not answer would stop every send.
package report

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/pocketbase/pocketbase/core"
)

// backlog is how many lines may wait to be written down. Those beyond it are counted and dropped.
const backlog = 1000

const storeKey = "campfireReport"

// Of returns the logger of app that never waits. Its lines reach app.Logger() in order.
func Of(app core.App) *slog.Logger { return of(app).logger }

func of(app core.App) *queue {
	return app.Store().GetOrSet(storeKey, func() any { return start(app.Logger().Handler()) }).(*queue)
}

// Stop writes down what waits, for at most so long. What is said afterwards is dropped.
func Stop(app core.App, within time.Duration) {
	q := of(app)
	q.once.Do(func() { close(q.stop) })
	select {
	case <-q.done:
	case <-time.After(within):
	}
}

type queue struct {
	logger     *slog.Logger
	lines      chan line
	lost       atomic.Int64
	stop, done chan struct{}
	once       sync.Once
}

type line struct {
	to     slog.Handler
	record slog.Record
}

func start(next slog.Handler) *queue {
	q := &queue{lines: make(chan line, backlog), stop: make(chan struct{}), done: make(chan struct{})}
	q.logger = slog.New(handler{queue: q, next: next})
	go q.run(next)
	return q
}

func (q *queue) run(next slog.Handler) {
	defer close(q.done)
	for {
		select {
		case l := <-q.lines:
			q.write(next, l)
			continue
		default:
		}
		select {
		case l := <-q.lines:
			q.write(next, l)
		case <-q.stop:
			return
		}
	}
}

func (q *queue) write(next slog.Handler, l line) {
	ctx := context.Background()
	if n := q.lost.Swap(0); n > 0 {
		r := slog.NewRecord(time.Now(), slog.LevelWarn, "The log was too slow: lines were dropped", 0)
		r.AddAttrs(slog.Int64("lines", n))
		_ = next.Handle(ctx, r) // there is nowhere else to say it
	}
	_ = l.to.Handle(ctx, l.record)
}

type handler struct {
	queue *queue
	next  slog.Handler
}

func (h handler) Enabled(ctx context.Context, level slog.Level) bool {
	return h.next.Enabled(ctx, level)
}

func (h handler) Handle(_ context.Context, r slog.Record) error {
	select {
	case h.queue.lines <- line{h.next, r.Clone()}:
	default:
		h.queue.lost.Add(1)
	}
	return nil
}

func (h handler) WithAttrs(attrs []slog.Attr) slog.Handler {
	return handler{h.queue, h.next.WithAttrs(attrs)}
}

func (h handler) WithGroup(name string) slog.Handler { return handler{h.queue, h.next.WithGroup(name)} }
