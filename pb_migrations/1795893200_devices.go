package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// devices brings what people have signed in on, so that they hear of a sign-in on something else.
func init() {
	m.Register(func(app core.App) error {
		users, err := app.FindCollectionByNameOrId("users")
		if err != nil {
			return err
		}
		c := core.NewBaseCollection("devices")
		c.Fields.Add(
			&core.RelationField{Name: "user", CollectionId: users.Id, MaxSelect: 1, Required: true, CascadeDelete: true},
			&core.TextField{Name: "mark", Required: true, Hidden: true},
			&core.TextField{Name: "ip", Max: 64},
			&core.TextField{Name: "user_agent", Max: 500},
			&core.BoolField{Name: "unseen"},
			&core.DateField{Name: "last_used"},
			&core.AutodateField{Name: "created", OnCreate: true},
			&core.AutodateField{Name: "updated", OnCreate: true, OnUpdate: true},
		)
		c.AddIndex("devices_mark", true, "`mark`", "")
		c.AddIndex("devices_user", false, "`user`", "")
		c.AddIndex("devices_unseen", false, "`user`", "`unseen` = TRUE")
		if err := app.Save(c); err != nil {
			return err
		}
		sessions, err := app.FindCollectionByNameOrId("sessions")
		if err != nil {
			return err
		}
		sessions.Fields.Add(&core.RelationField{Name: "device", CollectionId: c.Id, MaxSelect: 1})
		return app.Save(sessions)
	}, func(app core.App) error {
		sessions, err := app.FindCollectionByNameOrId("sessions")
		if err != nil {
			return err
		}
		sessions.Fields.RemoveByName("device")
		if err := app.Save(sessions); err != nil {
			return err
		}
		c, err := app.FindCollectionByNameOrId("devices")
		if err != nil {
			return err
		}
		return app.Delete(c)
	})
}
