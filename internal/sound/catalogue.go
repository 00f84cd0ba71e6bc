// Package sound is the catalogue of sounds and the command that plays one.
package sound

// Sound is one that everybody can play by name.
type Sound struct {
	Name string
	// Shows is what stands beside the button that plays it again. It is the same for everybody, like the text of any
	// message, so it is not translated. "" where a picture is shown.
	Shows string
	// Picture says that the interface draws a picture of that name instead.
	Picture bool
}

// catalogue is in the order of the names. The first fifty-six are the original product's, with the words it shows; the
// clips and pictures are our own (docs/adr/0013-our-own-sounds.md).
var catalogue = []Sound{
	{Name: "56k", Picture: true},
	{Name: "ballmer", Shows: "developers!"},
	{Name: "bell", Shows: "🔔"},
	{Name: "bezos", Shows: "😆💭"},
	{Name: "bueller", Shows: "anyone?"},
	{Name: "butts", Shows: "👐 🚬"},
	{Name: "clowntown", Picture: true},
	{Name: "cottoneyejoe", Shows: "🎶🙉🎶"},
	{Name: "crickets", Shows: "hears crickets chirping"},
	{Name: "curb", Picture: true},
	{Name: "dadgummit", Shows: "dad gummit!! 🎣"},
	{Name: "dangerzone", Picture: true},
	{Name: "danielsan", Shows: "🎆 🏆 🎆"},
	{Name: "deeper", Picture: true},
	{Name: "donotwant", Picture: true},
	{Name: "drama", Picture: true},
	{Name: "flawless", Shows: "#flawless"},
	{Name: "glados", Shows: "🤖💢"},
	{Name: "gogogo", Shows: "Go, go, go!"},
	{Name: "greatjob", Picture: true},
	{Name: "greyjoy", Shows: "😖🎺"},
	{Name: "guarantee", Shows: "guarantees it 👌"},
	{Name: "heygirl", Shows: "✨💁✨"},
	{Name: "honk", Shows: "HONK"},
	{Name: "horn", Shows: "🐶 ✂️ 🐱"},
	{Name: "horror", Shows: "💀 💀 💀 💀 💀 💀 💀"},
	{Name: "inconceivable", Shows: "doesn't think it means what you think it means…"},
	{Name: "letitgo", Shows: "❄️👩❄️⛄️❄️"},
	{Name: "live", Shows: "is DOING IT LIVE"},
	{Name: "loggins", Picture: true},
	{Name: "makeitso", Shows: "make it so 👉"},
	{Name: "noooo", Shows: "👸💀😒"},
	{Name: "nyan", Picture: true},
	{Name: "ohmy", Shows: "raises an eyebrow 😏"},
	{Name: "ohyeah", Shows: "isn't playing by the rules"},
	{Name: "pushit", Picture: true},
	{Name: "rimshot", Shows: "plays a rimshot"},
	{Name: "rollout", Shows: "is rolling out 🚗"},
	{Name: "rumble", Picture: true},
	{Name: "sax", Shows: "🌇🎷🎶"},
	{Name: "secret", Shows: "found a secret area 🔑"},
	{Name: "sexyback", Shows: "🔞"},
	{Name: "story", Shows: "and now you know…"},
	{Name: "tada", Shows: "plays a fanfare 🎏"},
	{Name: "tmyk", Shows: "✨ ⭐️ The More You Know ✨ ⭐️"},
	{Name: "totes", Shows: "😁👍"},
	{Name: "trololo", Shows: "трололо"},
	{Name: "trombone", Shows: "plays a sad trombone"},
	{Name: "unix", Shows: "knows this 💻"},
	{Name: "vuvuzela", Shows: "======<() ~ ♪ ~♫"},
	{Name: "what", Picture: true},
	{Name: "whoomp", Shows: "👏‼️😎"},
	{Name: "wups", Shows: "wups!"},
	{Name: "yay", Picture: true},
	{Name: "yeah", Picture: true},
	{Name: "yodel", Shows: "📣🗻🙉"},

	{Name: "applause", Shows: "claps 👏👏👏"},
	{Name: "campfire", Shows: "pulls up a log 🔥"},
	{Name: "coffee", Shows: "pours a fresh cup ☕️"},
	{Name: "drumroll", Shows: "🥁 …"},
	{Name: "liftoff", Shows: "3, 2, 1 🚀"},
	{Name: "owl", Shows: "is up late 🦉"},
}

var byName = func() map[string]Sound {
	index := make(map[string]Sound, len(catalogue))
	for _, sound := range catalogue {
		index[sound.Name] = sound
	}
	return index
}()

// All returns every sound. The slice is the caller's.
func All() []Sound { return append([]Sound(nil), catalogue...) }

// Known reports whether there is a sound of that name.
func Known(name string) bool {
	_, known := byName[name]
	return known
}
