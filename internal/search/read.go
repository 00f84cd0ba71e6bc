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
	if s.sparse && s.spread() {
		var err error
		if hits, err = s.sift(hits); err != nil {
			return nil, err
		}
	}
	if len(hits) == 0 {
		return nil, nil
	}
	rows, err := s.messagesAt.QueryContext(s.ctx, places(hits), s.user)
	if err != nil {
		return nil, fmt.Errorf("read hits: %w", err)
	}
	defer rows.Close()
	found := make([]Result, 0, len(hits))
	for rows.Next() {
		var m collections.Message
		if err := collections.ScanPublic(rows, &m); err != nil {
			return nil, fmt.Errorf("read hits: %w", err)
		}
		if marks, ok := s.accepts(&m, s.cursor.partly); ok {
			found = append(found, Result{Message: m, Room: s.rooms[m.Room].Room, Snippet: snippet(m.BodyText, marks)})
		}
	}
	s.sparse = 2*len(found) < asked
	return newestFirst(found), rows.Err()
}

// newestFirst sorts results. They are big, so their places are sorted first.
func newestFirst(found []Result) []Result {
	order := make([]int, len(found))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(found[b].Message.Seq, found[a].Message.Seq) })
	sorted := make([]Result, len(found))
	for i, at := range order {
		sorted[i] = found[at]
	}
	return sorted
}

// spread reports whether most hits may turn out not to match, so that reading them whole is a waste.
func (p *plan) spread() bool {
	return slices.ContainsFunc(p.terms, func(t term) bool { return len(t.words) > 1 })
}

// sift keeps the hits whose texts match. Nothing of them is shown yet.
func (s *seeking) sift(hits []hit) ([]hit, error) {
	matching := make(map[int64]struct{}, s.limit)
	for some := range slices.Chunk(hits, textsAtOnce) {
		if err := s.readTexts(some, matching); err != nil {
			return nil, err
		}
	}
	kept := make([]hit, 0, len(matching)) // the hits stay as they are: the last one is where the next page begins
	for i := range hits {
		if _, ok := matching[hits[i].seq]; ok {
			kept = append(kept, hits[i])
		}
	}
	return kept, nil
}

// textsAtOnce is how many texts are read at once: neighbours share pages, which stay in the reader's cache meanwhile.
const textsAtOnce = 200

// readTexts adds which of the hits have texts that match.
func (s *seeking) readTexts(hits []hit, matching map[int64]struct{}) error {
	var lengths, texts string
	if err := s.textsAt.QueryRowContext(s.ctx, places(hits)).Scan(&lengths, &texts); err != nil {
		return fmt.Errorf("read texts: %w", err)
	}
	for lengths != "" {
		var seq, length int64
		var err error
		if seq, lengths, err = cutNumber(lengths); err != nil {
			return err
		}
		if length, lengths, err = cutNumber(lengths); err != nil {
			return err
		}
		text := texts[:length]
		texts = texts[length:]
		if _, ok := s.match(text, s.cursor.partly); ok {
			matching[seq] = struct{}{}
		}
	}
	return nil
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
	messages := make([]collections.Message, len(s.answer.Results))
	for i := range messages {
		messages[i] = s.answer.Results[i].Message
	}
	if err := collections.AttachBoosts(s.boostsOf, messages); err != nil {
		return fmt.Errorf("read boosts: %w", err)
	}
	for i := range messages {
		s.answer.Results[i].Message = messages[i]
	}
	return nil
}
