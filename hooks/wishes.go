package hooks

import (
	"net/http"
	"slices"
	"time"

	"campfire/collections"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/router"
)

func (p *plugin) routeWishes(chat *router.RouterGroup[*core.RequestEvent]) {
	chat.GET("/wishes", p.listWishes)
	chat.POST("/wishes", p.wish)
}

// person is the caller, if they are no bot.
func person(e *core.RequestEvent) (*core.Record, error) {
	user, err := caller(e)
	if err == nil && isBot(user) {
		err = errPeopleOnly
	}
	return user, err
}

func (p *plugin) listWishes(e *core.RequestEvent) error {
	user, err := person(e)
	if err != nil {
		return refuse(e, err)
	}
	wishes, err := collections.WishesOf(e.App.DB(), user.Id)
	if err != nil {
		return refuse(e, err)
	}
	return e.JSON(http.StatusOK, map[string]any{"wishes": wishes})
}

// wish counts that somebody wants a feature, once.
func (p *plugin) wish(e *core.RequestEvent) error {
	user, err := person(e)
	if err != nil {
		return refuse(e, err)
	}
	body, err := readBody(e)
	if err != nil {
		return refuse(e, err)
	}
	feature, err := text(body, collections.WishFeature)
	if err != nil || !slices.Contains(collections.WishFeatures, feature) {
		return refuse(e, wrongType{collections.WishFeature})
	}
	if err := collections.AddWish(e.App.DB(), user.Id, feature, collections.Time(time.Now())); err != nil {
		return refuse(e, err)
	}
	return p.listWishes(e)
}
