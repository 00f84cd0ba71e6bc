package score

import "campfire/internal/sound/synth"

func tada() tape {
	var out tape
	out.Play(0, 0.14, 0.5, brass.Note, "g4+b4+d5")
	out.Play(0.2, 1, 0.7, brass.Note, "c4+g4+c5+e5+g5:1.1")
	out.Beat(0, 0.2, 0.5, synth.Snare(), "xx")
	out.Add(0.2, 0.4, synth.Cymbal(1.6))
	out.Add(0.2, 0.7, synth.Kick())
	return out.Hall(0.6, 0.25).Cut(2.2)
}

// trombone is sad: four steps down, and the last one cannot stop.
func trombone() tape {
	slide := tone{Wave: synth.Saw, Attack: 0.05, Decay: 0.3, Sustain: 0.75, Tail: 0.1, Cutoff: 3.4, Bright: 2}
	wah := func(seconds float64, pitch synth.Curve, opening float64) tape {
		return slide.Sing(seconds, pitch).SweepLow(func(at float64) float64 { return 500 + 1500*min(1, at*opening) }, 2)
	}
	var out tape
	at := 0.0
	for _, name := range []string{"eb4", "d4", "c#4"} {
		f := synth.Pitch(name)
		out.Add(at, 0.9, wah(0.42, synth.Glide(0, f*1.03, 0.1, f, 0.42, f*0.985), 5))
		at += 0.55
	}
	f := synth.Pitch("c4")
	out.Add(at, 1, wah(1.75, synth.Glide(0, f*1.03, 0.3, f, 0.9, f*0.98, 1.75, f*0.79).Wobble(5.2, 0.55, 0.2), 3).Tremble(5.2, 0.4))
	return out.Hall(0.5, 0.2).Cut(3.7)
}

func rimshot() tape {
	var out tape
	out.Add(0, 0.9, synth.Tom(150))
	out.Add(0.04, 0.5, synth.Snare())
	out.Add(0.19, 0.9, synth.Tom(105))
	out.Add(0.5, 1, synth.Cymbal(1.3))
	out.Add(0.5, 0.9, synth.Kick())
	out.Add(0.5, 0.8, synth.Snare())
	return out.Hall(0.3, 0.12).Cut(1.8)
}

// drama is three blows, each nearer.
func drama() tape {
	var out tape
	for i, chord := range []string{"d3+f3+g#3:.16", "c#3+e3+g3:.16", "b1+b2+d3+f3+g#3+b3:.95"} {
		at := 0.3 * float64(i)
		out.Play(at, 1, 0.9, brass.Note, chord)
		out.Play(at, 1, 0.5, strings.Note, chord)
		out.Add(at, 0.9, synth.Tom(65))
	}
	return out.Hall(0.9, 0.3).Cut(2)
}

// secret is a door that opens where there was a wall.
func secret() tape {
	var out tape
	glass := tone{Wave: synth.Triangle, Decay: 0.35, Tail: 0.25, Detune: 0.06}
	end := out.Play(0, 0.11, 0.6, glass.Note, "e5 bb5 f5 b5 f#5 c6 g5 c#6")
	out.Play(end, 0.11, 0.7, glass.Note, "e6+g#6+b6:4")
	return out.Echo(0.165, 0.3).Cut(1.9)
}

// tmyk is a star that leaves its tail across the screen.
func tmyk() tape {
	var out tape
	out.Add(0, 0.6, synth.Noise(1.1, 101).SweepBand(synth.Glide(0, 900, 0.8, 6500, 1.1, 3000), 2.5).Fade(0.5, 0.4))
	for i := range 18 {
		f := 2000 * synth.Semitones(float64((i*7)%24))
		out.Add(0.25+0.05*float64(i), 0.14, chime.Note(f, 0.05))
	}
	soft := tone{Wave: synth.Triangle, Attack: 0.02, Decay: 0.5, Sustain: 0.3, Tail: 0.5, Detune: 0.08}
	end := out.Play(0.6, 0.24, 0.5, soft.Note, "a4 e5 d5")
	out.Play(end, 0.24, 0.6, soft.Note, "a4+c#5+f#5+b5:5")
	return out.Hall(0.8, 0.3).Cut(3)
}

