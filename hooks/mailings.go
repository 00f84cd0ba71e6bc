package hooks

import (
	"net/http"
	"slices"
	"time"

	"campfire/collections"
	"campfire/internal/mail"
	"campfire/internal/mailing"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/router"
)

func (p *plugin) routeMailings(se *core.ServeEvent, chat *router.RouterGroup[*core.RequestEvent]) {
	chat.GET("/mailing", p.showMailing)
	chat.PATCH("/mailing", p.changeMailing)
	// note: GET is a page of the interface, since whoever checks links in mail must not end anything by it.
	se.Router.POST(mail.UnsubscribePage+"{token}", p.unsubscribe)
}

func (p *plugin) openMailings() error {
	key, err := mailing.LoadKey(p.app)
	if err != nil {
		return err
	}
	p.mailKey = key
	p.mailer = mailing.New(p.app, p.log, p.jobs, key, mailing.Doors{Present: p.hub.Present})
	return nil
}

// mailingView is how often a person wants mail, and whether any comes.
type mailingView struct {
	Pace string `json:"pace"`
	// On says that this Campfire mails what is unread, CanSend that it could.
	On      bool `json:"on"`
	CanSend bool `json:"can_send"`
}

func (p *plugin) showMailing(e *core.RequestEvent) error {
	user, err := person(e)
	if err != nil {
		return refuse(e, err)
	}
	_, on, err := mailing.Rules(e.App)
	if err != nil {
		return refuse(e, err)
	}
	pace, err := collections.Pace(e.App.DB(), user.Id)
	if err != nil {
		return refuse(e, err)
	}
	return e.JSON(http.StatusOK, mailingView{Pace: pace, On: on, CanSend: mailing.CanSend(e.App)})
}

func (p *plugin) changeMailing(e *core.RequestEvent) error {
	user, err := person(e)
	if err != nil {
		return refuse(e, err)
	}
	body, err := readBody(e)
	if err != nil {
		return refuse(e, err)
	}
	pace, err := text(body, collections.MailingPace)
	if err == nil && !slices.Contains(collections.Paces, pace) {
		err = errPace
	}
	if err == nil {
		err = collections.SetPace(e.App.DB(), user.Id, pace, collections.Time(time.Now()))
	}
	if err != nil {
		return refuse(e, err)
	}
	return p.showMailing(e)
}

// unsubscribe ends the mails of whoever a letter went to. It asks for no session: mail programs do it by themselves.
func (p *plugin) unsubscribe(e *core.RequestEvent) error {
	user, err := p.mailKey.User(e.Request.PathValue("token"))
	if err != nil {
		return refuse(e, err)
	}
	if _, err := e.App.FindRecordById(collections.Users, user); err != nil {
		return refuse(e, mailing.ErrToken)
	}
	if err := collections.SetPace(e.App.DB(), user, collections.PaceNever, collections.Time(time.Now())); err != nil {
		return refuse(e, err)
	}
	return e.NoContent(http.StatusNoContent)
}

// noteReader notes in which language a person reads, for letters that come without being asked for.
func (p *plugin) noteReader(e *core.RequestEvent, user *core.Record) {
	said := language(e)
	if !hasCookie(e.Request) || isBot(user) || !mail.Speaks(said) { // a script says what its library says
		return
	}
	known, err := collections.MailLanguage(e.App.ConcurrentDB(), user.Id)
	if err == nil && known != said {
		err = collections.SetMailLanguage(e.App.NonconcurrentDB(), user.Id, said, collections.Time(time.Now()))
	}
	if err != nil {
		e.App.Logger().Warn("Failed to note the language of a person", "user", user.Id, "error", err)
	}
}
