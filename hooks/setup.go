package hooks

import (
	"net/http"
	"sync"

	"campfire/collections"
	"campfire/internal/account"
	"campfire/internal/room"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/router"
)

// firstRoom is where everybody meets.
const firstRoom = "All Talk"

// setupTurn lets one first run hash its password at a time: a hundred at once would keep the box busy for seconds to
// find out that they lost. What makes the first run happen once is the account's key, not this.
var setupTurn sync.Mutex

func (p *plugin) routeSetup(chat *router.RouterGroup[*core.RequestEvent]) {
	chat.GET("/setup", p.setupState)
	chat.POST("/setup", p.setup)
	chat.GET("/join/{code}", p.joinState)
	chat.POST("/join/{code}", p.joinAccount)
}

func (p *plugin) setupState(e *core.RequestEvent) error {
	view, err := collections.FindAccount(e.App.DB())
	if err != nil && !collections.IsNotFound(err) {
		return refuse(e, err)
	}
	answer := map[string]any{"needed": err != nil, "account": nil, "auth_methods": authMethods(e.App), "version": p.config.Build}
	if err == nil {
		answer["account"] = guestView(view)
	}
	return e.JSON(http.StatusOK, answer)
}

// stockAddress is PocketBase's idea of where it runs, before somebody says otherwise.
const stockAddress = "http://localhost:8090"

// noteAddress takes the address of the first run for the one that links in mail begin with. It can be changed in the
// dashboard.
func (p *plugin) noteAddress(e *core.RequestEvent) {
	settings, err := e.App.Settings().Clone()
	if err != nil || settings.Meta.AppURL != stockAddress {
		return
	}
	settings.Meta.AppURL = origin(e)
	if err := e.App.Save(settings); err != nil {
		e.App.Logger().Warn("Failed to note the address of this server", "error", err)
	}
}

// guestView is what somebody who is not signed in may know of the account.
func guestView(view collections.AccountView) map[string]any {
	return map[string]any{"name": view.Name, "help_contact": view.HelpContact}
}

func readPerson(e *core.RequestEvent) (account.Form, error) {
	body, err := readBody(e)
	if err != nil {
		return account.Form{}, err
	}
	name, err1 := text(body, "name")
	email, err2 := text(body, "email")
	password, err3 := text(body, "password")
	form := account.Form{Name: name, Email: email, Password: password}
	return form, firstOf(err1, err2, err3)
}

// setup is the first run: account, administrator, dashboard superuser and first room, all or nothing, once.
func (p *plugin) setup(e *core.RequestEvent) error {
	form, err := readPerson(e)
	if err != nil {
		return refuse(e, err)
	}
	setupTurn.Lock()
	defer setupTurn.Unlock()
	if done, err := collections.AccountExists(e.App.DB()); err != nil || done {
		return refuse(e, firstOf(err, account.ErrDone))
	}
	if err := form.Validate(); err != nil {
		return refuse(e, err)
	}
	owner, err := account.NewUser(e.App, form, collections.RoleAdministrator)
	if err != nil {
		return refuse(e, err)
	}
	superuser, err := account.NewSuperuser(e.App, form)
	if err != nil {
		return refuse(e, err)
	}
	err = p.transact(e.App, func(tx core.App) error {
		if err := account.Create(tx); err != nil {
			return err
		}
		if err := account.Store(tx, owner, superuser); err != nil {
			return err
		}
		_, err := room.Create(tx, room.Actor{User: owner.Id, Administrator: true}, room.Form{Kind: collections.RoomOpen, Name: firstRoom})
		return err
	})
	if err != nil {
		return refuse(e, err)
	}
	p.noteAddress(e)
	return p.welcome(e, owner, http.StatusCreated)
}
