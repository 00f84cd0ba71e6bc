package hooks

import (
	"net/http"

	"campfire/collections"
	"campfire/internal/account"
	"campfire/internal/session"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/router"
)

func (p *plugin) routeBots(chat *router.RouterGroup[*core.RequestEvent]) {
	chat.GET("/bots", p.listBots)
	chat.POST("/bots", p.createBot)
	chat.PATCH("/bots/{id}", p.changeBot)
	chat.DELETE("/bots/{id}", p.deactivateBot)
	chat.POST("/bots/{id}/keys", p.createKey)
	chat.PATCH("/bots/{id}/keys/{key}", p.changeKey)
	chat.POST("/bots/{id}/keys/{key}/rotate", p.rotateKey)
	chat.DELETE("/bots/{id}/keys/{key}", p.revokeKey)
}

// listBots shows the bots that there are, and that their webhooks are called.
func (p *plugin) listBots(e *core.RequestEvent) error {
	if err := requireAdministrator(e); err != nil {
		return refuse(e, err)
	}
	bots, err := collections.ActiveBots(e.App.DB())
	if err != nil {
		return refuse(e, err)
	}
	keys, err := collections.BotKeys(e.App.DB())
	if err != nil {
		return refuse(e, err)
	}
	for i := range bots {
		showKeys(&bots[i], keys)
	}
	return e.JSON(http.StatusOK, map[string]any{"bots": bots, "deliveries": true})
}

// createBot makes a bot and shows its key, once.
func (p *plugin) createBot(e *core.RequestEvent) error {
	form, err := readBot(e)
	if err != nil {
		return refuse(e, err)
	}
	if form.Name == nil {
		return refuse(e, errName)
	}
	bot, err := account.NewBot(e.App, *form.Name)
	if err != nil {
		return refuse(e, err)
	}
	var once secrets
	err = p.transact(e.App, func(tx core.App) (err error) {
		if once.webhook, err = saveBot(tx, bot, form); err != nil {
			return err
		}
		once.key, _, err = session.NewKey(tx, bot.Id, session.KeyForm{})
		return err
	})
	if err != nil {
		return refuse(e, err)
	}
	return answerBot(e, bot, once)
}

func findBot(e *core.RequestEvent) (*core.Record, error) {
	bot, err := e.App.FindRecordById(collections.Users, e.Request.PathValue("id"))
	if err != nil || !isBot(bot) {
		return nil, errNotFound
	}
	return bot, nil
}

func (p *plugin) changeBot(e *core.RequestEvent) error {
	form, err := readBot(e)
	if err != nil {
		return refuse(e, err)
	}
	bot, err := findBot(e)
	if err != nil {
		return refuse(e, err)
	}
	var once secrets
	if err := p.transact(e.App, func(tx core.App) error { once.webhook, err = saveBot(tx, bot, form); return err }); err != nil {
		return refuse(e, err)
	}
	return answerBot(e, bot, once)
}

// deactivateBot ends a bot's key and memberships. What it wrote stays under its name.
func (p *plugin) deactivateBot(e *core.RequestEvent) error {
	if err := requireAdministrator(e); err != nil {
		return refuse(e, err)
	}
	bot, err := findBot(e)
	if err != nil {
		return refuse(e, err)
	}
	bot.Set(collections.UserStatus, collections.StatusDeactivated)
	if err := e.App.Save(bot); err != nil {
		return refuse(e, err)
	}
	return e.NoContent(http.StatusNoContent)
}
