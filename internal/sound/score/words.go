package score

import "campfire/internal/sound/synth"

func ballmer() tape {
	var out tape
	at := 0.0
	for i, pitch := range []float64{150, 165, 185, 205, 230, 250} {
		hoarse := shouter
		hoarse.Speed = 1.5
		out.Add(at, 0.8+0.04*float64(i), hoarse.Say("d ih v eh l ah p er z", synth.Glide(0, pitch, 0.4, pitch*1.35, 1, pitch*0.9)))
		out.Add(at, 0.4, synth.Clap(i))
		out.Add(at+0.31, 0.4, synth.Clap(i+3))
		at += 0.62
	}
	out.Add(0, 0.12, synth.Crowd(at, 11))
	return out.Drive(1.6)
}

func bezos() tape {
	var out tape
	at := 0.0
	for i, pitch := range []float64{290, 270, 250, 320, 235} {
		ha := voice{Size: 1.02, Speed: 1.5, Wave: synth.Saw, Breath: 1, Growl: 1.2}.Say("hh aa:1.3", falling(pitch, pitch*0.75))
		out.Add(at, 1-0.05*float64(i%3), ha)
		at += 0.22
	}
	return out.Drive(2).Hall(0.3, 0.15).Cut(1.5)
}

func bueller() tape {
	dull := voice{Size: 1, Speed: 0.75, Wave: synth.Saw, Breath: 0.1}
	var out tape
	out.Add(0, 1, dull.Say("eh n iy w ah n", asking(104, 118)))
	out.Add(1.75, 1, dull.Say("eh n iy w ah n:1.5", asking(103, 116)))
	out.Add(0, 0.012, synth.Noise(3.2, 12).Low(300, 0.7))
	synth.Scatter(3, 2, 13, func(at, luck float64) { out.Add(at, 0.03*luck, synth.Snap()) })
	return out
}

func butts() tape {
	var out tape
	for i, vowel := range []string{"hh eh", "hh ah", "hh eh", "hh eh:.7", "hh ah:.7", "hh eh:1.6"} {
		low := voice{Size: 1.1, Speed: 1.4, Wave: synth.Pulse, Breath: 0.8}
		high := voice{Size: 1.3, Speed: 1.5, Wave: synth.Pulse, Breath: 0.8}
		at := 0.21 * float64(i)
		out.Add(at, 0.9, low.Say(vowel, falling(150-6*float64(i%3), 118)))
		out.Add(at+0.09, 0.5, high.Say(vowel, falling(235+12*float64(i%2), 205)))
	}
	return out
}

func dadgummit() tape {
	var out tape
	out.Add(0, 1, shouter.Say("d ae:1.2 d g ah m ih:1.1 t", synth.Glide(0, 190, 0.35, 255, 0.7, 230, 1, 140)))
	spring := tone{Wave: synth.Saw, Decay: 0.35, Tail: 0.2}.Sing(0.7, synth.Glide(0, 110, 0.5, 230).Wobble(17, 3.5, 0))
	out.Add(0.92, 0.8, spring.Band(900, 0.8))
	return out
}

// deeper goes down the stairs.
func deeper() tape {
	var out tape
	for i, pitch := range []float64{150, 112, 82} {
		sunk := voice{Size: 1 - 0.12*float64(i), Speed: 0.95 - 0.17*float64(i), Wave: synth.Saw, Breath: 0.7}
		at := []float64{0, 0.75, 1.55}[i]
		out.Add(at, 1, sunk.Say("d iy:1.4 p er:1.4", falling(pitch, pitch*0.8)))
		out.Add(at, 0.5, tone{Decay: 0.5, Tail: 0.3}.Sing(0.6, synth.Glide(0, pitch*0.8, 0.6, pitch*0.35)))
	}
	return out.Hall(1.1, 0.45).Cut(3.2)
}

