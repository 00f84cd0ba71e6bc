package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// expiredSessions lets the sweep find what has expired without reading what has not: sends wait for each of its statements.
const expiredSessions = "sessions_expires"

func init() {
	m.Register(func(app core.App) error {
		c, err := app.FindCollectionByNameOrId("sessions")
		if err != nil {
			return err
		}
		c.AddIndex(expiredSessions, false, "`expires`", "`expires` != ''")
		return app.Save(c)
	}, func(app core.App) error {
		c, err := app.FindCollectionByNameOrId("sessions")
		if err != nil {
			return err
		}
		c.RemoveIndex(expiredSessions)
		return app.Save(c)
	})
}
