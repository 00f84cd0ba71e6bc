// Package synth is a small studio: oscillators, filters, drums, a voice, and a tape to put them on. It knows no clock and
// no chance, so a piece sounds the same each time it is made. Only the generator of our sounds uses it.
package synth

import "math"

// Rate is how many samples a second has.
const Rate = 32000

// Tape is recorded sound, one channel, about -1 to 1.
type Tape []float64

// Silence returns an empty stretch.
func Silence(seconds float64) Tape { return make(Tape, samples(seconds)) }

func samples(seconds float64) int { return max(0, int(math.Round(seconds*Rate))) }

// Seconds is how long it plays.
func (t Tape) Seconds() float64 { return float64(len(t)) / Rate }

// Add mixes more into t from the moment at on, and lengthens t where it must.
func (t *Tape) Add(at, gain float64, more Tape) {
	from := samples(at)
	if missing := from + len(more) - len(*t); missing > 0 {
		*t = append(*t, make(Tape, missing)...)
	}
	for i, sample := range more {
		(*t)[from+i] += gain * sample
	}
}

// Cut shortens t to at most that many seconds, ending in a short fade.
func (t Tape) Cut(seconds float64) Tape { return t[:min(len(t), samples(seconds))].Fade(0, 0.03) }

// Fade rises over the first seconds and falls over the last.
func (t Tape) Fade(in, out float64) Tape {
	rise, fall := samples(in), samples(out)
	return t.each(func(i int, x float64) float64 {
		if i < rise {
			x *= float64(i) / float64(rise)
		}
		if left := len(t) - 1 - i; left < fall {
			x *= float64(left) / float64(fall)
		}
		return x
	})
}

// Swell follows a loudness over time.
func (t Tape) Swell(loudness Curve) Tape {
	return t.each(func(i int, x float64) float64 { return x * loudness(float64(i)/Rate) })
}

// Tremble shakes the loudness.
func (t Tape) Tremble(rate, depth float64) Tape {
	return t.Swell(func(at float64) float64 { return 1 - depth*(0.5+0.5*math.Cos(2*math.Pi*rate*at)) })
}

// Ring multiplies with a tone, as old robots do.
func (t Tape) Ring(frequency float64) Tape {
	return t.Swell(func(at float64) float64 { return math.Cos(2 * math.Pi * frequency * at) })
}

// Drive overloads an amplifier.
func (t Tape) Drive(gain float64) Tape {
	return t.each(func(_ int, x float64) float64 { return math.Tanh(gain*x) / math.Tanh(gain) })
}

// Crush leaves that many steps of loudness and holds each sample for a few, as an early game console would.
func (t Tape) Crush(steps float64, hold int) Tape {
	held := 0.0
	return t.each(func(i int, x float64) float64 {
		if i%hold == 0 {
			held = math.Round(x*steps) / steps
		}
		return held
	})
}

// Echo repeats ever more quietly.
func (t Tape) Echo(delay, feedback float64) Tape {
	out, back := append(t[:len(t):len(t)], Silence(3*delay)...), samples(delay)
	for i := back; i < len(out); i++ {
		out[i] += feedback * out[i-back]
	}
	return out
}

// Hall adds the sound of a room: four combs of unrelated lengths and two diffusers.
func (t Tape) Hall(seconds, wet float64) Tape {
	dry := append(t[:len(t):len(t)], Silence(seconds)...)
	tail := make(Tape, len(dry))
	for _, delay := range []float64{0.0297, 0.0371, 0.0411, 0.0437} {
		line, back := make(Tape, len(dry)), samples(delay)
		feedback := math.Pow(0.001, delay/seconds)
		for i := range line {
			line[i] = dry[i]
			if i >= back {
				line[i] += feedback * line[i-back]
			}
			tail[i] += line[i] / 4
		}
	}
	for _, delay := range []float64{0.005, 0.0017} {
		tail = tail.diffuse(samples(delay))
	}
	out := append(Tape{}, dry...)
	out.Add(0, wet, tail.Low(4500, 0.7))
	return out
}

func (t Tape) diffuse(back int) Tape {
	out := make(Tape, len(t))
	for i := range t {
		out[i] = -0.7 * t[i]
		if i >= back {
			out[i] += t[i-back] + 0.7*out[i-back]
		}
	}
	return out
}

func (t Tape) each(change func(i int, x float64) float64) Tape {
	out := make(Tape, len(t))
	for i, x := range t {
		out[i] = change(i, x)
	}
	return out
}
