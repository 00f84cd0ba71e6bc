package pb_migrations

import (
	_ "embed"

	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

//go:embed 1764100000_people.json
var peopleCollections []byte

// people brings flags, wishes, sign-in links, bans and the addresses of bots.
func init() {
	m.Register(func(app core.App) error {
		if err := app.ImportCollectionsByMarshaledJSON(peopleCollections, false); err != nil {
			return err
		}
		// The one row of flags: nothing overridden, and the first version.
		_, err := app.DB().NewQuery(`INSERT INTO flags (id, version, environment, created, updated)
			VALUES ('campfireflags00', 1, '{}', strftime('%Y-%m-%d %H:%M:%fZ'), strftime('%Y-%m-%d %H:%M:%fZ'))`).Execute()
		return err
	}, func(app core.App) error {
		for _, name := range []string{"flags", "wishes", "transfers", "bans", "webhooks"} {
			collection, err := app.FindCollectionByNameOrId(name)
			if err != nil {
				return err
			}
			if err := app.Delete(collection); err != nil {
				return err
			}
		}
		return nil
	})
}
