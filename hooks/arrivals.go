package hooks

import (
	"errors"
	"time"

	"campfire/collections"
	"campfire/internal/mailing"
	"campfire/internal/session"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
)

// arrive begins a session of user in the transaction tx, and tells them of it if they have not signed in there before.
func (p *plugin) arrive(tx core.App, e *core.RequestEvent, user *core.Record, id string) error {
	from := signInFrom(e)
	arrival, err := session.Arrive(tx, user, from, id)
	if err != nil || !arrival.New {
		return err
	}
	browser, platform := session.Describe(from.UserAgent)
	return p.mailer.TellOfDevice(tx, mailing.Arrival{
		Device: arrival.Device, User: user.Id, To: user.Email(), Browser: browser, Platform: platform, IP: from.IP, At: time.Now(),
	})
}

// beginSession gives the token that PocketBase is about to answer a session row. A refreshed token keeps its row.
func (p *plugin) beginSession(e *core.RecordAuthRequestEvent) error {
	e.Record.SetVerified(e.Record.Original().Verified()) // hooks/providers.go may have stretched it
	s, signedIn := currentSession(e.RequestEvent)
	stays := e.AuthMethod == "" || isLink(e.Request)
	if signedIn && s.User.Id == e.Record.Id && stays {
		return p.answerBound(e, s.ID)
	}
	// In one transaction: PocketBase answers once it is committed, and whoever has an answer has a session. Where a second
	// proof is still missing this was no sign-in, and only what PocketBase remembers of the first is stored.
	original, missing := e.App, error(nil)
	defer func() { e.App = original }()
	err := p.transact(original, func(tx core.App) error {
		e.App = tx
		id := collections.NewID()
		err := p.answerBound(e, id)
		if errors.Is(err, apis.ErrMFA) {
			missing = err
			return nil
		}
		if err == nil {
			err = p.enter(tx, e, id)
		}
		return err
	})
	return firstOf(err, missing)
}

// answerBound lets PocketBase answer with a token of a session.
func (p *plugin) answerBound(e *core.RecordAuthRequestEvent, id string) error {
	token, err := session.Bind(e.Record, id, e.Token)
	if err != nil {
		return refuse(e.RequestEvent, err)
	}
	e.Token = token
	return e.Next()
}

// enter stores the session of a sign-in at a door of PocketBase's. A superuser who acts for somebody is no device of theirs.
func (p *plugin) enter(tx core.App, e *core.RecordAuthRequestEvent, id string) error {
	if e.AuthMethod == "" {
		return session.BeginAs(tx, e.Record, device(e.RequestEvent), id)
	}
	nameDevice(e.RequestEvent, signInFrom(e.RequestEvent).Name)
	return p.arrive(tx, e.RequestEvent, e.Record, id)
}
