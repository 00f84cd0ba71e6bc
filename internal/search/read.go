package search

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"campfire/collections"
)

// readHits reads the messages of hits as they are now, in order, and keeps those that the caller may see and that match.
func (s *seeking) readHits(hits []hit) ([]Result, error) {
	asked := len(hits)
	s.read += asked
	if s.sparse && s.spread() || s.quoted() {
		var err error
		if hits, err = s.sift(hits); err != nil {
			return nil, err
		}
	}
	if len(hits) == 0 {
		return nil, nil
	}
	found, taken := make([]Result, len(hits)), 0
	accept := func(at int, m *collections.Message) {
		if marks, ok := s.accepts(m, s.cursor.partly); ok {
			found[at] = Result{Message: *m, Room: s.rooms[m.Room].Room, Snippet: snippet(m.BodyText, marks)}
			taken++
		}
	}
	others, err := s.recall(hits, accept)
	if err == nil && len(others) > 0 {
		err = s.readWhole(hits, others, accept)
	}
	if err != nil {
		return nil, fmt.Errorf("read hits: %w", err)
	}
	s.sparse = 2*taken < asked
	if taken < len(found) {
		found = slices.DeleteFunc(found, func(r Result) bool { return r.Message.Seq == 0 })
	}
	return found, nil
}

// recall takes the hits whose messages are in memory and still are what they were, if the caller may see them, and returns
// those that have to be read.
func (s *seeking) recall(hits []hit, accept func(at int, m *collections.Message)) (others []hit, err error) {
	known, some := s.file.messages.known(hits)
	if !some {
		return hits, nil
	}
	var asked []hit
	for at, m := range known {
		if m != nil {
			asked = append(asked, hits[at])
		} else {
			others = append(others, hits[at])
		}
	}
	var newest string
	if err := s.newestAt.QueryRowContext(s.ctx, places(asked), s.user).Scan(&newest); err != nil {
		return nil, err
	}
	for newest != "" {
		var seq, event int64
		if seq, newest, err = cutNumber(newest); err != nil {
			return nil, err
		}
		if event, newest, err = cutNumber(newest); err != nil {
			return nil, err
		}
		at, ours := findHit(hits, seq)
		switch {
		case !ours || known[at] == nil: // the index is wrong about what is there
		case known[at].EventSeq == event:
			accept(at, known[at])
		default:
			others = append(others, hits[at])
		}
	}
	return others, nil
}

// readWhole takes those of the hits that the caller may see, and keeps what it has read.
func (s *seeking) readWhole(hits, asked []hit, accept func(at int, m *collections.Message)) error {
	rows, err := s.hitsAt.QueryContext(s.ctx, places(asked), s.user)
	if err != nil {
		return err
	}
	defer rows.Close()
	all := make([]*collections.Message, 0, len(asked))
	for rows.Next() {
		m := new(collections.Message) // each goes by itself
		if err := collections.ScanHit(rows, m); err != nil {
			return err
		}
		at, ours := findHit(hits, m.Seq)
		if !ours || hits[at].rseq != m.RSeq {
			continue // the index is wrong about what is there
		}
		m.Room = hits[at].room
		accept(at, m)
		all = append(all, m)
	}
	s.file.messages.keep(all)
	return rows.Err()
}

// spread reports whether most hits may turn out not to match, so that reading them whole is a waste.
func (p *plan) spread() bool {
	return slices.ContainsFunc(p.terms, func(t term) bool { return len(t.words) > 1 })
}

// quoted reports whether words were put into quotes: most messages that have them have them elsewhere.
func (p *plan) quoted() bool {
	return slices.ContainsFunc(p.terms, func(t term) bool { return len(t.words) > 1 && t.exact })
}

// sift keeps the hits whose texts match. Nothing of them is shown yet.
func (s *seeking) sift(hits []hit) ([]hit, error) {
	said := make([]string, len(hits))
	missing, changes := s.file.texts.known(hits, said)
	for some := range slices.Chunk(missing, textsAtOnce) {
		seqs, texts, err := s.readTexts(some)
		if err != nil {
			return nil, err
		}
		for i, seq := range seqs {
			if at, ours := findHit(hits, seq); ours {
				said[at] = texts[i]
			}
		}
		s.file.texts.keep(seqs, texts, changes)
	}
	kept := make([]hit, 0, s.limit) // the hits stay as they are: the last one is where the next page begins
	for i := range hits {
		if _, ok := s.match(said[i], s.cursor.partly); ok { // what is not there any more says nothing
			kept = append(kept, hits[i])
		}
	}
	return kept, nil
}

// findHit finds a hit among those that are newest first.
func findHit(hits []hit, seq int64) (at int, found bool) {
	return slices.BinarySearchFunc(hits, seq, func(h hit, seq int64) int { return cmp.Compare(seq, h.seq) })
}

// textsAtOnce is how many texts are read at once: neighbours share pages, which stay in the reader's cache meanwhile.
const textsAtOnce = 200

// readTexts returns what the messages of hits say, in any order.
func (s *seeking) readTexts(hits []hit) (seqs []int64, said []string, err error) {
	var lengths, texts string
	if err := s.textsAt.QueryRowContext(s.ctx, places(hits)).Scan(&lengths, &texts); err != nil {
		return nil, nil, fmt.Errorf("read texts: %w", err)
	}
	for lengths != "" {
		var seq, length int64
		if seq, lengths, err = cutNumber(lengths); err != nil {
			return nil, nil, err
		}
		if length, lengths, err = cutNumber(lengths); err != nil {
			return nil, nil, err
		}
		seqs, said = append(seqs, seq), append(said, texts[:length])
		texts = texts[length:]
	}
	return seqs, said, nil
}

// places renders where hits are as a JSON object of room to numbers. Ids need no escaping.
func places(hits []hit) string {
	rooms := map[string][]byte{}
	for i := range hits {
		numbers := append(rooms[hits[i].room], ',')
		rooms[hits[i].room] = strconv.AppendInt(numbers, hits[i].rseq, 10)
	}
	b := make([]byte, 0, 8*len(hits)+24*len(rooms))
	for room, numbers := range rooms {
		b = append(b, ',', '"')
		b = append(b, room...)
		b = append(b, '"', ':', '[')
		b = append(b, numbers[1:]...)
		b = append(b, ']')
	}
	b[0] = '{'
	return string(append(b, '}'))
}

func (s *seeking) attachBoosts() error {
	results := s.answer.Results
	err := collections.AttachBoostsTo(s.boostsOf, len(results), func(i int) *collections.Message { return &results[i].Message })
	if err != nil {
		return fmt.Errorf("read boosts: %w", err)
	}
	return nil
}
