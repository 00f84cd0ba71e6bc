package synth

import "math"

// Wave is the shape of an oscillator.
type Wave int

// The shapes.
const (
	Sine Wave = iota
	Triangle
	Saw
	Square
	Pulse // a quarter wide, the thin voice of old consoles
)

// Tone is one instrument: a shape, an envelope and what makes it alive. The zero of a field leaves its effect out.
type Tone struct {
	Wave                         Wave
	Attack, Decay, Sustain, Tail float64 // seconds, but Sustain is a loudness; 0 decays to nothing
	Vibrato, VibratoRate         float64 // semitones, per second
	Scoop                        float64 // semitones below from which the pitch slides in
	Detune                       float64 // a second oscillator, semitones away
	Cutoff, Bright               float64 // a low filter: times the pitch, and how far the attack opens it
	Ratio, Index, IndexDecay     float64 // frequency modulation
	Breath                       float64 // noise around the pitch
	Growl                        float64 // roughness
	Length                       float64 // part of its beats that a note sounds; 0 is all
}

// Note plays a pitch for some seconds; the tail comes after.
func (v Tone) Note(frequency, seconds float64) Tape {
	if v.Length > 0 {
		seconds *= v.Length
	}
	pitch := Steady(frequency)
	if v.Scoop != 0 {
		pitch = Glide(0, frequency*Semitones(-v.Scoop), 0.07, frequency)
	}
	return v.Sing(seconds, pitch)
}

// Sing follows a pitch.
func (v Tone) Sing(seconds float64, pitch Curve) Tape {
	if v.Vibrato > 0 {
		pitch = pitch.Wobble(v.VibratoRate, v.Vibrato, 0.15)
	}
	out := v.oscillate(seconds+v.Tail, pitch)
	if v.Detune > 0 {
		out.Add(0, 1, v.oscillate(seconds+v.Tail, pitch.Times(Semitones(v.Detune))))
		out = out.each(func(_ int, x float64) float64 { return x / 1.6 })
	}
	if v.Cutoff > 0 {
		out = out.SweepLow(func(at float64) float64 {
			return pitch(at) * (v.Cutoff + v.Bright*math.Exp(-at*9))
		}, 1.1)
	}
	if v.Breath > 0 {
		out.Add(0, v.Breath, Noise(out.Seconds(), int(pitch(0)*7)).SweepBand(pitch.Times(2), 2))
	}
	return out.Swell(v.envelope(seconds))
}

func (v Tone) envelope(seconds float64) Curve {
	attack, decay, tail := max(v.Attack, 0.003), max(v.Decay, 0.005), max(v.Tail, 0.004)
	level := func(at float64) float64 {
		if at < attack {
			return at / attack
		}
		return v.Sustain + (1-v.Sustain)*math.Exp(-(at-attack)/decay)
	}
	return func(at float64) float64 {
		if at <= seconds {
			return level(at)
		}
		return level(seconds) * math.Exp(-(at-seconds)/tail*5)
	}
}

func (v Tone) oscillate(seconds float64, pitch Curve) Tape {
	phase, modulator, rough := 0.0, 0.0, newChance(int(pitch(0)))
	step, shake := 0.0, 0.0
	return Silence(seconds).each(func(i int, _ float64) float64 {
		at := float64(i) / Rate
		if i%16 == 0 { // a pitch moves slowly
			step = pitch(at) / Rate
			shake = 1 + v.Growl*0.05*rough.next()
		}
		phase = math.Mod(phase+step*shake, 1)
		bent := phase
		if v.Index > 0 {
			modulator = math.Mod(modulator+step*v.Ratio, 1)
			index := v.Index
			if v.IndexDecay > 0 {
				index *= math.Exp(-at / v.IndexDecay)
			}
			bent = math.Mod(phase+index*math.Sin(2*math.Pi*modulator)+64, 1)
		}
		return v.Wave.at(bent, step)
	})
}

// at is the shape at a phase; the corners of the steep ones are rounded (poly-BLEP), or they would whistle.
func (w Wave) at(phase, step float64) float64 {
	switch w {
	case Triangle:
		return 4*math.Abs(phase-0.5) - 1
	case Saw:
		return 0.8 * (2*phase - 1 - corner(phase, step))
	case Square:
		return 0.7 * stepped(phase, step, 0.5)
	case Pulse:
		return 0.7 * stepped(phase, step, 0.25)
	default:
		return math.Sin(2 * math.Pi * phase)
	}
}

func stepped(phase, step, width float64) float64 {
	value := -1.0
	if phase < width {
		value = 1
	}
	return value + corner(phase, step) - corner(math.Mod(phase+1-width, 1), step)
}

func corner(phase, step float64) float64 {
	switch {
	case phase < step:
		x := phase / step
		return x + x - x*x - 1
	case phase > 1-step:
		x := (phase - 1) / step
		return x*x + x + x + 1
	}
	return 0
}

// Pluck is a string, by Karplus and Strong: a burst of noise that a loop wears down.
func Pluck(damp float64) Instrument {
	return func(frequency, seconds float64) Tape {
		line := Noise(1/frequency, int(frequency)).Low(5000, 0.7)
		out, at := Silence(seconds+0.2), 0
		for i := range out {
			next := (at + 1) % len(line)
			out[i] = 1.6 * line[at]
			line[at] = damp * (line[at] + line[next]) / 2
			at = next
		}
		return out.Fade(0, 0.15)
	}
}
