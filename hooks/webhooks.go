package hooks

import (
	"encoding/json"
	"errors"
	"net/http"

	"campfire/collections"
	"campfire/internal/account"
	"campfire/internal/message"
	"campfire/internal/session"
	"campfire/internal/webhook"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// bindWebhooks is the life of a webhook, whether the app or the dashboard makes it: its key comes, changes and goes with it.
func (p *plugin) bindWebhooks() {
	p.app.OnRecordCreateExecute(collections.Webhooks).BindFunc(p.saveWebhook)
	p.app.OnRecordUpdateExecute(collections.Webhooks).BindFunc(p.saveWebhook)
	p.app.OnRecordDeleteExecute(collections.Webhooks).BindFunc(func(e *core.RecordEvent) error {
		return together(e, func(tx core.App) error {
			if err := session.ReplaceWebhookKey(tx, e.Record.GetString(collections.WebhookUser), pathKey(e.Record), ""); err != nil {
				return err
			}
			return p.forgetCalls(tx, e.Record.Id)
		})
	})
}

// saveWebhook judges what the dashboard may say, gives a secret to a webhook without one, and lets the key in the paths
// follow the secret.
func (p *plugin) saveWebhook(e *core.RecordEvent) error {
	if err := judgeWebhook(e.App, e.Record); err != nil {
		return fieldsOf(err)
	}
	if e.Record.GetString(collections.WebhookSecret) == "" {
		e.Record.Set(collections.WebhookSecret, webhook.NewSecret())
	}
	before, next := pathKey(e.Record.Original()), pathKey(e.Record)
	return together(e, func(tx core.App) error {
		if before == next {
			return nil
		}
		return session.ReplaceWebhookKey(tx, e.Record.GetString(collections.WebhookUser), before, next)
	})
}

func pathKey(hook *core.Record) string {
	if secret := hook.GetString(collections.WebhookSecret); secret != "" {
		return webhook.PathKey(secret)
	}
	return ""
}

func judgeWebhook(app core.App, hook *core.Record) error {
	url := hook.GetString(collections.WebhookURL)
	if form := (account.Bot{WebhookURL: &url}); url == "" || form.Validate() != nil {
		return verdict{http.StatusBadRequest, "invalid", collections.WebhookURL, "Must be an address that begins with https:// or http://."}.apiError()
	}
	bot, err := app.FindRecordById(collections.Users, hook.GetString(collections.WebhookUser))
	if err != nil || !isBot(bot) || !hook.IsNew() && hook.Original().GetString(collections.WebhookUser) != bot.Id {
		return verdict{http.StatusBadRequest, "invalid", collections.WebhookUser, "Must be a bot, and stay the same."}.apiError()
	}
	var rooms []string
	if raw := hook.GetString(collections.WebhookRooms); raw != "" && json.Unmarshal([]byte(raw), &rooms) != nil {
		return wrongType{collections.WebhookRooms}
	}
	return nil
}

// openWebhooks lets bots be called. Addresses that were stored before there were calls get their secrets now.
func (p *plugin) openWebhooks() error {
	p.caller = webhook.New(p.app, p.log, p.jobs, webhook.Doors{
		Post: p.postReply, Blame: func(err error) bool { v, known := judge(err); return known && v.status < 500 },
		Enabled: func() bool { return p.flags.Now().Bots },
	})
	bare, err := p.app.FindAllRecords(collections.Webhooks, dbx.HashExp{collections.WebhookSecret: ""})
	if err != nil {
		return err
	}
	for _, hook := range bare {
		if err := p.app.Save(hook); err != nil { // which gives it one
			return err
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

// forgetCalls takes the calls of a webhook out of the log of deliveries, with what was said in them.
func (p *plugin) forgetCalls(tx core.App, hook string) error {
	if p.caller == nil {
		return nil // a command without a server
	}
	return p.caller.Forget(tx, hook)
}

func (p *plugin) forgetCallsOf(tx core.App, bot string) error {
	hook, err := webhookOf(tx, bot)
	if collections.IsNotFound(err) {
		return nil
	}
	if err != nil {
		return err
	}
	return p.forgetCalls(tx, hook.Id)
}
