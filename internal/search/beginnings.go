package search

import "sync"

// maxKnown bounds the look-ups in the vocabulary that are kept in memory.
const maxKnown = 1024

// beginning is what the vocabulary has of the words that begin with something.
type beginning struct {
	keys []string // what the index has for them
	uses int64    // about how often they came
	// sure says that the keys are all, and that every message with one of them has such a word.
	sure bool
}

// vocabulary are the look-ups that were made last: who types a word looks up what begins with it with every letter.
type vocabulary struct {
	mu         sync.Mutex
	beginnings map[string]beginning
	uses       map[string]int64
	changes    int
}

// change forgets what a transaction has added words to, once it is committed; nil: it is not known which.
func (v *vocabulary) change(used map[string]*use) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.changes++
	if used == nil {
		clear(v.beginnings)
		clear(v.uses)
	}
	for word := range used {
		delete(v.uses, word)
		for end := 1; end <= len(word) && len(v.beginnings) > 0; end++ {
			delete(v.beginnings, word[:end])
		}
	}
}

// lookUp returns what is in known, or what read finds. Both maps of v are used like this.
func lookUp[T any](v *vocabulary, known *map[string]T, word string, read func() (T, error)) (T, error) {
	v.mu.Lock()
	found, ok := (*known)[word]
	changes := v.changes
	v.mu.Unlock()
	if ok {
		return found, nil
	}
	found, err := read()
	if err != nil {
		return found, err
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.changes != changes {
		return found, nil // it may be old
	}
	if *known == nil || len(*known) >= maxKnown {
		*known = map[string]T{}
	}
	(*known)[word] = found
	return found, nil
}
