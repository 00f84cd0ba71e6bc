package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// push brings where browsers are reached, the keys that say it is us, and quiet hours.
func init() {
	m.Register(func(app core.App) error {
		users, err := app.FindCollectionByNameOrId("users")
		if err != nil {
			return err
		}
		users.Fields.Add(&core.JSONField{Name: "quiet", MaxSize: 1000, Hidden: true})
		if err := app.Save(users); err != nil {
			return err
		}
		sessions, err := app.FindCollectionByNameOrId("sessions")
		if err != nil {
			return err
		}
		c := core.NewBaseCollection("push_subscriptions")
		c.Fields.Add(
			&core.RelationField{Name: "user", CollectionId: users.Id, MaxSelect: 1, Required: true, CascadeDelete: true},
			&core.RelationField{Name: "session", CollectionId: sessions.Id, MaxSelect: 1, Required: true, CascadeDelete: true},
			&core.TextField{Name: "endpoint", Required: true, Max: 2000},
			&core.TextField{Name: "p256dh", Required: true, Max: 200, Hidden: true},
			&core.TextField{Name: "auth", Required: true, Max: 100, Hidden: true},
			&core.TextField{Name: "key", Required: true, Max: 200},
			&core.TextField{Name: "browser", Max: 50},
			&core.TextField{Name: "platform", Max: 50},
			&core.TextField{Name: "last_result", Max: 500},
			&core.DateField{Name: "last_tried"},
			&core.DateField{Name: "last_success"},
			&core.AutodateField{Name: "created", OnCreate: true},
			&core.AutodateField{Name: "updated", OnCreate: true, OnUpdate: true},
		)
		c.AddIndex("push_subscriptions_endpoint", true, "`endpoint`", "")
		c.AddIndex("push_subscriptions_user", false, "`user`", "")
		c.AddIndex("push_subscriptions_session", false, "`session`", "")
		if err := app.Save(c); err != nil {
			return err
		}
		_, err = app.DB().NewQuery("CREATE TABLE push_keys (id INTEGER PRIMARY KEY CHECK (id = 1), public TEXT NOT NULL, private TEXT NOT NULL)").Execute()
		return err
	}, func(app core.App) error {
		if _, err := app.DB().NewQuery("DROP TABLE push_keys").Execute(); err != nil {
			return err
		}
		c, err := app.FindCollectionByNameOrId("push_subscriptions")
		if err != nil {
			return err
		}
		if err := app.Delete(c); err != nil {
			return err
		}
		users, err := app.FindCollectionByNameOrId("users")
		if err != nil {
			return err
		}
		users.Fields.RemoveByName("quiet")
		return app.Save(users)
	})
}
