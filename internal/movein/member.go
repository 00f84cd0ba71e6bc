package movein

import (
	"fmt"

	"campfire/collections"

	"github.com/pocketbase/dbx"
)

// stayed counts whom a repeated load does not let in again.
const stayed = "people of rooms that were here already: who is in those is decided here"

// settled is who was here before the memberships of a load: rooms that somebody is in, and people who are in a room or have
// written.
type settled struct{ rooms, people map[string]bool }

func (b *batch) settle() error {
	if b.before != nil {
		return nil
	}
	b.before = &settled{map[string]bool{}, map[string]bool{}}
	for query, into := range map[string]map[string]bool{
		"SELECT DISTINCT room FROM memberships":                          b.before.rooms,
		"SELECT user FROM memberships UNION SELECT author FROM messages": b.before.people,
	} {
		var ids []string
		if err := b.tx.DB().NewQuery(query).Column(&ids); err != nil {
			return fmt.Errorf("read who is here: %w", err)
		}
		for _, id := range ids {
			into[id] = true
		}
	}
	return nil
}

// member lets somebody into a room, but not again: whoever has settled here, and is not in a room that has, was taken out of it
// since, or came to it there since. All of a load's memberships are one transaction, so that one which was cut off has none.
func (b *batch) member(row dbx.Params) error {
	if err := b.settle(); err != nil {
		return err
	}
	room, user := row[collections.MembershipRoom].(string), row[collections.MembershipUser].(string)
	if !b.before.rooms[room] || !b.before.people[user] {
		return b.add("memberships", collections.Memberships, "room, user", row)
	}
	var there int
	err := b.tx.DB().NewQuery("SELECT COUNT(*) FROM memberships WHERE room = {:room} AND user = {:user}").Bind(dbx.Params{"room": room, "user": user}).Row(&there)
	if there > 0 {
		b.report.note("memberships", false)
	} else if err == nil {
		b.report.Left[stayed]++
	}
	return err
}
