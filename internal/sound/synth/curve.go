package synth

import "math"

// Curve is a value over time, in seconds.
type Curve func(at float64) float64

// Line goes through the points (time, value), straight between them and level outside.
func Line(points ...float64) Curve {
	return func(at float64) float64 {
		if at <= points[0] {
			return points[1]
		}
		for i := 2; i < len(points); i += 2 {
			if at <= points[i] {
				part := (at - points[i-2]) / (points[i] - points[i-2])
				return points[i-1] + part*(points[i+1]-points[i-1])
			}
		}
		return points[len(points)-1]
	}
}

// Glide is Line for pitches: as the ear hears it, an octave takes as long low as high.
func Glide(points ...float64) Curve {
	logs := append([]float64{}, points...)
	for i := 1; i < len(logs); i += 2 {
		logs[i] = math.Log(logs[i])
	}
	line := Line(logs...)
	return func(at float64) float64 { return math.Exp(line(at)) }
}

// Wobble lets a pitch swing by so many semitones, after a while.
func (c Curve) Wobble(rate, semitones, after float64) Curve {
	return func(at float64) float64 {
		depth := semitones * min(1, max(0, (at-after)*4))
		return c(at) * Semitones(depth*math.Sin(2*math.Pi*rate*at))
	}
}

// Times multiplies the values.
func (c Curve) Times(factor float64) Curve {
	return func(at float64) float64 { return factor * c(at) }
}

// Steady is the same value all the time.
func Steady(value float64) Curve { return func(float64) float64 { return value } }

// Semitones is the ratio of two pitches that far apart.
func Semitones(n float64) float64 { return math.Pow(2, n/12) }
