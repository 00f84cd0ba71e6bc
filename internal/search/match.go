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
	if !isASCII(text) {
		p.words = splitInto(p.words[:0], text)
	} else if p.mayMatch(text) {
		lower, _ := foldASCII(text)
		p.words = splitASCII(p.words[:0], lower)
	} else {
		return nil, false
	}
	var marks []mark
	for i := range p.terms {
		before := len(marks)
		if marks = p.terms[i].find(marks, text, p.words, partly); len(marks) == before {
			return nil, false
		}
	}
	return merge(marks), true
}

// mayMatch is a quick look for phrases at a text in ASCII, before it is folded and taken apart.
func (p *plan) mayMatch(text string) bool {
	for i := range p.terms {
		if t := &p.terms[i]; len(t.words) > 1 && t.isRigid() && !t.mayStandIn(text) {
			return false
		}
	}
	return true
}

// isRigid reports whether the term's words have no other forms than how they begin: they are quoted, or have a digit.
func (t *term) isRigid() bool {
	for i := range t.words {
		w := &t.words[i]
		if w.class != letters || !t.exact && !strings.ContainsAny(w.text, "0123456789") {
			return false
		}
	}
	return true
}

// mayStandIn looks for the term's words with nothing but signs between them.
func (t *term) mayStandIn(text string) bool {
	first := t.words[0].text
	for at := 0; at+len(first) <= len(text); at++ {
		if lowerASCII[text[at]] == first[0] && (at == 0 || !isPlain(text[at-1])) && beginsWith(text[at:], first) && t.mayGoOn(text[at+len(first):]) {
			return true
		}
	}
	return false
}

// mayGoOn reports whether a text after the term's first word could be the rest of it.
func (t *term) mayGoOn(text string) bool {
	for i := 1; i < len(t.words); i++ {
		at := 0
		for at < len(text) && !isPlain(text[at]) {
			at++
		}
		if at == 0 || !beginsWith(text[at:], t.words[i].text) {
			return false
		}
		text = text[at+len(t.words[i].text):]
	}
	return true
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

// isPlain reports whether c is a letter or a digit of ASCII, or not ASCII at all.
func isPlain(c byte) bool { return c >= utf8.RuneSelf || plainLetters[lowerASCII[c]] }

// beginsWith reports whether a text in ASCII begins with a folded word.
func beginsWith(text, word string) bool {
	if len(text) < len(word) {
		return false
	}
	for i := range len(word) {
		if lowerASCII[text[i]] != word[i] {
			return false
		}
	}
	return true
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
