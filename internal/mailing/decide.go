package mailing

import (
	"time"

	"campfire/collections"
)

// Verdict is why somebody is mailed, now or at all, or is not.
type Verdict string

// The verdicts of Decide. Only Mail is one.
const (
	Mail    Verdict = "mail"
	Own     Verdict = "own"
	Read    Verdict = "read"
	Off     Verdict = "wants no mail"
	Muted   Verdict = "muted"
	Unnamed Verdict = "not mentioned"
)

// The verdicts of Wait; it says Mail too.
const (
	Early     Verdict = "not unread for long"
	Present   Verdict = "was here"
	TooSoon   Verdict = "had a letter"
	LeftAlone Verdict = "quiet hours"
)

// Decide is the one place that says whether a message is mailed to a person at all.
func Decide(c collections.MailCase) Verdict {
	switch {
	case c.Own:
		return Own
	case c.Read:
		return Read
	case c.Pace == collections.PaceNever:
		return Off
	case c.Involvement == collections.InvolvementNothing || c.Involvement == collections.InvolvementInvisible:
		return Muted
	case !c.Mentioned && c.RoomKind != collections.RoomDirect:
		return Unnamed
	}
	return Mail
}

// Standing is everything that decides when the letter of a person goes out.
type Standing struct {
	// Noted is since when something is unread, Seen when the person looked at a room last, Sent when the last letter went out.
	Noted, Seen, Sent time.Time
	// After is how long something has to be unread, and the person not here; Pace the distance between two letters.
	After, Pace time.Duration
	Quiet       bool
}

// Wait is the one place that says when a letter goes out: once Decide said that there is one.
func Wait(s Standing, now time.Time) Verdict {
	switch {
	case now.Sub(s.Noted) < s.After:
		return Early
	case now.Sub(s.Seen) < s.After:
		return Present
	case now.Sub(s.Sent) < s.Pace:
		return TooSoon
	case s.Quiet:
		return LeftAlone
	}
	return Mail
}
