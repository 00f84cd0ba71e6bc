package search

import (
	"strings"
	"sync"

	"github.com/kljensen/snowball/english"
)

// stem reduces an English word to what its forms share; other words stay as they are.
func stem(w string) string {
	if len(w) < 3 || len(w) > maxWordBytes {
		return w
	}
	for i := range len(w) {
		if w[i] < 'a' || w[i] > 'z' {
			return w
		}
	}
	return english.Stem(w, true)
}

// maxStems bounds the stems that are remembered.
const maxStems = 4096

// stems are those of words that searches met last: the same words come again and again.
var stems struct {
	sync.RWMutex
	of map[string]string
}

// stemOf is stem, which takes as long as reading ten words, remembered.
func stemOf(w string) string {
	stems.RLock()
	known, ok := stems.of[w]
	stems.RUnlock()
	if ok {
		return known
	}
	known = stem(w)
	stems.Lock()
	defer stems.Unlock()
	if stems.of == nil || len(stems.of) >= maxStems {
		stems.of = map[string]string{}
	}
	stems.of[strings.Clone(w)] = strings.Clone(known) // not to hold the text that they are a part of
	return known
}

// mayStem is a quick look at whether a word could have a stem: but for its last letter, a stem is how its word begins.
// dying and its like are the exception (die).
func mayStem(w, stem string) bool {
	return strings.HasPrefix(w, stem[:max(0, len(stem)-1)]) || len(w) > 2 && w[1] == 'y' && w[0] == stem[0]
}
