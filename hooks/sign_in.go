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
	switch {
	case body["state"] != nil:
		return p.signInByProvider(e, body)
	case body["otp_id"] != nil:
		return p.signInByCode(e, body)
	}
	identity, err1 := text(body, "identity")
	password, err2 := text(body, "password")
	if err1 != nil || err2 != nil {
		return refuse(e, firstOf(err1, err2))
	}
	identity = strings.ToLower(strings.TrimSpace(identity))
	users, err := e.App.FindCachedCollectionByNameOrId(collections.Users)
	switch {
	case err != nil:
		return refuse(e, err)
	case !users.PasswordAuth.Enabled:
		return refuse(e, errPasswordOff)
	case users.MFA.Enabled:
		return p.signInWithMore(e, identity, password, body)
	}
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

// signInWithMore lets PocketBase judge a password, because it knows when that is not enough.
func (p *plugin) signInWithMore(e *core.RequestEvent, identity, password string, body map[string]any) error {
	mfa, err := text(body, "mfa_id")
	if err != nil {
		return refuse(e, err)
	}
	answer, err := p.ask(e.Request.Context(), e, "", "auth-with-password",
		map[string]any{"identity": identity, "password": password, "mfaId": mfa})
	if err != nil {
		return refuse(e, err)
	}
	if answer.status == http.StatusForbidden { // deactivated, banned or a bot: nobody learns which
		return refuse(e, errSignIn)
	}
	return p.answerInside(e, answer, errSignIn)
}

// spendPassword takes as long as checking a password would, so that the time does not tell which addresses exist.
func spendPassword(app core.App, password string) {
	if collection, err := app.FindCachedCollectionByNameOrId(collections.Users); err == nil {
		core.NewRecord(collection).SetPassword(password)
	}
}

// welcome begins a session for user and answers with cookie and token.
func (p *plugin) welcome(e *core.RequestEvent, user *core.Record, status int) error {
	id := collections.NewID()
	err := p.transact(e.App, func(tx core.App) error { return p.arrive(tx, e, user, id) })
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
	nameDevice(e, signInFrom(e).Name)
	return p.answerToken(e, token, status)
}
