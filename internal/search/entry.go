package search

import (
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"campfire/collections"
)

// What a message can be asked to have.
const (
	HasLink    = "link"
	HasCode    = "code"
	HasMention = "mention"
	HasSound   = "sound"
)

// Has lists them.
var Has = []string{HasLink, HasCode, HasMention, HasSound}

func has(m *collections.Message, what string) bool {
	switch what {
	case HasLink:
		return strings.Contains(m.Body, "<a href")
	case HasCode:
		return strings.Contains(m.Body, "<code") || strings.Contains(m.Body, "<pre")
	case HasMention:
		return len(m.Mentions) > 0
	case HasSound:
		return m.Kind == collections.MessageSound
	}
	return false
}

// Keys of what is not a word. No word has a colon.
func roomKey(id string) string  { return "room:" + id }
func fromKey(id string) string  { return "from:" + id }
func hasKey(what string) string { return "has:" + what }

// statements of the writer.
var statements = []string{
	sqlBlock:    "SELECT packed FROM places WHERE block = ?",
	sqlBlocks:   "SELECT block, packed FROM places",
	sqlPutBlock: "INSERT INTO places (block, packed) VALUES (?, ?) ON CONFLICT (block) DO UPDATE SET packed = excluded.packed",
	sqlNoBlock:  "DELETE FROM places WHERE block = ?",
	sqlWords:    "INSERT INTO words (rowid, text) VALUES (?, ?)",
	sqlParts:    "INSERT INTO parts (rowid, text) VALUES (?, ?)",
	sqlRoom:     "SELECT number FROM rooms WHERE id = ?",
	sqlNewRoom:  "INSERT INTO rooms (id) VALUES (?)",
	sqlUse:      "INSERT INTO vocabulary (word, uses) VALUES (?, ?) ON CONFLICT (word) DO UPDATE SET uses = uses + excluded.uses",
	sqlDay: `INSERT INTO days (day, first, last) VALUES (?, ?, ?) ON CONFLICT (day) DO UPDATE
		SET first = MIN(first, excluded.first), last = MAX(last, excluded.last)`,
	sqlState: "INSERT INTO state (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
	sqlStale: "INSERT INTO state (key, value) VALUES ('stale', ?) ON CONFLICT (key) DO UPDATE SET value = value + excluded.value",
}

const (
	sqlBlock = iota
	sqlBlocks
	sqlPutBlock
	sqlNoBlock
	sqlWords
	sqlParts
	sqlRoom
	sqlNewRoom
	sqlUse
	sqlDay
	sqlState
	sqlStale
)

type use struct {
	stem string
	uses int
}

// change is one transaction on the index.
type change struct {
	tx     *sql.Tx
	stmts  []*sql.Stmt
	rooms  map[string]int64
	blocks map[int64]*block
	uses   map[string]*use
	days   map[int64][2]int64
	added  int64 // messages more, or fewer
	stale  int64 // messages whose keys stay behind
	words  strings.Builder
	parts  strings.Builder
	seen   map[string]struct{}
}

func (f *file) begin() (*change, error) {
	tx, err := f.writer.Begin()
	if err != nil {
		return nil, err
	}
	return &change{
		tx: tx, stmts: f.statements, rooms: map[string]int64{}, blocks: map[int64]*block{}, uses: map[string]*use{},
		days: map[int64][2]int64{}, seen: map[string]struct{}{},
	}, nil
}

func (c *change) stmt(i int) *sql.Stmt { return c.tx.Stmt(c.stmts[i]) }

