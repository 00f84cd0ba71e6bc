package main

import (
	"encoding/binary"
	"io"
	"math"
	"os"
	"testing"

	"campfire/internal/sound/synth"

	"github.com/hajimehoshi/go-mp3"
)

func decode(t *testing.T, file string) synth.Tape {
	t.Helper()
	clip, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer clip.Close()
	decoder, err := mp3.NewDecoder(clip)
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	if decoder.SampleRate() != synth.Rate {
		t.Fatalf("%s has %d samples a second", file, decoder.SampleRate())
	}
	raw, err := io.ReadAll(decoder)
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	out := make(synth.Tape, len(raw)/4) // two channels, of which ours are the same
	for i := range out {
		out[i] = float64(int16(binary.LittleEndian.Uint16(raw[4*i:]))) / math.MaxInt16
	}
	return out
}

// likeness is the correlation of two recordings at the shift where they fit best: an encoder delays by a few frames.
func likeness(clip, piece synth.Tape) float64 {
	const furthest, coarse = 3500, 7
	best, at := 0.0, 0
	try := func(shift, every int) {
		if found := correlation(clip, piece, shift, every); found > best {
			best, at = found, shift
		}
	}
	for shift := range furthest {
		try(shift, 61)
	}
	near := at
	best = 0
	for shift := max(0, near-coarse); shift <= near+coarse; shift++ {
		try(shift, 1)
	}
	return best
}

func correlation(clip, piece synth.Tape, shift, every int) float64 {
	var both, a, b float64
	for i := 0; i < len(piece) && i+shift < len(clip); i += every {
		x, y := clip[i+shift], piece[i]
		both, a, b = both+x*y, a+x*x, b+y*y
	}
	return both / math.Sqrt(a*b+1e-12)
}

// profile is what a clip is like: how loud it is in each of a few bands, over its course.
type profile struct {
	centroid, silent float64
	bands            []float64
}

var centres = []float64{90, 180, 360, 720, 1440, 2880, 5760, 11000}

const parts = 12

func profileOf(clip synth.Tape) profile {
	p := profile{bands: make([]float64, 0, parts*len(centres))}
	weighted, total := 0.0, 0.0
	for _, centre := range centres {
		band := clip.Band(centre, 1.4)
		for part := range parts {
			sum := 0.0
			for _, x := range band[part*len(band)/parts : (part+1)*len(band)/parts] {
				sum += x * x
			}
			weighted, total = weighted+centre*math.Sqrt(sum), total+math.Sqrt(sum)
			p.bands = append(p.bands, math.Log10(1e-6+sum/float64(len(band))))
		}
	}
	p.centroid = weighted / max(total, 1e-9)
	const block = synth.Rate / 50
	quiet, blocks := 0, 0
	for from := 0; from+block <= len(clip); from += block {
		blocks++
		if clip[from:from+block].Peak() < 0.01 {
			quiet++
		}
	}
	p.silent = float64(quiet) / float64(max(1, blocks))
	return p
}

func (p profile) sameAs(other profile) bool {
	distance := 0.0
	for i := range p.bands {
		distance += math.Abs(p.bands[i] - other.bands[i])
	}
	return distance/float64(len(p.bands)) < 0.15
}
