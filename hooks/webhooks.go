package hooks

import (
	"errors"
	"time"

	"campfire/collections"
	"campfire/internal/message"
	"campfire/internal/session"
	"campfire/internal/webhook"

	"github.com/pocketbase/pocketbase/core"
)

// openWebhooks lets bots be called. Addresses that were stored before there were calls get their secrets now.
func (p *plugin) openWebhooks() error {
	p.caller = webhook.New(p.app, p.log, p.jobs, webhook.Doors{
		Post: p.postReply, Blame: func(err error) bool { v, known := judge(err); return known && v.status < 500 },
		Enabled: func() bool { return p.flags.Now().Bots },
	})
	found, err := collections.ActiveWebhooks(p.app.ConcurrentDB())
	if err != nil {
		return err
	}
	for _, hook := range found {
		if hook.Secret == "" {
			if err := p.app.RunInTransaction(func(tx core.App) error { return renewSecret(tx, hook) }); err != nil {
				return err
			}
		}
	}
	return nil
}

// postReply sends what a bot answered as everybody's messages are sent.
func (p *plugin) postReply(r webhook.Reply) error {
	_, err := p.messages.Send(p.app, message.Draft{Room: r.Room, Author: r.Bot, ClientMessageID: r.ID, Body: r.HTML})
	if errors.Is(err, message.ErrConflict) || errors.Is(err, message.ErrGone) {
		return webhook.ErrAnswered
	}
	return err
}

// renewSecret gives a webhook another secret, and with it another key in the paths.
func renewSecret(tx core.App, hook collections.Webhook) error {
	secret, before := webhook.NewSecret(), ""
	if hook.Secret != "" {
		before = webhook.PathKey(hook.Secret)
	}
	if err := collections.SetWebhookSecret(tx.DB(), hook.User, secret, collections.Time(time.Now())); err != nil {
		return err
	}
	return session.ReplaceWebhookKey(tx, hook.User, before, webhook.PathKey(secret))
}

// setWebhook stores where a bot is called; "" ends it together with its key.
func setWebhook(tx core.App, bot, url string) error {
	_, secret, err := collections.WebhookOf(tx.DB(), bot)
	if err != nil {
		return err
	}
	if err := collections.SetWebhook(tx.DB(), bot, url, collections.Time(time.Now())); err != nil {
		return err
	}
	switch {
	case url == "" && secret != "":
		return session.ReplaceWebhookKey(tx, bot, webhook.PathKey(secret), "")
	case url != "" && secret == "":
		return renewSecret(tx, collections.Webhook{User: bot})
	}
	return nil
}
