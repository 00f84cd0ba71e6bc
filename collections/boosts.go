package collections

import (
	"database/sql"

	"github.com/pocketbase/pocketbase/core"
)

// Boosts is the collection of reactions.
const Boosts = "boosts"

const (
	BoostMessage = "message"
	BoostContent = "content"
	BoostBooster = "booster"
	// BoostAuthor is who wrote the message: the one who hears of the boost.
	BoostAuthor = "author"
)

// BoostMaxRunes bounds the content of a boost.
const BoostMaxRunes = 16

// Boost is a reaction to a message.
type Boost struct {
	ID      string `json:"id"`
	Message string `json:"message"`
	Room    string `json:"room"`
	Booster string `json:"booster"`
	Author  string `json:"author"`
	Content string `json:"content"`
	Created string `json:"created"`
	Updated string `json:"updated"`
	Seq     int64  `json:"-"`
}

func boostsSchema(users, rooms, messages string) *core.Collection {
	c := core.NewBaseCollection(Boosts)
	c.Fields.Add(
		relation(BoostMessage, messages),
		relation("room", rooms),
		relation(BoostBooster, users),
		relation(BoostAuthor, users),
		&core.TextField{Name: BoostContent, Required: true, Max: BoostMaxRunes},
		// The seq of its event: the order in which boosts were given, whatever the clock did.
		&core.NumberField{Name: "seq", OnlyInt: true, Required: true, Hidden: true},
		&core.DateField{Name: fieldCreated},
		&core.DateField{Name: fieldUpdated},
	)
	c.AddIndex("boosts_message", false, "`message`, `seq`", "")
	// What somebody was boosted for, newest first (collections/notifications.go).
	c.AddIndex("boosts_author", false, "`author`, `seq`", "")
	return c
}

func boostsRules(c *core.Collection) {
	member := `@request.auth.status = "active" && room.memberships_via_room.user ?= @request.auth.id` + inScope("room")
	c.ListRule = rule(member)
	c.ViewRule = rule(member)
	c.CreateRule = rule(`@request.auth.status = "active"`)
	// A boost is given or taken back, never changed. internal/message holds that only its giver takes it back.
	c.UpdateRule = nil
	c.DeleteRule = rule(member)
}

const boostColumns = "id, message, room, booster, author, content, created, updated, seq"

// Statements on boosts.
const (
	SQLBoostInsert = `INSERT INTO boosts (` + boostColumns + `) VALUES (?,?,?,?,?,?,?,?,?)`
	SQLBoostByID   = `SELECT ` + boostColumns + ` FROM boosts WHERE id = ?`
	SQLBoostDelete = `DELETE FROM boosts WHERE id = ?`
	// SQLBoostsDelete removes the boosts of a deleted message.
	SQLBoostsDelete = `DELETE FROM boosts WHERE message = ?`
	// SQLBoostsOf reads the boosts of several messages, given as a JSON array of ids that has each once, in the order they were given.
	SQLBoostsOf = `SELECT ` + boostColumns + ` FROM (SELECT value AS listed FROM json_each(?)) CROSS JOIN boosts ON message = listed ORDER BY seq`
	// SQLBoostCount bounds how many one message collects.
	SQLBoostCount = `SELECT COUNT(*) FROM boosts WHERE message = ?`
)

// InsertArgs returns the arguments of SQLBoostInsert.
func (b *Boost) InsertArgs() []any {
	return []any{b.ID, b.Message, b.Room, b.Booster, b.Author, b.Content, b.Created, b.Updated, b.Seq}
}

// ScanBoost reads a row of the statements above.
func ScanBoost(row scanner, b *Boost) error {
	return row.Scan(&b.ID, &b.Message, &b.Room, &b.Booster, &b.Author, &b.Content, &b.Created, &b.Updated, &b.Seq)
}

// BoostQuery is SQLBoostsOf, prepared.
type BoostQuery interface {
	Query(args ...any) (*sql.Rows, error)
}

// AttachBoosts reads the boosts of messages and puts them in place.
func AttachBoosts(query BoostQuery, messages []Message) error {
	return AttachBoostsTo(query, len(messages), func(i int) *Message { return &messages[i] })
}

// AttachBoostsTo is AttachBoosts for n messages that lie within something else.
func AttachBoostsTo(query BoostQuery, n int, message func(i int) *Message) error {
	if n == 0 {
		return nil
	}
	ids := make([]string, n)
	for i := range ids {
		ids[i] = message(i).ID
	}
	rows, err := query.Query(IDsJSON(ids))
	if err != nil {
		return err
	}
	defer rows.Close()
	var at map[string]*Message // most pages have no boost
	for rows.Next() {
		if at == nil {
			at = make(map[string]*Message, n)
			for i, id := range ids {
				at[id] = message(i)
			}
		}
		var b Boost
		if err := ScanBoost(rows, &b); err != nil {
			return err
		}
		m := at[b.Message]
		m.Boosts = append(m.Boosts, b)
	}
	return rows.Err()
}
