package event

import (
	"fmt"
	"time"

	"campfire/collections"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// Restart makes the log begin at seq, in the transaction of tx: what was before is gone, and whoever follows goes on after
// it. It is for loads that no client shall replay and nobody be told of; clients see that the log has moved past them, and
// start again. No server may be running.
func Restart(tx core.App, seq int64, e Event, data any) error {
	encoded, err := Encode(data)
	if err != nil {
		return err
	}
	for _, statement := range []string{
		"DELETE FROM events",
		"INSERT INTO events (seq, kind, room, rseq, user, data, at) VALUES ({:seq}, {:kind}, {:room}, {:rseq}, {:user}, {:data}, {:at})",
		"UPDATE event_cursors SET seq = {:seq}",
	} {
		_, err := tx.DB().NewQuery(statement).Bind(dbx.Params{
			"seq": seq, "kind": e.Kind, "room": e.Room, "rseq": e.RSeq, "user": e.User, "data": encoded, "at": collections.Time(time.Now()),
		}).Execute()
		if err != nil {
			return fmt.Errorf("begin the log anew: %w", err)
		}
	}
	return nil
}
