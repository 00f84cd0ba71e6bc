package event

import (
	"fmt"

	"github.com/pocketbase/dbx"
)

// Cursor is how far a follower has come, kept in the database under its name: the log is not trimmed past it.
type Cursor string

// Start returns where the follower goes on. The first time that is the end of the log: nobody wants to hear of what is old.
func (c Cursor) Start(db dbx.Builder) (seq int64, err error) {
	_, err = db.NewQuery("INSERT INTO event_cursors (name, seq) SELECT {:name}, COALESCE(MAX(seq), 0) FROM events WHERE TRUE ON CONFLICT (name) DO NOTHING").
		Bind(dbx.Params{"name": string(c)}).Execute()
	if err == nil {
		err = db.NewQuery("SELECT seq FROM event_cursors WHERE name = {:name}").Bind(dbx.Params{"name": string(c)}).Row(&seq)
	}
	if err != nil {
		return 0, fmt.Errorf("read the cursor of %s: %w", c, err)
	}
	return seq, nil
}

// Move notes, in the caller's transaction if it has one, that everything up to seq is done. It never moves back.
func (c Cursor) Move(tx dbx.Builder, seq int64) error {
	_, err := tx.NewQuery("UPDATE event_cursors SET seq = {:seq} WHERE name = {:name} AND seq < {:seq}").
		Bind(dbx.Params{"seq": seq, "name": string(c)}).Execute()
	if err != nil {
		return fmt.Errorf("move the cursor of %s: %w", c, err)
	}
	return nil
}
