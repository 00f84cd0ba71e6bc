// Package collections says what is stored and who may see it: one file per collection with its names, access rules,
// schema, typed values and the SQL on its table. It is the present schema in readable Go; pb_migrations is how an
// installed copy got here, and a test holds the two together.
package collections

import (
	"strconv"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/security"
	"github.com/pocketbase/pocketbase/tools/types"
)

// idAlphabet and idLength are PocketBase's: records that we insert ourselves look like everybody else's.
const (
	idAlphabet = core.DefaultIdAlphabet
	idLength   = core.DefaultIdLength
)

// timeDigits is how much of an id is the time in milliseconds: eight digits in base 36 last until the year 2059.
const timeDigits = 8

// NewID returns an id that begins with the time and ends at random. Ids of one moment lie side by side in an index, so
// that a batch of messages writes one page of it and not one page each.
func NewID() string {
	now := strconv.FormatInt(time.Now().UnixMilli(), 36)
	return now + security.PseudorandomStringWithAlphabet(idLength-timeDigits, idAlphabet)
}

// ValidID reports whether id has the form of a record id. It saves a look-up that could not find anything.
func ValidID(id string) bool {
	if len(id) != idLength {
		return false
	}
	for i := range len(id) {
		c := id[i]
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') {
			return false
		}
	}
	return true
}

// TimeLayout is how PocketBase stores times: UTC with milliseconds.
const TimeLayout = types.DefaultDateLayout

// Time renders t as PocketBase stores times.
func Time(t time.Time) string {
	return t.UTC().Format(TimeLayout)
}

// Schema returns every collection of ours as it should be now. users is the auth collection that PocketBase creates
// by itself; it is changed in place.
func Schema(users *core.Collection) []*core.Collection {
	usersSchema(users)
	rooms := roomsSchema(users.Id)
	messages := messagesSchema(users.Id, rooms.Id)
	memberships := membershipsSchema(users.Id, rooms.Id)
	devices := devicesSchema(users.Id)
	sessions := sessionsSchema(users.Id, devices.Id)
	return []*core.Collection{
		users, accountSchema(), rooms, memberships, messages, boostsSchema(users.Id, rooms.Id, messages.Id), sessions,
		flagsSchema(), wishesSchema(users.Id), transfersSchema(users.Id), bansSchema(users.Id), webhooksSchema(users.Id),
		jobsSchema(), searchesSchema(users.Id), pushSubscriptionsSchema(users.Id, sessions.Id), mailingsSchema(users.Id),
		devices,
	}
}

// ApplyRules sets the access rules that name other collections. They can be saved only once those exist.
func ApplyRules(all []*core.Collection) {
	for _, c := range all {
		switch c.Name {
		case Rooms:
			roomsRules(c)
		case Memberships:
			membershipsRules(c)
		case Messages:
			messagesRules(c)
		case Boosts:
			boostsRules(c)
		}
	}
}

func rule(s string) *string { return &s }

func autodates() []core.Field {
	return []core.Field{
		&core.AutodateField{Name: fieldCreated, OnCreate: true},
		&core.AutodateField{Name: fieldUpdated, OnCreate: true, OnUpdate: true},
	}
}

func relation(name, collection string) *core.RelationField {
	return &core.RelationField{Name: name, CollectionId: collection, MaxSelect: 1, Required: true}
}

// Fields that several collections share.
const (
	fieldCreated = "created"
	fieldUpdated = "updated"
)

// exists reports whether query finds a row.
func exists(query *dbx.SelectQuery) (bool, error) {
	var found int
	err := query.Limit(1).Row(&found)
	if IsNotFound(err) {
		return false, nil
	}
	return found == 1, err
}
