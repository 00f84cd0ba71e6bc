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
	s.read += len(hits)
	if s.spread() {
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
	slices.SortFunc(found, func(a, b Result) int { return cmp.Compare(b.Message.Seq, a.Message.Seq) })
	return found, rows.Err()
}

// spread reports whether most hits may turn out not to match, so that reading them whole is a waste.
func (p *plan) spread() bool {
	return slices.ContainsFunc(p.terms, func(t term) bool { return len(t.words) > 1 })
}

// sift keeps the hits whose texts match. Nothing of them is shown yet.
func (s *seeking) sift(hits []hit) ([]hit, error) {
	rows, err := s.textsAt.QueryContext(s.ctx, places(hits))
	if err != nil {
		return nil, fmt.Errorf("read texts: %w", err)
	}
	defer rows.Close()
	matching := make(map[int64]struct{}, len(hits))
	for rows.Next() {
		var seq int64
		var text string
		if err := rows.Scan(&seq, &text); err != nil {
			return nil, fmt.Errorf("read texts: %w", err)
		}
		if _, ok := s.match(text, s.cursor.partly); ok {
			matching[seq] = struct{}{}
		}
	}
	kept := make([]hit, 0, len(matching)) // the hits stay as they are: behind the last one the next page begins
	for i := range hits {
		if _, ok := matching[hits[i].seq]; ok {
			kept = append(kept, hits[i])
		}
	}
	return kept, rows.Err()
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
