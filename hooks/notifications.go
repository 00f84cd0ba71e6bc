package hooks

import (
	"net/http"
	"strconv"

	"campfire/internal/notification"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/router"
)

func (p *plugin) routeNotifications(chat *router.RouterGroup[*core.RequestEvent]) {
	chat.GET("/notifications", p.listNotifications).Bind(apis.SkipSuccessActivityLog())
	chat.POST("/notifications/seen", p.markSeen).Bind(apis.SkipSuccessActivityLog())
}

// listNotifications answers what mentions the caller, and boosts on what they wrote.
func (p *plugin) listNotifications(e *core.RequestEvent) error {
	user, err := person(e)
	if err != nil {
		return refuse(e, err)
	}
	query := e.Request.URL.Query()
	request := notification.Request{
		User: user.Id, Filter: query.Get("filter"), Before: query.Get("before"), Limit: notification.PageDefault,
	}
	if request.Filter == "" {
		request.Filter = notification.All
	}
	if value := query.Get("limit"); value != "" {
		limit, err := strconv.Atoi(value)
		if err != nil || limit < 1 {
			return refuse(e, wrongType{"limit"})
		}
		request.Limit = min(limit, notification.PageMax)
	}
	page, err := notification.List(e.App, request)
	if err != nil {
		return refuse(e, err)
	}
	return e.JSON(http.StatusOK, page)
}

// markSeen takes how far the caller has seen the list, or one notification that they opened.
func (p *plugin) markSeen(e *core.RequestEvent) error {
	user, err := person(e)
	if err != nil {
		return refuse(e, err)
	}
	body, err := readBody(e)
	if err != nil {
		return refuse(e, err)
	}
	number, ok := body["seq"].(float64)
	if !ok || number != float64(int64(number)) {
		return refuse(e, wrongType{"seq"})
	}
	only, ok := body["only"].(bool)
	if !ok && body["only"] != nil {
		return refuse(e, wrongType{"only"})
	}
	state, err := p.watchers.Mark(e.App, notification.Marker{User: user.Id, Seq: int64(number), Only: only})
	if err != nil {
		return refuse(e, err)
	}
	return e.JSON(http.StatusOK, state)
}
