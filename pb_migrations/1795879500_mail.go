package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
	"github.com/pocketbase/pocketbase/tools/types"
)

// mail brings how things stand between people and the mails that tell them what they have not read, the key that signs the
// links in them, and what the account says of mails. Mails are off, and say nothing of what was written.
func init() {
	m.Register(func(app core.App) error {
		account, err := app.FindCollectionByNameOrId("account")
		if err != nil {
			return err
		}
		account.Fields.Add(
			&core.BoolField{Name: "mail_notices"},
			&core.BoolField{Name: "mail_text"},
			&core.NumberField{Name: "mail_after", OnlyInt: true, Min: types.Pointer(0.0), Max: types.Pointer(1440.0)},
		)
		if err := app.Save(account); err != nil {
			return err
		}
		users, err := app.FindCollectionByNameOrId("users")
		if err != nil {
			return err
		}
		c := core.NewBaseCollection("mailings")
		c.Fields.Add(
			&core.RelationField{Name: "user", CollectionId: users.Id, MaxSelect: 1, Required: true, CascadeDelete: true},
			&core.SelectField{Name: "pace", Values: []string{"never", "daily", "hourly"}, MaxSelect: 1},
			&core.TextField{Name: "language", Max: 10},
			&core.NumberField{Name: "pending", OnlyInt: true},
			&core.NumberField{Name: "latest", OnlyInt: true},
			&core.DateField{Name: "noted"},
			&core.NumberField{Name: "letter", OnlyInt: true},
			&core.NumberField{Name: "delivered", OnlyInt: true},
			&core.DateField{Name: "promised"},
			&core.DateField{Name: "sent"},
			&core.AutodateField{Name: "created", OnCreate: true},
			&core.AutodateField{Name: "updated", OnCreate: true, OnUpdate: true},
		)
		c.AddIndex("mailings_user", true, "`user`", "")
		c.AddIndex("mailings_pending", false, "`noted`", "`pending` > 0")
		if err := app.Save(c); err != nil {
			return err
		}
		_, err = app.DB().NewQuery("CREATE TABLE mail_keys (id INTEGER PRIMARY KEY CHECK (id = 1), secret TEXT NOT NULL)").Execute()
		return err
	}, func(app core.App) error {
		if _, err := app.DB().NewQuery("DROP TABLE mail_keys").Execute(); err != nil {
			return err
		}
		c, err := app.FindCollectionByNameOrId("mailings")
		if err != nil {
			return err
		}
		if err := app.Delete(c); err != nil {
			return err
		}
		account, err := app.FindCollectionByNameOrId("account")
		if err != nil {
			return err
		}
		for _, name := range []string{"mail_notices", "mail_text", "mail_after"} {
			account.Fields.RemoveByName(name)
		}
		return app.Save(account)
	})
}
