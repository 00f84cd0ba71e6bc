package synth

import (
	"fmt"
	"math"
	"strings"
)

// Voice is somebody who speaks.
type Voice struct {
	Size   float64 // of the mouth's resonances: 1 is a man, 1.18 a woman, 1.4 a child, 0.8 a giant
	Speed  float64 // 1 is a calm pace
	Wave   Wave    // of the vocal cords; Saw is a person
	Breath float64 // hiss in the vowels
	Growl  float64
}

// segment is a phone on the time line.
type segment struct {
	phone
	until float64
}

// Say speaks phones ("y ae:2 _ hh ow") at a pitch that is a curve over the whole, from 0 to 1 in its own time. A number
// behind a phone makes it that much longer.
func (v Voice) Say(words string, pitch Curve) Tape {
	segments := v.segments(words)
	total := segments[len(segments)-1].until
	source := Tone{Wave: v.Wave, Sustain: 1, Growl: v.Growl}.Sing(total, func(at float64) float64 { return pitch(at / total) }).
		Low(2200, 0.6)
	breath := Noise(total, len(words))
	var mouth [3]biquad
	var hisser biquad
	now, current, out := segments[0].phone, 0, Silence(total)
	for i := range out {
		if i%16 == 0 {
			for at := float64(i) / Rate; current < len(segments)-1 && at > segments[current].until; {
				current++
			}
			now.moveTo(segments[current].phone)
			for n, frequency := range now.formants {
				mouth[n].tune(band, v.Size*frequency, frequency/(70+40*float64(n)))
			}
			hisser.tune(band, max(500, now.hissAt), 1.1)
		}
		cords := now.voice * (source[i] + v.Breath*0.3*breath[i])
		out[i] = 1.6*mouth[0].next(cords) - 1.2*mouth[1].next(cords) + 0.7*mouth[2].next(cords) + 0.8*now.hiss*hisser.next(breath[i])
	}
	return out.Fade(0.005, 0.03)
}

func (v Voice) segments(words string) []segment {
	at := 0.0
	var line []segment
	add := func(p phone, length float64) {
		at += p.seconds * length / v.Speed
		line = append(line, segment{p, at})
	}
	for _, word := range strings.Fields(words) {
		name, length := split(word)
		if parts, ok := glides[name]; ok {
			for _, part := range strings.Fields(parts) {
				half, share := split(part)
				add(phones[half], 0.65*share*length)
			}
		} else if burst, ok := bursts[name]; ok {
			closed := burst
			closed.voice, closed.hiss, closed.seconds = 0.15*burst.voice, 0, 0.05
			add(closed, length)
			add(burst, 1)
		} else if plain, ok := phones[name]; ok {
			add(plain, length)
		} else {
			panic(fmt.Sprintf("no phone is called %q", name))
		}
	}
	return line
}

// moveTo brings the mouth nearer to the next phone; it cannot jump. Plosives would blur if loudness were as slow.
func (p *phone) moveTo(next phone) {
	slow, quick := 1-math.Exp(-16/(0.022*Rate)), 1-math.Exp(-16/(0.007*Rate))
	for n := range p.formants {
		p.formants[n] += slow * (next.formants[n] - p.formants[n])
	}
	p.voice += quick * (next.voice - p.voice)
	p.hiss += quick * (next.hiss - p.hiss)
	if next.hissAt > 0 {
		p.hissAt += 2 * slow * (next.hissAt - p.hissAt)
	}
}

// Singer makes an instrument of a voice: each note sings the same phones, the vowels as long as the note.
func (v Voice) Singer(before, held string) Instrument {
	return func(frequency, seconds float64) Tape {
		start := 0.0
		for _, s := range v.segments(before + " " + held) {
			start = s.until
		}
		long := fmt.Sprintf("%s:%.3f", held, max(0.3, (seconds-start)*v.Speed/phones[held].seconds+1))
		pitch := Steady(frequency).Wobble(5.5, 0.25, 0.2)
		return v.Say(strings.TrimSpace(before+" "+long), func(part float64) float64 { return pitch(part * seconds) }).Fade(0.01, 0.05)
	}
}

// Together lets several people say the same, nearly.
func Together(people int, say func(person int) Tape) Tape {
	var out Tape
	for person := range people {
		out.Add(0.013*float64((person*7)%5), 1/math.Sqrt(float64(people)), say(person))
	}
	return out
}
