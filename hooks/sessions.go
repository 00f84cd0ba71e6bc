package hooks

import (
	"net/http"
	"slices"
	"time"

	"campfire/collections"
	"campfire/internal/session"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/router"
)

func (p *plugin) routeSessions(chat *router.RouterGroup[*core.RequestEvent]) {
	chat.POST("/session", p.signIn)
	chat.DELETE("/session", p.signOut)
	chat.GET("/sessions", p.listSessions)
	chat.DELETE("/sessions", p.endOtherSessions)
	chat.DELETE("/sessions/{id}", p.endSession)
}

func ownView(user *core.Record, session string) collections.UserView {
	view := collections.ViewUser(user)
	view.Email, view.Session = user.Email(), session
	return view
}

// SessionView is a session as its user sees it.
type SessionView struct {
	ID         string `json:"id"`
	Browser    string `json:"browser"`
	Platform   string `json:"platform"`
	IP         string `json:"ip"`
	LastActive string `json:"last_active"`
	Created    string `json:"created"`
	Current    bool   `json:"current"`
	// New marks one on a device that its user has not confirmed yet.
	New bool `json:"new"`
}

func viewSession(row collections.SessionRow, current string, asked []collections.DeviceRow) SessionView {
	browser, platform := session.Describe(row.UserAgent)
	return SessionView{
		ID: row.ID, Browser: browser, Platform: platform, IP: row.IP, LastActive: row.LastActive, Created: row.Created,
		Current: row.ID == current, New: slices.ContainsFunc(asked, func(d collections.DeviceRow) bool { return d.ID == row.Device }),
	}
}

func (p *plugin) signOut(e *core.RequestEvent) error {
	return p.endOwn(e, func(s session.Session) string { return s.ID }, true)
}

func (p *plugin) endSession(e *core.RequestEvent) error {
	if _, err := person(e); err != nil {
		return refuse(e, err) // a bot's keys are its administrators'
	}
	return p.endOwn(e, func(session.Session) string { return e.Request.PathValue("id") }, false)
}

func (p *plugin) endOwn(e *core.RequestEvent, which func(session.Session) string, current bool) error {
	s, ok := currentSession(e)
	if !ok {
		return refuse(e, errUnauthorized)
	}
	id := which(s)
	err := p.transact(e.App, func(tx core.App) error {
		if id != s.ID {
			if err := session.Disown(tx, s.User.Id, id, s.ID); err != nil {
				return err
			}
		}
		found, err := collections.DeleteSession(tx.DB(), s.User.Id, id)
		if err == nil && !found {
			err = errNotFound
		}
		return err
	})
	if err != nil {
		return refuse(e, err)
	}
	p.ended(s.User.Id, id)
	if current || id == s.ID {
		setCookie(e, "", -time.Second)
	}
	return e.NoContent(http.StatusNoContent)
}

func (p *plugin) listSessions(e *core.RequestEvent) error {
	s, ok := currentSession(e)
	if !ok {
		return refuse(e, errUnauthorized)
	}
	if _, err := person(e); err != nil {
		return refuse(e, err)
	}
	rows, err := collections.SessionsOf(e.App.DB(), s.User.Id)
	if err != nil {
		return refuse(e, err)
	}
	asked, err := collections.NewDevices(e.App.DB(), s.User.Id, s.ID)
	if err != nil {
		return refuse(e, err)
	}
	views := make([]SessionView, len(rows))
	for i, row := range rows {
		views[i] = viewSession(row, s.ID, asked)
	}
	return e.JSON(http.StatusOK, map[string]any{"sessions": views})
}

func (p *plugin) endOtherSessions(e *core.RequestEvent) error {
	s, ok := currentSession(e)
	if !ok {
		return refuse(e, errUnauthorized)
	}
	if _, err := person(e); err != nil {
		return refuse(e, err)
	}
	var ended []string
	err := p.transact(e.App, func(tx core.App) error {
		err := session.DisownAll(tx, s.User.Id, s.ID)
		if err == nil {
			ended, err = collections.DeleteSessions(tx.DB(), s.User.Id, s.ID)
		}
		return err
	})
	if err != nil {
		return refuse(e, err)
	}
	for _, id := range ended {
		p.ended(s.User.Id, id)
	}
	return e.NoContent(http.StatusNoContent)
}
