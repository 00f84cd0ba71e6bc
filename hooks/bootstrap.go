package hooks

import (
	"net/http"
	"slices"
	"time"

	"campfire/collections"
	"campfire/internal/flag"
	"campfire/internal/session"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/router"
)

// renewAfter is the age at which a cookie is replaced, so that people who come by stay signed in.
const renewAfter = 24 * time.Hour

// bootstrapView is everything that a client needs before it resumes the log at seq.
type bootstrapView struct {
	Epoch   string                  `json:"epoch"`
	Seq     int64                   `json:"seq"`
	Me      collections.UserView    `json:"me"`
	Account collections.AccountView `json:"account"`
	Flags   flag.Values             `json:"flags"`
	Users   []collections.UserView  `json:"users"`
	Rooms   []collections.OwnRoom   `json:"rooms"`
	// Notifications are a person's; a bot has none.
	Notifications collections.NotificationState `json:"notifications"`
	// Devices are those that a person has not confirmed yet.
	Devices []DeviceView `json:"devices"`
}

func (p *plugin) routeBootstrap(chat *router.RouterGroup[*core.RequestEvent]) {
	chat.GET("/bootstrap", p.bootstrap)
}

func (p *plugin) bootstrap(e *core.RequestEvent) error {
	s, ok := currentSession(e)
	if !ok {
		return refuse(e, errUnauthorized)
	}
	began := time.Now()
	view, err := p.readBootstrap(s)
	p.metrics.Read("bootstrap", began)
	if err != nil {
		return refuse(e, err)
	}
	p.noteReader(e, s.User)
	renew := time.Since(s.Issued) > renewAfter
	p.keepDevice(e, s, renew)
	if hasCookie(e.Request) && renew {
		token, err := session.Token(s.User, s.ID)
		if err != nil {
			return refuse(e, err)
		}
		setCookie(e, token, s.User.Collection().AuthToken.DurationTime())
	}
	return e.JSON(http.StatusOK, view)
}

// readBootstrap reads everything in one snapshot: a resume from its seq misses nothing and repeats nothing (G16).
func (p *plugin) readBootstrap(s session.Session) (bootstrapView, error) {
	view := bootstrapView{Epoch: p.log.Epoch(), Me: ownView(s.User, s.ID)}
	tx, err := p.app.ConcurrentDB().(*dbx.DB).Begin()
	if err != nil {
		return view, err
	}
	defer func() { _ = tx.Rollback() }() // it only read
	if view.Seq, err = p.log.ReadHead(tx); err != nil {
		return view, err
	}
	if view.Flags, _, err = flag.Read(tx); err != nil {
		return view, err
	}
	if view.Account, err = collections.FindAccount(tx); err != nil {
		return view, err
	}
	if view.Users, err = collections.AllUsers(tx); err != nil {
		return view, err
	}
	if !isAdministrator(s.User) {
		for i := range view.Users {
			if view.Users[i].ID != s.User.Id {
				view.Users[i].Email = ""
			}
		}
	}
	if view.Rooms, err = collections.OwnRooms(tx, s.User.Id); err != nil {
		return view, err
	}
	view.Rooms = slices.DeleteFunc(view.Rooms, func(r collections.OwnRoom) bool { return !s.Scope.Reaches(r.ID) })
	members, err := collections.DirectMembers(tx, s.User.Id)
	if err != nil {
		return view, err
	}
	for i := range view.Rooms {
		view.Rooms[i].Members = members[view.Rooms[i].ID]
	}
	view.Devices = []DeviceView{}
	if isBot(s.User) {
		return view, nil
	}
	if view.Notifications, err = collections.NotificationsOf(tx, s.User.Id); err != nil {
		return view, err
	}
	devices, err := collections.NewDevices(tx, s.User.Id, s.ID)
	view.Devices = viewDevices(devices)
	return view, err
}
