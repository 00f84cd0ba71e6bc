package hooks

import (
	"net/http"

	"campfire/collections"
	"campfire/internal/session"

	"github.com/pocketbase/pocketbase/core"
)

// rotateKey makes a new key for a bot; the old one ends at once.
func (p *plugin) rotateKey(e *core.RequestEvent) error {
	if err := requireAdministrator(e); err != nil {
		return refuse(e, err)
	}
	bot, err := findBot(e)
	if err != nil {
		return refuse(e, err)
	}
	var key string
	var ended []string
	err = e.App.RunInTransaction(func(tx core.App) error {
		var err error
		key, ended, err = session.BeginBot(tx, bot, device(e))
		return err
	})
	if err != nil {
		return refuse(e, err)
	}
	for _, id := range ended {
		p.ended(bot.Id, id)
	}
	return answerBot(e, bot, key)
}

// answerBot shows a bot as administrators see it, with its key if there is a new one.
func answerBot(e *core.RequestEvent, bot *core.Record, key string) error {
	url, err := collections.WebhookOf(e.App.DB(), bot.Id)
	if err != nil {
		return refuse(e, err)
	}
	answer := map[string]any{"user": collections.BotView{UserView: collections.ViewUser(bot), WebhookURL: url}}
	if key != "" {
		answer["key"] = key
	}
	return e.JSON(http.StatusOK, answer)
}
