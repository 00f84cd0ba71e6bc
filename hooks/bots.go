package hooks

import (
	"net/http"
	"strings"

	"campfire/collections"
	"campfire/internal/account"
	"campfire/internal/session"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/router"
	"github.com/pocketbase/pocketbase/tools/security"
)

func (p *plugin) routeBots(chat *router.RouterGroup[*core.RequestEvent]) {
	chat.POST("/bots", p.createBot)
	chat.POST("/bots/{id}/key", p.rotateKey)
}

func requireAdministrator(e *core.RequestEvent) error {
	if e.HasSuperuserAuth() {
		return nil
	}
	user, err := caller(e)
	if err != nil {
		return err
	}
	if !isAdministrator(user) {
		return errForbidden
	}
	return nil
}

// createBot makes a bot and shows its key, once.
func (p *plugin) createBot(e *core.RequestEvent) error {
	body, err := readBody(e)
	if err != nil {
		return refuse(e, err)
	}
	name, err := text(body, "name")
	if err := firstOf(requireAdministrator(e), err); err != nil {
		return refuse(e, err)
	}
	// note: an auth record needs an address and a password; nobody can use these, and the auth rule keeps bots from
	// signing in with one.
	form := account.Form{
		Name: strings.TrimSpace(name), Email: strings.ToLower(security.RandomString(20)) + "@bots.invalid", Password: security.RandomString(40),
	}
	if err := form.Validate(); err != nil {
		return refuse(e, err)
	}
	bot, err := account.NewUser(e.App, form, collections.RoleBot)
	if err != nil {
		return refuse(e, err)
	}
	if err := e.App.Save(bot); err != nil {
		return refuse(e, err)
	}
	return p.answerKey(e, bot)
}

// rotateKey makes a new key for a bot; the old one ends at once.
func (p *plugin) rotateKey(e *core.RequestEvent) error {
	if err := requireAdministrator(e); err != nil {
		return refuse(e, err)
	}
	bot, err := e.App.FindRecordById(collections.Users, e.Request.PathValue("id"))
	if err != nil || bot.GetString(collections.UserRole) != collections.RoleBot {
		return refuse(e, errNotFound)
	}
	return p.answerKey(e, bot)
}

func (p *plugin) answerKey(e *core.RequestEvent, bot *core.Record) error {
	var key string
	var ended []string
	err := e.App.RunInTransaction(func(tx core.App) error {
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
	return e.JSON(http.StatusOK, map[string]any{"user": collections.ViewUser(bot), "key": key})
}
