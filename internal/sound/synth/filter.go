package synth

import "math"

// biquad is the usual filter of second order.
type biquad struct {
	b0, b1, b2, a1, a2 float64
	x1, x2, y1, y2     float64
}

func (f *biquad) next(x float64) float64 {
	y := f.b0*x + f.b1*f.x1 + f.b2*f.x2 - f.a1*f.y1 - f.a2*f.y2
	f.x2, f.x1, f.y2, f.y1 = f.x1, x, f.y1, y
	return y
}

type filterKind int

const (
	low filterKind = iota
	high
	band
)

// tune sets the filter and keeps what it remembers, so that it can be moved while it plays.
func (f *biquad) tune(kind filterKind, frequency, q float64) {
	w := 2 * math.Pi * min(frequency, 0.47*Rate) / Rate
	alpha, cos := math.Sin(w)/(2*q), math.Cos(w)
	switch kind {
	case low:
		f.b0, f.b1, f.b2 = (1-cos)/2, 1-cos, (1-cos)/2
	case high:
		f.b0, f.b1, f.b2 = (1+cos)/2, -1-cos, (1+cos)/2
	case band:
		f.b0, f.b1, f.b2 = alpha, 0, -alpha
	}
	a0 := 1 + alpha
	f.b0, f.b1, f.b2, f.a1, f.a2 = f.b0/a0, f.b1/a0, f.b2/a0, -2*cos/a0, (1-alpha)/a0
}

func (t Tape) filter(kind filterKind, frequency Curve, q float64) Tape {
	var f biquad
	return t.each(func(i int, x float64) float64 {
		if i%32 == 0 {
			f.tune(kind, frequency(float64(i)/Rate), q)
		}
		return f.next(x)
	})
}

// Low keeps what is below the frequency.
func (t Tape) Low(frequency, q float64) Tape { return t.filter(low, Steady(frequency), q) }

// High keeps what is above.
func (t Tape) High(frequency, q float64) Tape { return t.filter(high, Steady(frequency), q) }

// Band keeps what is around it.
func (t Tape) Band(frequency, q float64) Tape { return t.filter(band, Steady(frequency), q) }

// SweepLow is Low with a frequency that moves.
func (t Tape) SweepLow(frequency Curve, q float64) Tape { return t.filter(low, frequency, q) }

// SweepBand is Band with a frequency that moves.
func (t Tape) SweepBand(frequency Curve, q float64) Tape { return t.filter(band, frequency, q) }

// Radio leaves what comes through a small loudspeaker.
func (t Tape) Radio() Tape { return t.High(450, 0.7).Low(2800, 0.9).Drive(3) }

// chance is a little generator of numbers, the same ones each time.
type chance uint64

func newChance(seed int) *chance {
	c := chance(uint64(seed)*0x9e3779b97f4a7c15 + 0x1234567)
	return &c
}

// next is from -1 to 1.
func (c *chance) next() float64 {
	x := uint64(*c)
	x ^= x << 13
	x ^= x >> 7
	x ^= x << 17
	*c = chance(x)
	return float64(x>>11)/(1<<52) - 1
}

// Noise hisses. Different seeds hiss differently.
func Noise(seconds float64, seed int) Tape {
	dice := newChance(seed)
	return Silence(seconds).each(func(int, float64) float64 { return dice.next() })
}

// Scatter calls drop at random moments of a stretch, so many a second on average, with a random number from 0 to 1.
func Scatter(seconds, rate float64, seed int, drop func(at, luck float64)) {
	dice := newChance(seed)
	for at := 0.0; ; {
		at += -math.Log(1-0.999*(dice.next()+1)/2) / rate
		if at >= seconds {
			return
		}
		drop(at, (dice.next()+1)/2)
	}
}
