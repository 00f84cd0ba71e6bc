package score

import "campfire/internal/sound/synth"

// clowntown is a march for people who fall over their shoes.
func clowntown() tape {
	var out tape
	beat := 0.17
	out.Play(0, beat, 0.6, organ.Note, "g5 f#5 g5 a5 g5 e5 c5 - d5 c#5 d5 f5 e5:2 - - e5 d#5 e5 g5 f5 d5 b4 - c5 e5 d5 b4 c5:2 -")
	out.Play(0, beat, 0.7, tuba.Note, "c2 - g2 - c2 - g2 - g1 - d2 - c2 - g2 - c2 - g2 - g1 - d2 - g1 - b1 - c2:2")
	out.Play(0, beat, 0.3, organ.Note, "- e4+g4 - e4+g4 - e4+g4 - e4+g4 - f4+b4 - f4+b4 - e4+g4 - e4+g4 - e4+g4 - e4+g4 - f4+b4 - f4+b4 - f4+b4 - f4+b4")
	out.Beat(0, beat, 0.4, synth.Snare(), "-x-x-x-x-x-x-x-x-x-x-x-x-x-xxxx")
	out.Add(31*beat, 0.9, honk())
	out.Add(31*beat+0.35, 0.6, whistle.Sing(0.5, synth.Glide(0, 500, 0.5, 1900)))
	return out
}

// cottoneyejoe is a hoedown.
func cottoneyejoe() tape {
	var out tape
	step := 0.11
	out.Play(0, step, 0.6, fiddle.Note, "a4 b4 d5 e5 f#5:2 e5 d5 b4 d5 e5 f#5 e5:4 a4 b4 d5 e5 f#5 a5 f#5 e5 d5 e5 d5 b4 a4:4")
	out.Play(32*step, step, 0.6, fiddle.Note, "d5 f#5 a5 f#5 b5 a5 f#5 e5 d5 e5 f#5 d5 e5 d5 b4:2 d5+a5:6")
	out.Play(0, 2*step, 0.35, synth.Pluck(0.99), "d3 a3+d4 a2 a3+d4 d3 a3+d4 a2 a3+d4 g2 b3+d4 a2 a3+c#4 a2 a3+c#4 d3 a3+d4 d3 a3+d4 g2 b3+d4 d3 a3+d4 a2 a3+c#4 d3+a3+d4:2")
	out.Beat(0, 2*step, 0.9, synth.Kick(), "x-x-x-x-x-x-x-x-x-x-x-x-x")
	out.Beat(0, 2*step, 0.5, synth.Clap(1), "-x-x-x-x-x-x-x-x-x-x-x-x")
	out.Add(42*step, 0.5, child.Say("y iy:1.5 hh ao:3", synth.Glide(0, 400, 0.5, 700, 1, 520)))
	return out
}

// curb is what plays when it went wrong again.
func curb() tape {
	var out tape
	beat := 0.26
	out.Play(0, beat, 0.8, tuba.Note, "bb1 - f1 - bb1 - f1 d2:.5 c2:.5 bb1 - f1 - g1 a1 bb1 -")
	out.Play(0, beat, 0.25, synth.Pluck(0.985), "- d4+f4 - d4+f4 - d4+f4 - d4+f4 - d4+f4 - eb4+a4 - eb4+a4 d4+f4+bb4")
	nose := tone{Wave: synth.Pulse, Attack: 0.02, Decay: 0.2, Sustain: 0.6, Tail: 0.05, Scoop: 0.7, Vibrato: 0.2, VibratoRate: 6, Length: 0.75}
	out.Play(2*beat, beat, 0.4, nose.Note, "f4 g4:.5 f#4:.5 f4 - d4:.5 eb4:.5 e4:.5 f4:1.5 - g4 eb4:.5 c4:.5 bb3:2")
	return out.Cut(4.9)
}

// dangerzone is a fighter that passes low over a guitar.
func dangerzone() tape {
	var out tape
	jet := synth.Noise(2.4, 120).SweepBand(synth.Glide(0, 700, 1.1, 2600, 1.4, 1400, 2.4, 300), 0.9)
	out.Add(0, 1.3, jet.Swell(synth.Line(0, 0, 1.1, 1, 2.4, 0)))
	beat := 0.19
	start := 1.15
	out.Play(start, beat, 0.5, guitar, "a2:1.5 a2:.5 c3:2 d3:1.5 c3:.5 e3:2 g2:1.5 g2:.5 a2:2 - e3 d3 c3 a2:4")
	out.Play(start, beat, 0.6, bass.Note, "a1 a1 a1 a1 a1 a1 a1 a1 c2 c2 c2 c2 d2 d2 d2 d2 a1 a1 e2 e2 a1:4")
	out.Beat(start, beat, 0.9, synth.Kick(), "x---x---x---x---x---x")
	out.Beat(start, beat, 0.7, synth.Snare(), "--x---x---x---x---xx-")
	out.Add(start, 0.4, synth.Cymbal(1.2))
	return out
}