func flawless() tape {
	var out tape
	for i := range 20 {
		out.Add(0.025*float64(i), 0.22, synth.Pluck(0.996)(synth.Pitch("d4")*synth.Semitones([]float64{0, 2, 4, 7, 9}[i%5]+12*float64(i/5)), 0.4))
	}
	out.Add(0.6, 1, woman.Say("f l ao:2 l ah s:1.2", synth.Glide(0, 250, 0.4, 275, 1, 165)))
	out.Beat(0.6, 0.2, 0.7, synth.Kick(), "x--x--x-x")
	out.Beat(0.6, 0.2, 0.5, synth.Clap(4), "----x---x")
	out.Play(0.6, 0.4, 0.5, sub.Note, "d2 - f2:.5 d2 c2:1.5")
	return out.Hall(0.4, 0.15).Cut(2.9)
}

// greyjoy is a war horn blown by somebody who would rather not.
func greyjoy() tape {
	sour := tone{Wave: synth.Saw, Attack: 0.1, Decay: 0.4, Sustain: 0.8, Tail: 0.2, Cutoff: 3, Bright: 2, Growl: 1.6, Breath: 0.3}
	var out tape
	out.Add(0, 1, sour.Sing(0.8, synth.Glide(0, 150, 0.25, 174, 0.8, 166)))
	out.Add(0.95, 1, sour.Sing(0.45, synth.Glide(0, 200, 0.2, 262, 0.24, 330, 0.34, 300, 0.37, 240, 0.45, 262)))
	out.Add(1.5, 1, sour.Sing(0.7, synth.Glide(0, 233, 0.3, 215, 0.7, 128)))
	return out.Hall(0.9, 0.35).Cut(2.7)
}

// story is how a radio man closes his tale.
func story() tape {
	var out tape
	for i := range 16 {
		out.Add(0.035*float64(i), 0.3, synth.Pluck(0.997)(synth.Pitch("g3")*synth.Semitones([]float64{0, 2, 4, 5, 7, 9, 11}[i%7]+12*float64(i/7)), 0.5))
	}
	teller := voice{Size: 0.94, Speed: 0.95, Wave: synth.Saw, Breath: 0.4}
	out.Add(0.7, 1, teller.Say("ae n d n aw:1.3 _ y uw:1.2 _:.4 n oh:2", synth.Glide(0, 118, 0.3, 150, 0.5, 120, 0.65, 138, 1, 80)))
	out.Play(2.35, 0.3, 0.5, brass.Note, "f3+a3+d4+f4 g3+b3+d4+g4 c3+g3+c4+e4+g4:3.5")
	out.Add(2.95, 0.3, synth.Cymbal(1.4))
	return out.Hall(0.5, 0.2).Cut(4)
}

func drumroll() tape {
	out := synth.Silence(3.6)
	dice := 0
	for at := 0.0; at < 2.5; at += 0.037 {
		dice++
		stroke := synth.Snare().Cut(0.07)
		out.Add(at+0.004*float64(dice*7%3), (0.25+0.28*at)*(0.85+0.1*float64(dice%3)), stroke)
	}
	out.Add(2.55, 1.1, synth.Kick())
	out.Add(2.55, 1, synth.Cymbal(1.5))
	out.Add(2.55, 0.8, synth.Snare())
	return out.Hall(0.3, 0.12).Cut(3.9)
}

func liftoff() tape {
	var out tape
	for i, word := range []string{"th r iy", "t uw", "w ah n"} {
		at := 0.65 * float64(i)
		out.Add(at, 1, man.Say(word, level(125)).Radio())
		out.Add(at+0.42, 0.25, tone{Sustain: 1, Tail: 0.02}.Note(2475, 0.09))
	}
	roar := synth.Noise(3, 110).SweepLow(synth.Glide(0, 200, 0.6, 1500, 3, 350), 0.8).Drive(2)
	roar.Add(0, 0.8, synth.Noise(3, 111).Low(120, 1).Tremble(13, 0.5).Drive(3))
	synth.Scatter(2.6, 40, 112, func(at, luck float64) { roar.Add(at, 0.7*luck, synth.Noise(0.03, int(luck*999)).Band(900, 1)) })
	out.Add(1.85, 1.2, roar.Swell(synth.Line(0, 0, 0.5, 1, 1.4, 1, 3, 0)))
	return out
}
