package search

import (
	"context"
	"fmt"
	"math"
	"slices"
	"time"
	"unicode/utf8"

	"campfire/collections"
)

// ownRoom is a room of the caller's.
type ownRoom struct {
	Room
	head, read int64
}

// plan is a request with everything looked up.
type plan struct {
	user      string
	terms     []term
	rooms     map[string]ownRoom // where to look: rooms that the caller is in
	from      []string           // by whom; nil is anybody
	has       []string
	unread    bool
	span      span
	documents int64   // in the index
	share     float64 // of all messages, how many lie in rooms
	narrow    bool    // a filter chose the rooms
	unknown   []string
	sure      bool   // what begins as the open word does is all of that
	words     []word // of the text that is being matched, kept for the next one
}

func (p *plan) empty() bool {
	return len(p.terms) == 0 && len(p.from) == 0 && len(p.has) == 0 && !p.unread && !p.narrow && p.span == span{}
}

// loose reports whether a message can have every key and yet not match.
func (p *plan) loose() bool {
	if p.unread || p.span != (span{}) || !p.sure {
		return true
	}
	for i := range p.terms {
		t := &p.terms[i]
		if len(t.words) > 1 || t.exact || t.words[0].class == script {
			return true
		}
	}
	return false
}

// hasParts reports whether a term could be a part of a longer word.
func (p *plan) hasParts() bool {
	return slices.ContainsFunc(p.terms, func(t term) bool {
		return len(t.words) == 1 && !t.exact && t.words[0].class == letters && utf8.RuneCountInString(t.words[0].base()) >= 3
	})
}

func (x *Index) plan(ctx context.Context, r Request) (*plan, error) {
	q := parse(r.Text)
	p := &plan{user: r.User, terms: q.terms, rooms: map[string]ownRoom{}, unread: r.Unread}
	if err := x.readRooms(ctx, p, r.Scope); err != nil {
		return nil, err
	}
	if err := p.fields(r); err != nil {
		return nil, err
	}
	if err := x.names(p, q.named); err != nil {
		return nil, err
	}
	var mine int64
	for id, room := range p.rooms {
		if p.unread && room.read >= room.head {
			delete(p.rooms, id)
			continue
		}
		mine += room.head
	}
	p.documents = x.documents.Load()
	p.share = float64(mine) / float64(max(1, p.documents))
	return p, nil
}

