package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// The last four letters of a bot's key are kept beside its hash. Of the keys that there are nobody knows them.
func init() {
	m.Register(func(app core.App) error {
		sessions, err := app.FindCollectionByNameOrId("sessions")
		if err != nil {
			return err
		}
		sessions.Fields.Add(&core.TextField{Name: "key_tail", Max: 4})
		return app.Save(sessions)
	}, func(app core.App) error {
		sessions, err := app.FindCollectionByNameOrId("sessions")
		if err != nil {
			return err
		}
		sessions.Fields.RemoveByName("key_tail")
		return app.Save(sessions)
	})
}
