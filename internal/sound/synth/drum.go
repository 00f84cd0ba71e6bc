package synth

import "math"

func decay(seconds float64) Curve { return func(at float64) float64 { return math.Exp(-at / seconds) } }

// Kick is a bass drum.
func Kick() Tape {
	body := Tone{Sustain: 1}.Sing(0.35, Glide(0, 180, 0.05, 62, 0.3, 45)).Swell(decay(0.12))
	body.Add(0, 0.3, Noise(0.01, 1).Low(3000, 0.7))
	return body.Drive(2)
}

// Snare is a drum with wires.
func Snare() Tape {
	out := Noise(0.25, 2).High(1400, 0.7).Swell(decay(0.06))
	out.Add(0, 0.8, Tone{Wave: Triangle, Sustain: 1}.Sing(0.2, Glide(0, 260, 0.08, 170)).Swell(decay(0.05)))
	return out
}

// Hat is two small cymbals, closed.
func Hat() Tape { return Noise(0.08, 3).High(7000, 0.8).Swell(decay(0.02)) }

// Cymbal rings for some seconds: noise over tones that fit no scale.
func Cymbal(seconds float64) Tape {
	out := Noise(seconds, 4).High(5000, 0.7)
	for i, frequency := range []float64{3140, 4270, 5390, 6840, 8210} {
		out.Add(0, 0.18, Tone{Wave: Square, Sustain: 1}.Sing(seconds, Steady(frequency*(1+0.003*float64(i)))).High(4000, 0.7))
	}
	return out.Swell(decay(seconds / 4))
}

// Tom is a drum with a pitch.
func Tom(frequency float64) Tape {
	out := Tone{Wave: Triangle, Sustain: 1}.Sing(0.5, Glide(0, frequency*1.7, 0.06, frequency)).Swell(decay(0.14))
	out.Add(0, 0.4, Noise(0.03, 5).Low(2500, 0.7).Swell(decay(0.01)))
	return out
}

// Clap is a few hands that are not quite together.
func Clap(seed int) Tape {
	out := Silence(0.25)
	for i, at := range []float64{0, 0.011, 0.023, 0.031} {
		hand := Noise(0.16, seed*10+i).Band(1100+150*float64(seed%5), 1.2)
		out.Add(at, 1.6, hand.Swell(decay(0.008+0.012*float64(i/3*2))))
	}
	return out
}

// Snap is two fingers.
func Snap() Tape { return Noise(0.12, 8).Band(2300, 4).Swell(decay(0.015)).Drive(3) }

// Crowd is many people at once, far away.
func Crowd(seconds float64, seed int) Tape {
	out := Noise(seconds, seed).Band(700, 0.8)
	out.Add(0, 0.7, Noise(seconds, seed+1).Band(1500, 1.5).Tremble(3.1, 0.5))
	out.Add(0, 0.5, Noise(seconds, seed+2).Band(2600, 2).Tremble(4.7, 0.6))
	return out
}
