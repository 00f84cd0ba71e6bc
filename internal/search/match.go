package search

import (
	"html"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// mark is a stretch of a text that matched, in bytes.
type mark struct{ start, end int }

// match reports whether text has every term of the plan, and where. It is the last word on a hit: the index keeps neither
// order nor neighbours, and it may be older than the text. With partly, a word counts where it is a part of another one.
func (p *plan) match(text string, partly bool) ([]mark, bool) {
	if len(p.terms) == 0 {
		return nil, true
	}
	p.words = splitInto(p.words[:0], text)
	var marks []mark
	for i := range p.terms {
		before := len(marks)
		if marks = p.terms[i].find(marks, text, p.words, partly); len(marks) == before {
			return nil, false
		}
	}
	return merge(marks), true
}

// find adds where the term's words stand side by side.
func (t *term) find(marks []mark, text string, words []word, partly bool) []mark {
	n := len(t.words)
	for at := 0; at+n <= len(words); at++ {
		before := len(marks)
		fits := true
		for i := 0; fits && i < n; i++ {
			last := i == n-1
			marks, fits = t.meets(marks, text, i, &words[at+i], t.open && last, partly && n == 1)
		}
		switch {
		case !fits:
			marks = marks[:before]
		case n > 1: // what lies between them as well
			marks[before].end = marks[len(marks)-1].end
			marks = marks[:before+1]
		}
	}
	return marks
}

// meets compares a word of a term with one of a text, and adds what of it to mark.
func (t *term) meets(marks []mark, text string, i int, word *word, open, partly bool) ([]mark, bool) {
	asked := &t.words[i]
	if asked.class != word.class {
		return marks, false
	}
	if asked.class == script {
		return inside(marks, text, asked.text, word)
	}
	if asked.text == word.text || t.related(i, word, open) {
		return append(marks, mark{word.start, word.end}), true
	}
	if partly && asked.class == letters && asked.base() == asked.text {
		return inside(marks, text, asked.text, word)
	}
	return marks, false
}

// related reports whether word is another form of the term's word: with signs after it, inflected, or longer.
func (t *term) related(i int, word *word, open bool) bool {
	asked := &t.words[i]
	base := asked.base()
	if asked.class == symbol || base != asked.text {
		return false // C++ is not C
	}
	own := word.base()
	switch {
	case base == own:
		return true
	case t.exact:
		return false
	case open && strings.HasPrefix(own, base):
		return true
	}
	if len(t.stems) == 0 {
		for j := range t.words {
			t.stems = append(t.stems, stem(t.words[j].base()))
		}
	}
	return mayStem(own, t.stems[i]) && t.stems[i] == stem(own)
}

// inside looks for the asked characters within a word, and adds every place that has them.
func inside(marks []mark, text, asked string, word *word) ([]mark, bool) {
	found := false
	for from := 0; from < len(word.text); {
		at := strings.Index(word.text[from:], asked)
		if at < 0 {
			break
		}
		at += from
		start, end := unfold(text[word.start:word.end], at, at+len(asked))
		marks, found = append(marks, mark{word.start + start, word.start + end}), true
		from = at + len(asked)
	}
	return marks, found
}

// unfold returns where the bytes from start to end of a folded word stand in the word as it was written: で folds into two
// characters, an accent into none.
func unfold(written string, start, end int) (from, until int) {
	from = -1
	folded := 0
	for at, r := range written {
		next := folded + len(fold(string(r)))
		if from < 0 && next > start {
			from = at
		}
		if folded >= end && !isTail(written[at:]) {
			return from, at
		}
		folded = next
	}
	return max(from, 0), len(written)
}

func merge(marks []mark) []mark {
	slices.SortFunc(marks, func(a, b mark) int { return a.start - b.start })
	merged := marks[:0]
	for _, m := range marks {
		if n := len(merged); n > 0 && m.start <= merged[n-1].end {
			merged[n-1].end = max(merged[n-1].end, m.end)
			continue
		}
		merged = append(merged, m)
	}
	return merged
}

const (
	// snippetRunes is how much of a message a result shows.
	snippetRunes = 240
	// snippetLead is how much of that stands before the first match.
	snippetLead = 60
)

// snippet cuts a text around its first match, between characters, and returns it as HTML with the matches marked.
func snippet(text string, marks []mark) string {
	from, until := window(text, marks)
	var b strings.Builder
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
	b.WriteString(html.EscapeString(oneLine.Replace(text)))
}

var oneLine = strings.NewReplacer("\n", " ", "\t", " ")
