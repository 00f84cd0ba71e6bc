package pb_migrations

import (
	"strings"

	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// Bots get several keys, each with a name, scopes and rooms, and the rules of what hangs on rooms hold a key to its own.
// A key that is there may do what it could.
func init() {
	inScope := func(room string) string {
		return ` && (@request.headers.campfire_rooms = "" || @request.headers.campfire_rooms ~ ` + room + `)`
	}
	ruled := func(app core.App, change func(rule, condition string) string) error {
		for name, room := range map[string]string{"rooms": "id", "memberships": "room", "messages": "room", "boosts": "room"} {
			c, err := app.FindCollectionByNameOrId(name)
			if err != nil {
				return err
			}
			for _, rule := range []**string{&c.ListRule, &c.ViewRule, &c.UpdateRule, &c.DeleteRule} {
				if *rule != nil {
					changed := change(**rule, inScope(room))
					*rule = &changed
				}
			}
			if err := app.Save(c); err != nil {
				return err
			}
		}
		return nil
	}
	m.Register(func(app core.App) error {
		sessions, err := app.FindCollectionByNameOrId("sessions")
		if err != nil {
			return err
		}
		sessions.Fields.Add(
			&core.TextField{Name: "name", Max: 100},
			&core.SelectField{Name: "scopes", Values: []string{"read", "write"}, MaxSelect: 2},
			&core.JSONField{Name: "rooms", MaxSize: 4 << 10},
		)
		if err := app.Save(sessions); err != nil {
			return err
		}
		_, err = app.DB().NewQuery(`UPDATE sessions SET name = 'Key', scopes = '["read","write"]' WHERE kind = 'bot'`).Execute()
		if err != nil {
			return err
		}
		return ruled(app, func(rule, condition string) string { return rule + condition })
	}, func(app core.App) error {
		if err := ruled(app, strings.TrimSuffix); err != nil {
			return err
		}
		sessions, err := app.FindCollectionByNameOrId("sessions")
		if err != nil {
			return err
		}
		for _, field := range []string{"name", "scopes", "rooms"} {
			sessions.Fields.RemoveByName(field)
		}
		return app.Save(sessions)
	})
}
