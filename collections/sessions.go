package collections

import (
	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"
)

// Sessions is the collection of sign-ins: every token, cookie and bot key names a row of it, and ends with that row.
const Sessions = "sessions"

const (
	SessionUser = "user"
	SessionKind = "kind"
	// SessionKeyHash is the SHA-256 of a bot's key, in hex; empty for people, whose tokens are signed.
	SessionKeyHash = "key_hash"
	// SessionKeyTail is how a bot's key ends, so that people know one from another; empty where it was not kept.
	SessionKeyTail    = "key_tail"
	SessionIP         = "ip"
	SessionUserAgent  = "user_agent"
	SessionLastActive = "last_active"
	SessionExpires    = "expires"
	// SessionName is what an administrator calls a bot's key.
	SessionName = "name"
	// SessionScopes is what a bot's key may do; a key without one may do nothing.
	SessionScopes = "scopes"
	// SessionRooms is a list of the ids of rooms that a bot's key is for; empty stands for every room of the bot. It is no
	// relation: a room that is deleted must not turn a key for one room into a key for all.
	SessionRooms = "rooms"
	// SessionDevice is what a person signed in on; empty for bots, for superusers who act for somebody, and for sign-ins of
	// before there were devices.
	SessionDevice = "device"
)

// SessionNameMax bounds the name of a key.
const SessionNameMax = 100

// keyTail is how many of a key's characters are kept. The others keep it safe: 36 of our own, 12 or more of those that moved in.
const keyTail = 4

// KeyTail returns how a key ends.
func KeyTail(key string) string { return key[max(0, len(key)-keyTail):] }

// Kinds of sessions.
const (
	SessionPerson = "person"
	SessionBot    = "bot"
)

// SessionRow is a stored session.
type SessionRow struct {
	ID         string `db:"id"`
	User       string `db:"user"`
	Kind       string `db:"kind"`
	KeyHash    string `db:"key_hash"`
	KeyTail    string `db:"key_tail"`
	IP         string `db:"ip"`
	UserAgent  string `db:"user_agent"`
	LastActive string `db:"last_active"`
	Expires    string `db:"expires"`
	Created    string `db:"created"`
	Name       string `db:"name"`
	Device     string `db:"device"`

	Scopes types.JSONArray[string] `db:"scopes"`
	Rooms  types.JSONArray[string] `db:"rooms"`
}

func sessionsSchema(users, devices string) *core.Collection {
	c := core.NewBaseCollection(Sessions)
	user := relation(SessionUser, users)
	user.CascadeDelete = true
	c.Fields.Add(
		user,
		&core.SelectField{Name: SessionKind, Values: []string{SessionPerson, SessionBot}, MaxSelect: 1, Required: true},
		&core.TextField{Name: SessionKeyHash, Hidden: true},
		&core.TextField{Name: SessionKeyTail, Max: keyTail},
		&core.TextField{Name: SessionIP, Max: 64},
		&core.TextField{Name: SessionUserAgent, Max: 500},
		&core.DateField{Name: SessionLastActive},
		&core.DateField{Name: SessionExpires},
		&core.TextField{Name: SessionName, Max: SessionNameMax},
		&core.SelectField{Name: SessionScopes, Values: Scopes, MaxSelect: len(Scopes)},
		&core.JSONField{Name: SessionRooms, MaxSize: 4 << 10},
		&core.RelationField{Name: SessionDevice, CollectionId: devices, MaxSelect: 1},
	)
	c.Fields.Add(autodates()...)
	c.AddIndex("sessions_user", false, "`user`", "")
	c.AddIndex("sessions_key_hash", true, "`key_hash`", "`key_hash` != ''")
	c.AddIndex("sessions_expires", false, "`expires`", "`expires` != ''")
	// No rules: the chat routes show people their own, the dashboard shows superusers all. Deleting a row there ends
	// the session at once.
	return c
}

const sessionColumns = "id, user, kind, key_hash, key_tail, ip, user_agent, last_active, expires, created, name, scopes, rooms, device"

// FindSession returns a session by id, or sql.ErrNoRows.
func FindSession(db dbx.Builder, id string) (SessionRow, error) {
	var s SessionRow
	err := db.NewQuery("SELECT " + sessionColumns + " FROM sessions WHERE id = {:id}").Bind(dbx.Params{"id": id}).One(&s)
	return s, err
}

// SessionOpen reports whether a session is there and its user is active.
func SessionOpen(db dbx.Builder, id string) (bool, error) {
	return exists(db.Select("(1)").From(Sessions).InnerJoin(Users, dbx.NewExp("users.id = sessions.user")).
		Where(dbx.HashExp{"sessions.id": id, "users.status": StatusActive}))
}

// FindSessionByKeyHash returns a bot's session, or sql.ErrNoRows.
func FindSessionByKeyHash(db dbx.Builder, hash string) (SessionRow, error) {
	var s SessionRow
	err := db.NewQuery("SELECT " + sessionColumns + " FROM sessions WHERE key_hash = {:hash}").Bind(dbx.Params{"hash": hash}).One(&s)
	return s, err
}

// SessionsOf returns the sessions of user, newest activity first.
func SessionsOf(db dbx.Builder, user string) ([]SessionRow, error) {
	rows := []SessionRow{}
	err := db.NewQuery("SELECT " + sessionColumns + " FROM sessions WHERE user = {:user} ORDER BY last_active DESC, id").
		Bind(dbx.Params{"user": user}).All(&rows)
	return rows, err
}

