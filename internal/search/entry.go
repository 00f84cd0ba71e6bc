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
	sqlFind:     "SELECT 1 FROM places WHERE seq = ?",
	sqlPlace:    "INSERT INTO places (seq, room, rseq) VALUES (?, ?, ?)",
	sqlWords:    "INSERT INTO words (rowid, text) VALUES (?, ?)",
	sqlParts:    "INSERT INTO parts (rowid, text) VALUES (?, ?)",
	sqlNoPlace:  "DELETE FROM places WHERE seq = ?",
	sqlNoWords:  "DELETE FROM words WHERE rowid = ?",
	sqlNoParts:  "DELETE FROM parts WHERE rowid = ?",
	sqlRoom:     "SELECT number FROM rooms WHERE id = ?",
	sqlNewRoom:  "INSERT INTO rooms (id) VALUES (?)",
	sqlRoomSeqs: "SELECT seq FROM places WHERE room = ?",
	sqlUse:      "INSERT INTO vocabulary (word, stem, uses) VALUES (?, ?, ?) ON CONFLICT (word) DO UPDATE SET uses = uses + excluded.uses",
	sqlDay: `INSERT INTO days (day, first, last) VALUES (?, ?, ?) ON CONFLICT (day) DO UPDATE
		SET first = MIN(first, excluded.first), last = MAX(last, excluded.last)`,
	sqlState: "INSERT INTO state (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
}

const (
	sqlFind = iota
	sqlPlace
	sqlWords
	sqlParts
	sqlNoPlace
	sqlNoWords
	sqlNoParts
	sqlRoom
	sqlNewRoom
	sqlRoomSeqs
	sqlUse
	sqlDay
	sqlState
)

type use struct {
	stem string
	uses int
}

// change is one transaction on the index.
type change struct {
	tx    *sql.Tx
	stmts []*sql.Stmt
	rooms map[string]int64
	uses  map[string]*use
	days  map[int64][2]int64
	added int64 // messages more, or fewer
	words strings.Builder
	parts strings.Builder
	seen  map[string]struct{}
}

func (f *file) begin() (*change, error) {
	tx, err := f.writer.Begin()
	if err != nil {
		return nil, err
	}
	return &change{
		tx: tx, stmts: f.statements, rooms: map[string]int64{}, uses: map[string]*use{}, days: map[int64][2]int64{}, seen: map[string]struct{}{},
	}, nil
}

func (c *change) stmt(i int) *sql.Stmt { return c.tx.Stmt(c.stmts[i]) }

// put indexes a message as it is now.
func (c *change) put(m *collections.Message) error {
	if err := c.remove(m.Seq); err != nil {
		return err
	}
	room, err := c.room(m.Room)
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
	if _, err := c.stmt(sqlPlace).Exec(m.Seq, room, m.RSeq); err != nil {
		return fmt.Errorf("index place: %w", err)
	}
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

// remove takes a message out of the index, if it is in it.
func (c *change) remove(seq int64) error {
	var found int
	if err := c.stmt(sqlFind).QueryRow(seq).Scan(&found); errors.Is(err, sql.ErrNoRows) {
		return nil
	} else if err != nil {
		return fmt.Errorf("look into index: %w", err)
	}
	for _, i := range []int{sqlNoWords, sqlNoParts, sqlNoPlace} {
		if _, err := c.stmt(i).Exec(seq); err != nil {
			return fmt.Errorf("remove from index: %w", err)
		}
	}
	c.added--
	return nil
}

// removeRoom takes a deleted room's messages out.
func (c *change) removeRoom(id string) error {
	number, err := c.room(id)
	if err != nil {
		return err
	}
	rows, err := c.stmt(sqlRoomSeqs).Query(number)
	if err != nil {
		return fmt.Errorf("list room: %w", err)
	}
	var seqs []int64
	for rows.Next() {
		var seq int64
		if err := rows.Scan(&seq); err != nil {
			rows.Close()
			return err
		}
		seqs = append(seqs, seq)
	}
	rows.Close()
	if err := rows.Err(); err != nil {
		return err
	}
	for _, seq := range seqs {
		if err := c.remove(seq); err != nil {
			return err
		}
	}
	return nil
}

// commit writes what the change gathered, and the cursor with it.
func (c *change) commit(seq int64) error {
	for w, u := range c.uses {
		var stem any
		if u.stem != w {
			stem = u.stem
		}
		if _, err := c.stmt(sqlUse).Exec(w, stem, u.uses); err != nil {
			return fmt.Errorf("count word: %w", err)
		}
	}
	for day, span := range c.days {
		if _, err := c.stmt(sqlDay).Exec(day, span[0], span[1]); err != nil {
			return fmt.Errorf("note day: %w", err)
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
