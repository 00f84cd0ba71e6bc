package hooks

import (
	"slices"

	"campfire/collections"
	"campfire/internal/account"

	"github.com/pocketbase/pocketbase/core"
)

// readBot returns what an administrator says about a bot.
func readBot(e *core.RequestEvent) (account.Bot, error) {
	var form account.Bot
	if err := requireAdministrator(e); err != nil {
		return form, err
	}
	body, err := readBody(e)
	if err != nil {
		return form, err
	}
	for field, to := range map[string]**string{"name": &form.Name, "webhook_url": &form.WebhookURL} {
		if _, present := body[field]; present {
			value, err := text(body, field)
			if err != nil {
				return form, err
			}
			*to = &value
		}
	}
	list, present, err := words(body, "webhook_rooms")
	if err != nil {
		return form, err
	}
	if present {
		slices.Sort(list)
		list = slices.Compact(list)
		form.WebhookRooms = &list
	}
	return form, form.Validate()
}

// saveBot returns the secret of a webhook that is new.
func saveBot(tx core.App, bot *core.Record, form account.Bot) (secret string, err error) {
	if form.Name != nil {
		bot.Set(collections.UserName, *form.Name)
		if err := tx.Save(bot); err != nil {
			return "", err
		}
	}
	if form.WebhookURL == nil && form.WebhookRooms == nil {
		return "", nil
	}
	return setWebhook(tx, bot.Id, form)
}
