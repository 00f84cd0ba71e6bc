package collections

import (
	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// Users is PocketBase's own auth collection, with our fields.
const Users = "users"

const (
	UserName   = "name"
	UserBio    = "bio"
	UserRole   = "role"
	UserStatus = "status"
	// UserQuiet is when the user wants to be left alone, as internal/quiet writes it. It is nobody else's business.
	UserQuiet = "quiet"
)

// maxQuiet bounds the settings of quiet hours, in bytes of JSON.
const maxQuiet = 1000

// Roles.
const (
	RoleMember        = "member"
	RoleAdministrator = "administrator"
	RoleBot           = "bot"
)

// Statuses.
const (
	StatusActive      = "active"
	StatusDeactivated = "deactivated"
	StatusBanned      = "banned"
)

// PasswordMinBytes and PasswordMaxBytes bound a password: bcrypt reads no more than 71.
const (
	PasswordMinBytes = 8
	PasswordMaxBytes = 71
)

// sessionSeconds is how long a sign-in lasts without use: 90 days. Each visit renews it.
const sessionSeconds = 90 * 24 * 60 * 60

// codeSeconds is how long a sign-in code that was mailed can be used.
const codeSeconds = 10 * 60

// UserView is a person or bot as clients see them.
type UserView struct {
	ID      string `db:"id" json:"id"`
	Name    string `db:"name" json:"name"`
	Bio     string `db:"bio" json:"bio"`
	Role    string `db:"role" json:"role"`
	Status  string `db:"status" json:"status"`
	Email   string `db:"email" json:"email,omitempty"`
	Session string `db:"-" json:"session,omitempty"`
	Created string `db:"created" json:"created"`
	Updated string `db:"updated" json:"updated"`
}

func usersSchema(c *core.Collection) {
	c.Fields.Add(
		&core.TextField{Name: UserName, Required: true, Max: 100},
		&core.TextField{Name: UserBio, Max: 200},
		&core.SelectField{Name: UserRole, Values: []string{RoleMember, RoleAdministrator, RoleBot}, MaxSelect: 1, Required: true},
		&core.SelectField{Name: UserStatus, Values: []string{StatusActive, StatusDeactivated, StatusBanned}, MaxSelect: 1, Required: true},
		&core.JSONField{Name: UserQuiet, MaxSize: maxQuiet, Hidden: true},
	)
	if password, ok := c.Fields.GetByName(core.FieldNamePassword).(*core.PasswordField); ok {
		password.Min = PasswordMinBytes
	}
	// Names are needed to read old messages; addresses stay hidden unless their owner shows them.
	c.ListRule = rule(`@request.auth.status = "active"`)
	c.ViewRule = c.ListRule
	// People come through the first run, the join link, a sign-in provider or the dashboard, never through a bare create.
	c.CreateRule = rule(`@request.context = "oauth2"`)
	c.UpdateRule = rule(`@request.auth.status = "active" && (id = @request.auth.id || @request.auth.role = "administrator")`)
	// Nobody is deleted: their messages keep their name. Administrators deactivate instead.
	c.DeleteRule = nil
	// An administrator helps others back in, but proves the old password for their own.
	c.ManageRule = rule(`@request.auth.status = "active" && @request.auth.role = "administrator" && @request.auth.id != id`)
	c.AuthRule = rule(`status = "active" && role != "bot"`)
	c.AuthToken.Duration = sessionSeconds
	// note: the alert waits up to 15 s for a mail server inside the sign-in, and none is set up by default.
	c.AuthAlert.Enabled = false
	// A code by mail may take a while; how often one is tried is counted together with passwords.
	c.OTP.Enabled, c.OTP.Duration = true, codeSeconds
	// Files are off (D10): a picture could be stored through the record API otherwise.
	c.Fields.RemoveByName("avatar")
	c.OAuth2.MappedFields.AvatarURL = ""
}

const userColumns = "id, name, bio, role, status, email, created, updated"

// AllUsers returns everybody, also those who left, by name. Addresses are included: the caller removes what its reader
// may not see.
func AllUsers(db dbx.Builder) ([]UserView, error) {
	users := []UserView{}
	err := db.NewQuery("SELECT " + userColumns + " FROM users ORDER BY name COLLATE NOCASE, id").All(&users)
	return users, err
}

// ViewUsers returns some users by id, without their addresses.
func ViewUsers(db dbx.Builder, ids []string) (map[string]UserView, error) {
	var users []UserView
	err := db.NewQuery("SELECT " + userColumns + " FROM users WHERE id IN (SELECT value FROM json_each({:ids}))").
		Bind(dbx.Params{"ids": IDsJSON(ids)}).All(&users)
	found := map[string]UserView{}
	for _, u := range users {
		u.Email = ""
		found[u.ID] = u
	}
	return found, err
}

// SQLUserNames are the ids and names of everybody, also of those who left.
const SQLUserNames = `SELECT id, name FROM users`

// ViewUser turns a record into what clients see, without the address.
func ViewUser(u *core.Record) UserView {
	return UserView{
		ID: u.Id, Name: u.GetString(UserName), Bio: u.GetString(UserBio), Role: u.GetString(UserRole),
		Status: u.GetString(UserStatus), Created: u.GetDateTime(fieldCreated).String(), Updated: u.GetDateTime(fieldUpdated).String(),
	}
}

// ActiveUserIDs returns the ids of everybody who may sign in, bots included.
func ActiveUserIDs(db dbx.Builder) ([]string, error) {
	var ids []string
	err := db.Select("id").From(Users).Where(dbx.HashExp{UserStatus: StatusActive}).OrderBy("id").Column(&ids)
	return ids, err
}

// ActiveUsers returns those of ids who are active.
func ActiveUsers(db dbx.Builder, ids []string) ([]string, error) {
	found := []string{}
	if len(ids) == 0 {
		return found, nil
	}
	values := make([]any, len(ids))
	for i, id := range ids {
		values[i] = id
	}
	err := db.Select("id").From(Users).
		Where(dbx.And(dbx.HashExp{UserStatus: StatusActive}, dbx.In("id", values...))).OrderBy("id").Column(&found)
	return found, err
}

// DeleteSignInLinks takes the accounts of sign-in providers away from a user.
func DeleteSignInLinks(db dbx.Builder, collection, user string) error {
	_, err := db.Delete(core.CollectionNameExternalAuths, dbx.HashExp{"collectionRef": collection, "recordRef": user}).Execute()
	return err
}

// HasSignInLink reports whether an account at a sign-in provider leads to a user.
func HasSignInLink(db dbx.Builder, user *core.Record, provider, id string) (bool, error) {
	return exists(db.Select("(1)").From(core.CollectionNameExternalAuths).Where(dbx.HashExp{
		"collectionRef": user.Collection().Id, "recordRef": user.Id, "provider": provider, "providerId": id,
	}))
}

// DeactivatedEmails returns the released addresses that begin and end as given.
func DeactivatedEmails(db dbx.Builder, begin, end string) ([]string, error) {
	var emails []string
	err := db.NewQuery(`SELECT email FROM users WHERE status = 'deactivated' AND substr(email, 1, length({:begin})) = {:begin}
		AND substr(email, -length({:end})) = {:end}`).Bind(dbx.Params{"begin": begin, "end": end}).Column(&emails)
	return emails, err
}

// OtherAdministrators counts the active administrators besides user.
func OtherAdministrators(db dbx.Builder, user string) (int, error) {
	var n int
	err := db.Select("COUNT(*)").From(Users).Where(dbx.And(
		dbx.HashExp{UserRole: RoleAdministrator, UserStatus: StatusActive}, dbx.Not(dbx.HashExp{"id": user}),
	)).Row(&n)
	return n, err
}

// Quiet returns the quiet hours of a user as they are stored, "" for none.
func Quiet(db dbx.Builder, user string) (string, error) {
	var stored string
	err := db.NewQuery("SELECT COALESCE(quiet, '') FROM users WHERE id = {:user}").Bind(dbx.Params{"user": user}).Row(&stored)
	return stored, err
}

// SetQuiet stores the quiet hours of a user.
func SetQuiet(db dbx.Builder, user, quiet string) error {
	_, err := db.Update(Users, dbx.Params{UserQuiet: quiet}, dbx.HashExp{"id": user}).Execute()
	return err
}
