// Command search fills a data directory with a company's year of talk and measures searching in it, in process: our index
// beside PocketBase's own list with the `~` filter, under the same access rule, on the same rows. It prints JSON.
package main

import (
	"encoding/json"
	"flag"
	"log"
	"os"

	"campfire/internal/database"
	_ "campfire/pb_migrations"

	"github.com/pocketbase/pocketbase/core"
)

func main() {
	dir := flag.String("dir", "", "data directory that a server was once started on")
	messages := flag.Int("messages", 250_000, "messages to write; 0: measure what is there")
	people := flag.Int("people", 500, "people")
	rooms := flag.Int("rooms", 60, "rooms")
	rounds := flag.Int("rounds", 3, "rounds over all queries")
	asks := flag.Int("asks", 200, "times that a query is asked of our index in a round")
	flag.Parse()
	app := core.NewBaseApp(core.BaseAppConfig{
		DataDir: *dir, DBConnect: database.Connect("OFF"),
		DataMaxOpenConns: database.MaxReaders, DataMaxIdleConns: database.IdleReaders,
		AuxMaxOpenConns: database.MaxLogReaders, AuxMaxIdleConns: database.IdleLogs,
	})
	if err := app.Bootstrap(); err != nil {
		log.Fatal(err)
	}
	if *messages > 0 {
		if err := fill(app, *people, *rooms, *messages); err != nil {
			log.Fatal(err)
		}
	}
	found, err := measure(app, *rounds, *asks)
	if err != nil {
		log.Fatal(err)
	}
	if err := json.NewEncoder(os.Stdout).Encode(found); err != nil {
		log.Fatal(err)
	}
	if err := app.ResetBootstrapState(); err != nil {
		log.Fatal(err)
	}
}
