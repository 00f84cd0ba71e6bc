package hooks

import (
	"errors"
	"net/http"
	"strconv"

	"campfire/collections"
	"campfire/internal/webhook"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/router"
)

// Pages of the log of deliveries.
const (
	deliveriesDefault = 20
	deliveriesMax     = 100
)

var (
	errNoWebhook    = errors.New("bot without a webhook")
	errWebhookRooms = errors.New("unknown rooms")
	errBefore       = errors.New("unknown delivery")
)

// routeDeliveries is how administrators look after a bot's webhook.
func (p *plugin) routeDeliveries(chat *router.RouterGroup[*core.RequestEvent]) {
	chat.GET("/bots/{id}/deliveries", p.listDeliveries)
	chat.POST("/bots/{id}/deliveries/{delivery}/retry", p.retryDelivery)
	chat.POST("/bots/{id}/webhook/test", p.testWebhook)
	chat.POST("/bots/{id}/webhook/secret", p.renewWebhookSecret)
}

// webhookOf returns the webhook of a bot, or sql.ErrNoRows.
func webhookOf(app core.App, bot string) (*core.Record, error) {
	return app.FindFirstRecordByData(collections.Webhooks, collections.WebhookUser, bot)
}

// webhookOfAddress returns the webhook of the bot that the address names, to administrators.
func webhookOfAddress(e *core.RequestEvent) (*core.Record, error) {
	if err := requireAdministrator(e); err != nil {
		return nil, err
	}
	bot, err := findBot(e)
	if err != nil {
		return nil, err
	}
	hook, err := webhookOf(e.App, bot.Id)
	if collections.IsNotFound(err) {
		err = errNoWebhook
	}
	return hook, err
}

// listDeliveries shows what a bot was told, what it answered, and what is still to come.
func (p *plugin) listDeliveries(e *core.RequestEvent) error {
	hook, err := webhookOfAddress(e)
	if errors.Is(err, errNoWebhook) {
		return e.JSON(http.StatusOK, map[string]any{"items": []webhook.Delivery{}, "next": ""})
	}
	if err != nil {
		return refuse(e, err)
	}
	query, limit := e.Request.URL.Query(), deliveriesDefault
	if value := query.Get("limit"); value != "" {
		n, err := strconv.Atoi(value)
		if err != nil || n < 1 {
			return refuse(e, wrongType{"limit"})
		}
		limit = min(n, deliveriesMax)
	}
	items, err := webhook.Deliveries(e.App.DB(), hook.Id, query.Get("before"), limit+1)
	if collections.IsNotFound(err) {
		err = errBefore
	}
	if err != nil {
		return refuse(e, err)
	}
	next := ""
	if len(items) > limit {
		items = items[:limit]
		next = items[limit-1].ID
	}
	return e.JSON(http.StatusOK, map[string]any{"items": items, "next": next})
}

func (p *plugin) retryDelivery(e *core.RequestEvent) error {
	hook, err := webhookOfAddress(e)
	if errors.Is(err, errNoWebhook) {
		err = errNotFound
	}
	if err != nil {
		return refuse(e, err)
	}
	item, err := p.caller.Retry(hook.Id, e.Request.PathValue("delivery"))
	if collections.IsNotFound(err) {
		err = errNotFound
	}
	if err != nil {
		return refuse(e, err)
	}
	return e.JSON(http.StatusAccepted, item)
}
