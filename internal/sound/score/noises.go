package score

import (
	"math"

	"campfire/internal/sound/synth"
)

func bell() tape {
	var out tape
	for i, at := range []float64{0, 0.55} {
		out.Add(at, 1-0.15*float64(i), bigBell.Note(1180, 0.4))
		out.Add(at, 0.5, chime.Note(2380, 0.3))
		out.Add(at, 0.25, bigBell.Note(590, 0.5))
	}
	return out.Hall(0.6, 0.2).Cut(1.8)
}

// modem dials, is answered, and agrees on a speed.
func modem() tape {
	var out tape
	at := 0.5
	beep := func(seconds, gain float64, frequencies ...float64) {
		for _, f := range frequencies {
			out.Add(at, gain/float64(len(frequencies)), tone{Sustain: 1}.Sing(seconds, synth.Steady(f)))
		}
		at += seconds
	}
	at = 0
	beep(0.45, 0.7, 350, 440)
	rows, columns := []float64{697, 770, 852, 941}, []float64{1209, 1336, 1477}
	for _, digit := range []int{4, 1, 7, 3, 0, 8, 5} {
		beep(0.06, 0.9, rows[digit/3], columns[digit%3])
		at += 0.04
	}
	at += 0.15
	beep(0.5, 0.5, 2100)
	for i := range 14 { // "here I am"
		beep(0.035, 0.6, []float64{1850, 1650, 980, 1180, 1375, 2002, 1270}[i*5%7])
	}
	beep(0.25, 0.7, 1200, 2400)
	for _, f := range []float64{1750, 1400, 2250, 1100} { // the echo test, which everybody remembers
		out.Add(at, 0.6, tone{Wave: synth.Square, Sustain: 1}.Sing(0.22, synth.Glide(0, f, 0.1, f, 0.22, f*0.62)).Low(3200, 0.7))
		at += 0.24
	}
	hiss := synth.Noise(0.5, 56).Band(1700, 0.7)
	out.Add(at, 1.1, hiss)
	beep(0.5, 0.35, 1800)
	for i := range 6 {
		beep(0.07, 0.7, 600+float64(i%3)*900, 2400-float64(i%2)*500)
	}
	last := synth.Noise(2.1, 57).High(350, 0.7).Low(3300, 0.8).Swell(synth.Line(0, 1, 0.9, 1, 0.92, 0.6, 2.1, 0.7))
	out.Add(at, 1, last)
	out.Add(at, 0.3, tone{Sustain: 1}.Sing(1.0, synth.Steady(1800)))
	return out.High(300, 0.7).Low(3400, 0.8)
}

func crickets() tape {
	out := synth.Silence(2.4)
	sing := func(from, pitch, gain, every float64) {
		for at := from; at < 2.2; at += every {
			for pulse := range 3 {
				out.Add(at+0.042*float64(pulse), gain, tone{Attack: 0.008, Sustain: 1, Tail: 0.012}.Note(pitch, 0.016))
			}
		}
	}
	sing(0.05, 4450, 1, 0.42)
	sing(0.25, 4720, 0.45, 0.47)
	sing(0.13, 4100, 0.25, 0.55)
	out.Add(0, 0.012, synth.Noise(2.4, 9).Low(900, 0.7))
	return out
}

func honk() tape {
	goose := tone{Wave: synth.Saw, Sustain: 1, Growl: 1, Attack: 0.02, Tail: 0.05}
	out := goose.Sing(0.38, synth.Glide(0, 300, 0.06, 390, 0.3, 360, 0.4, 250))
	out.Add(0, 0.7, goose.Sing(0.38, synth.Glide(0, 305, 0.06, 396, 0.3, 350, 0.4, 240)))
	return out.Drive(2).Band(1150, 1.2)
}

// horn is a stadium's, a dog, a pair of scissors and a cat.
func horn() tape {
	var out tape
	blast := func(at, seconds float64) {
		for _, f := range []float64{466, 587, 698} {
			out.Add(at, 0.4, tone{Wave: synth.Saw, Attack: 0.01, Sustain: 1, Tail: 0.12, Detune: 0.1}.Sing(seconds, synth.Glide(0, f, seconds, f, seconds+0.15, f*0.8)))
		}
	}
	for i, seconds := range []float64{0.12, 0.12, 0.12, 0.7} {
		blast(0.19*float64(i), seconds)
	}
	for i := range 2 {
		bark := voice{Size: 0.9, Speed: 1.6, Wave: synth.Saw, Growl: 3, Breath: 1}.Say("w ao:1.4 f", falling(260, 170)).Drive(3)
		out.Add(1.6+0.34*float64(i), 0.9, bark)
	}
	for i := range 2 {
		out.Add(2.36+0.16*float64(i), 1, synth.Noise(0.07, 20+i).SweepBand(synth.Glide(0, 3000, 0.07, 7500), 2).Swell(synth.Line(0, 0.2, 0.05, 1, 0.07, 0)))
	}
	out.Add(2.72, 1, voice{Size: 1.5, Speed: 0.8, Wave: synth.Saw}.Say("m iy:1.4 aw:2.2", synth.Glide(0, 480, 0.35, 760, 1, 420)))
	return out
}

