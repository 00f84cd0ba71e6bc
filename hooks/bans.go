package hooks

import (
	"net/http"

	"campfire/collections"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/router"
)

// bindBans keeps the list of blocked addresses in step with the collection, also when a superuser edits it.
func (p *plugin) bindBans() {
	refresh := func(e *core.RecordEvent) error {
		p.refreshBans()
		return e.Next()
	}
	p.app.OnRecordAfterCreateSuccess(collections.Bans).BindFunc(refresh)
	p.app.OnRecordAfterUpdateSuccess(collections.Bans).BindFunc(refresh)
	p.app.OnRecordAfterDeleteSuccess(collections.Bans).BindFunc(refresh)
}

func (p *plugin) routeBans(chat *router.RouterGroup[*core.RequestEvent]) {
	chat.POST("/users/{id}/ban", p.ban)
	chat.DELETE("/users/{id}/ban", p.unban)
}

func (p *plugin) refreshBans() {
	if p.log == nil {
		return // a command without a server: nobody asks
	}
	if err := p.blocked.Refresh(p.app.ConcurrentDB()); err != nil {
		p.app.Logger().Error("Failed to read the blocked addresses", "error", err)
	}
}

// banned returns the user that the address of a request names, for an administrator.
func banned(e *core.RequestEvent) (*core.Record, error) {
	if err := requireAdministrator(e); err != nil {
		return nil, err
	}
	user, err := e.App.FindRecordById(collections.Users, e.Request.PathValue("id"))
	if err != nil {
		return nil, errNotFound
	}
	return user, nil
}

// ban shows somebody the door. What that means happens where the status is saved: hooks/status.go.
func (p *plugin) ban(e *core.RequestEvent) error {
	user, err := banned(e)
	if err != nil {
		return refuse(e, err)
	}
	if user.GetString(collections.UserStatus) != collections.StatusBanned {
		user.Set(collections.UserStatus, collections.StatusBanned)
		if err := guardStatus(e, user); err != nil {
			return refuse(e, err)
		}
		if err := e.App.Save(user); err != nil {
			return refuse(e, err)
		}
	}
	blocked, not, err := collections.CountBans(e.App.DB(), user.Id)
	if err != nil {
		return refuse(e, err)
	}
	return e.JSON(http.StatusOK, map[string]any{"user": collections.ViewUser(user), "blocked": blocked, "not_blockable": not})
}

// unban lets somebody in again. Their messages do not come back.
func (p *plugin) unban(e *core.RequestEvent) error {
	user, err := banned(e)
	if err != nil {
		return refuse(e, err)
	}
	if user.GetString(collections.UserStatus) == collections.StatusBanned {
		user.Set(collections.UserStatus, collections.StatusActive)
		if err := e.App.Save(user); err != nil {
			return refuse(e, err)
		}
	}
	return e.JSON(http.StatusOK, map[string]any{"user": collections.ViewUser(user)})
}
