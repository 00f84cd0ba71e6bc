package push

import (
	"campfire/collections"
	"campfire/internal/presence"
)

// Case is everything that decides whether one person hears of one message.
type Case struct {
	// RoomKind is open, closed or direct.
	RoomKind string
	// Involvement is what the person set for the room; "" if nothing is stored.
	Involvement string
	// Own says that the person wrote the message, Mentioned that it names them, Read that they have read it.
	Own, Mentioned, Read bool
	Attention            presence.Attention
	// Quiet says that the person wants to be left alone now.
	Quiet bool
}

// Verdict is why somebody hears of a message or does not.
type Verdict string

// The verdicts. Only Push is one.
const (
	Push      Verdict = "push"
	Own       Verdict = "own"
	Read      Verdict = "read"
	Muted     Verdict = "muted"
	Unnamed   Verdict = "not mentioned"
	Watching  Verdict = "watching"
	LeftAlone Verdict = "quiet hours"
)

// Decide is the one place that says who is pushed.
func Decide(c Case) Verdict {
	switch {
	case c.Own:
		return Own
	case c.Read:
		return Read
	case c.muted():
		return Muted
	case !c.Mentioned && !c.wantsAll():
		return Unnamed
	case c.Attention == presence.Watching:
		return Watching
	case c.Quiet:
		return LeftAlone
	}
	return Push
}

func (c Case) muted() bool {
	return c.Involvement == collections.InvolvementNothing || c.Involvement == collections.InvolvementInvisible
}

// wantsAll: what is written in a ping is written to everybody in it, so a ping is either silent or heard.
func (c Case) wantsAll() bool {
	return c.Involvement == collections.InvolvementEverything || c.RoomKind == collections.RoomDirect
}
