package hooks

import (
	"net/http"

	"campfire/collections"
	"campfire/internal/account"

	"github.com/pocketbase/pocketbase/core"
)

// countJoin refuses an address that tries links or makes people too often.
func (p *plugin) countJoin(e *core.RequestEvent) error {
	if ok, wait := p.joins.Allow("address " + e.RealIP()); !ok {
		return tooMany(e, wait)
	}
	return nil
}

func (p *plugin) joinState(e *core.RequestEvent) error {
	if err := p.countJoin(e); err != nil {
		return err
	}
	if err := account.CheckJoinCode(e.App, e.Request.PathValue("code")); err != nil {
		return refuse(e, err)
	}
	view, err := collections.FindAccount(e.App.DB())
	if err != nil {
		return refuse(e, err)
	}
	if view.JoinPolicy == collections.JoinNobody {
		return refuse(e, account.ErrJoinClosed)
	}
	return e.JSON(http.StatusOK, map[string]any{"account": guestView(view), "auth_methods": authMethods(e.App)})
}

// joinAccount makes a member. Saving the user lets them into every open room, in the same transaction.
func (p *plugin) joinAccount(e *core.RequestEvent) error {
	if err := p.countJoin(e); err != nil {
		return err
	}
	if err := account.CheckJoinCode(e.App, e.Request.PathValue("code")); err != nil {
		return refuse(e, err)
	}
	form, err := readPerson(e)
	if err != nil {
		return refuse(e, err)
	}
	if err := form.Validate(); err != nil {
		return refuse(e, err)
	}
	err = account.MayJoin(e.App, account.Newcomer{Email: form.Email, Code: e.Request.PathValue("code")})
	if err == nil && !authMethods(e.App).Password {
		err = account.ErrJoinProvider
	}
	if err != nil {
		return refuse(e, err)
	}
	member, err := account.NewUser(e.App, form, collections.RoleMember)
	if err != nil {
		return refuse(e, err)
	}
	if err := e.App.Save(member); err != nil {
		if _, taken := e.App.FindAuthRecordByEmail(collections.Users, form.Email); taken == nil {
			return refuse(e, errEmailTaken)
		}
		return refuse(e, err)
	}
	return p.welcome(e, member, http.StatusOK)
}
