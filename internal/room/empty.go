package room

import (
	"context"
	"fmt"
	"strings"
	"time"

	"campfire/collections"
	"campfire/internal/event"
	"campfire/internal/failpoint"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

const (
	// emptySlice is how many messages one transaction removes: a few milliseconds, so that senders do not notice.
	emptySlice = 100
	// emptyPause lets others have the write connection, and the machine.
	emptyPause = 5 * time.Millisecond
	// scrubSpan is how many events are looked at for those of the room, on a reader.
	scrubSpan = 5000
)

// Empty removes, behind everybody's sends, what was said in a room that is gone. It can be broken off and begun again.
func Empty(ctx context.Context, app core.App, id string) error {
	for from := int64(0); ; {
		next, err := scrub(ctx, app, id, from)
		if err != nil {
			return fmt.Errorf("scrub room: %w", err)
		}
		if next == from {
			break
		}
		from = next
	}
	for {
		var removed int64
		err := app.RunInTransaction(func(tx core.App) (err error) {
			removed, err = collections.DeleteMessagesOf(tx.DB(), id, emptySlice)
			return err
		})
		if err == nil {
			err = failpoint.Hit("room.empty")
		}
		if err != nil {
			return fmt.Errorf("empty room: %w", err)
		}
		if removed < emptySlice {
			return nil
		}
		if err := pause(ctx); err != nil {
			return err
		}
	}
}

// scrub takes texts of the room out of the log, in a span after from, and returns where the next span begins.
func scrub(ctx context.Context, app core.App, id string, from int64) (int64, error) {
	kinds := "'" + strings.Join([]string{event.MessageCreated, event.MessageUpdated, event.BoostCreated, event.BoostDeleted}, "','") + "'"
	var span struct {
		Last int64 `db:"last"`
		Mine int64 `db:"mine"`
	}
	params := dbx.Params{"from": from, "span": scrubSpan, "room": id}
	err := app.ConcurrentDB().NewQuery(`SELECT COALESCE(MAX(seq), {:from}) AS last, COALESCE(SUM(room = {:room}), 0) AS mine FROM
		(SELECT seq, room FROM events WHERE seq > {:from} ORDER BY seq LIMIT {:span})`).Bind(params).WithContext(ctx).One(&span)
	if err != nil || span.Mine == 0 {
		return span.Last, err
	}
	for span.Mine > 0 {
		result, err := app.NonconcurrentDB().NewQuery(`UPDATE events SET data = '{}' WHERE seq IN (SELECT seq FROM events
			WHERE seq > {:from} AND seq <= {:last} AND room = {:room} AND data != '{}' AND kind IN (` + kinds + `) ORDER BY seq LIMIT {:slice})`).
			Bind(dbx.Params{"from": from, "last": span.Last, "room": id, "slice": emptySlice}).WithContext(ctx).Execute()
		if err != nil {
			return from, err
		}
		if span.Mine, err = result.RowsAffected(); err != nil {
			return from, err
		}
		if err := pause(ctx); err != nil {
			return from, err
		}
	}
	return span.Last, nil
}

func pause(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(emptyPause):
		return nil
	}
}
