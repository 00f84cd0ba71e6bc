package push

import (
	"encoding/json"
	"strings"
	"unicode"
	"unicode/utf8"

	"campfire/collections"
)

// Payload is what a service worker gets. Everything it shows without words of its own is in it.
type Payload struct {
	// Kind is message or test.
	Kind    string `json:"kind"`
	Title   string `json:"title"`
	Body    string `json:"body"`
	Room    string `json:"room,omitempty"`
	Message string `json:"message,omitempty"`
	RSeq    int64  `json:"rseq,omitempty"`
	// User is whom it is for: a browser may have signed in as somebody else meanwhile.
	User string `json:"user"`
	// Tag replaces an earlier notification of the same room.
	Tag  string `json:"tag"`
	Path string `json:"path"`
	At   string `json:"at,omitempty"`
	// Badge is in how many rooms there is something to read, and Unread which they are, if they are few: notifications of
	// other rooms are stale.
	Badge  int      `json:"badge"`
	Unread []string `json:"unread,omitempty"`
}

// Kinds of payloads.
const (
	kindMessage = "message"
	kindTest    = "test"
)

const (
	// maxPayload is what is encrypted at most: a push service takes 4096 bytes, of which the encryption needs 103. The rest
	// is room for services that count otherwise.
	maxPayload = 3800
	// shortPayload is for a service that finds that too large.
	shortPayload = 1200
	shortRecord  = 2048
	// maxText is what any system shows of a message, in bytes, and maxTitle of a name.
	maxText  = 2000
	maxTitle = 200
	// maxUnread is how many rooms are named.
	maxUnread = 40
)

// RoomTag is the tag of the notifications of a room.
func RoomTag(room string) string { return "room:" + room }

func messagePayload(o order, m collections.PushedMessage, unread []string) Payload {
	p := Payload{
		Kind: kindMessage, Title: m.RoomName, Body: m.AuthorName + ": " + m.Text, Room: o.Room, Message: m.Message, RSeq: o.RSeq,
		User: m.User, Tag: RoomTag(o.Room), Path: "/rooms/" + o.Room, At: m.Sent, Badge: len(unread),
	}
	if m.RoomKind == collections.RoomDirect {
		p.Title, p.Body = m.AuthorName, m.Text
	}
	if len(unread) <= maxUnread {
		p.Unread = unread
	}
	p.Title = clip(p.Title, maxTitle)
	return p
}

// encode renders a payload in at most so many bytes, by shortening its text.
func (p Payload) encode(most int) []byte {
	p.Body = clip(strings.TrimSpace(p.Body), min(maxText, most/2))
	for {
		raw, _ := json.Marshal(p) // texts and numbers always encode
		if len(raw) <= most {
			return raw
		}
		if len(p.Unread) > 0 {
			p.Unread = nil
			continue
		}
		// note: a quote or a sign of HTML takes up to six bytes in JSON, so that what fits is found by trying.
		p.Body = clip(p.Body, max(len(p.Body)*most/len(raw)-len(ellipsis)-1, 0))
	}
}

const ellipsis = "\u2026"

// clip cuts a text to at most so many bytes, between letters, and says so. What looks like one letter may be several
// runes: it is not cut before one that belongs to the one before.
func clip(text string, most int) string {
	text = strings.ToValidUTF8(text, "\uFFFD")
	if len(text) <= most {
		return text
	}
	end := max(most-len(ellipsis), 0)
	for end > 0 && !breakable(text, end) {
		end--
	}
	return strings.TrimRight(text[:end], " \n") + ellipsis
}

func breakable(text string, at int) bool {
	if !utf8.RuneStart(text[at]) {
		return false
	}
	next, _ := utf8.DecodeRuneInString(text[at:])
	last, _ := utf8.DecodeLastRuneInString(text[:at])
	return !joins(next) && last != zeroWidthJoiner && (!flag(next) || flagsBefore(text[:at])%2 == 0)
}

const zeroWidthJoiner = '\u200d'

// joins reports whether a rune changes the one before it: accents, variants, tones of skin.
func joins(r rune) bool {
	return r == zeroWidthJoiner || unicode.IsMark(r) || r >= 0x1f3fb && r <= 0x1f3ff
}

// flag reports whether a rune is half a flag.
func flag(r rune) bool { return unicode.Is(unicode.Regional_Indicator, r) }

// flagsBefore counts the halves of flags at the end of a text: two make one.
func flagsBefore(text string) (n int) {
	for {
		last, size := utf8.DecodeLastRuneInString(text)
		if !flag(last) {
			return n
		}
		text = text[:len(text)-size]
		n++
	}
}
