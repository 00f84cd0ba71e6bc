package search

import (
	"context"
	"errors"
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
	maxRead = 800
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
	first   bool // the page without a cursor, the only one with a count
	read    int
	counted int
	exact   bool // counted to the end
	sparse  bool // of the last hits most did not match
}

// run looks for whole words first. If those find little, parts of words count as well.
func (s *seeking) run() error {
	s.first = s.cursor.before == 0
	if err := s.page(); err != nil {
		return err
	}
	if s.first && !s.cursor.partly && len(s.answer.Results) < min(s.limit, enoughWhole) && s.answer.Next == "" && s.hasParts() {
		s.answer.Results, s.answer.Next, s.counted = []Result{}, "", 0
		s.cursor = cursor{partly: true}
		if err := s.page(); err != nil {
			return err
		}
	}
	if s.first {
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
	wanted := s.limit + 1
	for s.read < maxRead {
		batch, err := take(hits, min(wanted, maxRead-s.read))
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
			s.gather(found[:room])
			return s.more(hits, s.answer.Results)
		}
		s.gather(found)
		s.cursor.before = batch[len(batch)-1].seq
		wanted = s.enough(len(found), len(batch))
	}
	s.answer.Next = s.cursor.String()
	return nil
}

// gather adds results to the page. They are big, and the first ones most often all there are.
func (s *seeking) gather(found []Result) {
	if len(s.answer.Results) == 0 && len(found) > 0 {
		s.answer.Results = found
		return
	}
	s.answer.Results = append(s.answer.Results, found...)
}

// enough is how many hits are likely to fill the page, when so many of the last ones were true.
func (s *seeking) enough(found, read int) int {
	missing := s.limit + 1 - len(s.answer.Results)
	if found == 0 {
		return 4 * read
	}
	return min(4*read, missing*read/found*5/4+1)
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
	if !s.first || s.loose() || s.cursor.partly {
		return nil
	}
	var changed []hit // have to be read: their keys may be old
	for s.counted+len(changed) <= countUpTo && !s.exact {
		h, err := hits.next()
		switch {
		case err != nil:
			return err
		case h == nil:
			s.exact = true
		case h.changed:
			changed = append(changed, *h)
		default:
			s.counted++
		}
	}
	if len(changed) == 0 {
		return nil
	}
	found, err := s.readHits(changed)
	s.counted += len(found)
	return err
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
