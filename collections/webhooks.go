package collections

import (
	"encoding/json"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"
)

// Webhooks is the collection of where bots want to be called, at most one address per bot.
const Webhooks = "webhooks"

const (
	WebhookUser = "user"
	WebhookURL  = "url"
	// WebhookSecret signs what is sent, and the key in the paths that are sent is made of it.
	WebhookSecret = "secret"
	// WebhookRooms is a list of the ids of rooms whose every message the bot wants. It is no relation: a room that is
	// deleted is one that nothing comes from.
	WebhookRooms = "rooms"
)

// WebhookURLMax bounds an address, WebhookRoomsMax the rooms that are listened to.
const (
	WebhookURLMax   = 2000
	WebhookRoomsMax = 200
)

// Webhook is where an active bot wants to be called.
type Webhook struct {
	ID     string                  `db:"id"`
	User   string                  `db:"user"`
	URL    string                  `db:"url"`
	Secret string                  `db:"secret"`
	Rooms  types.JSONArray[string] `db:"rooms"`
	// Name is the bot's.
	Name string `db:"name"`
}

func webhooksSchema(users string) *core.Collection {
	c := core.NewBaseCollection(Webhooks)
	user := relation(WebhookUser, users)
	user.CascadeDelete = true
	c.Fields.Add(
		user,
		&core.TextField{Name: WebhookURL, Required: true, Max: WebhookURLMax},
		&core.TextField{Name: WebhookSecret, Max: 100, Hidden: true},
		&core.JSONField{Name: WebhookRooms, MaxSize: 8 << 10},
	)
	c.Fields.Add(autodates()...)
	c.AddIndex("webhooks_user", true, "`user`", "")
	// No rules: an address may carry a secret, so only administrators see it, through the bots' routes.
	return c
}

const selectWebhook = `SELECT w.id, w.user, w.url, w.secret, COALESCE(w.rooms, '[]') AS rooms, u.name
	FROM webhooks w JOIN users u ON u.id = w.user AND u.role = 'bot' AND u.status = 'active' `

// ActiveWebhooks returns the webhooks of active bots.
func ActiveWebhooks(db dbx.Builder) ([]Webhook, error) {
	var hooks []Webhook
	err := db.NewQuery(selectWebhook + "ORDER BY w.id").All(&hooks)
	return hooks, err
}

// FindWebhook returns the webhook of an active bot, or sql.ErrNoRows.
func FindWebhook(db dbx.Builder, bot string) (Webhook, error) {
	var hook Webhook
	err := db.NewQuery(selectWebhook + "WHERE w.user = {:bot}").Bind(dbx.Params{"bot": bot}).One(&hook)
	return hook, err
}

// Calling names a call: a bot, and the place of a message in a room.
type Calling struct {
	Bot, Room string
	RSeq      int64
}

// Call is a message that a bot is called with, as all of it is now.
type Call struct {
	Webhook
	RoomKind   string `db:"room_kind"`
	RoomName   string `db:"room_name"`
	Message    string `db:"message"`
	Author     string `db:"author"`
	AuthorName string `db:"author_name"`
	Body       string `db:"body"`
	BodyText   string `db:"body_text"`
	// At is which of those that were asked for it is.
	At int `db:"at"`
}

// FindCalls returns the calls of active bots that were asked for, in any order. One that is left out is of a message, a bot,
// its webhook, its place in the room or a room that is gone.
func FindCalls(db dbx.Builder, asked []Calling) ([]Call, error) {
	encoded, err := json.Marshal(asked)
	if err != nil {
		return nil, err
	}
	var calls []Call
	err = db.NewQuery(`SELECT asked.key AS at, w.id, w.user, w.url, w.secret, '[]' AS rooms, u.name, r.kind AS room_kind, r.name AS room_name,
		m.id AS message, m.author, COALESCE(a.name, '') AS author_name, m.body, m.body_text
		FROM json_each({:asked}) AS asked CROSS JOIN webhooks w ON w.user = asked.value ->> 'Bot'
		CROSS JOIN users u ON u.id = w.user AND u.role = 'bot' AND u.status = 'active'
		CROSS JOIN memberships ms ON ms.room = asked.value ->> 'Room' AND ms.user = w.user CROSS JOIN rooms r ON r.id = ms.room
		CROSS JOIN messages m ON m.room = r.id AND m.rseq = asked.value ->> 'RSeq' AND m.deleted = FALSE LEFT JOIN users a ON a.id = m.author`).
		Bind(dbx.Params{"asked": string(encoded)}).All(&calls)
	return calls, err
}

// ListeningBots returns the active bots with a webhook that are in a room, and what kind of room it is: "" if it is gone.
func ListeningBots(db dbx.Builder, room string) (kind string, bots []string, err error) {
	if err = db.NewQuery("SELECT COALESCE((SELECT kind FROM rooms WHERE id = {:room}), '')").Bind(dbx.Params{"room": room}).Row(&kind); err != nil {
		return "", nil, err
	}
	err = db.NewQuery(`SELECT m.user FROM webhooks w JOIN users u ON u.id = w.user AND u.role = 'bot' AND u.status = 'active'
		JOIN memberships m ON m.room = {:room} AND m.user = w.user ORDER BY w.id`).Bind(dbx.Params{"room": room}).Column(&bots)
	return kind, bots, err
}

// BotIDs returns the ids of all bots.
func BotIDs(db dbx.Builder) ([]string, error) {
	var ids []string
	err := db.Select("id").From(Users).Where(dbx.HashExp{UserRole: RoleBot}).Column(&ids)
	return ids, err
}

// BotView is a bot as administrators see it.
type BotView struct {
	UserView
	WebhookURL   string                  `db:"webhook_url" json:"webhook_url"`
	WebhookRooms types.JSONArray[string] `db:"webhook_rooms" json:"webhook_rooms"`
	// Secret is told to whoever made it, and to nobody afterwards.
	Secret string    `db:"secret" json:"-"`
	Keys   []KeyView `db:"-" json:"keys"`
}

// selectBot shows of the rooms those that are still there.
const selectBot = `SELECT u.id, u.name, u.bio, u.role, u.status, u.created, u.updated, COALESCE(w.url, '') AS webhook_url, COALESCE(w.secret, '') AS secret,
	(SELECT json_group_array(value) FROM json_each(COALESCE(w.rooms, '[]')) WHERE value IN (SELECT id FROM rooms)) AS webhook_rooms
	FROM users u LEFT JOIN webhooks w ON w.user = u.id WHERE u.role = 'bot' `

// ActiveBots returns the bots by name.
func ActiveBots(db dbx.Builder) ([]BotView, error) {
	bots := []BotView{}
	err := db.NewQuery(selectBot + "AND u.status = 'active' ORDER BY u.name COLLATE NOCASE, u.id").All(&bots)
	return bots, err
}

// FindBot returns a bot as administrators see it, or sql.ErrNoRows.
func FindBot(db dbx.Builder, id string) (BotView, error) {
	var bot BotView
	err := db.NewQuery(selectBot + "AND u.id = {:id}").Bind(dbx.Params{"id": id}).One(&bot)
	return bot, err
}
