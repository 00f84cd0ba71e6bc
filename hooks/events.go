package hooks

import (
	"net/http"
	"strconv"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/router"
)

const (
	eventsDefault = 100
	eventsMax     = 500
)

func (p *plugin) routeEvents(chat *router.RouterGroup[*core.RequestEvent]) {
	chat.GET("/events", p.listEvents).Bind(apis.SkipSuccessActivityLog())
}

// listEvents is the log for clients that poll.
func (p *plugin) listEvents(e *core.RequestEvent) error {
	s, ok := currentSession(e)
	if !ok {
		return refuse(e, errUnauthorized)
	}
	query := e.Request.URL.Query()
	since, err := strconv.ParseInt(query.Get("since"), 10, 64)
	if err != nil {
		return refuse(e, wrongType{"since"})
	}
	limit := eventsDefault
	if value := query.Get("limit"); value != "" {
		if limit, err = strconv.Atoi(value); err != nil || limit < 1 || limit > eventsMax {
			return refuse(e, wrongType{"limit"})
		}
	}
	reason, err := p.hub.Position(query.Get("epoch"), since)
	if err != nil {
		return refuse(e, err)
	}
	if reason != "" {
		return e.JSON(http.StatusOK, map[string]any{"epoch": p.log.Epoch(), "seq": p.log.Head(), "resync": reason})
	}
	poll, err := p.hub.Events(e.Request.Context(), identity(e, s), since, limit)
	if err != nil {
		return refuse(e, err)
	}
	return e.JSON(http.StatusOK, poll)
}
