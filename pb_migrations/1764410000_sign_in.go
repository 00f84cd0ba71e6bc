package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// Who may join, and sign-in by code and by provider.
func init() {
	m.Register(func(app core.App) error {
		users, err := app.FindCollectionByNameOrId("users")
		if err != nil {
			return err
		}
		rule := `@request.context = "oauth2"`
		users.CreateRule = &rule
		users.OTP.Enabled, users.OTP.Duration = true, 600
		if err := app.Save(users); err != nil {
			return err
		}
		account, err := app.FindCollectionByNameOrId("account")
		if err != nil {
			return err
		}
		account.Fields.Add(
			&core.SelectField{Name: "join_policy", Values: []string{"link", "provider", "nobody"}, MaxSelect: 1, Required: true},
			&core.TextField{Name: "join_domains", Max: 2000},
		)
		if err := app.Save(account); err != nil {
			return err
		}
		_, err = app.DB().NewQuery("UPDATE account SET join_policy = 'link'").Execute()
		return err
	}, func(app core.App) error {
		account, err := app.FindCollectionByNameOrId("account")
		if err != nil {
			return err
		}
		for _, name := range []string{"join_policy", "join_domains"} {
			account.Fields.RemoveByName(name)
		}
		if err := app.Save(account); err != nil {
			return err
		}
		users, err := app.FindCollectionByNameOrId("users")
		if err != nil {
			return err
		}
		users.CreateRule = nil
		users.OTP.Enabled, users.OTP.Duration = false, 180
		return app.Save(users)
	})
}
