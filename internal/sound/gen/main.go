// Command gen writes what the interface needs of the catalogue of sounds. Run it by `make sounds`.
package main

import (
	"fmt"
	"os"
)

const catalogueFile = "frontend/src/models/sound-catalogue.ts"

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "sounds:", err)
		os.Exit(1)
	}
}

func run() error {
	return os.WriteFile(catalogueFile, []byte(catalogueSource()), 0o644)
}
