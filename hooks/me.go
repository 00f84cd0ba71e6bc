package hooks

import (
	"net/http"
	"strings"

	"campfire/collections"
	"campfire/internal/account"
	"campfire/internal/session"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/router"
)

func (p *plugin) routeMe(chat *router.RouterGroup[*core.RequestEvent]) {
	chat.PATCH("/me", p.changeMe)
}

// changeMe changes the caller's profile. How they sign in changes only with the password that they have.
func (p *plugin) changeMe(e *core.RequestEvent) error {
	s, ok := currentSession(e)
	if !ok {
		return refuse(e, errUnauthorized)
	}
	if _, err := person(e); err != nil {
		return refuse(e, err)
	}
	profile, err := readProfile(e)
	if err != nil {
		return refuse(e, err)
	}
	user, err := e.App.FindRecordById(collections.Users, s.User.Id)
	if err != nil {
		return refuse(e, err)
	}
	if profile.ChangesSignIn(user) {
		if err := p.countSignIn(e, user.Email()); err != nil {
			return err
		}
		if !user.ValidatePassword(profile.CurrentPassword) {
			return refuse(e, errCurrentPassword)
		}
		p.signIns.Forget("account " + strings.ToLower(user.Email()))
	}
	profile.Apply(user)
	user.SetRaw(noteKeep, s.ID)
	if err := e.App.Save(user); err != nil {
		if profile.Email != nil && emailTaken(e.App, *profile.Email, user.Id) {
			return refuse(e, errEmailOthers)
		}
		return refuse(e, err)
	}
	return p.answerMe(e, s, user)
}

func readProfile(e *core.RequestEvent) (account.Profile, error) {
	body, err := readBody(e)
	if err != nil {
		return account.Profile{}, err
	}
	var profile account.Profile
	for field, to := range map[string]**string{
		"name": &profile.Name, "bio": &profile.Bio, "email": &profile.Email, "password": &profile.Password,
	} {
		if _, present := body[field]; present {
			value, err := text(body, field)
			if err != nil {
				return profile, err
			}
			*to = &value
		}
	}
	if profile.CurrentPassword, err = text(body, "current_password"); err != nil {
		return profile, err
	}
	return profile, profile.Validate()
}

func emailTaken(app core.App, email, except string) bool {
	user, err := app.FindAuthRecordByEmail(collections.Users, email)
	return err == nil && user.Id != except
}

// answerMe gives the session that stays a token of the new key.
func (p *plugin) answerMe(e *core.RequestEvent, s session.Session, user *core.Record) error {
	answer := map[string]any{"user": ownView(user, s.ID)}
	if user.TokenKey() != s.User.TokenKey() {
		token, err := session.Token(user, s.ID)
		if err != nil {
			return refuse(e, err)
		}
		if hasCookie(e.Request) {
			setCookie(e, token, user.Collection().AuthToken.DurationTime())
		}
		answer["token"] = token
	}
	return e.JSON(http.StatusOK, answer)
}
