package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"strings"

	"campfire/internal/sound"
)

const catalogueHead = `// Written by "make sounds" from internal/sound/catalogue.go; change that.

export interface Sound {
  /** What follows /play. */
  name: string;
  /** What stands beside the replay button; "" where a picture of ours is drawn instead. */
  shows: string;
  /** Names this recording, so that a browser may keep it for ever. */
  version: string;
}

/** Every sound, by its name. */
export const SOUNDS: readonly Sound[] = [
`

// catalogueSource is the catalogue as the interface reads it.
func catalogueSource(clips string) (string, error) {
	var source strings.Builder
	source.WriteString(catalogueHead)
	for _, s := range sound.All() {
		clip, err := os.ReadFile(clipPath(clips, s.Name))
		if err != nil {
			return "", err
		}
		sum := sha256.Sum256(clip)
		fmt.Fprintf(&source, "  { name: %q, shows: %q, version: %q },\n", s.Name, s.Shows, hex.EncodeToString(sum[:4]))
	}
	source.WriteString("];\n")
	return source.String(), nil
}
