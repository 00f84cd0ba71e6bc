package hooks

import (
	"net/http"

	"github.com/pocketbase/pocketbase/core"
)

func (p *plugin) boostForBot(e *core.RequestEvent) error {
	text, err := p.readRaw(e)
	if err != nil {
		return refuseRaw(e, err)
	}
	if ok, wait := p.sends.Allow(e.Auth.Id); !ok {
		return tooMany(e, wait)
	}
	actor, err := messageActor(e)
	if err != nil {
		return refuse(e, err)
	}
	boost, err := p.messages.Boost(e.App, actor, e.Request.PathValue("id"), text)
	if err != nil {
		return refuseRaw(e, err)
	}
	m, err := p.pages.One(boost.Room, e.Auth.Id, boost.Message)
	if err != nil {
		return refuse(e, err)
	}
	view, err := viewFor(e, boost.Booster)
	if err != nil {
		return refuse(e, err)
	}
	return e.JSON(http.StatusCreated, view.Boost(&boost, permalink(&m)))
}

// unboostForBot takes an own boost back. Others' are not found, as in the original.
func (p *plugin) unboostForBot(e *core.RequestEvent) error {
	actor, err := messageActor(e)
	if err != nil {
		return refuse(e, err)
	}
	boosts, err := p.pages.Boosts(e.Request.PathValue("id"))
	if err != nil {
		return refuse(e, err)
	}
	for _, b := range boosts {
		if b.ID == e.Request.PathValue("boost") && b.Booster == actor.User {
			if err := p.messages.Unboost(e.App, actor, b.ID); err != nil {
				return refuse(e, err)
			}
			return e.NoContent(http.StatusNoContent)
		}
	}
	return refuse(e, errNotFound)
}
