package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// maxWordBytes bounds what counts as one word: longer runs are keys and hashes, found by their beginning.
const maxWordBytes = 40

// class says how a piece of text is looked up.
type class byte

const (
	// letters are words that a space or a sign ends: found by stem, beginning or part.
	letters class = iota
	// script is writing without spaces between words (Han, Kana, Hangul, Thai): found by any run of its characters.
	script
	// symbol is one emoji or sign that means something by itself.
	symbol
)

// word is one piece of a text, and where it stands.
type word struct {
	text       string // folded: lower case, no accents
	start, end int    // bytes in the original
	class      class
}

// split takes a text apart. Signs are not words, with two exceptions that people search for: emoji, and the plus and
// hash of C++ and C#. A word and the next one are neighbours in the result, so foo-bar is two.
func split(text string) []word { return splitInto(make([]word, 0, len(text)/6+1), text) }

// splitInto adds the pieces to words.
func splitInto(words []word, text string) []word {
	if lower, ascii := foldASCII(text); ascii {
		return splitASCII(words, lower)
	}
	for at := 0; at < len(text); {
		r, size := utf8.DecodeRuneInString(text[at:])
		switch {
		case isScript(r):
			end := run(text, at, isScript)
			words = append(words, word{fold(text[at:end]), at, end, script})
			at = end
		case isLetter(r):
			end := run(text, at, isLetter)
			end = withSigns(text, end)
			if folded := fold(text[at:end]); folded != "" {
				words = append(words, word{folded, at, end, letters})
			}
			at = end
		case isSymbol(r):
			words = append(words, word{string(r), at, at + size, symbol})
			at += size
		default:
			at += size
		}
	}
	return words
}

// plainLetters are the letters and digits of folded ASCII.
var plainLetters = func() (is [utf8.RuneSelf]bool) {
	for c := range is {
		is[c] = 'a' <= c && c <= 'z' || '0' <= c && c <= '9'
	}
	return is
}()

// splitASCII is splitInto for a folded text in ASCII, which most are.
func splitASCII(words []word, text string) []word {
	for at := 0; at < len(text); at++ {
		if !plainLetters[text[at]] {
			continue
		}
		end := at + 1
		for end < len(text) && plainLetters[text[end]] {
			end++
		}
		if end < len(text) && (text[end] == '+' || text[end] == '#') {
			end = withSigns(text, end)
		}
		words = append(words, word{text[at:end], at, end, letters})
		at = end - 1
	}
	return words
}

func run(text string, at int, in func(rune) bool) int {
	for at < len(text) {
		r, size := utf8.DecodeRuneInString(text[at:])
		if !in(r) {
			break
		}
		at += size
	}
	return at
}

// withSigns takes the signs of C++ and C# into the word before them, unless another word follows at once: a+b, a#b.
func withSigns(text string, at int) int {
	end := at
	for end < len(text) && end-at < 2 && (text[end] == '+' || text[end] == '#') {
		end++
	}
	if end == at || end < len(text) && text[end] < utf8.RuneSelf && (isLetter(rune(text[end])) || text[end] == '+' || text[end] == '#') {
		return at
	}
	return end
}

func isLetter(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
	}
	return (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) && !isJoiner(r)) && !isScript(r)
}

// isIdeograph reports whether r is one of the Chinese characters in use, so that most need no look at a table.
func isIdeograph(r rune) bool { return r >= 0x4e00 && r <= 0x9fff }

// isScript reports whether r belongs to writing that does not put spaces between words.
func isScript(r rune) bool {
	return isIdeograph(r) || r >= 0x0e00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul,
		unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar) || r == 'ー'
}

func isSymbol(r rune) bool {
	return r > 0xff && (unicode.Is(unicode.So, r) || unicode.Is(unicode.Regional_Indicator, r))
}

// isJoiner reports whether r only changes the look of the sign before it.
func isJoiner(r rune) bool { return r >= 0xfe00 && r <= 0xfe0f || r == 0x20e3 }

// fold makes Café and cafe one word: lower case, without accents, full width as half width.
func fold(s string) string {
	if lower, ascii := foldASCII(s); ascii {
		return lower
	}
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range s {
		if isAccent(r) {
			continue
		}
		if isIdeograph(r) || unicode.Is(unicode.Hangul, r) {
			b.WriteRune(r) // an ideograph has no other form, and Hangul would fall apart into its letters
			continue
		}
		for _, part := range norm.NFKD.String(string(r)) {
			// note: a ligature may fall apart into several words, and nothing but letters belongs into one.
			if part == r || !isAccent(part) && (unicode.IsLetter(part) || unicode.IsDigit(part) || unicode.IsMark(part)) {
				writeLower(&b, part)
			}
		}
	}
	return b.String()
}

func writeLower(b *strings.Builder, r rune) {
	switch r = unicode.ToLower(r); r {
	case 'ß':
		b.WriteString("ss")
	case 'ø':
		b.WriteByte('o')
	case 'ł':
		b.WriteByte('l')
	case 'đ':
		b.WriteByte('d')
	case 'ı':
		b.WriteByte('i')
	case 'æ':
		b.WriteString("ae")
	case 'œ':
		b.WriteString("oe")
	case 'ς':
		b.WriteRune('σ')
	default:
		b.WriteRune(r)
	}
}

func foldASCII(s string) (string, bool) {
	if !isASCII(s) {
		return "", false
	}
	return strings.ToLower(s), true
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// isAccent reports whether r is a mark that people leave out when they type: Latin, Greek and Cyrillic accents, Hebrew
// points and Arabic vowels.
func isAccent(r rune) bool {
	return r >= 0x0300 && r <= 0x036f || r >= 0x0591 && r <= 0x05c7 && unicode.IsMark(r) || r >= 0x064b && r <= 0x065f || r == 0x0640
}

// base is a word without the signs after it.
func (w *word) base() string {
	if last := w.text[len(w.text)-1]; last != '+' && last != '#' {
		return w.text
	}
	if base := strings.TrimRight(w.text, "+#"); w.class == letters && base != "" {
		return base
	}
	return w.text
}

// keys calls add with what the index keeps of a word, besides its parts.
func (w *word) keys(add func(key string)) {
	switch w.class {
	case letters:
		base := w.base()
		add(stem(clip(base)))
		if base != w.text {
			add(clip(w.text))
		}
	case symbol:
		add(w.text)
	case script:
		ones(w.text, add)
		grams(w.text, 2, add)
	}
}

// ones calls add with every character.
func ones(s string, add func(string)) {
	for at, size := 0, 0; at < len(s); at += size {
		_, size = utf8.DecodeRuneInString(s[at:])
		add(s[at : at+size])
	}
}

// grams calls add with every run of n characters.
func grams(s string, n int, add func(string)) {
	var starts [8]int // a ring of where the last n characters began
	count := 0
	for at := range s {
		if count >= n {
			add(s[starts[count%n]:at])
		}
		starts[count%n] = at
		count++
	}
	if count >= n {
		add(s[starts[count%n]:])
	}
}

// clip cuts a word to what is indexed of it.
func clip(w string) string {
	if len(w) <= maxWordBytes {
		return w
	}
	at := maxWordBytes
	for !utf8.RuneStart(w[at]) {
		at--
	}
	return w[:at]
}
