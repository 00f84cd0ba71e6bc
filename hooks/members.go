package hooks

import (
	"net/http"
	"slices"

	"campfire/collections"
	"campfire/internal/room"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/router"
)

func (p *plugin) routeMembers(chat *router.RouterGroup[*core.RequestEvent]) {
	chat.GET("/rooms/{room}/members", p.listMembers)
}

// listMembers answers who is in a room, to those who are.
func (p *plugin) listMembers(e *core.RequestEvent) error {
	user, err := caller(e)
	if err != nil {
		return refuse(e, err)
	}
	members, err := collections.MemberIDs(e.App.ConcurrentDB(), e.Request.PathValue("room"))
	if err == nil && (!slices.Contains(members, user.Id) || !scopeOf(e).Reaches(e.Request.PathValue("room"))) {
		err = room.ErrNotFound
	}
	if err != nil {
		return refuse(e, err)
	}
	return e.JSON(http.StatusOK, map[string]any{"members": members})
}
