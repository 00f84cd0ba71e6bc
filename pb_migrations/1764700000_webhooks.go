package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// Webhooks are called: they sign what they send and may listen to whole rooms, jobs keep an order among themselves and
// remember what the other side said.
func init() {
	change := func(app core.App, name string, apply func(c *core.Collection)) error {
		c, err := app.FindCollectionByNameOrId(name)
		if err != nil {
			return err
		}
		apply(c)
		return app.Save(c)
	}
	m.Register(func(app core.App) error {
		err := change(app, "webhooks", func(c *core.Collection) {
			c.Fields.Add(
				&core.TextField{Name: "secret", Max: 100, Hidden: true},
				&core.JSONField{Name: "rooms", MaxSize: 8 << 10},
			)
		})
		if err != nil {
			return err
		}
		return change(app, "jobs", func(c *core.Collection) {
			c.Fields.Add(
				&core.TextField{Name: "lane", Max: 100},
				&core.JSONField{Name: "outcome", MaxSize: 32 << 10},
			)
			c.AddIndex("jobs_lanes", false, "`state`, `priority`, `lane`", "`lane` != ''")
			c.AddIndex("jobs_target", false, "`target`, `id`", "`target` != ''")
		})
	}, func(app core.App) error {
		err := change(app, "jobs", func(c *core.Collection) {
			c.RemoveIndex("jobs_lanes")
			c.RemoveIndex("jobs_target")
			c.Fields.RemoveByName("lane")
			c.Fields.RemoveByName("outcome")
		})
		if err != nil {
			return err
		}
		return change(app, "webhooks", func(c *core.Collection) {
			c.Fields.RemoveByName("secret")
			c.Fields.RemoveByName("rooms")
		})
	})
}