func donotwant() tape {
	var out tape
	out.Add(0, 1, giant.Say("d uw:1.3 _:.5 n aa:1.2 t _:.5 w aa:3 n t", synth.Glide(0, 120, 0.3, 128, 0.6, 150, 1, 62)))
	out.Add(0.1, 0.3, giant.Say("d uw:1.3 _:.5 n aa:1.2 t _:.5 w aa:3 n t", synth.Glide(0, 60, 0.6, 75, 1, 31)))
	return out.Drive(2).Hall(1.2, 0.35).Cut(3)
}

// glados is polite for a machine: each syllable on a note.
func glados() tape {
	var out tape
	line := []struct {
		phones string
		pitch  string
	}{{"t eh s:.6 t:.5", "e4"}, {"s ah b:.6", "e4"}, {"jh eh k t", "g#4"}, {"f ey:1.3 l d", "b3"}}
	at := 0.0
	for _, part := range line {
		pitch := synth.Pitch(part.pitch)
		said := robot.Say(part.phones, synth.Glide(0, pitch, 0.8, pitch, 1, pitch*0.98))
		said.Add(0.012, 0.7, robot.Say(part.phones, synth.Steady(pitch*0.995)))
		out.Add(at, 1, said)
		at += said.Seconds() - 0.05
	}
	out.Add(0, 0.25, out.Ring(97))
	return out.Echo(0.09, 0.25)
}

func gogogo() tape {
	var out tape
	out.Add(0, 0.2, synth.Noise(0.09, 14))
	for i, pitch := range []float64{190, 200, 215} {
		out.Add(0.12+0.34*float64(i), 1, shouter.Say("g oh:1.1", falling(pitch, pitch*0.85)))
	}
	out.Add(1.2, 0.25, synth.Noise(0.14, 15))
	out.Add(0, 0.03, synth.Noise(1.3, 16))
	return out.Radio()
}

func greatjob() tape {
	var out tape
	out.Add(0, 1, woman.Say("g r ey:1.1 t jh aa:1.4 b", synth.Glide(0, 230, 0.3, 330, 0.55, 290, 0.75, 340, 1, 210)))
	for i, name := range []string{"c6", "e6", "g6", "c7"} {
		out.Add(0.5+0.07*float64(i), 0.35, chime.Note(synth.Pitch(name), 0.15))
	}
	return out.Cut(1.3)
}

func guarantee() tape {
	out := smoothie.Say("ay g eh r ah n t iy:1.6 ih t:.8", synth.Glide(0, 110, 0.25, 120, 0.6, 145, 0.8, 120, 1, 82))
	out.Add(out.Seconds()-0.05, 0.7, chime.Note(2093, 0.3))
	return out.Hall(0.4, 0.15).Cut(2)
}

func heygirl() tape {
	var out tape
	out.Play(0, 0.34, 0.5, bass.Note, "c2 - eb2:.5 f2:.5 - g2 -")
	out.Play(0, 0.34, 0.16, tone{Wave: synth.Triangle, Attack: 0.05, Decay: 1, Sustain: 0.5, Tail: 0.3}.Note, "eb4+g4+bb4+d5:6")
	for _, at := range []float64{0.34, 1.02, 1.7} {
		out.Add(at, 0.5, synth.Snap())
	}
	out.Add(0.3, 1, smoothie.Say("hh ey:1.7 _ g er:2.2 l", synth.Glide(0, 105, 0.3, 128, 0.6, 98, 0.85, 104, 1, 78)))
	return out.Cut(2.3)
}

func inconceivable() tape {
	prim := voice{Size: 1.08, Speed: 1.1, Wave: synth.Pulse, Breath: 0.4}
	return prim.Say("ih n k ah n s iy:1.9 v ah b ah l", synth.Glide(0, 170, 0.25, 185, 0.45, 330, 0.65, 300, 1, 150)).Hall(0.4, 0.2).Cut(1.7)
}

