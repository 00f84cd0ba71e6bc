package pb_migrations

import (
	_ "embed"

	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

//go:embed 1764300000_search.json
var searchCollections []byte

// search brings what people searched for last. The index has a file of its own and needs no migration: one of another
// layout is built anew.
func init() {
	m.Register(func(app core.App) error {
		return app.ImportCollectionsByMarshaledJSON(searchCollections, false)
	}, func(app core.App) error {
		collection, err := app.FindCollectionByNameOrId("searches")
		if err != nil {
			return err
		}
		return app.Delete(collection)
	})
}
