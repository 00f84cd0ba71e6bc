package hooks

import (
	"net/http"

	"campfire/collections"
	"campfire/internal/account"
	"campfire/internal/webhook"

	"github.com/pocketbase/pocketbase/core"
)

// setWebhook stores where a bot is called and of which rooms it is told everything, and returns the secret of a new
// webhook; no address ends it.
func setWebhook(tx core.App, bot string, form account.Bot) (secret string, err error) {
	hook, err := webhookOf(tx, bot)
	if err != nil && !collections.IsNotFound(err) {
		return "", err
	}
	fresh := err != nil
	if form.WebhookURL != nil && *form.WebhookURL == "" || form.WebhookURL == nil && fresh {
		if form.WebhookRooms != nil && len(*form.WebhookRooms) > 0 {
			return "", errNoWebhook
		}
		if fresh {
			return "", nil
		}
		return "", tx.Delete(hook)
	}
	if fresh {
		collection, err := tx.FindCachedCollectionByNameOrId(collections.Webhooks)
		if err != nil {
			return "", err
		}
		hook = core.NewRecord(collection)
		hook.Set(collections.WebhookUser, bot)
		hook.Set(collections.WebhookRooms, []string{})
	}
	if form.WebhookURL != nil {
		hook.Set(collections.WebhookURL, *form.WebhookURL)
	}
	if form.WebhookRooms != nil {
		if known, err := collections.AreRooms(tx.DB(), *form.WebhookRooms); err != nil || !known {
			return "", firstOf(err, errWebhookRooms)
		}
		hook.Set(collections.WebhookRooms, *form.WebhookRooms)
	}
	if err := tx.Save(hook); err != nil || !fresh {
		return "", err
	}
	return hook.GetString(collections.WebhookSecret), nil
}

// testWebhook calls a bot while the administrator waits, and shows how it went.
func (p *plugin) testWebhook(e *core.RequestEvent) error {
	record, err := webhookOfAddress(e)
	if err != nil {
		return refuse(e, err)
	}
	if !p.flags.Now().Bots {
		return refuse(e, errBotsOff)
	}
	hook, err := collections.FindWebhook(e.App.DB(), record.GetString(collections.WebhookUser))
	if collections.IsNotFound(err) {
		err = errNotFound // the bot is deactivated
	}
	if err != nil {
		return refuse(e, err)
	}
	item, err := p.caller.Test(e.Request.Context(), hook)
	if err != nil {
		return refuse(e, err)
	}
	return e.JSON(http.StatusOK, item)
}

// renewWebhookSecret gives a webhook another secret and shows it, once. What the bot has of the old one ends at once.
func (p *plugin) renewWebhookSecret(e *core.RequestEvent) error {
	hook, err := webhookOfAddress(e)
	if err != nil {
		return refuse(e, err)
	}
	secret := webhook.NewSecret()
	hook.Set(collections.WebhookSecret, secret)
	if err := e.App.Save(hook); err != nil {
		return refuse(e, err)
	}
	return e.JSON(http.StatusOK, map[string]any{"secret": secret})
}