func live() tape {
	out := shouter.Say("d uw ih t:.6 l ay:2 v", synth.Glide(0, 190, 0.35, 230, 0.6, 310, 1, 170)).Drive(3)
	out.Add(0.1, 0.35, synth.Noise(0.12, 17).Band(700, 1).Swell(synth.Line(0, 1, 0.12, 0)))
	out.Add(out.Seconds()-0.05, 0.6, synth.Snare())
	return out.Cut(1.5)
}

func makeitso() tape {
	var out tape
	calm := voice{Size: 0.98, Speed: 1.2, Wave: synth.Saw, Breath: 0.2}
	out.Add(0, 1, calm.Say("m ey k ih t s oh:1.6", synth.Glide(0, 130, 0.4, 122, 0.7, 128, 1, 84)))
	for i, f := range []float64{1320, 1760, 1568} { // the bridge has heard
		out.Add(0.95+0.07*float64(i), 0.3, tone{Decay: 0.1, Tail: 0.05}.Note(f, 0.06))
	}
	return out.Cut(1.3)
}

func noooo() tape {
	long := voice{Size: 0.95, Speed: 1, Wave: synth.Saw, Breath: 0.6, Growl: 1}
	out := long.Say("n:1.5 ow:24 uw:3", synth.Glide(0, 150, 0.12, 215, 0.55, 195, 1, 88).Wobble(9, 0.5, 0.2))
	out.Add(0.02, 0.5, long.Say("n:1.5 ow:24 uw:3", synth.Glide(0, 148, 0.12, 219, 0.55, 192, 1, 85)))
	return out.Drive(1.6).Hall(2, 0.5).Cut(4.8)
}

func ohmy() tape {
	deep := voice{Size: 0.86, Speed: 0.75, Wave: synth.Saw, Breath: 0.5}
	return deep.Say("oh:1.8 m:1.2 aa:3.4 ih:2.6", synth.Glide(0, 120, 0.25, 96, 0.42, 150, 0.6, 112, 1, 62)).Hall(0.5, 0.2).Cut(2.5)
}

func totes() tape {
	var out tape
	bright := voice{Size: 1.25, Speed: 1.1, Wave: synth.Saw, Breath: 0.6}
	beat := 0.28
	out.Beat(0, beat/2, 0.5, synth.Kick(), "x---x---x---x---")
	out.Beat(0, beat/2, 0.5, synth.Clap(2), "--x---x---x---x-")
	out.Play(0, beat, 0.25, chip.Note, "f4+a4+c5:.5 -:.5 f4+a4+c5:.5 -:.5 g4+b4+d5:.5 -:.5 a4+c#5+e5:.5 -:.5 f4+a4+c5:.5 -:.5 f4+a4+c5:.5 -:.5 g4+c5+e5")
	for i, pitch := range []float64{290, 330, 390, 330} {
		out.Add(0.56*float64(i), 1, bright.Say("t oh:1.2 t s:.8", synth.Glide(0, pitch, 0.5, pitch*1.2, 1, pitch*0.9)))
	}
	return out
}

func what() tape {
	var out tape
	out.Add(0, 1, man.Say("w ah:1.2 t:.6", asking(120, 175)))
	out.Add(0.65, 1, woman.Say("w ah:1.6 t:.6", asking(205, 330)))
	out.Add(1.4, 1, shouter.Say("hh w aa:3.5 t:.8", synth.Glide(0, 150, 0.4, 240, 0.7, 205, 1, 380)))
	out.Add(2.35, 0.5, tuba.Sing(0.35, synth.Glide(0, 130, 0.35, 87)))
	return out
}

func yay() tape {
	return synth.Together(6, func(person int) tape {
		kid := child
		kid.Size += 0.05 * float64(person%3)
		kid.Speed = 0.95 + 0.05*float64(person%4)
		pitch := 330 + 37*float64(person)
		return kid.Say("y eh:2.2 iy:2.4", synth.Glide(0, pitch, 0.4, pitch*1.45, 1, pitch*1.2))
	}).Hall(0.4, 0.2).Cut(1.2)
}
