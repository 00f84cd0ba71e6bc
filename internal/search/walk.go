package search

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// walks read a stretch of an index, the seqs with the keys from the newest on, as one row: a row costs the driver more than
// a hit costs the index.
var walks = [2]string{inWords: stretchOf("words"), inParts: stretchOf("parts")}

func stretchOf(index string) string {
	// note: + 0, for SQLite compiles a statement anew whenever the parameter of its LIMIT is bound.
	return `SELECT COALESCE(group_concat(seq), '') FROM (SELECT rowid AS seq FROM ` + index + ` WHERE ` + index + ` MATCH ?
		AND rowid BETWEEN ? AND ? ORDER BY rowid DESC LIMIT ? + 0)`
}

const (
	inWords = iota
	inParts
)

const (
	// denseShare is the share of all messages from which on skipping those of other rooms is cheaper than asking the
	// index for each room.
	denseShare = 0.12
	// maxSkipped is how many messages of other rooms one walk passes over before it asks for each room after all.
	maxSkipped = 2000
	// maxStretch bounds how many hits are read at once, and stretchGrowth is how much longer the next stretch is; for a
	// phrase phraseGrowth.
	maxStretch    = 2048
	stretchGrowth = 2
	phraseGrowth  = 4
	// stretchMargin is how much more than what is needed on average is read at first: less often a second stretch.
	stretchMargin = 1.15
)

// hit is a message that the index named.
type hit struct {
	seq, rseq int64
	room      string
	changed   bool // it may have the key of a former text only
}

// walk is one way through an index: every hit in order, newest first.
type walk struct {
	ctx        context.Context
	file       *file
	index      int // inWords or inParts
	expression string
	rooms      map[int64]string // the caller's, by their number in the index
	perRoom    string           // the expression that names the rooms
	from, to   int64            // what is left to read
	stretch    int              // how many hits are read next
	growth     int              // how many times as many after that
	found      []hit            // read, and not yet taken
	at         int              // of found
	skipped    int
	strict     bool // the rooms are part of the expression
	ended      bool // the index has no more
}

// peek returns the next hit in a room of the caller's and leaves it there; nil at the end. It is good until the next call.
func (w *walk) peek() (*hit, error) {
	for w.at == len(w.found) {
		if w.ended || w.from > w.to {
			return nil, nil
		}
		if err := w.read(); err != nil {
			return nil, err
		}
	}
	return &w.found[w.at], nil
}

// read reads the next stretch.
func (w *walk) read() error {
	expression := w.expression
	if w.strict {
		expression = strings.TrimPrefix(expression+" AND "+w.perRoom, " AND ")
	}
	var seqs string
	if err := w.file.queries[w.index].QueryRowContext(w.ctx, expression, w.from, w.to, w.stretch).Scan(&seqs); err != nil {
		return fmt.Errorf("search: %w", err)
	}
	numbers := make([]int64, 0, strings.Count(seqs, ",")+1)
	for seqs != "" {
		var seq int64
		var err error
		if seq, seqs, err = cutNumber(seqs); err != nil {
			return err
		}
		numbers = append(numbers, seq)
	}
	if w.ended = len(numbers) < w.stretch; len(numbers) > 0 {
		w.to = numbers[len(numbers)-1] - 1
	}
	if err := w.place(numbers); err != nil {
		return err
	}
	w.stretch = min(w.stretch*w.growth, maxStretch)
	w.strict = w.strict || w.skipped > maxSkipped
	return nil
}

// place takes the hits that are in rooms of the caller's.
func (w *walk) place(seqs []int64) error {
	blocks, err := w.file.blocks.of(w.ctx, w.file, seqs)
	if err != nil {
		return err
	}
	w.found, w.at = slices.Grow(w.found[:0], len(seqs)), 0
	for i, seq := range seqs {
		p, ok := placeAt(blocks[i], seq)
		if !ok {
			continue // deleted
		}
		if id, own := w.rooms[p.room]; own {
			w.found = append(w.found, hit{seq: seq, rseq: p.rseq, room: id, changed: p.changed})
		} else {
			w.skipped++
		}
	}
	return nil
}

// cutNumber reads the first of numbers with commas between them.
func cutNumber(list string) (n int64, rest string, err error) {
	at := 0
	for ; at < len(list) && list[at] != ','; at++ {
		digit := list[at] - '0'
		if digit > 9 || at == maxDigits {
			return 0, "", fmt.Errorf("search: %q is no number", clipTo(list, maxDigits))
		}
		n = 10*n + int64(digit)
	}
	return n, list[min(at+1, len(list)):], nil
}

// maxDigits is how long a number can be that an int64 surely holds.
const maxDigits = 18

// merged takes the newer hit of two walks, and one that both have once.
type merged struct{ walks []*walk }

// next returns the next hit, nil at the end. It is good until the next call.
func (m *merged) next() (*hit, error) {
	var newest *hit
	for _, w := range m.walks {
		h, err := w.peek()
		if err != nil {
			return nil, err
		}
		if h != nil && (newest == nil || h.seq > newest.seq) {
			newest = h
		}
	}
	if newest == nil {
		return nil, nil
	}
	for _, w := range m.walks {
		if w.at < len(w.found) && w.found[w.at].seq == newest.seq {
			w.at++
		}
	}
	return newest, nil
}
