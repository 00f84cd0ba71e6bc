// Command plain is the yardstick of the bench: a chat as one would write it with PocketBase alone, on the same
// version and with its stock settings: collections, access rules, indexes, the record API and the built-in realtime.
package main

import (
	"log"

	"github.com/pocketbase/pocketbase"
	"github.com/pocketbase/pocketbase/core"
)

func main() {
	app := pocketbase.New()
	app.OnServe().BindFunc(func(se *core.ServeEvent) error {
		se.InstallerFunc = nil // would open a browser
		bench := se.Router.Group("/bench")
		bench.POST("/provision", provision)
		bench.GET("/order", commitOrder)
		return se.Next()
	})
	if err := app.Start(); err != nil {
		log.Fatal(err)
	}
}
