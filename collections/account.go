package collections

import (
	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"
)

// Account is the collection of the one account that an installation holds.
const Account = "account"

// AccountID is the id of the only row. A fixed primary key makes two first runs at once impossible: the second insert
// fails inside its own transaction and takes everything with it.
const AccountID = "campfireaccount"

const (
	AccountName         = "name"
	AccountJoinCode     = "join_code"
	AccountCustomStyles = "custom_styles"
	// AccountRestrictRooms lets only administrators create rooms. Pings are not affected.
	AccountRestrictRooms = "restrict_room_creation"
	// AccountJoinPolicy is by which door new people come.
	AccountJoinPolicy = "join_policy"
	// AccountJoinDomains bounds the addresses of new people to these domains; empty for all.
	AccountJoinDomains = "join_domains"
	// AccountMailNotices lets mails tell people of what they have not read, AccountMailText lets them say what was written.
	AccountMailNotices = "mail_notices"
	AccountMailText    = "mail_text"
	// AccountMailAfter is how many minutes something stays unread before it is mailed; 0 is the default.
	AccountMailAfter = "mail_after"
)

// mailAfterMost is a day, in minutes: later than that it is no news.
const mailAfterMost = 24 * 60

// mailAfter reads AccountMailAfter with its default of a quarter of an hour.
const mailAfter = "(CASE WHEN mail_after > 0 THEN mail_after ELSE 15 END)"

// Join policies.
const (
	// JoinByLink lets in whoever has the join link, with a password or with a sign-in provider.
	JoinByLink = "link"
	// JoinByProvider lets in whomever a sign-in provider vouches for, without a link, and nobody else.
	JoinByProvider = "provider"
	// JoinNobody lets nobody in: new people are made in the dashboard or on the command line.
	JoinNobody = "nobody"
)

// AccountView is the account as clients see it.
type AccountView struct {
	ID            string       `db:"id" json:"id"`
	Name          string       `db:"name" json:"name"`
	JoinCode      string       `db:"join_code" json:"join_code"`
	RestrictRooms bool         `db:"restrict_room_creation" json:"restrict_room_creation"`
	CustomStyles  string       `db:"custom_styles" json:"custom_styles"`
	JoinPolicy    string       `db:"join_policy" json:"join_policy"`
	JoinDomains   string       `db:"join_domains" json:"join_domains"`
	MailNotices   bool         `db:"mail_notices" json:"mail_notices"`
	MailText      bool         `db:"mail_text" json:"mail_text"`
	MailAfter     int          `db:"mail_after" json:"mail_after"`
	HelpContact   *HelpContact `db:"-" json:"help_contact"`
}

// HelpContact is whom to ask when one cannot get in: the administrator who has been here longest.
type HelpContact struct {
	Name  string `db:"name" json:"name"`
	Email string `db:"email" json:"email"`
}

func accountSchema() *core.Collection {
	c := core.NewBaseCollection(Account)
	c.Fields.Add(
		&core.TextField{Name: AccountName, Required: true, Max: 100},
		&core.TextField{Name: AccountJoinCode, Required: true, Max: 32},
		&core.TextField{Name: AccountCustomStyles, Max: 100_000},
		&core.BoolField{Name: AccountRestrictRooms},
		&core.SelectField{Name: AccountJoinPolicy, Values: []string{JoinByLink, JoinByProvider, JoinNobody}, MaxSelect: 1, Required: true},
		&core.TextField{Name: AccountJoinDomains, Max: 2000},
		&core.BoolField{Name: AccountMailNotices},
		&core.BoolField{Name: AccountMailText},
		&core.NumberField{Name: AccountMailAfter, OnlyInt: true, Min: types.Pointer(0.0), Max: types.Pointer(float64(mailAfterMost))},
	)
	c.Fields.Add(autodates()...)
	// Everybody who is signed in may see the join code: inviting people is not a privilege here.
	c.ListRule = rule(`@request.auth.status = "active"`)
	c.ViewRule = c.ListRule
	// Only administrators change the account; it is created by the first run and never deleted.
	c.UpdateRule = rule(`@request.auth.status = "active" && @request.auth.role = "administrator"`)
	return c
}

// FindAccount returns the account, or sql.ErrNoRows before the first run.
func FindAccount(db dbx.Builder) (AccountView, error) {
	var view AccountView
	err := db.Select("id", "name", "join_code", "restrict_room_creation", "custom_styles", "join_policy", "join_domains",
		"mail_notices", "mail_text", mailAfter+" AS mail_after").
		From(Account).Where(dbx.HashExp{"id": AccountID}).One(&view)
	if err != nil {
		return view, err
	}
	var contact HelpContact
	err = db.Select("name", "email").From(Users).
		Where(dbx.HashExp{UserRole: RoleAdministrator, UserStatus: StatusActive}).
		OrderBy("created", "id").Limit(1).One(&contact)
	if err == nil {
		view.HelpContact = &contact
	} else if IsNotFound(err) {
		err = nil
	}
	return view, err
}

// AccountExists reports whether the first run has happened.
func AccountExists(db dbx.Builder) (bool, error) {
	return exists(db.Select("(1)").From(Account))
}
