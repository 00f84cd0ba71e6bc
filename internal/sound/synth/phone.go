package synth

// phone is one sound of speech: where the mouth resonates, and how much of voice and of hiss there is.
type phone struct {
	formants    [3]float64
	voice, hiss float64
	hissAt      float64
	seconds     float64
}

// phones are written as in ARPAbet. The resonances are the textbook averages of grown-ups.
var phones = map[string]phone{
	"iy": vowel(280, 2250, 2900), "ih": vowel(400, 1950, 2550), "eh": vowel(550, 1770, 2490), "ae": vowel(690, 1660, 2490),
	"aa": vowel(750, 1150, 2500), "ao": vowel(580, 880, 2500), "uh": vowel(450, 1050, 2350), "uw": vowel(310, 880, 2300),
	"ah": vowel(650, 1200, 2500), "er": vowel(480, 1250, 1650), "ow": vowel(480, 900, 2400),

	"m": {[3]float64{280, 1000, 2200}, 0.45, 0, 0, 0.08}, "n": {[3]float64{280, 1600, 2600}, 0.45, 0, 0, 0.07},
	"ng": {[3]float64{280, 2000, 2700}, 0.4, 0, 0, 0.08},
	"l":  {[3]float64{360, 1200, 2700}, 0.6, 0, 0, 0.07}, "r": {[3]float64{400, 1200, 1600}, 0.6, 0, 0, 0.07},
	"w": {[3]float64{310, 700, 2200}, 0.6, 0, 0, 0.08}, "y": {[3]float64{280, 2200, 3000}, 0.6, 0, 0, 0.06},

	"s": {[3]float64{300, 1700, 2600}, 0, 0.5, 6500, 0.12}, "z": {[3]float64{280, 1700, 2600}, 0.4, 0.3, 6500, 0.09},
	"sh": {[3]float64{300, 1900, 2600}, 0, 0.6, 3300, 0.12}, "f": {[3]float64{300, 1100, 2200}, 0, 0.25, 5000, 0.1},
	"v": {[3]float64{280, 1100, 2200}, 0.45, 0.12, 5000, 0.07}, "th": {[3]float64{300, 1500, 2500}, 0, 0.2, 5500, 0.09},
	"dh": {[3]float64{290, 1500, 2500}, 0.45, 0.1, 5500, 0.05}, "hh": {[3]float64{600, 1400, 2500}, 0, 0.3, 1300, 0.07},
	"_": {[3]float64{500, 1500, 2500}, 0, 0, 0, 0.1},
}

// bursts are what follows the closed mouth of a plosive.
var bursts = map[string]phone{
	"p": {[3]float64{300, 1000, 2200}, 0, 0.45, 1000, 0.025}, "b": {[3]float64{250, 1000, 2200}, 0.5, 0.15, 800, 0.02},
	"t": {[3]float64{300, 1700, 2600}, 0, 0.6, 4500, 0.035}, "d": {[3]float64{250, 1700, 2600}, 0.5, 0.25, 4000, 0.02},
	"k": {[3]float64{300, 1900, 2400}, 0, 0.6, 2100, 0.04}, "g": {[3]float64{250, 1900, 2400}, 0.5, 0.25, 1900, 0.025},
	"ch": {[3]float64{300, 1900, 2600}, 0, 0.6, 3500, 0.09}, "jh": {[3]float64{280, 1900, 2600}, 0.3, 0.4, 3300, 0.07},
}

func vowel(f1, f2, f3 float64) phone { return phone{[3]float64{f1, f2, f3}, 1, 0, 0, 0.13} }

// glides are vowels that move.
var glides = map[string]string{"ay": "aa ih", "ey": "eh iy", "oy": "ao iy", "aw": "aa uw", "oh": "ow uw:.6"}
