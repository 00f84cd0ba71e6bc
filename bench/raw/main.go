// Command raw measures what this machine can do without a chat server: a hand-framed WebSocket fan-out and bare
// SQLite transactions. `raw fanout` serves until it is killed, `raw sqlite` prints one line of JSON.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"os"
	"time"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) < 2 {
		log.Fatal("usage: raw fanout|sqlite [flags]")
	}
	flags := flag.NewFlagSet(os.Args[1], flag.ExitOnError)
	switch os.Args[1] {
	case "fanout":
		address := flags.String("http", "127.0.0.1:8302", "address to listen on")
		size := flags.Int("size", 600, "payload bytes of a frame")
		writers := flags.Int("writers", 2, "writing threads")
		_ = flags.Parse(os.Args[2:])
		log.Fatal(serveFanout(*address, *size, *writers))
	case "sqlite":
		path := flags.String("db", "raw.db", "database file, made anew")
		batch := flags.Int("batch", 1, "messages per transaction")
		seconds := flags.Float64("seconds", 2, "how long to write")
		synchronous := flags.String("synchronous", "FULL", "SQLite's synchronous pragma")
		_ = flags.Parse(os.Args[2:])
		found, err := commitRate(*path, *batch, time.Duration(*seconds*float64(time.Second)), *synchronous)
		if err != nil {
			log.Fatal(err)
		}
		answer, _ := json.Marshal(found)
		fmt.Println(string(answer))
	default:
		log.Fatalf("unknown command %q", os.Args[1])
	}
}
