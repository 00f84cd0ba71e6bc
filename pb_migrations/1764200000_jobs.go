package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// The queue of deliveries and chores.
func init() {
	m.Register(func(app core.App) error {
		c := core.NewBaseCollection("jobs")
		c.Fields.Add(
			&core.TextField{Name: "kind", Required: true, Max: 50},
			&core.TextField{Name: "target", Max: 300},
			&core.TextField{Name: "key", Required: true, Max: 200},
			&core.SelectField{Name: "priority", Values: []string{"urgent", "normal", "background"}, MaxSelect: 1, Required: true},
			&core.JSONField{Name: "payload", MaxSize: 64 << 10},
			&core.SelectField{Name: "state", Values: []string{"waiting", "running", "done", "dead"}, MaxSelect: 1, Required: true},
			&core.NumberField{Name: "attempts", OnlyInt: true},
			&core.DateField{Name: "run_at", Required: true},
			&core.DateField{Name: "lease_until"},
			&core.TextField{Name: "error", Max: 2000},
			&core.DateField{Name: "finished"},
			&core.AutodateField{Name: "created", OnCreate: true},
			&core.AutodateField{Name: "updated", OnCreate: true, OnUpdate: true},
		)
		c.AddIndex("jobs_key", true, "`key`", "")
		c.AddIndex("jobs_due", false, "`state`, `priority`, `run_at`, `target`", "")
		c.AddIndex("jobs_finished", false, "`finished`", "`finished` != ''")
		return app.Save(c)
	}, func(app core.App) error {
		c, err := app.FindCollectionByNameOrId("jobs")
		if err != nil {
			return err
		}
		return app.Delete(c)
	})
}
