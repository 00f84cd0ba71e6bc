package search

import (
	"html"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	// snippetRunes is how much of a message a result shows.
	snippetRunes = 240
	// snippetLead is how much of that stands before the first match.
	snippetLead = 60
	// markupBytes is about what markup adds.
	markupBytes = 64
)

// snippet cuts a text around its first match, between characters, and returns it as HTML with the matches marked.
func snippet(text string, marks []mark) string {
	from, until := window(text, marks)
	var b strings.Builder
	b.Grow(until - from + markupBytes)
	if from > 0 {
		b.WriteString("…")
	}
	at := from
	for _, m := range marks {
		start, end := max(m.start, from), min(m.end, until)
		if start < at || end <= start {
			continue
		}
		plain(&b, text[at:start])
		b.WriteString("<mark>")
		plain(&b, text[start:end])
		b.WriteString("</mark>")
		at = end
	}
	plain(&b, text[at:until])
	if until < len(text) {
		b.WriteString("…")
	}
	return b.String()
}

// window chooses which bytes to show.
func window(text string, marks []mark) (from, until int) {
	if utf8.RuneCountInString(text) <= snippetRunes {
		return 0, len(text)
	}
	if len(marks) > 0 {
		from = back(text, marks[0].start, snippetLead)
		if from > 0 {
			if space := strings.IndexFunc(text[from:marks[0].start], unicode.IsSpace); space >= 0 {
				from += space + 1
			}
		}
	}
	until = from
	for range snippetRunes {
		_, size := utf8.DecodeRuneInString(text[until:])
		until += size
	}
	for until < len(text) && isTail(text[until:]) {
		_, size := utf8.DecodeRuneInString(text[until:])
		until += size
	}
	return from, until
}

// isTail reports whether the first character of s belongs to the sign before it.
func isTail(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsMark(r) || r == 0x200d || r >= 0x1f3fb && r <= 0x1f3ff
}

// back goes up to n characters back from at.
func back(text string, at, n int) int {
	for ; n > 0 && at > 0; n-- {
		_, size := utf8.DecodeLastRuneInString(text[:at])
		at -= size
	}
	for at > 0 && isTail(text[at:]) {
		_, size := utf8.DecodeLastRuneInString(text[:at])
		at -= size
	}
	return at
}

// plain writes text on one line, escaped.
func plain(b *strings.Builder, text string) {
	from := 0
	for at := range len(text) {
		if written := inHTML[text[at]]; written != "" {
			b.WriteString(text[from:at])
			b.WriteString(written)
			from = at + 1
		}
	}
	b.WriteString(text[from:])
}

// inHTML is how what cannot stay as it is gets written, "" for all else.
var inHTML = func() (written [256]string) {
	for _, c := range `<>&'"` {
		written[c] = html.EscapeString(string(c))
	}
	written['\n'], written['\t'] = " ", " "
	return written
}()
