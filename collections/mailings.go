package collections

import (
	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// Mailings is the collection of how things stand between each person and the mails that tell them what they have not read:
// one row per person, made when there is something to say of them.
const Mailings = "mailings"

const (
	MailingUser = "user"
	// MailingPace is how often the person wants mail; empty is PaceDefault.
	MailingPace = "pace"
	// MailingLanguage is what the person's browser asked for last.
	MailingLanguage = "language"
	// MailingPending is the seq of the first message that the next letter is about, 0 for none; MailingLatest is that of the
	// newest one that was noted, and MailingNoted is when the waiting began.
	MailingPending = "pending"
	MailingLatest  = "latest"
	MailingNoted   = "noted"
	// MailingLetter counts the letters that were promised, MailingDelivered is the last one that is over and done with.
	MailingLetter    = "letter"
	MailingDelivered = "delivered"
	MailingPromised  = "promised"
	// MailingSent is when the last letter went out.
	MailingSent = "sent"
)

// Paces.
const (
	PaceNever   = "never"
	PaceHourly  = "hourly"
	PaceDaily   = "daily"
	PaceDefault = PaceHourly
)

// Paces lists them from the quietest.
var Paces = []string{PaceNever, PaceDaily, PaceHourly}

func mailingsSchema(users string) *core.Collection {
	c := core.NewBaseCollection(Mailings)
	user := relation(MailingUser, users)
	user.CascadeDelete = true
	c.Fields.Add(
		user,
		&core.SelectField{Name: MailingPace, Values: Paces, MaxSelect: 1},
		&core.TextField{Name: MailingLanguage, Max: 10},
		&core.NumberField{Name: MailingPending, OnlyInt: true},
		&core.NumberField{Name: MailingLatest, OnlyInt: true},
		&core.DateField{Name: MailingNoted},
		&core.NumberField{Name: MailingLetter, OnlyInt: true},
		&core.NumberField{Name: MailingDelivered, OnlyInt: true},
		&core.DateField{Name: MailingPromised},
		&core.DateField{Name: MailingSent},
	)
	c.Fields.Add(autodates()...)
	c.AddIndex("mailings_user", true, "`user`", "")
	c.AddIndex("mailings_pending", false, "`noted`", "`pending` > 0")
	// No rules: superusers only. People see and set their own pace through the chat routes.
	return c
}

// Mailing is a row, together with the person whom it is about.
type Mailing struct {
	User      string `db:"user"`
	Name      string `db:"name"`
	Email     string `db:"email"`
	Status    string `db:"status"`
	Quiet     string `db:"quiet"`
	Pace      string `db:"pace"`
	Language  string `db:"language"`
	Pending   int64  `db:"pending"`
	Latest    int64  `db:"latest"`
	Letter    int64  `db:"letter"`
	Delivered int64  `db:"delivered"`
}

// FindMailing returns the row of a user who has one, or sql.ErrNoRows.
func FindMailing(db dbx.Builder, user string) (Mailing, error) {
	var m Mailing
	err := db.NewQuery(`SELECT u.id AS user, u.name, u.email, u.status, COALESCE(u.quiet, '') AS quiet, ` + paceOf + ` AS pace, g.language,
		g.pending, g.latest, g.letter, g.delivered FROM mailings g JOIN users u ON u.id = g.user WHERE g.user = {:user}`).
		Bind(dbx.Params{"user": user}).One(&m)
	return m, err
}

const paceOf = `COALESCE(NULLIF(g.pace, ''), '` + PaceDefault + `')`

// Pace returns how often a user wants mail.
func Pace(db dbx.Builder, user string) (string, error) {
	var pace string
	err := db.NewQuery("SELECT " + paceOf + " FROM mailings g WHERE g.user = {:user}").Bind(dbx.Params{"user": user}).Row(&pace)
	if IsNotFound(err) {
		return PaceDefault, nil
	}
	return pace, err
}

// SetPace stores how often a user wants mail. Whoever wants none is owed none any more.
func SetPace(db dbx.Builder, user, pace, now string) error {
	_, err := db.NewQuery(`INSERT INTO mailings (id, user, pace, created, updated) VALUES ({:id}, {:user}, {:pace}, {:now}, {:now})
		ON CONFLICT (user) DO UPDATE SET pace = excluded.pace, updated = excluded.updated,
		pending = CASE WHEN excluded.pace = 'never' THEN 0 ELSE pending END`).
		Bind(dbx.Params{"id": NewID(), "user": user, "pace": pace, "now": now}).Execute()
	return err
}

// MailLanguage returns the language in which a user is written to, "" if nothing is known.
func MailLanguage(db dbx.Builder, user string) (string, error) {
	var language string
	err := db.Select(MailingLanguage).From(Mailings).Where(dbx.HashExp{MailingUser: user}).Row(&language)
	if IsNotFound(err) {
		return "", nil
	}
	return language, err
}

// SetMailLanguage stores the language in which a user is written to.
func SetMailLanguage(db dbx.Builder, user, language, now string) error {
	_, err := db.NewQuery(`INSERT INTO mailings (id, user, language, created, updated) VALUES ({:id}, {:user}, {:language}, {:now}, {:now})
		ON CONFLICT (user) DO UPDATE SET language = excluded.language, updated = excluded.updated`).
		Bind(dbx.Params{"id": NewID(), "user": user, "language": language, "now": now}).Execute()
	return err
}

// MailRules are what the account says of mails.
type MailRules struct {
	Notices bool `db:"mail_notices"`
	Text    bool `db:"mail_text"`
	// After is how many minutes something stays unread before it is mailed.
	After int `db:"mail_after"`
}

// FindMailRules returns what the account says of mails; before the first run there are none.
func FindMailRules(db dbx.Builder) (MailRules, error) {
	var rules MailRules
	err := db.NewQuery("SELECT mail_notices, mail_text, " + mailAfter + " AS mail_after FROM account").One(&rules)
	if IsNotFound(err) {
		err = nil
	}
	return rules, err
}
