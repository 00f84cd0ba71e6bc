// Package pb_migrations is the history of the schema. Every file is frozen once released and imports nothing of ours,
// so that history cannot shift when the present changes.
package pb_migrations

import (
	_ "embed"

	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

//go:embed 1764000000_first_chat.json
var firstChatCollections []byte

// firstChatTables are ours beside the collections: the dashboard does not show them and PocketBase does not touch them.
var firstChatTables = []string{
	// The event log. seq is the global order; room, rseq and user say whom an event concerns; subject and prev chain the
	// events of one message, so that deleting it can remove its text from the log.
	`CREATE TABLE events (
		seq INTEGER PRIMARY KEY,
		kind TEXT NOT NULL,
		room TEXT NOT NULL DEFAULT '',
		rseq INTEGER NOT NULL DEFAULT 0,
		user TEXT NOT NULL DEFAULT '',
		prev INTEGER NOT NULL DEFAULT 0,
		data TEXT NOT NULL,
		at TEXT NOT NULL
	)`,
	// A resume asks when its user joined and left rooms; few events carry a user.
	"CREATE INDEX events_user ON events (user, seq) WHERE user != ''",
	// The same for rooms that came and went with their members in the event.
	"CREATE INDEX events_rooms ON events (seq) WHERE kind IN ('room.created', 'room.deleted')",
	// How far each durable reader of the log has come: nothing after the slowest is trimmed.
	"CREATE TABLE event_cursors (name TEXT PRIMARY KEY, seq INTEGER NOT NULL) WITHOUT ROWID",
	// The log's own memory: its epoch and whether the last stop was clean.
	"CREATE TABLE event_state (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
	// Who is mentioned where, for counting unread mentions.
	"CREATE TABLE mentions (user TEXT NOT NULL, room TEXT NOT NULL, rseq INTEGER NOT NULL, PRIMARY KEY (user, room, rseq)) WITHOUT ROWID",
	"CREATE INDEX mentions_message ON mentions (room, rseq)",
}

func init() {
	m.Register(func(app core.App) error {
		if err := app.ImportCollectionsByMarshaledJSON(firstChatCollections, false); err != nil {
			return err
		}
		users, err := app.FindCollectionByNameOrId("users")
		if err != nil {
			return err
		}
		// Files are off: the stock picture field would accept uploads through the record API.
		users.Fields.RemoveByName("avatar")
		if err := app.Save(users); err != nil {
			return err
		}
		for _, statement := range firstChatTables {
			if _, err := app.DB().NewQuery(statement).Execute(); err != nil {
				return err
			}
		}
		settings := app.Settings()
		settings.Meta.AppName = "Campfire"
		return app.Save(settings)
	}, func(app core.App) error {
		for _, table := range []string{"mentions", "event_state", "event_cursors", "events"} {
			if _, err := app.DB().NewQuery("DROP TABLE " + table).Execute(); err != nil {
				return err
			}
		}
		for _, name := range []string{"sessions", "boosts", "messages", "memberships", "rooms", "account"} {
			collection, err := app.FindCollectionByNameOrId(name)
			if err != nil {
				return err
			}
			// A rule that names a collection which is about to go would keep that collection in place.
			collection.ListRule, collection.ViewRule, collection.CreateRule = nil, nil, nil
			collection.UpdateRule, collection.DeleteRule = nil, nil
			if err := app.Save(collection); err != nil {
				return err
			}
		}
		for _, name := range []string{"sessions", "boosts", "messages", "memberships", "rooms", "account"} {
			collection, err := app.FindCollectionByNameOrId(name)
			if err != nil {
				return err
			}
			if err := app.Delete(collection); err != nil {
				return err
			}
		}
		return nil
	})
}
