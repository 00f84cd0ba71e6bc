package event

import (
	"context"
	"fmt"
	"time"

	"campfire/collections"

	"github.com/pocketbase/dbx"
)

const (
	// trimEvery is how often the size of the log is looked at.
	trimEvery = 2 * time.Second
	// trimSlice is how many events one delete removes: a few milliseconds of the write connection.
	trimSlice = 500
	// trimShare is how much more than necessary goes at once, as one part in so many: the next count of the whole log is
	// that far away.
	trimShare = 10
	// rowOverhead is what an event costs beside its data: columns, b-tree cell and page slack.
	rowOverhead = 96
)

// Bounds limits the log. The log is a cache: messages are never lost with it, clients that come too late resync.
type Bounds struct {
	// Bytes is the most that the events may take.
	Bytes int64
	// Age is the oldest that an event may be.
	Age time.Duration
}

// KeepTrimmed holds the log within bounds until ctx ends.
func (l *Log) KeepTrimmed(ctx context.Context, bounds Bounds) error {
	t := trimmer{log: l, bounds: bounds}
	ticker := time.NewTicker(trimEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
		}
		if err := t.pass(ctx, time.Now()); err != nil && ctx.Err() == nil {
			l.app.Logger().Error("Failed to trim the event log", "error", err)
		}
	}
}

// Trim removes what is beyond the bounds at once.
func (l *Log) Trim(ctx context.Context, bounds Bounds, now time.Time) error {
	return (&trimmer{log: l, bounds: bounds}).pass(ctx, now)
}

// trimmer counts the bytes of the log as it grows, so that looking costs only the new events.
type trimmer struct {
	log    *Log
	bounds Bounds
	bytes  int64
	seen   int64
}

func (t *trimmer) pass(ctx context.Context, now time.Time) error {
	if err := t.count(ctx); err != nil {
		return err
	}
	bound := t.bounds.Bytes
	if t.bytes > bound {
		// Deleted texts have left the log since they were counted.
		t.bytes, t.seen = 0, 0
		if err := t.count(ctx); err != nil {
			return err
		}
		if t.bytes > bound {
			bound -= bound / trimShare
		}
	}
	limit, err := t.limit(ctx)
	if err != nil {
		return err
	}
	for ctx.Err() == nil && t.log.Floor() < limit {
		old, err := t.tooOld(ctx, now)
		if err != nil {
			return err
		}
		if t.bytes <= bound && !old {
			return nil
		}
		more, err := t.slice(ctx, limit, now, t.bytes > bound)
		if err != nil || !more {
			return err
		}
	}
	return nil
}

func (t *trimmer) count(ctx context.Context) error {
	var bytes, seen int64
	err := t.log.reader().QueryRowContext(ctx,
		"SELECT COALESCE(SUM(octet_length(data) + ?), 0), COALESCE(MAX(seq), ?) FROM events WHERE seq > ?", rowOverhead, t.seen, t.seen).
		Scan(&bytes, &seen)
	if err != nil {
		return fmt.Errorf("measure log: %w", err)
	}
	t.bytes += bytes
	t.seen = seen
	return nil
}

// limit is the first seq that must stay: the newest event keeps the numbering, and a durable reader still needs what
// comes after its cursor.
func (t *trimmer) limit(ctx context.Context) (int64, error) {
	var limit int64
	err := t.log.reader().QueryRowContext(ctx,
		"SELECT MIN(COALESCE((SELECT MAX(seq) FROM events), 0), COALESCE((SELECT MIN(seq) + 1 FROM event_cursors), 9223372036854775807))").
		Scan(&limit)
	if err != nil {
		return 0, fmt.Errorf("read log cursors: %w", err)
	}
	return limit, nil
}

func (t *trimmer) tooOld(ctx context.Context, now time.Time) (bool, error) {
	if t.bounds.Age <= 0 {
		return false, nil
	}
	var at string
	err := t.log.reader().QueryRowContext(ctx, "SELECT at FROM events ORDER BY seq LIMIT 1").Scan(&at)
	if err != nil {
		return false, fmt.Errorf("read oldest event: %w", err)
	}
	return at < collections.Time(now.Add(-t.bounds.Age)), nil
}

// slice removes the oldest events, whatever their age when the log is too big, and reports whether there were any.
func (t *trimmer) slice(ctx context.Context, limit int64, now time.Time, tooBig bool) (bool, error) {
	before := collections.Time(now.Add(-t.bounds.Age))
	if tooBig || t.bounds.Age <= 0 {
		before = "9999"
	}
	var removed struct {
		Last  int64 `db:"last"`
		Bytes int64 `db:"bytes"`
	}
	params := dbx.Params{"limit": limit, "before": before, "slice": trimSlice, "overhead": rowOverhead}
	// note: the log is floored before the rows go, so that no reader takes the gap for an empty stretch.
	err := t.log.app.ConcurrentDB().NewQuery(`SELECT COALESCE(MAX(seq), 0) AS last, COALESCE(SUM(octet_length(data) + {:overhead}), 0) AS bytes FROM
		(SELECT seq, data FROM events WHERE seq < {:limit} AND at < {:before} ORDER BY seq LIMIT {:slice})`).
		Bind(params).WithContext(ctx).One(&removed)
	if err != nil {
		return false, fmt.Errorf("choose events to trim: %w", err)
	}
	if removed.Last == 0 {
		return false, nil
	}
	t.log.floor.Store(removed.Last + 1)
	_, err = t.log.app.NonconcurrentDB().NewQuery("DELETE FROM events WHERE seq <= {:last}").Bind(dbx.Params{"last": removed.Last}).WithContext(ctx).Execute()
	if err != nil {
		return false, fmt.Errorf("trim log: %w", err)
	}
	t.bytes -= removed.Bytes
	return true, nil
}
