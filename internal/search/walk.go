package search

import (
	"context"
	"database/sql"
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode/utf8"
)

// The walks go through an index from the newest message on and stop when there is enough.
var walks = [2]string{
	inWords: `SELECT w.rowid, p.room, p.rseq FROM words w CROSS JOIN places p ON p.seq = w.rowid
		WHERE words MATCH ? AND w.rowid BETWEEN ? AND ? ORDER BY w.rowid DESC`,
	inParts: `SELECT w.rowid, p.room, p.rseq FROM parts w CROSS JOIN places p ON p.seq = w.rowid
		WHERE parts MATCH ? AND w.rowid BETWEEN ? AND ? ORDER BY w.rowid DESC`,
}

const (
	inWords = iota
	inParts
)

// sqlBeginnings are the words that begin with something, the ones in use most first.
const sqlBeginnings = `SELECT word, COALESCE(stem, word) FROM vocabulary WHERE word >= ? AND word < ? ORDER BY uses DESC LIMIT ?`

const (
	// maxBeginnings is how many words a beginning stands for; rarer ones are found as parts.
	maxBeginnings = 24
	// maxGrams bounds how many runs of three characters of one word are asked for; a hit is read again anyway.
	maxGrams = 10
	// denseShare is the share of all messages from which on skipping those of other rooms is cheaper than asking the
	// index for each room.
	denseShare = 0.12
	// maxSkipped is how many messages of other rooms one walk passes over before it asks for each room after all.
	maxSkipped = 2000
)

// hit is a message that the index named.
type hit struct {
	seq, rseq int64
	room      string
}

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

// wordsExpression asks the index of words for the terms and filters. sure says that what has the keys also matches, as
// far as beginnings go.
func (f *file) wordsExpression(ctx context.Context, terms []term, filters []string) (expression string, sure bool, err error) {
	var parts []string
	sure = true
	seen := map[string]bool{}
	add := func(part string) {
		if !seen[part] {
			seen[part] = true
			parts = append(parts, part)
		}
	}
	for i := range terms {
		t := &terms[i]
		for j := range t.words {
			w := &t.words[j]
			if w.class == letters && w.base() == w.text && t.open && j == len(t.words)-1 {
				if utf8.RuneCountInString(w.text) == 1 && len(parts) > 0 {
					sure = false
					continue // begins too many words to ask for; the hits of the others are read anyway
				}
				alternatives, all, err := f.beginnings(ctx, w.text)
				if err != nil {
					return "", false, err
				}
				sure = sure && all
				add(anyOf(alternatives))
				continue
			}
			w.asked(func(key string) { add(quote(key)) })
		}
	}
	for _, filter := range filters {
		add(filter)
	}
	return strings.Join(parts, " AND "), sure, nil
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

// beginnings returns the keys of a word and of those that begin with it. sure says that they are all, and that every
// message with one of them has such a word: the key of running is run, which does not begin with runn.
func (f *file) beginnings(ctx context.Context, beginning string) (keys []string, sure bool, err error) {
	beginning = clip(beginning)
	keys = []string{stem(beginning)}
	if utf8.RuneCountInString(beginning) < 2 {
		return keys, true, nil // half the vocabulary
	}
	rows, err := f.vocabulary.QueryContext(ctx, beginning, beginning+"\U0010ffff", maxBeginnings)
	if err != nil {
		return nil, false, fmt.Errorf("look up beginnings: %w", err)
	}
	defer rows.Close()
	count := 0
	sure = true
	for rows.Next() {
		var word, key string
		if err := rows.Scan(&word, &key); err != nil {
			return nil, false, fmt.Errorf("look up beginnings: %w", err)
		}
		if count++; !slices.Contains(keys, key) {
			keys = append(keys, key)
			sure = sure && strings.HasPrefix(key, beginning)
		}
	}
	return keys, sure && count < maxBeginnings, rows.Err()
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
			var keys []string
			grams(clip(w.base()), 3, func(key string) {
				if !slices.Contains(keys, key) {
					keys = append(keys, key)
				}
			})
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

// walk is one way through an index: every hit in order, newest first.
type walk struct {
	ctx        context.Context
	query      *sql.Stmt
	expression string
	rooms      map[int64]string // the caller's, by their number in the index
	perRoom    string           // the expression that names the rooms
	from, to   int64
	rows       *sql.Rows
	skipped    int
	strict     bool // the rooms are part of the expression
	peeked     *hit
}

func (w *walk) open() error {
	expression := w.expression
	if w.strict {
		expression = strings.TrimPrefix(expression+" AND "+w.perRoom, " AND ")
	}
	rows, err := w.query.QueryContext(w.ctx, expression, w.from, w.to)
	if err != nil {
		return fmt.Errorf("search: %w", err)
	}
	w.rows = rows
	return nil
}

// next returns the next hit in a room of the caller's, nil at the end.
func (w *walk) next() (*hit, error) {
	if w.peeked != nil {
		h := w.peeked
		w.peeked = nil
		return h, nil
	}
	if w.rows == nil {
		if err := w.open(); err != nil {
			return nil, err
		}
	}
	for w.rows.Next() {
		var h hit
		var room int64
		if err := w.rows.Scan(&h.seq, &room, &h.rseq); err != nil {
			return nil, fmt.Errorf("search: %w", err)
		}
		if id, own := w.rooms[room]; own {
			h.room = id
			return &h, nil
		}
		if w.skipped++; w.skipped > maxSkipped && !w.strict {
			w.close()
			w.strict, w.to = true, h.seq-1
			return w.next()
		}
	}
	return nil, w.rows.Err()
}

func (w *walk) peek() (*hit, error) {
	h, err := w.next()
	w.peeked = h
	return h, err
}

func (w *walk) close() {
	if w.rows != nil {
		w.rows.Close()
		w.rows = nil
	}
}

// merged takes the newer hit of two walks, and one that both have once.
type merged struct{ walks []*walk }

func (m *merged) next() (*hit, error) {
	var newest *walk
	var best int64 = math.MinInt64
	for _, w := range m.walks {
		h, err := w.peek()
		if err != nil {
			return nil, err
		}
		if h != nil && h.seq > best {
			newest, best = w, h.seq
		}
	}
	if newest == nil {
		return nil, nil
	}
	for _, w := range m.walks {
		if h := w.peeked; w != newest && h != nil && h.seq == best {
			w.peeked = nil
		}
	}
	return newest.next()
}

func (m *merged) close() {
	for _, w := range m.walks {
		w.close()
	}
}