func (x *Index) readRooms(ctx context.Context, p *plan, scope *collections.Scope) error {
	rows, err := x.roomsOf.QueryContext(ctx, p.user)
	if err != nil {
		return fmt.Errorf("read rooms: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var room ownRoom
		if err := rows.Scan(&room.ID, &room.Kind, &room.Name, &room.head, &room.read); err != nil {
			return fmt.Errorf("read rooms: %w", err)
		}
		if scope.Reaches(room.ID) {
			p.rooms[room.ID] = room
		}
	}
	return rows.Err()
}

// fields takes the filters that are given as ids and times.
func (p *plan) fields(r Request) error {
	if r.Room != "" {
		room, own := p.rooms[r.Room]
		if !own {
			return ErrNotFound
		}
		p.rooms, p.narrow = map[string]ownRoom{r.Room: room}, true
	}
	if r.From != "" {
		if !collections.ValidID(r.From) {
			return InvalidFilter{"from"}
		}
		p.from = []string{r.From}
	}
	if r.Has != "" {
		if !slices.Contains(Has, r.Has) {
			return InvalidFilter{"has"}
		}
		p.has = append(p.has, r.Has)
	}
	if r.Before != "" && !p.span.narrow("before", r.Before) {
		return InvalidFilter{"before"}
	}
	if r.After != "" && !p.span.narrow("after", r.After) {
		return InvalidFilter{"after"}
	}
	return nil
}

// accepts reports whether a message is what was asked for, and where it matches.
func (p *plan) accepts(m *collections.Message, partly bool) ([]mark, bool) {
	room, own := p.rooms[m.Room]
	if !own || p.unread && m.RSeq <= room.read || p.from != nil && !slices.Contains(p.from, m.Author) {
		return nil, false
	}
	for _, what := range p.has {
		if !has(m, what) {
			return nil, false
		}
	}
	if p.span != (span{}) {
		at, _, ok := readTime(m.Created)
		if !ok || at.Before(p.span.from) || !p.span.until.IsZero() && !at.Before(p.span.until) {
			return nil, false
		}
	}
	return p.match(m.BodyText, partly)
}

// walks opens the ways through the index that the plan asks for.
func (s *seeking) walks() (*merged, error) {
	var filters, roomKeys []string
	if len(s.from) > 0 {
		keys := make([]string, len(s.from))
		for i, id := range s.from {
			keys[i] = fromKey(id)
		}
		filters = append(filters, anyOf(keys))
	}
	for _, what := range s.has {
		filters = append(filters, quote(hasKey(what)))
	}
	numbers := map[int64]string{}
	s.numbers.Range(func(number, id any) bool {
		if _, own := s.rooms[id.(string)]; own {
			numbers[number.(int64)] = id.(string)
			roomKeys = append(roomKeys, roomKey(id.(string)))
		}
		return true
	})
	if len(numbers) == 0 || s.from != nil && len(s.from) == 0 {
		return &merged{}, nil // nothing was said there, or nobody is both
	}
	base := walk{ctx: s.ctx, file: s.file, rooms: numbers, perRoom: anyOf(roomKeys), from: 1, to: math.MaxInt64, growth: stretchGrowth}
	if s.quoted() {
		base.growth = phraseGrowth
	}
	if s.cursor.before > 0 {
		base.to = s.cursor.before - 1
	}
	if err := s.file.days(s.ctx, s.span, &base); err != nil {
		return nil, err
	}
	if base.from > base.to {
		return &merged{}, nil // nothing was said then
	}
	words := base
	words.index = inWords
	var err error
	if words.expression, s.sure, err = s.file.wordsExpression(s.ctx, s.plan, filters); err != nil {
		return nil, err
	}
	words.strict = s.share < denseShare || words.expression == ""
	words.stretch = s.stretch(words.strict)
	found := &merged{walks: []*walk{&words}}
	if s.cursor.partly {
		parts := base
		parts.index, parts.expression = inParts, partsExpression(s.terms, nil)
		parts.strict = s.share < denseShare
		parts.stretch = s.stretch(parts.strict)
		found.walks = append(found.walks, &parts)
	}
	return found, nil
}

// stretch is how many hits a walk is likely to need, those of other rooms included.
func (s *seeking) stretch(strict bool) int {
	wanted := s.limit + 1
	switch {
	case s.quoted(): // many turn out not to match, and to begin again in long lists takes longer than to go on
		wanted *= 2
	case s.first && !s.loose() && !s.cursor.partly:
		wanted = max(wanted, countUpTo+1)
	}
	if strict {
		return wanted
	}
	return min(maxStretch, int(float64(wanted)*stretchMargin/max(s.share, denseShare)))
}

// days bounds a walk by the first and last message of the days that a span covers.
func (f *file) days(ctx context.Context, s span, w *walk) error {
	if s == (span{}) {
		return nil
	}
	until := int64(math.MaxInt64)
	if !s.until.IsZero() {
		until = s.until.Add(-time.Millisecond).Unix() / secondsPerDay
	}
	var first, last int64
	err := f.readers.QueryRowContext(ctx, "SELECT COALESCE(MIN(first), 1), COALESCE(MAX(last), 0) FROM days WHERE day BETWEEN ? AND ?",
		s.from.Unix()/secondsPerDay, until).Scan(&first, &last)
	if err != nil {
		return fmt.Errorf("look up days: %w", err)
	}
	w.from, w.to = max(w.from, first), min(w.to, last)
	return nil
}
