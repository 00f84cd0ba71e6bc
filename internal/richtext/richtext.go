// Package richtext is the one door for text that people write: it decides which
// markup may be stored, what that markup reads like as plain text, and whom it
// mentions. It is pure and safe for concurrent use.
package richtext

import (
	"errors"
	"strings"
	"unicode/utf8"
)

// MaxBytes bounds the input, the sanitised HTML and the plain text, each on its
// own: what is stored must fit back through this door when it is edited.
const MaxBytes = 64 << 10

// The ways in which a text is refused.
var (
	ErrEncoding = errors.New("text is not valid UTF-8 or contains a NUL byte")
	ErrEmpty    = errors.New("text shows nothing")
	ErrTooLarge = errors.New("text is over 64 KiB")
)

// Text is one message body in every form that is stored.
type Text struct {
	HTML     string   // sanitised and canonical: parsing it again gives the same Text
	Plain    string   // what a person reads, without markup
	Mentions []string // user ids, each once, in order of appearance
}

// Parse sanitises a body, which is HTML by contract: "a < b" is escaped, "<b>" is markup.
func Parse(input string) (Text, error) {
	if len(input) > MaxBytes {
		return Text{}, ErrTooLarge
	}
	found := scan(input)
	if found&hasNUL != 0 || found&hasNonASCII != 0 && !utf8.ValidString(input) {
		return Text{}, ErrEncoding
	}

	if hasBareLines(input) {
		input = breakLines(input)
		found = scan(input)
	}

	text, shows := Text{}, false
	if found&hasMarkup == 0 {
		text, shows = unmarked(input, found)
	} else {
		text, shows = marked(input)
		if hasBareLines(text.HTML) {
			return Parse(text.HTML) // what was left of the markup is text with lines
		}
	}

	// note: escapes and the fixed link attributes let output outgrow its input.
	switch {
	case !shows:
		return Text{}, ErrEmpty
	case len(text.HTML) > MaxBytes || len(text.Plain) > MaxBytes:
		return Text{}, ErrTooLarge
	}
	return text, nil
}

// hasBareLines reports whether s is lines of text without a single tag.
func hasBareLines(s string) bool {
	return strings.Contains(s, "\n") && !strings.Contains(s, "<")
}

// breakLines keeps the lines of such a text: a bot that posts plain text means its line breaks.
func breakLines(input string) string {
	input = strings.TrimSpace(strings.ReplaceAll(input, "\r\n", "\n"))
	return strings.ReplaceAll(input, "\n", "<br>")
}
