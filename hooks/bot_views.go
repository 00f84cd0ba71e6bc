package hooks

import (
	"net/http"
	"strconv"

	"campfire/collections"
	"campfire/internal/bot"
	"campfire/internal/session"
	"campfire/internal/webhook"

	"github.com/pocketbase/pocketbase/core"
)

// secrets are shown in the answer to what made them, and never again.
type secrets struct{ key, webhook string }

// answerBot shows a bot as administrators see it.
func answerBot(e *core.RequestEvent, bot *core.Record, once secrets) error {
	view, err := collections.FindBot(e.App.DB(), bot.Id)
	if err != nil {
		return refuse(e, err)
	}
	keys, err := collections.BotKeys(e.App.DB())
	if err != nil {
		return refuse(e, err)
	}
	showKeys(&view, keys)
	answer := map[string]any{"user": view}
	if once.key != "" {
		answer["key"] = once.key
	}
	if once.webhook != "" {
		answer["webhook_secret"] = once.webhook
	}
	return e.JSON(http.StatusOK, answer)
}

// showKeys puts a bot's keys beside it, and says which of them its webhook uses.
func showKeys(bot *collections.BotView, keys map[string][]collections.KeyView) {
	bot.Keys = append([]collections.KeyView{}, keys[bot.ID]...)
	if bot.Secret != "" {
		session.MarkWebhookKey(bot.Keys, webhook.PathKey(bot.Secret))
	}
}

// permalink is the page of a message.
func permalink(m *collections.Message) string {
	return "/rooms/" + m.Room + "/@" + strconv.FormatInt(m.RSeq, 10)
}

// viewFor is how the original's bots are shown what users did.
func viewFor(e *core.RequestEvent, users ...string) (bot.View, error) {
	known, err := collections.ViewUsers(e.App.DB(), users)
	return bot.View{Origin: origin(e), Users: known}, err
}

func (p *plugin) answerForBot(e *core.RequestEvent, list []collections.Message) error {
	authors := make([]string, len(list))
	for i := range list {
		authors[i] = list[i].Author
	}
	view, err := viewFor(e, authors...)
	if err != nil {
		return refuse(e, err)
	}
	shown := make([]bot.Message, len(list))
	for i := range list {
		shown[i] = view.Message(&list[i], permalink(&list[i]))
	}
	return e.JSON(http.StatusOK, shown)
}

func (p *plugin) answerOne(e *core.RequestEvent, m *collections.Message) error {
	view, err := viewFor(e, m.Author)
	if err != nil {
		return refuse(e, err)
	}
	return e.JSON(http.StatusOK, view.Message(m, permalink(m)))
}
