package synth

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Instrument plays one pitch for some seconds.
type Instrument func(frequency, seconds float64) Tape

// Play writes a line of notes on the tape and returns when it ends. A note is a name and an octave ("c4", "f#3", "bb2"),
// several joined by + are a chord, - is a rest; ":2" behind it is its length in beats.
func (t *Tape) Play(at, beat, gain float64, by Instrument, line string) float64 {
	for _, word := range strings.Fields(line) {
		names, length := split(word)
		if names != "-" {
			chord := strings.Split(names, "+")
			for _, name := range chord {
				t.Add(at, gain/math.Sqrt(float64(len(chord))), by(Pitch(name), length*beat))
			}
		}
		at += length * beat
	}
	return at
}

// Beat writes hits where the line has an x, softer ones where it has an o, each sign being one step.
func (t *Tape) Beat(at, step, gain float64, hit Tape, line string) float64 {
	for _, sign := range line {
		switch sign {
		case 'x':
			t.Add(at, gain, hit)
		case 'o':
			t.Add(at, gain/2, hit)
		case ' ':
			continue
		}
		at += step
	}
	return at
}

func split(word string) (names string, length float64) {
	names, number, found := strings.Cut(word, ":")
	if !found {
		return names, 1
	}
	length, err := strconv.ParseFloat(number, 64)
	if err != nil {
		panic(fmt.Sprintf("note %q: %v", word, err))
	}
	return names, length
}

var steps = map[byte]float64{'c': 0, 'd': 2, 'e': 4, 'f': 5, 'g': 7, 'a': 9, 'b': 11}

// Pitch is the frequency of a note by its name.
func Pitch(name string) float64 {
	step, known := steps[name[0]]
	octave, err := strconv.Atoi(strings.TrimLeft(name[1:], "#b"))
	if !known || err != nil {
		panic(fmt.Sprintf("no note is called %q", name))
	}
	step += float64(strings.Count(name[1:], "#") - strings.Count(name[1:], "b"))
	return 440 * Semitones(step-9+12*float64(octave-4))
}
