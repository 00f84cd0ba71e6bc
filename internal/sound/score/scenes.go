package score

import "campfire/internal/sound/synth"

// horror comes up the stairs.
func horror() tape {
	var out tape
	for i := range 5 {
		out.Add(0.75*float64(i), 0.9, synth.Tom(48))
		out.Add(0.75*float64(i)+0.2, 0.6, synth.Tom(44))
	}
	for i, f := range []float64{220, 233, 247, 262} {
		shiver := strings
		shiver.Vibrato = 0
		out.Add(0, 0.3, shiver.Sing(4.1, synth.Glide(0, f, 2.5, f*1.06, 4.1, f*1.6*synth.Semitones(float64(i)))).Tremble(11+float64(i), 0.6).Swell(synth.Line(0, 0.1, 4.1, 1)))
	}
	out.Add(4.15, 1, woman.Say("aa:7 ae:3", synth.Glide(0, 520, 0.2, 1050, 0.7, 980, 1, 620)).Drive(2))
	out.Play(4.15, 1, 0.8, strings.Note, "c5+c#5+f#5+g5:.9")
	return out.Hall(1.3, 0.35).Cut(5.8)
}

// ohyeah is so cool that it needs no speed.
func ohyeah() tape {
	var out tape
	out.Beat(0, 0.16, 1, synth.Kick(), "x--x--x---x--x--x--x")
	out.Beat(0, 0.16, 0.6, synth.Clap(6), "----x-------x------")
	out.Play(0, 0.16, 0.6, sub.Note, "e1 - e1 - - g1 e1 - d1 - e1 - - b1 a1 g1 e1 - - e1")
	low := voice{Size: 0.7, Speed: 0.6, Wave: synth.Saw, Breath: 0.4}
	out.Add(0.3, 1.2, low.Say("oh:3 _:.6 y eh:2 ah:2", synth.Glide(0, 78, 0.4, 62, 0.55, 84, 1, 52)).Drive(1.5))
	return out.Cut(3.3)
}

// pushit is a drum machine and two friends.
func pushit() tape {
	var out tape
	step := 0.118
	for bar := range 3 {
		at := float64(bar) * 16 * step
		out.Beat(at, step, 1, synth.Kick(), "x--x--x---x-x---")
		out.Beat(at, step, 0.8, synth.Snare(), "----x-------x--o")
		out.Beat(at, step, 0.3, synth.Hat(), "x-x-x-x-x-x-x-xx")
		out.Play(at, step, 0.5, bass.Note, "a1 - a1 - c2 - - a1 - g1 - a1 - - e2 d2")
	}
	stab := tone{Wave: synth.Square, Decay: 0.12, Sustain: 0.3, Tail: 0.1, Cutoff: 6, Bright: 8, Detune: 0.1}
	out.Play(16*step, step, 0.45, stab.Note, "a4 - e5 d5 - c5 - a4 - - g4 - a4 - - - a4 - e5 d5 - g5 - e5 - - d5 - e5:3")
	for _, at := range []float64{14, 30, 46} {
		out.Add(at*step, 0.8, woman.Say("hh aa:2", falling(260, 190)).Fade(0.02, 0.1))
	}
	return out.Cut(5.6)
}

// rollout starts the car.
func rollout() tape {
	var out tape
	for i := range 4 {
		out.Add(0.17*float64(i), 0.5, synth.Noise(0.12, 150+i).Band(500, 2).Drive(2))
	}
	motor := tone{Wave: synth.Saw, Sustain: 1, Growl: 3}.Sing(4.6, synth.Glide(0, 32, 0.25, 88, 0.7, 45, 1.2, 42, 2.1, 120, 2.2, 75, 3.3, 150, 3.4, 95, 4.6, 210)).Drive(3).Low(900, 0.8)
	out.Add(0.65, 0.5, motor.Fade(0.05, 0.6))
	for i := range 2 {
		out.Play(1.35+0.22*float64(i), 1, 0.5, tone{Wave: synth.Saw, Sustain: 1, Tail: 0.02, Cutoff: 5}.Note, "f4+a4:.14")
	}
	out.Beat(1.9, 0.17, 0.9, synth.Kick(), "x--x--x-x--x--x-x")
	out.Beat(1.9, 0.17, 0.6, synth.Clap(7), "----x-------x---x")
	out.Play(1.9, 0.17, 0.5, sub.Note, "g1 - - g1 - bb1 - - g1 - - f1 - g1 - - g1")
	return out.Cut(5.2)
}

// rumble is a ring, a bell and a full house.
func rumble() tape {
	var out tape
	for i := range 3 {
		out.Add(0.32*float64(i), 0.9, bigBell.Note(840, 0.3))
		out.Add(0.32*float64(i), 0.5, chime.Note(1700, 0.2))
	}
	out.Add(0.4, 0.45, synth.Crowd(4.4, 160).Swell(synth.Line(0, 0.2, 2.6, 0.6, 3.2, 1.4, 4.4, 0)))
	announcer := voice{Size: 0.9, Speed: 0.9, Wave: synth.Saw, Breath: 0.4, Growl: 0.6}
	out.Add(1.15, 1, announcer.Say("r ah:9 m b ah:3 l", synth.Glide(0, 105, 0.4, 140, 0.8, 165, 1, 88).Wobble(24, 1, 0.1)).Drive(2).Hall(0.8, 0.3))
	for i := range 26 {
		out.Add(2.9+0.045*float64(i), 0.5-0.01*float64(i), synth.Tom(52+float64(i%3)*6))
	}
	return out.Cut(4.9)
}

