package richtext

import (
	"strings"
	"unicode"
)

// Most chat is a line without markup, and must not pay for an HTML tokenizer:
// one pass over the bytes says whether it needs one. Tests hold both paths equal.

type traits uint8

const (
	hasNUL traits = 1 << iota
	hasNonASCII
	hasMarkup    // opens a tag or an entity, or is rewritten by an HTML parser (CR)
	hasAngle     // ">" alone is escaped without parsing
	hasLineSpace // whitespace that plain text turns into a space
	hasInk       // an ASCII character that shows
)

var traitsOf = func() (table [256]traits) {
	for c := range table {
		switch {
		case c == 0:
			table[c] = hasNUL
		case c >= 0x80:
			table[c] = hasNonASCII
		case c > ' ' && c < 0x7f:
			table[c] = hasInk
		}
	}
	table['<'] |= hasMarkup
	table['&'] |= hasMarkup
	table['\r'] |= hasMarkup
	table['>'] |= hasAngle
	table['\t'] |= hasLineSpace
	table['\n'] |= hasLineSpace
	table['\f'] |= hasLineSpace
	return table
}()

func scan(s string) traits {
	var found traits
	for i := range len(s) {
		found |= traitsOf[s[i]]
	}
	return found
}

func unmarked(input string, found traits) (text Text, shows bool) {
	text = Text{HTML: input, Plain: input}
	if found&hasAngle != 0 {
		text.HTML = strings.ReplaceAll(input, ">", "&gt;")
	}
	if found&hasLineSpace != 0 || hasSpareSpace(input, found) {
		var reading plainText
		reading.write(input)
		text.Plain = reading.String()
	}
	return text, found&hasInk != 0 || found&hasNonASCII != 0 && showsNonASCII(input)
}

func hasSpareSpace(s string, found traits) bool {
	return strings.HasPrefix(s, " ") || strings.HasSuffix(s, " ") || strings.Contains(s, "  ") ||
		found&hasNonASCII != 0 && strings.Contains(s, "\u00a0")
}

func shows(s string) bool {
	found := scan(s)
	return found&hasInk != 0 || found&hasNonASCII != 0 && showsNonASCII(s)
}

func showsNonASCII(s string) bool {
	for _, r := range s {
		if !isInvisible(r) {
			return true
		}
	}
	return false
}

// isInvisible covers what people paste to send an empty-looking message: zero
// widths, fillers, variation selectors and the blank Braille cell.
func isInvisible(r rune) bool {
	return r == '\u2800' || unicode.IsSpace(r) ||
		unicode.In(r, unicode.Cc, unicode.Cf, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector)
}