// danielsan is a garden, a breath and one kick.
func danielsan() tape {
	var out tape
	out.Play(0, 0.36, 0.7, flute.Note, "d5:1.5 e5:.5 g5:2 a5 g5:.5 e5:.5 d5:2.5")
	out.Play(0.2, 0.72, 0.3, synth.Pluck(0.997), "d3+a3 - g3+d4 a3 d3+a3")
	out = out.Hall(1.2, 0.4).Cut(3.3)
	out.Add(3.1, 0.5, synth.Noise(0.25, 130).SweepBand(synth.Glide(0, 800, 0.25, 5000), 1.5).Fade(0.15, 0.02))
	out.Add(3.35, 1, synth.Tom(60))
	out.Add(3.35, 0.9, synth.Snare())
	out.Play(3.4, 1, 0.6, brass.Note, "d4+a4+d5+f#5+a5:1.2")
	out.Add(3.4, 0.5, synth.Cymbal(1.8))
	return out
}

// letitgo is snow on a piano, and then the doors open.
func letitgo() tape {
	var out tape
	beat := 0.3
	ice := chime
	ice.Tail = 0.9
	out.Play(0, beat, 0.4, ice.Note, "e5 b5 g#5 b5 c#6 g#5 e5 b5 f#5 b5 d#6 b5 e6:3")
	out.Play(0, beat, 0.35, strings.Note, "e3+b3+g#4:4 c#3+g#3+e4:4 b2+f#3+d#4:4")
	end := 12 * beat
	out.Play(end, beat, 0.5, strings.Note, "e3+b3+e4+g#4+b4:2 a3+c#4+e4+a4+c#5:2 e3+b3+e4+g#4+e5:4")
	out.Play(end, beat, 0.5, voice{Size: 1.17, Speed: 1, Wave: synth.Saw, Breath: 0.4}.Singer("l", "aa"), "b4:2 c#5:2 e5:4")
	out.Add(end, 0.3, synth.Cymbal(2.2))
	wind := synth.Noise(6, 140).SweepBand(func(at float64) float64 { return 900 + 500*synth.Line(0, 0, 2, 1, 3.5, 0, 5, 1, 6, 0)(at) }, 3)
	out.Add(0, 0.25, wind.Fade(1, 1.5))
	return out.Hall(1, 0.3).Cut(6.6)
}

// loggins has rolled up the sleeves of his jacket.
func loggins() tape {
	var out tape
	beat := 0.21
	out.Beat(0, beat, 1, synth.Kick(), "x-x-x-x-x-x-x-x-x-x-x-x-x")
	out.Beat(0, beat, 0.8, synth.Snare(), "-x-x-x-x-x-x-x-x-x-x-xxx")
	out.Beat(0, beat/2, 0.3, synth.Hat(), "xoxoxoxoxoxoxoxoxoxoxoxoxoxoxoxoxoxoxoxoxoxoxoxo")
	out.Play(0, beat, 0.45, synth.Pluck(0.99), "g2 g2 d3 g2 f2 f2 c3 f2 c3 c3 g2 c3 d3 d3 a2 d3 g2 g2 d3 g2 c3 c3 d3 d3 g2:3")
	out.Play(4*beat, beat, 0.4, guitar, "g3:3 f3 c3:3 c3 d3:4 g3:2 f3:2 c3:2 d3:2 g3:4")
	out.Play(8*beat, beat, 0.35, lead.Note, "e5:.5 d5:.5 g5 e5:.5 d5:.5 c5 d5 - a5:.5 g5:.5 f#5 d5 b4:.5 d5:.5 e5 d5 e5 f#5 a5 g5:4")
	return out.Cut(6)
}

