package search

import (
	"strings"
	"time"
	"unicode"
)

const (
	// maxQueryBytes is how much of a query is read: nobody means the rest.
	maxQueryBytes = 1000
	// maxTerms bounds how many words a query may have; more find nothing that fewer would not.
	maxTerms = 16
)

// term is one thing that a message must have: a word, or several that stand side by side.
type term struct {
	words []word
	// exact is a quoted term: the words as they are, no other forms.
	exact bool
	// open is the last term while it is being typed: its last word may be the beginning of one.
	open bool
	// stems are those of words, made when they are first needed.
	stems []string
}

// query is what somebody typed, taken apart.
type query struct {
	terms []term
	// named are the filters in their own words, by operator.
	named map[string][]string
}

// operators are what may stand before a colon. Any other colon is a sign like others.
var operators = []string{"from", "in", "before", "after", "has", "is"}

// parse takes a query apart. Nothing in it is ever syntax of the index: whatever is not a known operator is text.
func parse(text string) query {
	q := query{named: map[string][]string{}}
	text = strings.ToValidUTF8(clipTo(text, maxQueryBytes), " ")
	for rest := strings.TrimLeftFunc(text, unicode.IsSpace); rest != ""; rest = strings.TrimLeftFunc(rest, unicode.IsSpace) {
		if operator, value, after, ok := cutOperator(rest); ok {
			if value != "" {
				q.named[operator] = append(q.named[operator], value)
			}
			rest = after
			continue
		}
		value, after, quoted := cutValue(rest)
		rest = after
		if words := split(value); len(words) > 0 && len(q.terms) < maxTerms {
			q.terms = append(q.terms, term{words: words, exact: quoted, open: !quoted && after == ""})
		}
	}
	return q
}

func clipTo(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	return s[:limit]
}

func cutOperator(text string) (operator, value, after string, ok bool) {
	for _, name := range operators {
		if len(text) > len(name) && text[len(name)] == ':' && strings.EqualFold(text[:len(name)], name) {
			value, after, _ = cutValue(text[len(name)+1:])
			return name, value, after, true
		}
	}
	return "", "", text, false
}

// cutValue cuts a quoted text or everything up to the next space. A quote that does not end ends with the text.
func cutValue(text string) (value, after string, quoted bool) {
	for _, pair := range []struct{ open, shut string }{{`"`, `"`}, {"“", "”"}, {"„", "“"}, {"«", "»"}} {
		if inner, ok := strings.CutPrefix(text, pair.open); ok {
			value, after, closed := strings.Cut(inner, pair.shut)
			return value, after, closed
		}
	}
	if at := strings.IndexFunc(text, unicode.IsSpace); at >= 0 {
		return text[:at], text[at:], false
	}
	return text, "", false
}

// span is a stretch of time; a zero end is open.
type span struct{ from, until time.Time }

// readTime reads a day or a moment, and how long it is.
func readTime(value string) (t time.Time, lasts time.Duration, ok bool) {
	if t, err := time.Parse(time.DateOnly, value); err == nil {
		return t, 24 * time.Hour, true
	}
	for _, form := range []string{time.RFC3339Nano, "2006-01-02 15:04:05.999Z07:00"} {
		if t, err := time.Parse(form, value); err == nil {
			return t.UTC(), 0, true
		}
	}
	return time.Time{}, 0, false
}

// narrow takes `before` or `after` into the span. A day is not after itself, and not before itself.
func (s *span) narrow(operator, value string) bool {
	t, lasts, ok := readTime(value)
	if !ok || t.Year() < 1 || t.Year() > 9999 {
		return false
	}
	if operator == "after" {
		if t = t.Add(lasts); t.After(s.from) {
			s.from = t
		}
	} else if s.until.IsZero() || t.Before(s.until) {
		s.until = t
	}
	return true
}
