package search

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

const (
	sqlUses     = `SELECT uses FROM vocabulary WHERE word = ?`
	sqlBlocksAt = `SELECT block, packed FROM places WHERE block IN (SELECT value FROM json_each(?))`
)

// sqlBeginnings are the words that begin with something, the ones in use most first. Their number is no parameter: SQLite
// compiles a statement anew whenever the parameter of its LIMIT is bound, which takes longer than the look-up.
var sqlBeginnings = `SELECT word, uses FROM vocabulary WHERE word >= ? AND word < ? ORDER BY uses DESC LIMIT ` + strconv.Itoa(maxBeginnings)

const (
	// maxBeginnings is how many words a beginning stands for; rarer ones are found as parts.
	maxBeginnings = 24
	// maxGrams bounds how many runs of three characters of one word are asked for; a hit is read again anyway.
	maxGrams = 10
	// A word is common from one in commonShare messages on, and rare below one in rareShare.
	commonShare, rareShare = 4, 10
)

// quote makes a key one token of the index's language, whatever is in it.
func quote(key string) string { return `"` + strings.ReplaceAll(key, `"`, `""`) + `"` }

func anyOf(keys []string) string {
	quoted := make([]string, len(keys))
	for i, key := range keys {
		quoted[i] = quote(key)
	}
	if len(quoted) == 1 {
		return quoted[0]
	}
	return "(" + strings.Join(quoted, " OR ") + ")"
}

// key is one thing that a message must have, in the index's language.
type key struct {
	text string
	// uses is about how many messages have it, if that is known. free says that the hit is read in any case if this is
	// not asked for.
	uses int64
	free bool
}

// wordsExpression asks the index of words for the terms and filters. sure says that what has the keys also matches, as
// far as beginnings go.
func (f *file) wordsExpression(ctx context.Context, p *plan, filters []string) (expression string, sure bool, err error) {
	var keys []key
	sure = true
	add := func(k key) {
		if !slices.ContainsFunc(keys, func(other key) bool { return other.text == k.text }) {
			keys = append(keys, k)
		}
	}
	for i := range p.terms {
		t := &p.terms[i]
		for j := range t.words {
			w := &t.words[j]
			if w.class == letters && w.base() == w.text && t.open && j == len(t.words)-1 {
				if utf8.RuneCountInString(w.text) == 1 && len(keys) > 0 {
					sure = false
					continue // begins too many words to ask for; the hits of the others are read anyway
				}
				may, err := f.beginnings(ctx, w.text)
				if err != nil {
					return "", false, err
				}
				sure = sure && may.sure
				add(key{text: anyOf(may.keys), uses: may.uses})
				continue
			}
			k := key{free: len(t.words) == 1 && w.class == letters && len(p.terms) > 1}
			if k.free {
				if k.uses, err = f.usesOf(ctx, w.text); err != nil {
					return "", false, err
				}
			}
			w.asked(func(text string) {
				k.text = quote(text)
				add(k)
			})
		}
	}
	for _, filter := range filters {
		add(key{text: filter})
	}
	kept := withoutCommon(keys, p.documents)
	texts := make([]string, len(kept))
	for i := range kept {
		texts[i] = kept[i].text
	}
	return strings.Join(texts, " AND "), sure && len(kept) == len(keys), nil
}

// withoutCommon leaves out what most messages have when something else is rare: reading the few hits of the rare one is
// quicker than finding each in a list that long.
func withoutCommon(keys []key, documents int64) []key {
	isRare := func(k key) bool { return k.uses > 0 && k.uses < documents/rareShare }
	if !slices.ContainsFunc(keys, isRare) {
		return keys
	}
	return slices.DeleteFunc(slices.Clone(keys), func(k key) bool { return k.free && k.uses > documents/commonShare })
}

func (f *file) usesOf(ctx context.Context, word string) (int64, error) {
	word = clip(word)
	return lookUp(&f.known, &f.known.uses, word, func() (uses int64, err error) {
		err = f.uses.QueryRowContext(ctx, word).Scan(&uses)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return 0, fmt.Errorf("look up uses: %w", err)
		}
		return uses, nil
	})
}

// asked calls add with the keys that a message with the word surely has; all of them narrow most.
func (w *word) asked(add func(string)) {
	switch {
	case w.class == script && utf8.RuneCountInString(w.text) > 1:
		grams(w.text, 2, add)
	case w.class == letters && w.base() != w.text:
		add(clip(w.text))
	default:
		w.keys(add)
	}
}

// beginnings returns what a word may become, itself included.
func (f *file) beginnings(ctx context.Context, typed string) (beginning, error) {
	typed = clip(typed)
	if utf8.RuneCountInString(typed) < 2 {
		return beginning{keys: []string{stemOf(typed)}, sure: true}, nil // half the vocabulary
	}
	return lookUp(&f.known, &f.known.beginnings, typed, func() (beginning, error) { return f.readBeginnings(ctx, typed) })
}

func (f *file) readBeginnings(ctx context.Context, typed string) (b beginning, err error) {
	b = beginning{keys: []string{stemOf(typed)}, sure: true}
	rows, err := f.vocabulary.QueryContext(ctx, typed, typed+"\U0010ffff")
	if err != nil {
		return b, fmt.Errorf("look up beginnings: %w", err)
	}
	defer rows.Close()
	count := 0
	for rows.Next() {
		var word string
		var used int64
		if err := rows.Scan(&word, &used); err != nil {
			return b, fmt.Errorf("look up beginnings: %w", err)
		}
		b.uses += used
		key := stemOf(word)
		if count++; !slices.Contains(b.keys, key) {
			b.keys = append(b.keys, key)
			b.sure = b.sure && strings.HasPrefix(key, typed) // the key of running is run, which does not begin with runn
		}
	}
	b.sure = b.sure && count < maxBeginnings
	return b, rows.Err()
}

// partsExpression asks the index of parts; "" when the terms have none.
func partsExpression(terms []term, filters []string) string {
	var parts []string
	for i := range terms {
		for j := range terms[i].words {
			w := &terms[i].words[j]
			if w.class != letters {
				continue
			}
			var all, keys []string
			grams(clip(w.base()), 3, func(key string) { all = append(all, key) })
			for at, key := range all {
				// Every second one, and the last: they still overlap, and each is a list to go through.
				if (at%2 == 0 || at == len(all)-1) && !slices.Contains(keys, key) {
					keys = append(keys, key)
				}
			}
			for _, key := range keys[:min(len(keys), maxGrams)] {
				parts = append(parts, quote(key))
			}
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return strings.Join(append(parts, filters...), " AND ")
}