// sexyback walks in late.
func sexyback() tape {
	var out tape
	step := 0.128
	for bar := range 2 {
		at := float64(bar) * 16 * step
		out.Beat(at, step, 1, synth.Kick(), "x---x---x---x-x-")
		out.Beat(at, step, 0.7, synth.Clap(9), "----x-------x---")
		out.Beat(at, step, 0.25, synth.Hat(), "--x---x---x---xx")
		out.Play(at, step, 0.6, bass.Note, "f#1 f#1 - f#1 - a1 - f#1 - e1 - f#1 b1 - a1 -")
	}
	dirty := tone{Wave: synth.Pulse, Decay: 0.15, Sustain: 0.4, Tail: 0.05, Detune: 0.2, Cutoff: 4, Bright: 6}
	out.Play(16*step, step, 0.35, dirty.Note, "f#4 - a4 - f#4 e4 - c#4 - e4 f#4 - b4 - a4 f#4:2")
	falsetto := voice{Size: 1.12, Speed: 1.2, Wave: synth.Triangle, Breath: 1}
	out.Play(8*step, step, 0.9, falsetto.Singer("", "uw"), "c#5:3 e5:2 f#5:3")
	out.Add(24*step, 0.8, smoothie.Say("y eh:1.6 ah:1.4", falling(150, 105)).Radio())
	return out.Cut(4.4)
}

// unix is at home on this machine.
func unix() tape {
	var out tape
	dice := 0
	synth.Scatter(1.3, 15, 170, func(at, luck float64) {
		dice++
		key := synth.Noise(0.025, 171+dice).Band(2200+1500*luck, 1.5)
		out.Add(at, 0.8, key.Fade(0, 0.02))
		out.Add(at+0.012, 0.5, synth.Noise(0.02, 300+dice).Band(900, 2).Fade(0, 0.015))
	})
	for i := range 12 {
		out.Add(1.35+0.06*float64(i), 0.25, tone{Wave: synth.Square, Sustain: 1}.Note(500*synth.Semitones(float64((i*5)%17)), 0.04).Low(4000, 0.7))
	}
	out.Add(2.05, 0.4, synth.Noise(0.9, 172).SweepBand(synth.Glide(0, 250, 0.9, 3500), 2).Fade(0.5, 0.1))
	out.Add(2.1, 1, child.Say("ay n oh:1.2 dh ih s:1.2", synth.Glide(0, 230, 0.4, 300, 0.7, 270, 1, 205)))
	out.Add(3.1, 0.5, chime.Note(1568, 0.3))
	return out.Cut(3.8)
}

// whoomp has the whole hall on its feet.
func whoomp() tape {
	var out tape
	step := 0.115
	for bar := range 2 {
		at := 0.7 + float64(bar)*16*step
		out.Beat(at, step, 1, synth.Kick(), "x--x---x--x-x---")
		out.Beat(at, step, 0.8, synth.Clap(12), "----x--x----x--x")
		out.Beat(at, step, 0.3, synth.Hat(), "x-x-x-x-x-x-x-x-")
		out.Play(at, step, 0.6, sub.Note, "c1 - - c1 - - eb1 - c1 - g1 - f1 - eb1 -")
		out.Play(at+8*step, step, 0.4, brass.Note, "c5+eb5:1.5 -:.5 c5+eb5:1.5 -:.5 f5+ab5:3")
	}
	shout := synth.Together(5, func(person int) tape {
		fan := shouter
		fan.Size = 0.9 + 0.07*float64(person)
		return fan.Say("w uw:1.6 m p", falling(150+28*float64(person), 110+20*float64(person)))
	})
	for _, at := range []float64{0, 0.7 + 14*step, 0.7 + 30*step} {
		out.Add(at, 1.2, shout)
	}
	out.Add(0, 0.25, synth.Crowd(5, 180).Fade(0.1, 0.8))
	return out.Cut(5)
}

// yeah is shouted over the machine.
func yeah() tape {
	var out tape
	step := 0.145
	stab := tone{Wave: synth.Saw, Decay: 0.12, Sustain: 0.4, Tail: 0.06, Detune: 0.25, Cutoff: 7, Bright: 4}
	for bar := range 2 {
		at := float64(bar) * 16 * step
		out.Beat(at, step, 1, synth.Kick(), "x-----x---x-----")
		out.Beat(at, step, 0.8, synth.Clap(14), "----x-------x---")
		out.Beat(at, step, 0.25, synth.Hat(), "x-xxx-x-x-xxx-x-")
		out.Play(at, step, 0.4, stab.Note, "a4 - a4 bb4 - a4 - f4 - f4 - e4 - c4 d4 -")
		out.Play(at, step, 0.6, sub.Note, "a1:3 - - - a1 - f1:3 - e1:2 - d1:2")
	}
	for _, at := range []float64{4, 12, 20, 27} {
		out.Add(at*step, 1.1, shouter.Say("y eh:1.8 ah:1.6", synth.Glide(0, 190, 0.3, 270, 1, 160)).Drive(2.5))
	}
	return out.Cut(4.9)
}
