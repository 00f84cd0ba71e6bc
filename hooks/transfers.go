package hooks

import (
	"net/http"
	"time"

	"campfire/collections"
	"campfire/internal/session"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/router"
)

func (p *plugin) routeTransfers(chat *router.RouterGroup[*core.RequestEvent]) {
	chat.POST("/transfers", p.beginTransfer)
	chat.POST("/transfers/{token}", p.redeemTransfer)
}

// beginTransfer makes a link that signs the caller in elsewhere, or for an administrator somebody who is locked out.
func (p *plugin) beginTransfer(e *core.RequestEvent) error {
	body, err := readBody(e)
	if err != nil {
		return refuse(e, err)
	}
	id, err := text(body, "user")
	if err != nil {
		return refuse(e, err)
	}
	user, err := transferred(e, id)
	if err != nil {
		return refuse(e, err)
	}
	token, expires, err := session.BeginTransfer(e.App, user.Id)
	if err != nil {
		return refuse(e, err)
	}
	return e.JSON(http.StatusOK, map[string]any{
		"url": origin(e) + transferPage + token, "expires": collections.Time(expires),
		"seconds": int(time.Until(expires).Seconds()),
	})
}

// transferred is whom a new link shall sign in.
func transferred(e *core.RequestEvent, id string) (*core.Record, error) {
	if id == "" || e.Auth != nil && id == e.Auth.Id {
		return person(e)
	}
	if err := requireAdministrator(e); err != nil {
		return nil, err
	}
	user, err := e.App.FindRecordById(collections.Users, id)
	if err != nil || !session.MaySignIn(user) {
		return nil, errNotFound
	}
	return user, nil
}

// redeemTransfer uses a link up: the session begins in the transaction that marks it, so that it begins once.
func (p *plugin) redeemTransfer(e *core.RequestEvent) error {
	var user *core.Record
	id := collections.NewID()
	err := p.transact(e.App, func(tx core.App) error {
		var err error
		if user, err = session.Redeem(tx, e.Request.PathValue("token")); err == nil {
			err = p.arrive(tx, e, user, id)
		}
		return err
	})
	if err != nil {
		return refuse(e, err)
	}
	return p.answerSession(e, user, id, http.StatusOK)
}
