package hooks

import (
	"net/http"
	"strings"

	"campfire/collections"
	"campfire/internal/session"

	"github.com/pocketbase/pocketbase/core"
)

func (p *plugin) signIn(e *core.RequestEvent) error {
	body, err := readBody(e)
	if err != nil {
		return refuse(e, err)
	}
	identity, err1 := text(body, "identity")
	password, err2 := text(body, "password")
	if err1 != nil || err2 != nil {
		return refuse(e, firstOf(err1, err2))
	}
	identity = strings.ToLower(strings.TrimSpace(identity))
	if err := p.countSignIn(e, identity); err != nil {
		return err
	}
	user, err := e.App.FindAuthRecordByEmail(collections.Users, identity)
	if err != nil || !user.ValidatePassword(password) || !session.MaySignIn(user) {
		if err != nil {
			spendPassword(e.App, password)
		}
		return refuse(e, errSignIn)
	}
	p.signIns.Forget("account " + identity)
	return p.welcome(e, user, http.StatusOK)
}

// spendPassword takes as long as checking a password would, so that the time does not tell which addresses exist.
func spendPassword(app core.App, password string) {
	if collection, err := app.FindCachedCollectionByNameOrId(collections.Users); err == nil {
		core.NewRecord(collection).SetPassword(password)
	}
}

// welcome begins a session for user and answers with cookie and token.
func (p *plugin) welcome(e *core.RequestEvent, user *core.Record, status int) error {
	id, err := session.Begin(e.App, user, device(e))
	if err != nil {
		return refuse(e, err)
	}
	return p.answerSession(e, user, id, status)
}

// answerSession answers with cookie and token of a session that has begun.
func (p *plugin) answerSession(e *core.RequestEvent, user *core.Record, id string, status int) error {
	token, err := session.Token(user, id)
	if err != nil {
		return refuse(e, err)
	}
	setCookie(e, token, user.Collection().AuthToken.DurationTime())
	row, err := collections.FindSession(e.App.DB(), id)
	if err != nil {
		return refuse(e, err)
	}
	return e.JSON(status, map[string]any{"user": ownView(user, id), "session": viewSession(row, id), "token": token})
}
