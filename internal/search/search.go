package search

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"campfire/collections"
)

// PageDefault and PageMax are how many results a page has.
const (
	PageDefault = 40
	PageMax     = 100
)

const (
	// countUpTo is how far results are counted; beyond it they are many.
	countUpTo = 100
	// maxRead is how many hits one request reads in search of a page: the rest is behind its cursor.
	maxRead = 400
	// enoughWhole is how many results by whole words make parts of words not worth showing.
	enoughWhole = 10
)

// ErrNotFound says that the room asked for is none of the caller's. ErrInvalid says which filter makes no sense.
var (
	ErrNotFound = errors.New("no such room")
	ErrCursor   = errors.New("malformed cursor")
)

// InvalidFilter is a filter with a value that it cannot have.
type InvalidFilter struct{ Name string }

func (e InvalidFilter) Error() string { return e.Name + " is malformed" }

// Request is what somebody asks.
type Request struct {
	User string
	// Scope is what the bot's key allows; nil for a person.
	Scope *collections.Scope
	// Text is what they typed: words, and filters in their own words such as from:Jason.
	Text string
	// Room and From are ids, Before and After days or moments, Has one of Has; each may be left out.
	Room, From, Before, After, Has string
	// Unread asks for messages after the read marker only.
	Unread bool
	Cursor string
	Limit  int
}

// Room is the room of a result.
type Room struct {
	ID   string `json:"id"`
	Kind string `json:"kind"`
	Name string `json:"name"`
}

// Result is one message that was found.
type Result struct {
	Message collections.Message `json:"message"`
	Room    Room                `json:"room"`
	// Snippet is HTML: the text around the first match, escaped, with every match in a mark element.
	Snippet string `json:"snippet"`
}

// Answer is a page of results, newest first.
type Answer struct {
	Results []Result `json:"results"`
	// Next is the cursor of the next page, "" on the last one. A page may be short, or empty, and yet have a next one.
	Next string `json:"next"`
	// Count is how many there are; with Many there are more than that. It is on the first page only.
	Count int  `json:"count"`
	Many  bool `json:"many"`
	// Unknown are filters that name nobody and nothing; such a search finds nothing.
	Unknown []string `json:"unknown,omitempty"`
}

// Search answers one page.
func (x *Index) Search(ctx context.Context, r Request) (Answer, error) {
	answer := Answer{Results: []Result{}}
	at, err := readCursor(r.Cursor)
	if err != nil {
		return answer, err
	}
	p, err := x.plan(ctx, r)
	if err != nil {
		return answer, err
	}
	if answer.Unknown = p.unknown; len(p.unknown) > 0 || len(p.rooms) == 0 || p.empty() {
		return answer, nil
	}
	x.mu.RLock()
	defer x.mu.RUnlock()
	if x.file == nil || x.damage.Load() != nil {
		return answer, ErrUnavailable
	}
	s := &seeking{Index: x, plan: p, ctx: ctx, limit: r.Limit, cursor: at, answer: &answer}
	err = s.run()
	if isDamage(err) {
		x.broken(err)
		err = ErrUnavailable
	}
	return answer, err
}

// cursor is where a page begins, and whether parts of words count.
type cursor struct {
	before int64
	partly bool
}

func readCursor(text string) (c cursor, err error) {
	if text == "" {
		return c, nil
	}
	mode, number, _ := strings.Cut(text, ".")
	if c.before, err = strconv.ParseInt(number, 10, 64); err != nil || c.before < 1 || mode != "w" && mode != "p" {
		return c, ErrCursor
	}
	c.partly = mode == "p"
	return c, nil
}

func (c cursor) String() string {
	mode := "w."
	if c.partly {
		mode = "p."
	}
	return mode + strconv.FormatInt(c.before, 10)
}

// seeking is one search on its way.
type seeking struct {
	*Index
	*plan
	ctx     context.Context
	limit   int
	cursor  cursor
	answer  *Answer
	read    int
	counted int
	exact   bool // counted to the end
}

// run looks for whole words first. If those find little, parts of words count as well.
func (s *seeking) run() error {
	first := s.cursor.before == 0
	if err := s.page(); err != nil {
		return err
	}
	if first && !s.cursor.partly && len(s.answer.Results) < min(s.limit, enoughWhole) && s.answer.Next == "" && s.hasParts() {
		s.answer.Results, s.answer.Next, s.counted = []Result{}, "", 0
		s.cursor = cursor{partly: true}
		if err := s.page(); err != nil {
			return err
		}
	}
	if first {
		s.answer.Count, s.answer.Many = min(s.counted, countUpTo), s.counted > countUpTo || s.answer.Next != "" && !s.exact
	}
	return s.attachBoosts()
}

// page fills the answer from the cursor on.
func (s *seeking) page() error {
	hits, err := s.walks()
	if err != nil {
		return err
	}
	defer hits.close()
	wanted := s.limit
	for s.read < maxRead {
		batch, err := take(hits, wanted+1)
		if err != nil {
			return err
		}
		if len(batch) == 0 {
			return s.countRest(hits)
		}
		found, err := s.readHits(batch)
		if err != nil {
			return err
		}
		s.counted += len(found)
		if room := s.limit - len(s.answer.Results); len(found) > room {
			s.answer.Results = append(s.answer.Results, found[:room]...)
			return s.more(hits, s.answer.Results)
		}
		s.answer.Results = append(s.answer.Results, found...)
		s.cursor.before = batch[len(batch)-1].seq
		wanted = max(s.limit, 2*len(batch)) // few of the hits were true: read more at once
	}
	s.answer.Next = s.cursor.String()
	return nil
}

// more ends a full page: there is a next one.
func (s *seeking) more(hits *merged, results []Result) error {
	s.cursor.before = results[len(results)-1].Message.Seq
	s.answer.Next = s.cursor.String()
	return s.countRest(hits)
}

// countRest counts on through the hits that the index still has. Where a hit is not sure to match, the count is of the
// ones that were read.
func (s *seeking) countRest(hits *merged) error {
	if s.loose() || s.cursor.partly {
		return nil
	}
	for s.counted <= countUpTo {
		h, err := hits.next()
		if err != nil {
			return err
		}
		if h == nil {
			s.exact = true
			return nil
		}
		s.counted++
	}
	return nil
}

func take(hits *merged, n int) ([]hit, error) {
	batch := make([]hit, 0, n)
	for len(batch) < n {
		h, err := hits.next()
		if err != nil {
			return nil, err
		}
		if h == nil {
			break
		}
		batch = append(batch, *h)
	}
	return batch, nil
}

// readHits reads the messages of hits as they are now, in order, and keeps those that the caller may see and that match.
func (s *seeking) readHits(hits []hit) ([]Result, error) {
	s.read += len(hits)
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
	slices.SortFunc(found, func(a, b Result) int { return int(b.Message.Seq - a.Message.Seq) })
	return found, rows.Err()
}

// places renders where hits are as JSON. Ids need no escaping.
func places(hits []hit) string {
	b := make([]byte, 0, 32*len(hits))
	for i := range hits {
		b = append(b, ',', '[', '"')
		b = append(b, hits[i].room...)
		b = append(b, '"', ',')
		b = strconv.AppendInt(b, hits[i].rseq, 10)
		b = append(b, ']')
	}
	b[0] = '['
	return string(append(b, ']'))
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
