// Package score is the music: one piece for each sound of the catalogue, every note of it our own. What a piece has of the
// recording that its name reminds of is the kind of thing it is: a sad trombone slides down, but by our intervals.
package score

import "campfire/internal/sound/synth"

type (
	tape  = synth.Tape
	tone  = synth.Tone
	voice = synth.Voice
)

var pieces = map[string]func() tape{
	"56k": modem, "ballmer": ballmer, "bell": bell, "bezos": bezos, "bueller": bueller, "butts": butts, "clowntown": clowntown,
	"cottoneyejoe": cottoneyejoe, "crickets": crickets, "curb": curb, "dadgummit": dadgummit, "dangerzone": dangerzone,
	"danielsan": danielsan, "deeper": deeper, "donotwant": donotwant, "drama": drama, "flawless": flawless, "glados": glados,
	"gogogo": gogogo, "greatjob": greatjob, "greyjoy": greyjoy, "guarantee": guarantee, "heygirl": heygirl, "honk": honk,
	"horn": horn, "horror": horror, "inconceivable": inconceivable, "letitgo": letitgo, "live": live, "loggins": loggins,
	"makeitso": makeitso, "noooo": noooo, "nyan": nyan, "ohmy": ohmy, "ohyeah": ohyeah, "pushit": pushit, "rimshot": rimshot,
	"rollout": rollout, "rumble": rumble, "sax": sax, "secret": secret, "sexyback": sexyback, "story": story, "tada": tada,
	"tmyk": tmyk, "totes": totes, "trololo": trololo, "trombone": trombone, "unix": unix, "vuvuzela": vuvuzela, "what": what,
	"whoomp": whoomp, "wups": wups, "yay": yay, "yeah": yeah, "yodel": yodel,

	"applause": applause, "campfire": campfire, "coffee": coffee, "drumroll": drumroll, "liftoff": liftoff, "owl": owl,
}

// Make plays the piece of that name, mastered, or returns false.
func Make(name string) (synth.Tape, bool) {
	piece, known := pieces[name]
	if !known {
		return nil, false
	}
	return piece().Master(), true
}

// The band.
var (
	chip    = tone{Wave: synth.Pulse, Decay: 0.25, Sustain: 0.35, Tail: 0.04, Length: 0.85}
	chime   = tone{Attack: 0.002, Decay: 0.5, Tail: 0.6, Ratio: 3.5, Index: 0.25, IndexDecay: 0.15}
	bigBell = tone{Attack: 0.002, Decay: 0.55, Tail: 0.5, Ratio: 1.41, Index: 0.5, IndexDecay: 0.3}
	brass   = tone{Wave: synth.Saw, Attack: 0.03, Decay: 0.2, Sustain: 0.7, Tail: 0.12, Detune: 0.08, Cutoff: 3, Bright: 5, Scoop: 0.5, Vibrato: 0.1, VibratoRate: 5}
	tuba    = tone{Wave: synth.Saw, Attack: 0.03, Decay: 0.15, Sustain: 0.5, Tail: 0.06, Cutoff: 2.5, Bright: 3, Length: 0.7}
	strings = tone{Wave: synth.Saw, Attack: 0.12, Decay: 1, Sustain: 0.8, Tail: 0.3, Detune: 0.14, Cutoff: 6, Vibrato: 0.15, VibratoRate: 5.5}
	fiddle  = tone{Wave: synth.Saw, Attack: 0.02, Decay: 0.3, Sustain: 0.7, Tail: 0.06, Cutoff: 5, Bright: 4, Scoop: 0.6, Vibrato: 0.15, VibratoRate: 6, Length: 0.9}
	organ   = tone{Wave: synth.Triangle, Attack: 0.01, Sustain: 1, Tail: 0.05, Detune: 12.05, Length: 0.8}
	bass    = tone{Wave: synth.Saw, Decay: 0.2, Sustain: 0.3, Tail: 0.04, Cutoff: 2, Bright: 6, Length: 0.85}
	sub     = tone{Wave: synth.Square, Decay: 0.3, Sustain: 0.6, Tail: 0.05, Cutoff: 2.5, Length: 0.9}
	lead    = tone{Wave: synth.Saw, Attack: 0.01, Decay: 0.3, Sustain: 0.6, Tail: 0.1, Detune: 0.12, Cutoff: 5, Bright: 6, Vibrato: 0.12, VibratoRate: 5}
	reed    = tone{Wave: synth.Saw, Attack: 0.04, Decay: 0.4, Sustain: 0.8, Tail: 0.1, Cutoff: 4, Bright: 2, Scoop: 1.5, Vibrato: 0.3, VibratoRate: 5, Breath: 0.35, Growl: 0.4}
	flute   = tone{Wave: synth.Triangle, Attack: 0.06, Decay: 0.3, Sustain: 0.8, Tail: 0.1, Scoop: 1, Vibrato: 0.3, VibratoRate: 4.6, Breath: 0.7}
	whistle = tone{Attack: 0.02, Sustain: 1, Tail: 0.03, Breath: 0.3}
)

// guitar is a loud one: two strings a fifth apart, through an amplifier at its end.
func guitar(frequency, seconds float64) tape {
	wire := tone{Wave: synth.Saw, Decay: 1.2, Sustain: 0.4, Tail: 0.05, Detune: 0.07, Length: 0.95}
	out := wire.Note(frequency, seconds)
	out.Add(0, 0.8, wire.Note(frequency*1.5, seconds))
	return out.Drive(6).Low(3400, 0.8).High(90, 0.7)
}

// The people.
var (
	man      = voice{Size: 1, Speed: 1, Wave: synth.Saw, Breath: 0.3}
	giant    = voice{Size: 0.82, Speed: 0.7, Wave: synth.Saw, Breath: 0.3, Growl: 0.5}
	woman    = voice{Size: 1.17, Speed: 1, Wave: synth.Saw, Breath: 0.5}
	child    = voice{Size: 1.38, Speed: 1.1, Wave: synth.Saw, Breath: 0.4}
	shouter  = voice{Size: 1.02, Speed: 1.15, Wave: synth.Saw, Breath: 1, Growl: 2}
	smoothie = voice{Size: 0.93, Speed: 0.8, Wave: synth.Saw, Breath: 0.9}
	robot    = voice{Size: 1.1, Speed: 0.9, Wave: synth.Square}
)

// falling, rising and level are how sentences go, in hertz.
func falling(from, to float64) synth.Curve { return synth.Glide(0, from, 0.3, from*1.08, 1, to) }
func level(at float64) synth.Curve         { return synth.Glide(0, at*1.02, 1, at*0.97) }
func asking(from, to float64) synth.Curve  { return synth.Glide(0, from, 0.5, from*0.95, 1, to) }
