package event

import (
	"context"
	"database/sql"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"campfire/internal/failpoint"
	"campfire/internal/report"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// pollEvery is how long a follower sleeps when nobody wakes it: a lost wake-up delays an event by this much at most.
const pollEvery = time.Second

// pageSize is how many events a follower reads at once.
const pageSize = 512

// Log reads the event log and tells its readers when there is more.
type Log struct {
	app   core.App
	since *sql.Stmt // sqlSince on the readers, prepared: the publisher asks for every batch of messages
	epoch string
	head  atomic.Int64
	floor atomic.Int64
	// removed is the newest seq that may have taken something away: a text out of the log, somebody out of a room.
	removed atomic.Int64

	mu     sync.Mutex
	signal chan struct{}

	recent recent
}

// Epoch names the present run of history. Cursors of another epoch mean nothing here.
func (l *Log) Epoch() string { return l.epoch }

// Head returns the newest seq that a follower or caller has seen committed.
func (l *Log) Head() int64 { return l.head.Load() }

// Floor returns the oldest seq that the log still holds: a cursor before Floor-1 has a gap.
func (l *Log) Floor() int64 { return l.floor.Load() }

// ReadHead asks the database for the newest seq.
func (l *Log) ReadHead(db dbx.Builder) (int64, error) {
	var head int64
	if err := db.NewQuery(SQLHead).Row(&head); err != nil {
		return 0, fmt.Errorf("read log head: %w", err)
	}
	l.advance(head)
	return head, nil
}

func (l *Log) advance(seq int64) {
	for {
		old := l.head.Load()
		if seq <= old || l.head.CompareAndSwap(old, seq) {
			return
		}
	}
}

// Wake tells followers that there may be more. It is a hint: whoever misses it looks by itself within a second.
func (l *Log) Wake() {
	l.mu.Lock()
	defer l.mu.Unlock()
	close(l.signal)
	l.signal = make(chan struct{})
}

// Changed is Wake for a transaction that the writer did not make. It may have taken anything away, so that what is in
// memory is not to be trusted up to the new head.
func (l *Log) Changed() {
	l.Forget()
	head, err := l.ReadHead(l.app.ConcurrentDB())
	if err != nil {
		report.Of(l.app).Error("Failed to read the log's head", "error", err)
	}
	l.removed.Store(head)
	l.Wake()
}

// Removed returns the newest seq that may have taken something away from what was published before it.
func (l *Log) Removed() int64 { return l.removed.Load() }

func (l *Log) next() <-chan struct{} {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.signal
}

const sqlSince = "SELECT seq, kind, room, rseq, user, data, at FROM events WHERE seq > ? ORDER BY seq LIMIT ?"

// Since returns up to limit events after a seq, oldest first.
func (l *Log) Since(ctx context.Context, after int64, limit int) ([]Event, error) {
	if events := l.recent.since(after, limit); len(events) > 0 {
		l.advance(events[len(events)-1].Seq)
		return events, nil
	}
	rows, err := l.since.QueryContext(ctx, after, limit)
	if err != nil {
		return nil, fmt.Errorf("read log: %w", err)
	}
	defer rows.Close()
	var events []Event
	for rows.Next() {
		var e Event
		if err := rows.Scan(&e.Seq, &e.Kind, &e.Room, &e.RSeq, &e.User, &e.Data, &e.At); err != nil {
			return nil, fmt.Errorf("read log: %w", err)
		}
		events = append(events, e)
	}
	if len(events) > 0 {
		l.advance(events[len(events)-1].Seq)
	}
	return events, rows.Err()
}

func (l *Log) reader() *sql.DB {
	return l.app.ConcurrentDB().(*dbx.DB).DB() // outside a transaction the pool is always a *dbx.DB
}

// Follow calls fn with the events after a seq, in order and without end, until ctx is done. When reading or fn fails, the
// same events come again a moment later: the log is still there.
func (l *Log) Follow(ctx context.Context, after int64, fn func([]Event) error) {
	timer := time.NewTimer(pollEvery)
	defer timer.Stop()
	for {
		signal := l.next() // taken before reading, so that what commits meanwhile wakes us
		events, err := l.Since(ctx, after, pageSize)
		if err == nil && len(events) > 0 {
			if err = fn(events); err == nil {
				after = events[len(events)-1].Seq
				continue
			}
		}
		if ctx.Err() != nil {
			return
		}
		if err != nil {
			report.Of(l.app).Error("Failed to follow the event log", "error", err)
		}
		if failpoint.PollOnly() {
			signal = nil
		}
		timer.Reset(pollEvery)
		select {
		case <-ctx.Done():
			return
		case <-signal:
		case <-timer.C:
		}
	}
}

// MembershipChanges returns the events after a seq that may have moved user in or out of a room, oldest first.
func MembershipChanges(db dbx.Builder, user string, after int64) ([]Event, error) {
	rows, err := db.NewQuery(`SELECT seq, kind, room, user, data FROM events
		WHERE user = {:user} AND seq > {:after} AND kind IN ('membership.created', 'membership.deleted')
		UNION ALL SELECT seq, kind, room, user, data FROM events WHERE seq > {:after} AND kind IN ('room.created', 'room.deleted')
		ORDER BY seq`).Bind(dbx.Params{"user": user, "after": after}).Rows()
	if err != nil {
		return nil, fmt.Errorf("read membership changes: %w", err)
	}
	defer rows.Close()
	var events []Event
	for rows.Next() {
		var e Event
		if err := rows.Scan(&e.Seq, &e.Kind, &e.Room, &e.User, &e.Data); err != nil {
			return nil, fmt.Errorf("read membership changes: %w", err)
		}
		events = append(events, e)
	}
	return events, rows.Err()
}
