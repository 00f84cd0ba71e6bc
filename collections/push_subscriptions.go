package collections

import (
	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// PushSubscriptions is the collection of where browsers want to be reached when nobody looks at them. Each belongs to one
// session, and is of no use any more when that has ended: every query for sending asks for the session too.
const PushSubscriptions = "push_subscriptions"

const (
	PushUser     = "user"
	PushSession  = "session"
	PushEndpoint = "endpoint"
	// PushP256dh and PushAuth are the browser's keys, and PushKey is our public one that it has subscribed with.
	PushP256dh      = "p256dh"
	PushAuth        = "auth"
	PushKey         = "key"
	PushBrowser     = "browser"
	PushPlatform    = "platform"
	PushLastResult  = "last_result"
	PushLastTried   = "last_tried"
	PushLastSuccess = "last_success"
)

// PushEndpointMax bounds an endpoint; the longest seen have 500 bytes.
const PushEndpointMax = 2000

// PushSubscription is where one browser is reached.
type PushSubscription struct {
	ID          string `db:"id" json:"id"`
	User        string `db:"user" json:"-"`
	Session     string `db:"session" json:"session"`
	Endpoint    string `db:"endpoint" json:"endpoint"`
	P256dh      string `db:"p256dh" json:"-"`
	Auth        string `db:"auth" json:"-"`
	Key         string `db:"key" json:"-"`
	Browser     string `db:"browser" json:"browser"`
	Platform    string `db:"platform" json:"platform"`
	LastResult  string `db:"last_result" json:"last_result"`
	LastTried   string `db:"last_tried" json:"last_tried"`
	LastSuccess string `db:"last_success" json:"last_success"`
	Created     string `db:"created" json:"created"`
	Updated     string `db:"updated" json:"updated"`
}

func pushSubscriptionsSchema(users, sessions string) *core.Collection {
	c := core.NewBaseCollection(PushSubscriptions)
	user, session := relation(PushUser, users), relation(PushSession, sessions)
	user.CascadeDelete, session.CascadeDelete = true, true
	c.Fields.Add(
		user, session,
		&core.TextField{Name: PushEndpoint, Required: true, Max: PushEndpointMax},
		&core.TextField{Name: PushP256dh, Required: true, Max: 200, Hidden: true},
		&core.TextField{Name: PushAuth, Required: true, Max: 100, Hidden: true},
		&core.TextField{Name: PushKey, Required: true, Max: 200},
		&core.TextField{Name: PushBrowser, Max: 50},
		&core.TextField{Name: PushPlatform, Max: 50},
		&core.TextField{Name: PushLastResult, Max: 500},
		&core.DateField{Name: PushLastTried},
		&core.DateField{Name: PushLastSuccess},
	)
	c.Fields.Add(autodates()...)
	c.AddIndex("push_subscriptions_endpoint", true, "`endpoint`", "")
	c.AddIndex("push_subscriptions_user", false, "`user`", "")
	c.AddIndex("push_subscriptions_session", false, "`session`", "")
	// No rules: who has an endpoint and its keys can write on somebody's screen. The chat routes show people their own.
	return c
}

const pushColumns = "id, user, session, endpoint, p256dh, auth, key, browser, platform, last_result, last_tried, last_success, created, updated"

// PushSubscriptionsOf returns the subscriptions of user whose sessions last, the newest first: two of one
// millisecond have ids in any order, rows have their own.
func PushSubscriptionsOf(db dbx.Builder, user string) ([]PushSubscription, error) {
	found := []PushSubscription{}
	err := db.NewQuery("SELECT " + pushColumns + ` FROM push_subscriptions WHERE user = {:user}
		AND session IN (SELECT id FROM sessions WHERE user = {:user}) ORDER BY rowid DESC`).Bind(dbx.Params{"user": user}).All(&found)
	return found, err
}

// FindPushSubscription returns a subscription by its endpoint, or sql.ErrNoRows.
func FindPushSubscription(db dbx.Builder, endpoint string) (PushSubscription, error) {
	var found PushSubscription
	err := db.NewQuery("SELECT " + pushColumns + " FROM push_subscriptions WHERE endpoint = {:endpoint}").
		Bind(dbx.Params{"endpoint": endpoint}).One(&found)
	return found, err
}

// PutPushSubscription stores where a session is reached, in place of where it was before, and returns the id. One endpoint
// is one row: it goes to the session that has it now.
func PutPushSubscription(db dbx.Builder, s PushSubscription, now string) (id string, err error) {
	if _, err := db.NewQuery("DELETE FROM push_subscriptions WHERE session = {:session} AND endpoint != {:endpoint}").
		Bind(dbx.Params{"session": s.Session, "endpoint": s.Endpoint}).Execute(); err != nil {
		return "", err
	}
	err = db.NewQuery(`INSERT INTO push_subscriptions (` + pushColumns + `) VALUES ({:id}, {:user}, {:session}, {:endpoint}, {:p256dh}, {:auth},
		{:key}, {:browser}, {:platform}, '', '', '', {:now}, {:now}) ON CONFLICT (endpoint) DO UPDATE SET user = excluded.user,
		session = excluded.session, p256dh = excluded.p256dh, auth = excluded.auth, key = excluded.key, browser = excluded.browser,
		platform = excluded.platform, updated = excluded.updated RETURNING id`).
		Bind(dbx.Params{
			"id": NewID(), "user": s.User, "session": s.Session, "endpoint": s.Endpoint, "p256dh": s.P256dh, "auth": s.Auth,
			"key": s.Key, "browser": s.Browser, "platform": s.Platform, "now": now,
		}).Row(&id)
	return id, err
}

// KeepPushSubscriptions removes all subscriptions of user but the newest few.
func KeepPushSubscriptions(db dbx.Builder, user string, most int) error {
	_, err := db.NewQuery(`DELETE FROM push_subscriptions WHERE user = {:user} AND id NOT IN
		(SELECT id FROM push_subscriptions WHERE user = {:user} ORDER BY rowid DESC LIMIT {:most})`).
		Bind(dbx.Params{"user": user, "most": most}).Execute()
	return err
}

// DeletePushSubscription removes one subscription of user and reports whether it existed.
func DeletePushSubscription(db dbx.Builder, user, id string) (bool, error) {
	result, err := db.Delete(PushSubscriptions, dbx.HashExp{"id": id, PushUser: user}).Execute()
	if err != nil {
		return false, err
	}
	n, err := result.RowsAffected()
	return n > 0, err
}

// ForgetPushSubscription removes a subscription that its push service does not know any more, unless the browser has
// renewed it meanwhile.
func ForgetPushSubscription(db dbx.Builder, s PushSubscription) error {
	_, err := db.Delete(PushSubscriptions, dbx.HashExp{"id": s.ID, PushEndpoint: s.Endpoint, fieldUpdated: s.Updated}).Execute()
	return err
}

// deleteOrphanedSubscriptions removes the subscriptions of sessions that are gone.
func deleteOrphanedSubscriptions(db dbx.Builder) error {
	_, err := db.NewQuery("DELETE FROM push_subscriptions WHERE session NOT IN (SELECT id FROM sessions)").Execute()
	return err
}

// PushResult is how the newest attempt at a subscription went.
type PushResult struct {
	ID      string `json:"id"`
	Result  string `json:"result"`
	Tried   string `json:"tried"`
	Success string `json:"success"` // "" leaves the last success as it is
}

// NotePushResults writes down how attempts went. What others see of a subscription does not change, so neither does
// when it was updated.
func NotePushResults(db dbx.Builder, results []PushResult) error {
	_, err := db.NewQuery(`UPDATE push_subscriptions SET last_result = j.value ->> 'result', last_tried = j.value ->> 'tried',
		last_success = CASE WHEN j.value ->> 'success' != '' THEN j.value ->> 'success' ELSE last_success END
		FROM json_each({:results}) AS j WHERE push_subscriptions.id = j.value ->> 'id'`).Bind(dbx.Params{"results": encode(results)}).Execute()
	return err
}
