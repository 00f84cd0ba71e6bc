package collections

import (
	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// Webhooks is the collection of where bots want to be called, at most one address per bot.
const Webhooks = "webhooks"

const (
	WebhookUser = "user"
	WebhookURL  = "url"
)

// WebhookURLMax bounds an address.
const WebhookURLMax = 2000

func webhooksSchema(users string) *core.Collection {
	c := core.NewBaseCollection(Webhooks)
	user := relation(WebhookUser, users)
	user.CascadeDelete = true
	c.Fields.Add(user, &core.TextField{Name: WebhookURL, Required: true, Max: WebhookURLMax})
	c.Fields.Add(autodates()...)
	c.AddIndex("webhooks_user", true, "`user`", "")
	// No rules: an address may carry a secret, so only administrators see it, through the bots' routes.
	return c
}

// SetWebhook stores the address of a bot; "" takes it away.
func SetWebhook(db dbx.Builder, bot, url, now string) error {
	if url == "" {
		_, err := db.Delete(Webhooks, dbx.HashExp{WebhookUser: bot}).Execute()
		return err
	}
	_, err := db.NewQuery(`INSERT INTO webhooks (id, user, url, created, updated) VALUES ({:id}, {:user}, {:url}, {:now}, {:now})
		ON CONFLICT (user) DO UPDATE SET url = excluded.url, updated = excluded.updated`).
		Bind(dbx.Params{"id": NewID(), "user": bot, "url": url, "now": now}).Execute()
	return err
}

// WebhookOf returns the address of a bot, "" if it has none.
func WebhookOf(db dbx.Builder, bot string) (string, error) {
	var url string
	err := db.Select(WebhookURL).From(Webhooks).Where(dbx.HashExp{WebhookUser: bot}).Row(&url)
	if IsNotFound(err) {
		err = nil
	}
	return url, err
}

// BotView is a bot as administrators see it.
type BotView struct {
	UserView
	WebhookURL string    `db:"webhook_url" json:"webhook_url"`
	Keys       []KeyView `db:"-" json:"keys"`
}

// ActiveBots returns the bots by name.
func ActiveBots(db dbx.Builder) ([]BotView, error) {
	bots := []BotView{}
	err := db.NewQuery(`SELECT u.id, u.name, u.bio, u.role, u.status, u.created, u.updated, COALESCE(w.url, '') AS webhook_url
		FROM users u LEFT JOIN webhooks w ON w.user = u.id WHERE u.role = 'bot' AND u.status = 'active' ORDER BY u.name COLLATE NOCASE, u.id`).
		All(&bots)
	return bots, err
}
