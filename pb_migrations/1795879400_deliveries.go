package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// The deliveries of a webhook are listed in the order in which they came, which is the order of their rows.
func init() {
	index := func(columns string) func(app core.App) error {
		return func(app core.App) error {
			c, err := app.FindCollectionByNameOrId("jobs")
			if err != nil {
				return err
			}
			c.RemoveIndex("jobs_target")
			c.AddIndex("jobs_target", false, columns, "`target` != ''")
			return app.Save(c)
		}
	}
	m.Register(index("`target`"), index("`target`, `id`"))
}