// nyan goes on for ever, which here is six seconds.
func nyan() tape {
	var out tape
	step := 0.105
	out.Play(0, step, 0.5, chip.Note, "a5 c#6 e6:2 f#6 e6 c#6:2 b5 c#6 d6 b5 e6 - g#5 b5 a5 c#6 e6 a6 g#6 f#6 e6:2 d6 f#6 e6 c#6 b5 g#5 a5:2")
	out.Play(32*step, step, 0.5, chip.Note, "f#5 a5 b5 c#6 e6:2 c#6:2 d6 c#6 b5 a5 g#5 b5 e6:2 a5 e6 c#6 a6 f#6 e6 d6 b5 c#6:2 a5:2")
	for bar, chord := range []string{"a", "d", "e", "a", "f#", "d", "e"} {
		root := chord + "3"
		out.Play(float64(bar)*8*step, step, 0.45, sub.Note, root+" - "+root+" "+chord+"4 - "+root+" "+chord+"4 -")
	}
	out.Beat(0, step, 0.7, synth.Kick(), "x---x---x---x---x---x---x---x---x---x---x---x---x---x---")
	out.Beat(0, step, 0.4, synth.Hat(), "--x---x---x---x---x---x---x---x---x---x---x---x---x---x-")
	return out.Crush(48, 2)
}

// sax stands at a window, at night.
func sax() tape {
	var out tape
	beat := 0.4
	out.Play(0.2, beat, 0.8, reed.Note, "d5:.5 f5:.5 a5:1.5 g5:.5 f5:.5 g5:.5 e5:1.5 c5:.5 d5:2.5 - a4:.5 c5:.5 d5:1 f5:1.5 e5:.5 d5:3")
	out.Play(0.2+beat, beat, 0.14, tone{Wave: synth.Triangle, Attack: 0.03, Decay: 1.5, Sustain: 0.3, Tail: 0.5, Detune: 12.03}.Note, "d4+f4+a4+c5:4 c4+e4+g4+bb4:4 bb3+d4+f4+a4:3 d4+f4+a4+c5:4")
	out.Play(0.2+beat, beat, 0.5, bass.Note, "d2:3 a1 c2:3 g1 bb1:3 d2:4")
	out.Beat(0.2+beat, beat, 0.35, synth.Snare().Low(3000, 0.7), "-x-x-x-x-x-x-x-x")
	return out.Hall(1, 0.35).Cut(6.6)
}

// trololo has no words, only good humour.
func trololo() tape {
	var out tape
	jolly := voice{Size: 0.97, Speed: 1.6, Wave: synth.Saw, Breath: 0.15}
	beat := 0.21
	melody := "f3:2 a3 c4 bb3 a3 g3:2 e3:2 g3 bb3 a3 g3 f3:2 a3 c4 f4 e4 d4:2 bb3 c4 d4 c4 bb3 g3 f3:3"
	out.Play(0, beat, 0.9, jolly.Singer("l", "ow"), melody)
	out.Play(0, beat, 0.35, tuba.Note, "f2 - c2 - f2 - c2 - c2 - g1 - c2 - f2 - c2 - f2 - bb1 - f2 - c2 - g1 - f2:3")
	out.Play(0, beat, 0.2, organ.Note, "- a3+c4 - a3+c4 - a3+c4 - a3+c4 - bb3+e4 - bb3+e4 - bb3+e4 - a3+c4 - a3+c4 - a3+c4 - bb3+d4 - bb3+d4 - bb3+e4 - bb3+e4 a3+c4")
	return out.Hall(0.5, 0.2).Cut(7)
}

// yodel jumps over the break of the voice, and the mountain answers.
func yodel() tape {
	var out tape
	chest := voice{Size: 1.05, Speed: 1.6, Wave: synth.Saw, Breath: 0.2}.Singer("y", "ow")
	head := voice{Size: 1.2, Speed: 1.6, Wave: synth.Triangle, Breath: 0.2}.Singer("l", "iy")
	beat := 0.17
	at := 0.0
	for _, phrase := range [][2]string{
		{"g3 - c4 - e4 - c4 -", "- e4 - g4 - c5 - e5:2"}, {"g3 - b3 - d4 - b3 -", "- d4 - f4 - b4 - d5:2"}, {"c4 - e4 - g4 - c4:3", "- e4 - c5 - e5 - - - g5:4"},
	} {
		end := out.Play(at, beat, 0.9, chest, phrase[0])
		out.Play(at, beat, 0.8, head, phrase[1])
		at = end + 2*beat
	}
	return out.Echo(0.45, 0.35).Cut(6.8)
}
