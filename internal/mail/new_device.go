package mail

import (
	"fmt"
	"time"
)

// DevicesPage is where the letter about a new device leads: the list in which it can be signed out.
const DevicesPage = ProfilePage + "?devices"

// SignIn is a sign-in on a device that is new to the reader.
type SignIn struct {
	// Browser and Platform are labels; "Unknown" is none.
	Browser, Platform, IP string
	// At is when, by the clock on the reader's wall.
	At time.Time
}

// deviceWords are those of the letter about a new device.
type deviceWords struct {
	title          func(device string) string
	named          func(browser, platform string) string
	unknown        string
	where          func(at time.Time, address string) string
	mine, notMine  string
	button         string
	locked, always string
}

// NewDevice is the letter about a sign-in on a device that its reader has not used before.
func NewDevice(r Reader, in SignIn) (Letter, error) {
	w := speak(r.Language).device
	title := w.title(in.device(w))
	s := r.sheet(title+" – "+r.Account, title)
	s.Lines = []string{w.where(in.At, oneLine(in.IP)), w.mine, w.notMine}
	s.Button, s.Link = w.button, r.URL+DevicesPage
	s.Foot = append([]string{w.locked, w.always}, s.Foot...)
	return s.letter()
}

// device names it as the list of devices does.
func (in SignIn) device(w deviceWords) string {
	const none = "Unknown"
	switch {
	case in.Browser != none && in.Platform != none:
		return w.named(in.Browser, in.Platform)
	case in.Browser != none:
		return in.Browser
	case in.Platform != none:
		return in.Platform
	}
	return w.unknown
}

var englishDevice = deviceWords{
	title:   func(device string) string { return "New sign-in: " + device },
	named:   func(browser, platform string) string { return browser + " on " + platform },
	unknown: "an unknown browser",
	where: func(at time.Time, address string) string {
		return fmt.Sprintf("Somebody signed in to your account on %s, from the address %s, with a device that you had not used before.",
			at.Format("2 January 2006 at 15:04 MST"), address)
	},
	mine:    "If that was you, there is nothing to do.",
	notMine: "If it was not you: sign that device out in the list of your devices, and then choose another password.",
	button:  "Look at my devices",
	locked:  "If you cannot get in any more, choose a new password on the sign-in page, or ask an administrator.",
	always:  "This mail comes whenever your account is used on a new device.",
}

var months = [...]string{
	"Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember",
}

var germanDevice = deviceWords{
	title:   func(device string) string { return "Neue Anmeldung: " + device },
	named:   func(browser, platform string) string { return browser + " auf " + platform },
	unknown: "ein unbekannter Browser",
	where: func(at time.Time, address string) string {
		return fmt.Sprintf("Jemand hat sich am %d. %s %s von der Adresse %s aus mit deinem Konto angemeldet, auf einem Gerät, das du bisher nicht benutzt hast.",
			at.Day(), months[at.Month()-1], at.Format("2006 um 15:04 Uhr (MST)"), address)
	},
	mine:    "Wenn du das warst, musst du nichts tun.",
	notMine: "Wenn du das nicht warst: Melde dieses Gerät in der Liste deiner Geräte ab und wähle dann ein neues Passwort.",
	button:  "Meine Geräte ansehen",
	locked:  "Wenn du nicht mehr hineinkommst, wähle auf der Anmeldeseite ein neues Passwort oder wende dich an jemanden von der Verwaltung.",
	always:  "Diese Mail kommt immer, wenn dein Konto auf einem neuen Gerät benutzt wird.",
}
