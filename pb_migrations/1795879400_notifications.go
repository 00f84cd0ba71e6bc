package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// notifications brings what one person's list of mentions and boosts needs: when a mention was made, whose message a boost
// is on, and how far each person has seen the list. What happened before counts as seen: nobody wants to begin with a
// thousand of them.
var notifications = struct{ up, filled, down []string }{
	up: []string{
		"ALTER TABLE mentions ADD COLUMN seq INTEGER NOT NULL DEFAULT 0",
		// A mention of oneself keeps the 0, and is no news.
		`UPDATE mentions SET seq = g.seq FROM messages AS g
			WHERE g.room = mentions.room AND g.rseq = mentions.rseq AND g.author != mentions.user`,
		"CREATE INDEX mentions_user_seq ON mentions (user, seq)",
		"CREATE TABLE notification_markers (user TEXT PRIMARY KEY, seq INTEGER NOT NULL) WITHOUT ROWID",
		"INSERT INTO notification_markers (user, seq) SELECT id, (SELECT COALESCE(MAX(seq), 0) FROM events) FROM users",
		// Those after the marker that were opened one by one.
		"CREATE TABLE notification_seen (user TEXT NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (user, seq)) WITHOUT ROWID",
	},
	filled: []string{
		"UPDATE boosts SET author = g.author FROM messages AS g WHERE g.id = boosts.message",
	},
	down: []string{
		"DROP TABLE notification_seen",
		"DROP TABLE notification_markers",
		"DROP INDEX mentions_user_seq",
		"ALTER TABLE mentions DROP COLUMN seq",
	},
}

func init() {
	run := func(app core.App, statements []string) error {
		for _, statement := range statements {
			if _, err := app.DB().NewQuery(statement).Execute(); err != nil {
				return err
			}
		}
		return nil
	}
	m.Register(func(app core.App) error {
		if err := run(app, notifications.up); err != nil {
			return err
		}
		boosts, err := app.FindCollectionByNameOrId("boosts")
		if err != nil {
			return err
		}
		users, err := app.FindCollectionByNameOrId("users")
		if err != nil {
			return err
		}
		boosts.Fields.Add(&core.RelationField{Name: "author", CollectionId: users.Id, MaxSelect: 1, Required: true})
		boosts.AddIndex("boosts_author", false, "`author`, `seq`", "")
		if err := app.Save(boosts); err != nil {
			return err
		}
		return run(app, notifications.filled)
	}, func(app core.App) error {
		boosts, err := app.FindCollectionByNameOrId("boosts")
		if err != nil {
			return err
		}
		boosts.RemoveIndex("boosts_author")
		boosts.Fields.RemoveByName("author")
		if err := app.Save(boosts); err != nil {
			return err
		}
		return run(app, notifications.down)
	})
}