// put indexes a message as it is now. The keys of what it said before stay with it until the index is built anew: whoever
// reads the hit sees that they are old.
func (c *change) put(m *collections.Message) error {
	room, err := c.room(m.Room)
	if err != nil {
		return err
	}
	p, err := c.place(m.Seq)
	if err != nil {
		return err
	}
	c.describe(m)
	if _, err := c.stmt(sqlWords).Exec(m.Seq, c.words.String()); err != nil {
		return fmt.Errorf("index words: %w", err)
	}
	if _, err := c.stmt(sqlParts).Exec(m.Seq, c.parts.String()); err != nil {
		return fmt.Errorf("index parts: %w", err)
	}
	if p.rseq != 0 {
		p.changed = true
		c.stale++
		return nil
	}
	*p = place{room: room, rseq: m.RSeq}
	c.added++
	if day, ok := dayOf(m.Created); ok {
		span, known := c.days[day]
		if !known {
			span = [2]int64{m.Seq, m.Seq}
		}
		c.days[day] = [2]int64{min(span[0], m.Seq), max(span[1], m.Seq)}
	}
	return nil
}

// describe fills words and parts with the keys of m, each once.
func (c *change) describe(m *collections.Message) {
	c.words.Reset()
	c.parts.Reset()
	clear(c.seen)
	add := func(b *strings.Builder, mark string) func(string) {
		return func(key string) {
			if _, twice := c.seen[mark+key]; !twice {
				c.seen[mark+key] = struct{}{}
				b.WriteString(key)
				b.WriteByte(' ')
			}
		}
	}
	addWord, addPart := add(&c.words, ""), add(&c.parts, "~")
	addWord(roomKey(m.Room))
	addPart(roomKey(m.Room))
	addWord(fromKey(m.Author))
	for _, what := range Has {
		if has(m, what) {
			addWord(hasKey(what))
		}
	}
	text := split(m.BodyText)
	for i := range text {
		if text[i].class != letters {
			text[i].keys(addWord)
			continue
		}
		known := c.use(clip(text[i].base()))
		addWord(known.stem)
		if base := text[i].base(); base != text[i].text {
			addWord(clip(text[i].text))
		}
		grams(clip(text[i].base()), 3, addPart)
	}
}

func (c *change) use(w string) *use {
	known := c.uses[w]
	if known == nil {
		known = &use{stem: stem(w)}
		c.uses[w] = known
	}
	known.uses++
	return known
}

func (c *change) room(id string) (int64, error) {
	if number, known := c.rooms[id]; known {
		return number, nil
	}
	var number int64
	err := c.stmt(sqlRoom).QueryRow(id).Scan(&number)
	if errors.Is(err, sql.ErrNoRows) {
		var result sql.Result
		if result, err = c.stmt(sqlNewRoom).Exec(id); err == nil {
			number, err = result.LastInsertId()
		}
	}
	if err != nil {
		return 0, fmt.Errorf("number room: %w", err)
	}
	c.rooms[id] = number
	return number, nil
}

// remove takes a message out of the index, if it is in it. Its keys stay, and lead nowhere.
func (c *change) remove(seq int64) error {
	p, err := c.place(seq)
	if err != nil || p.rseq == 0 {
		return err
	}
	*p = place{}
	c.added--
	c.stale++
	return nil
}

// commit writes what the change gathered, and the cursor with it.
func (c *change) commit(seq int64) error {
	for w, u := range c.uses {
		if _, err := c.stmt(sqlUse).Exec(w, u.uses); err != nil {
			return fmt.Errorf("count word: %w", err)
		}
	}
	for day, span := range c.days {
		if _, err := c.stmt(sqlDay).Exec(day, span[0], span[1]); err != nil {
			return fmt.Errorf("note day: %w", err)
		}
	}
	if err := c.savePlaces(); err != nil {
		return err
	}
	if c.stale > 0 {
		if _, err := c.stmt(sqlStale).Exec(c.stale); err != nil {
			return fmt.Errorf("count what is stale: %w", err)
		}
	}
	if _, err := c.stmt(sqlState).Exec(stateSeq, seq); err != nil {
		return fmt.Errorf("move cursor: %w", err)
	}
	return c.tx.Commit()
}

// dayOf is the number of the day, in UTC, of a time as PocketBase writes it.
func dayOf(created string) (int64, bool) {
	if len(created) < len(time.DateOnly) {
		return 0, false
	}
	t, err := time.Parse(time.DateOnly, created[:len(time.DateOnly)])
	return t.Unix() / secondsPerDay, err == nil
}

const secondsPerDay = 24 * 60 * 60
