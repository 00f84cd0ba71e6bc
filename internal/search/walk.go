package search

import (
	"context"
	"database/sql"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// The walks go through an index from the newest message on and stop when there is enough. Neighbours share a row of places.
var walks = [2]string{
	inWords: `SELECT w.rowid, p.packed FROM words w CROSS JOIN places p ON p.block = w.rowid >> ` + strconv.Itoa(blockBits) + `
		WHERE words MATCH ? AND w.rowid BETWEEN ? AND ? ORDER BY w.rowid DESC`,
	inParts: `SELECT w.rowid, p.packed FROM parts w CROSS JOIN places p ON p.block = w.rowid >> ` + strconv.Itoa(blockBits) + `
		WHERE parts MATCH ? AND w.rowid BETWEEN ? AND ? ORDER BY w.rowid DESC`,
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
		h := hit{}
		var packed sql.RawBytes
		if err := w.rows.Scan(&h.seq, &packed); err != nil {
			return nil, fmt.Errorf("search: %w", err)
		}
		p, found := placeAt(packed, h.seq)
		if !found {
			continue // deleted
		}
		if id, own := w.rooms[p.room]; own {
			h.room, h.rseq, h.changed = id, p.rseq, p.changed
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
