package hooks

import (
	"net/http"
	"time"

	"campfire/collections"
	"campfire/internal/session"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/router"
)

func (p *plugin) routeDevices(chat *router.RouterGroup[*core.RequestEvent]) {
	chat.GET("/devices", p.listNewDevices)
	chat.POST("/devices/{id}/confirm", p.confirmDevice)
	chat.DELETE("/devices/{id}", p.refuseDevice)
}

// DeviceView is a new device as its user sees it.
type DeviceView struct {
	ID       string `json:"id"`
	Browser  string `json:"browser"`
	Platform string `json:"platform"`
	IP       string `json:"ip"`
	Created  string `json:"created"`
}

func viewDevices(rows []collections.DeviceRow) []DeviceView {
	views := make([]DeviceView, len(rows))
	for i, row := range rows {
		browser, platform := session.Describe(row.UserAgent)
		views[i] = DeviceView{ID: row.ID, Browser: browser, Platform: platform, IP: row.IP, Created: row.Created}
	}
	return views
}

// listNewDevices answers what the caller is asked about: what they have signed in on and not confirmed yet.
func (p *plugin) listNewDevices(e *core.RequestEvent) error {
	user, err := person(e)
	if err != nil {
		return refuse(e, err)
	}
	s, _ := currentSession(e)
	rows, err := collections.NewDevices(e.App.ConcurrentDB(), user.Id, s.ID)
	if err != nil {
		return refuse(e, err)
	}
	return e.JSON(http.StatusOK, map[string]any{"devices": viewDevices(rows)})
}

// confirmDevice takes the caller's word that a device is theirs. A device cannot speak for itself.
func (p *plugin) confirmDevice(e *core.RequestEvent) error {
	return p.judgeDevice(e, func(tx core.App, s session.Session, id string) (bool, error) {
		return collections.ConfirmDevice(tx.DB(), s.User.Id, s.ID, id, collections.Time(time.Now()))
	})
}

// refuseDevice takes the caller's word that a device is none of theirs: it is signed out, and new again when it comes back.
func (p *plugin) refuseDevice(e *core.RequestEvent) error {
	return p.judgeDevice(e, func(tx core.App, s session.Session, id string) (bool, error) {
		found, err := collections.RefuseDevice(tx.DB(), s.User.Id, s.ID, id)
		if err != nil || !found {
			return found, err
		}
		ended, err := collections.DeleteSessionsOn(tx.DB(), s.User.Id, id)
		tx.TxInfo().OnComplete(func(err error) error {
			for _, session := range ended {
				p.ended(s.User.Id, session)
			}
			return err
		})
		return true, err
	})
}

// judgeDevice does what the caller says of a device that they are asked about.
func (p *plugin) judgeDevice(e *core.RequestEvent, judge func(tx core.App, s session.Session, id string) (bool, error)) error {
	user, err := person(e)
	if err != nil {
		return refuse(e, err)
	}
	s, _ := currentSession(e)
	err = p.transact(e.App, func(tx core.App) error {
		found, err := judge(tx, s, e.Request.PathValue("id"))
		if err == nil && !found {
			err = errNotFound
		}
		if err != nil {
			return err
		}
		return session.DevicesChanged(tx, user.Id)
	})
	if err != nil {
		return refuse(e, err)
	}
	return e.NoContent(http.StatusNoContent)
}
