package search

import (
	"slices"
	"strings"
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
	if partly || !isASCII(text) {
		p.words = splitInto(p.words[:0], text)
		return p.mark(func(t *term, marks []mark) []mark { return t.find(marks, text, p.words, partly) })
	}
	return p.mark(func(t *term, marks []mark) []mark { return t.findPlain(marks, text) })
}

// mark looks for every term.
func (p *plan) mark(find func(t *term, marks []mark) []mark) ([]mark, bool) {
	var marks []mark
	for i := range p.terms {
		before := len(marks)
		if marks = find(&p.terms[i], marks); len(marks) == before {
			return nil, false
		}
	}
	return merge(marks), true
}

// lowerASCII makes capitals small.
var lowerASCII = func() (lower [256]byte) {
	for c := range lower {
		lower[c] = byte(c)
		if 'A' <= c && c <= 'Z' {
			lower[c] += 'a' - 'A'
		}
	}
	return lower
}()

// isPlain are the letters and digits of ASCII.
var isPlain = func() (is [256]bool) {
	for c := range is {
		is[c] = lowerASCII[c] < utf8.RuneSelf && plainLetters[lowerASCII[c]]
	}
	return is
}()

// findPlain is find in a text in ASCII, which most are. It is not taken apart: only a word that begins as the term does is
// looked at.
func (t *term) findPlain(marks []mark, text string) []mark {
	if t.words[0].class != letters {
		return marks
	}
	first, within := t.words[0].text[0], false
	for at := range len(text) {
		if !isPlain[text[at]] {
			within = false
			continue
		}
		if !within && lowerASCII[text[at]] == first {
			marks = t.standsAt(marks, text, at)
		}
		within = true
	}
	return marks
}

// standsAt adds the term if its words stand side by side from a word's beginning on.
func (t *term) standsAt(marks []mark, text string, at int) []mark {
	before := len(marks)
	for i := range t.words {
		for at < len(text) && !isPlain[text[at]] {
			at++
		}
		if at == len(text) || lowerASCII[text[at]] != t.words[i].text[0] {
			return marks[:before] // no form of a word begins with another letter
		}
		word := plainWord(text, at)
		var fits bool
		if marks, fits = t.meets(marks, text, i, &word, t.open && i == len(t.words)-1, false); !fits {
			return marks[:before]
		}
		at = word.end
	}
	marks[before].end = marks[len(marks)-1].end // what lies between them as well
	return marks[:before+1]
}

// plainWord is the word that begins at a place of a text in ASCII.
func plainWord(text string, at int) word {
	end := at + 1
	for end < len(text) && isPlain[text[end]] {
		end++
	}
	if end < len(text) && (text[end] == '+' || text[end] == '#') {
		end = withSigns(text, end)
	}
	return word{strings.ToLower(text[at:end]), at, end, letters}
}

// find adds where the term's words stand side by side.
func (t *term) find(marks []mark, text string, words []word, partly bool) []mark {
	n := len(t.words)
	first := &t.words[0]
	for at := 0; at+n <= len(words); at++ {
		if first.class == letters && !(partly && n == 1) && (words[at].class != letters || words[at].text[0] != first.text[0]) {
			continue // no form of a word begins with another letter
		}
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
			t.stems = append(t.stems, stemOf(t.words[j].base()))
		}
	}
	return mayStem(own, t.stems[i]) && t.stems[i] == stemOf(own)
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
