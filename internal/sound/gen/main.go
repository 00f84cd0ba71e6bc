// Command gen makes the sounds, and the interface's list of them. Run it by `make sounds`; it needs lame to encode, so
// what it makes is kept in git.
package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"

	"campfire/internal/sound"
	"campfire/internal/sound/score"
	"campfire/internal/sound/synth"
)

const (
	clipFolder    = "frontend/public/sounds"
	catalogueFile = "frontend/src/models/sound-catalogue.ts"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "sounds:", err)
		os.Exit(1)
	}
}

func run() error {
	if err := os.RemoveAll(clipFolder); err != nil {
		return err
	}
	if err := os.MkdirAll(clipFolder, 0o755); err != nil {
		return err
	}
	for _, s := range sound.All() {
		piece, ok := score.Make(s.Name)
		if !ok {
			return fmt.Errorf("%s has no score", s.Name)
		}
		if err := encode(piece, clipPath(clipFolder, s.Name)); err != nil {
			return fmt.Errorf("%s: %w", s.Name, err)
		}
	}
	source, err := catalogueSource(clipFolder)
	if err != nil {
		return err
	}
	return os.WriteFile(catalogueFile, []byte(source), 0o644)
}

func clipPath(folder, name string) string { return filepath.Join(folder, name+".mp3") }

// encode writes MP3, which every browser plays: one channel, and a rate that follows what there is to hear.
func encode(piece synth.Tape, file string) error {
	lame := exec.Command("lame", "--quiet", "-m", "m", "-q", "0", "-V", "6", "--resample", "32", "-", file)
	lame.Stdin, lame.Stderr = bytes.NewReader(wave(piece)), os.Stderr
	if err := lame.Run(); errors.Is(err, exec.ErrNotFound) {
		return errors.New("lame is not installed (apt-get install lame)")
	} else if err != nil {
		return fmt.Errorf("encode: %w", err)
	}
	return nil
}

// wave is the piece as a WAV file of 16 bits.
func wave(piece synth.Tape) []byte {
	const format, header = 16, 44
	size := 2 * len(piece)
	raw := append(make([]byte, 0, header+size), "RIFF"...)
	raw = binary.LittleEndian.AppendUint32(raw, uint32(header-8+size))
	raw = append(raw, "WAVEfmt "...)
	for _, field := range []uint32{format, 1 | 1<<16, synth.Rate, 2 * synth.Rate, 2 | 16<<16} {
		raw = binary.LittleEndian.AppendUint32(raw, field)
	}
	raw = append(raw, "data"...)
	raw = binary.LittleEndian.AppendUint32(raw, uint32(size))
	for _, x := range piece {
		raw = binary.LittleEndian.AppendUint16(raw, uint16(int16(x*math.MaxInt16)))
	}
	return raw
}