// KeyView is a bot's key as administrators see it.
type KeyView struct {
	ID     string                  `db:"id" json:"id"`
	User   string                  `db:"user" json:"-"`
	Name   string                  `db:"name" json:"name"`
	Scopes types.JSONArray[string] `db:"scopes" json:"scopes"`
	Rooms  types.JSONArray[string] `db:"rooms" json:"rooms"`
	// Tail is the key's last four characters, "" for one from before they were kept.
	Tail string `db:"key_tail" json:"tail"`
	// LastUsed is "" until somebody uses it.
	LastUsed string `db:"last_active" json:"last_used"`
	Created  string `db:"created" json:"created"`
	// Webhook marks the one in the paths of the bot's calls: it comes and goes with the webhook and its secret.
	Webhook bool   `db:"-" json:"webhook"`
	Hash    string `db:"key_hash" json:"-"`
}

// Key returns what administrators see of a bot's session.
func (s SessionRow) Key() KeyView {
	return KeyView{ID: s.ID, User: s.User, Name: s.Name, Scopes: s.Scopes, Rooms: s.Rooms, Tail: s.KeyTail, LastUsed: s.LastActive, Created: s.Created, Hash: s.KeyHash}
}

// BotKeys returns the keys of all bots, by name.
func BotKeys(db dbx.Builder) (map[string][]KeyView, error) {
	var rows []KeyView
	err := db.NewQuery("SELECT id, user, name, scopes, rooms, key_tail, last_active, created, key_hash FROM sessions WHERE kind = 'bot' ORDER BY name COLLATE NOCASE, id").All(&rows)
	keys := map[string][]KeyView{}
	for _, row := range rows {
		keys[row.User] = append(keys[row.User], row)
	}
	return keys, err
}

// CountKeys returns how many keys a bot has.
func CountKeys(db dbx.Builder, bot string) (int, error) {
	var n int
	err := db.Select("COUNT(*)").From(Sessions).Where(dbx.HashExp{SessionUser: bot, SessionKind: SessionBot}).Row(&n)
	return n, err
}

// TouchSession records use of a session and prolongs it.
func TouchSession(db dbx.Builder, id, ip, userAgent, lastActive, expires string) error {
	_, err := db.Update(Sessions, dbx.Params{
		SessionIP: ip, SessionUserAgent: userAgent, SessionLastActive: lastActive, SessionExpires: expires, fieldUpdated: lastActive,
	}, dbx.HashExp{"id": id}).Execute()
	return err
}

// SetSessionDevice notes what a session is on.
func SetSessionDevice(db dbx.Builder, id, device string) error {
	_, err := db.Update(Sessions, dbx.Params{SessionDevice: device}, dbx.HashExp{"id": id}).Execute()
	return err
}

// DeleteSessions removes the sessions of user, except one, and returns their ids.
func DeleteSessions(db dbx.Builder, user, except string) ([]string, error) {
	var ids []string
	err := db.NewQuery("DELETE FROM sessions WHERE user = {:user} AND id != {:except} RETURNING id").
		Bind(dbx.Params{"user": user, "except": except}).Column(&ids)
	if err != nil {
		return ids, err
	}
	return ids, deleteOrphanedSubscriptions(db)
}

// DeleteSessionsOn removes the sessions of user on a device, and returns their ids.
func DeleteSessionsOn(db dbx.Builder, user, device string) ([]string, error) {
	var ids []string
	err := db.NewQuery("DELETE FROM sessions WHERE user = {:user} AND device = {:device} RETURNING id").
		Bind(dbx.Params{"user": user, "device": device}).Column(&ids)
	if err != nil {
		return ids, err
	}
	return ids, deleteOrphanedSubscriptions(db)
}

// DeleteSignedIn ends the sessions of all people and the links that begin some.
func DeleteSignedIn(db dbx.Builder) error {
	if _, err := db.Delete(Sessions, dbx.HashExp{SessionKind: SessionPerson}).Execute(); err != nil {
		return err
	}
	if _, err := db.Delete(Transfers, nil).Execute(); err != nil {
		return err
	}
	return deleteOrphanedSubscriptions(db)
}

// BotSessions returns the ids of the sessions of bots.
func BotSessions(db dbx.Builder) ([]string, error) {
	var ids []string
	err := db.Select("id").From(Sessions).Where(dbx.HashExp{SessionKind: SessionBot}).Column(&ids)
	return ids, err
}

// DeleteSession removes one session of user and reports whether it existed.
func DeleteSession(db dbx.Builder, user, id string) (bool, error) {
	result, err := db.Delete(Sessions, dbx.HashExp{"id": id, SessionUser: user}).Execute()
	if err != nil {
		return false, err
	}
	n, err := result.RowsAffected()
	if err != nil || n == 0 {
		return false, err
	}
	return true, deleteOrphanedSubscriptions(db)
}

// DeleteExpiredSessions removes up to limit sessions that nobody used for their whole life, and returns how many.
func DeleteExpiredSessions(db dbx.Builder, now string, limit int) (int64, error) {
	result, err := db.NewQuery(`DELETE FROM sessions WHERE id IN
		(SELECT id FROM sessions WHERE expires != '' AND expires < {:now} LIMIT {:limit})`).
		Bind(dbx.Params{"now": now, "limit": limit}).Execute()
	if err != nil {
		return 0, err
	}
	n, err := result.RowsAffected()
	if err != nil || n == 0 {
		return n, err
	}
	return n, deleteOrphanedSubscriptions(db)
}
