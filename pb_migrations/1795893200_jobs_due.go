package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// Looking for what is due reads no more than it returns: jobs without a lane have an index of their own, and the lanes are
// found together with whom they talk to.
func init() {
	change := func(edit func(c *core.Collection)) func(app core.App) error {
		return func(app core.App) error {
			c, err := app.FindCollectionByNameOrId("jobs")
			if err != nil {
				return err
			}
			c.RemoveIndex("jobs_lanes")
			edit(c)
			return app.Save(c)
		}
	}
	m.Register(change(func(c *core.Collection) {
		c.AddIndex("jobs_free", false, "`state`, `priority`, `run_at`, `target`", "`lane` = ''")
		c.AddIndex("jobs_lanes", false, "`state`, `priority`, `lane`, `target`", "`lane` != ''")
	}), change(func(c *core.Collection) {
		c.RemoveIndex("jobs_free")
		c.AddIndex("jobs_lanes", false, "`state`, `priority`, `lane`", "`lane` != ''")
	}))
}