func vuvuzela() tape {
	var out tape
	for i, start := range []float64{0, 0.5, 0.9, 1.3, 1.5} {
		pitch := 233 * synth.Semitones(0.22*float64(i%3)-0.2)
		seconds := 3.9 - start - 0.12*float64(i)
		blow := tone{Wave: synth.Saw, Attack: 0.12, Sustain: 1, Tail: 0.15, Growl: 0.5, Breath: 0.2}
		out.Add(start, 0.6-0.07*float64(i), blow.Sing(seconds, synth.Glide(0, pitch*0.94, 0.2, pitch, seconds, pitch*0.985)))
	}
	out.Add(0, 0.3, synth.Crowd(4, 31).Fade(0.5, 0.5))
	return out.Drive(1.5).Low(3800, 0.7)
}

func wups() tape {
	var out tape
	out.Add(0, 0.7, whistle.Sing(0.34, synth.Glide(0, 1500, 0.34, 420)))
	out.Add(0.36, 1, child.Say("w uh:1.2 p s:.8", synth.Glide(0, 330, 0.5, 420, 1, 300)))
	return out
}

func applause() tape {
	out := synth.Crowd(3.4, 71)
	out = out.Swell(synth.Line(0, 0, 0.6, 0.25, 2.4, 0.2, 3.4, 0))
	hands := make([]tape, 8)
	for i := range hands {
		hands[i] = synth.Clap(i + 40)
	}
	synth.Scatter(3.2, 95, 72, func(at, luck float64) {
		loud := min(1, 0.2+at*1.5) * min(1, (3.4-at)*0.9)
		out.Add(at, loud*(0.25+0.6*luck), hands[int(luck*7.99)])
	})
	return out
}

func campfire() tape {
	out := synth.Noise(4.2, 80).Low(420, 0.7).Tremble(0.9, 0.4).Tremble(2.3, 0.3)
	out.Add(0, 0.15, synth.Noise(4.2, 81).Band(1800, 0.8).Tremble(1.7, 0.7))
	crack := func(at, luck float64) {
		spark := synth.Noise(0.006+0.03*luck*luck, int(at*1000)).High(900+2500*luck, 0.8)
		out.Add(at, 0.5+2.2*luck*luck, spark.Swell(func(t float64) float64 { return math.Exp(-t / 0.006) }))
	}
	synth.Scatter(4.1, 17, 82, crack)
	synth.Scatter(4.1, 2.2, 83, func(at, luck float64) {
		out.Add(at, 1.4, synth.Tom(300+500*luck).Cut(0.06))
		crack(at, 0.95)
	})
	return out.Fade(0.4, 0.6)
}

// coffee is poured, and somebody is glad of it.
func coffee() tape {
	pour := synth.Noise(1.7, 90).SweepBand(synth.Glide(0, 420, 1.7, 1250), 3)
	synth.Scatter(1.6, 38, 91, func(at, luck float64) {
		f := (500 + 500*at) * (1 + luck)
		pour.Add(at, 0.35, tone{Attack: 0.004, Decay: 0.03}.Sing(0.05, synth.Glide(0, f, 0.05, f*1.5)))
	})
	out := pour.Fade(0.1, 0.12)
	out.Add(1.95, 1.3, synth.Noise(0.35, 92).SweepBand(synth.Glide(0, 1400, 0.35, 3800), 4).Tremble(28, 0.7).Fade(0.1, 0.02))
	out.Add(2.5, 0.9, smoothie.Say("hh aa:4", falling(170, 105)).Fade(0.02, 0.35))
	return out
}

func owl() tape {
	hoot := func(from, to, seconds float64) tape {
		hollow := tone{Attack: 0.05, Sustain: 1, Tail: 0.1, Breath: 0.5, Ratio: 2, Index: 0.06}
		return hollow.Sing(seconds, synth.Glide(0, from*0.93, 0.08, from, seconds, to))
	}
	var out tape
	for _, h := range []struct{ at, from, to, seconds float64 }{
		{0, 390, 375, 0.26}, {0.62, 385, 370, 0.13}, {0.84, 400, 395, 0.2}, {1.3, 390, 330, 0.6},
	} {
		out.Add(h.at, 1, hoot(h.from, h.to, h.seconds))
	}
	return out.Hall(1.2, 0.5).Cut(2.8)
}
