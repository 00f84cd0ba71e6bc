package synth

import "math"

// What every finished piece measures: the ear's loudness of its loud parts, and a peak that no decoder clips.
const (
	TargetLoudness = -19.0 // dB, see Loudness
	Ceiling        = 0.7   // what MP3 adds at the edges still fits below 1
)

// Master trims silence, and sets loudness and peak.
func (t Tape) Master() Tape {
	out := t.High(45, 0.7).trim()
	for range 3 { // the limiter makes it quieter, so ask again
		gain := math.Pow(10, (TargetLoudness-out.Loudness())/20)
		out = out.each(func(_ int, x float64) float64 { return x * gain }).limit(Ceiling)
	}
	return out.Fade(0.002, 0.02)
}

// limit turns the gain down around what would be too loud: at once, and back up within a tenth of a second.
func (t Tape) limit(ceiling float64) Tape {
	ahead, gain := samples(0.004), 1.0
	release := math.Exp(-1 / (0.1 * Rate))
	need := make(Tape, len(t))
	for i, x := range t {
		need[i] = min(1, ceiling/max(math.Abs(x), 1e-9))
	}
	out := make(Tape, len(t))
	for i, x := range t {
		wanted := 1.0
		for j := i; j < min(len(t), i+ahead); j += 4 {
			wanted = min(wanted, need[j], need[min(j+1, len(t)-1)], need[min(j+2, len(t)-1)], need[min(j+3, len(t)-1)])
		}
		gain = min(wanted, 1-(1-gain)*release)
		out[i] = x * gain
	}
	return out
}

// Loudness is in decibels below full scale, of the parts that are not much quieter than the rest, as broadcasters
// measure it but without their filter: blocks of 0.1 s, those 10 dB under the average left out.
func (t Tape) Loudness() float64 {
	block := samples(0.1)
	var powers []float64
	for from := 0; from < len(t); from += block {
		sum := 0.0
		part := t[from:min(len(t), from+block)]
		for _, x := range part {
			sum += x * x
		}
		powers = append(powers, sum/float64(len(part)))
	}
	return 10 * math.Log10(max(1e-12, average(powers, average(powers, 0)/10)))
}

// average is over the values above a floor.
func average(values []float64, floor float64) float64 {
	sum, n := 0.0, 0
	for _, value := range values {
		if value > floor {
			sum += value
			n++
		}
	}
	return sum / float64(max(1, n))
}

// Peak is the largest excursion.
func (t Tape) Peak() float64 {
	peak := 0.0
	for _, x := range t {
		peak = max(peak, math.Abs(x))
	}
	return peak
}

func (t Tape) trim() Tape {
	quiet := t.Peak() / 300
	from, to := 0, len(t)
	for from < to && math.Abs(t[from]) < quiet {
		from++
	}
	for to > from && math.Abs(t[to-1]) < quiet {
		to--
	}
	return t[from:to]
}
