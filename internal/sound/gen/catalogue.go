package main

import (
	"fmt"
	"strings"

	"campfire/internal/sound"
)

const catalogueHead = `// Written by "make sounds" from internal/sound/catalogue.go; change that.

export interface Sound {
  /** What follows /play. */
  name: string;
  /** What stands beside the replay button; "" where a picture of ours is drawn instead. */
  shows: string;
}

/** Every sound, by its name. */
export const SOUNDS: readonly Sound[] = [
`

// catalogueSource is the catalogue as the interface reads it.
func catalogueSource() string {
	var source strings.Builder
	source.WriteString(catalogueHead)
	for _, s := range sound.All() {
		fmt.Fprintf(&source, "  { name: %q, shows: %q },\n", s.Name, s.Shows)
	}
	source.WriteString("];\n")
	return source.String()
}
