package hooks

import (
	"net/http"
	"strings"
	"time"

	"campfire/collections"
	"campfire/internal/message"
	"campfire/internal/room"
	"campfire/internal/session"

	"github.com/pocketbase/pocketbase/core"
)

// cookieName is the browser's token. Scripts cannot read it.
const cookieName = "campfire_session"

func hasCookie(r *http.Request) bool {
	cookie, err := r.Cookie(cookieName)
	return err == nil && cookie.Value != ""
}

// requestToken is what the caller presents: the header wins over the cookie.
func requestToken(r *http.Request) string {
	if token := r.Header.Get("Authorization"); token != "" {
		if len(token) > 7 && strings.EqualFold(token[:7], "Bearer ") {
			return token[7:]
		}
		return token
	}
	if cookie, err := r.Cookie(cookieName); err == nil {
		return cookie.Value
	}
	return ""
}

func setCookie(e *core.RequestEvent, token string, life time.Duration) {
	http.SetCookie(e.Response, &http.Cookie{
		Name: cookieName, Value: token, Path: "/", MaxAge: int(life.Seconds()), HttpOnly: true, Secure: encrypted(e), SameSite: http.SameSiteLaxMode,
	})
}

// encrypted reports whether the browser talks TLS, to us or to the proxy in front. A client that claims it for itself only
// makes its own cookie stricter.
func encrypted(e *core.RequestEvent) bool {
	return e.IsTLS() || e.Request.Header.Get("X-Forwarded-Proto") == "https"
}

// origin is where the caller found us.
func origin(e *core.RequestEvent) string {
	if encrypted(e) {
		return "https://" + e.Request.Host
	}
	return "http://" + e.Request.Host
}

func device(e *core.RequestEvent) session.Device {
	return session.Device{IP: e.RealIP(), UserAgent: e.Request.UserAgent()}
}

// currentSession returns the session that authenticate checked.
func currentSession(e *core.RequestEvent) (session.Session, bool) {
	s, ok := e.Get(sessionKey).(session.Session)
	return s, ok
}

// caller returns the signed-in person or bot.
func caller(e *core.RequestEvent) (*core.Record, error) {
	if e.Auth == nil || e.Auth.Collection().Name != collections.Users {
		return nil, errUnauthorized
	}
	return e.Auth, nil
}

// addressed returns the record that the request's address names. By the time of a hook PocketBase has loaded the body
// into e.Record, and a body may say another id.
func addressed(e *core.RecordRequestEvent) *core.Record {
	return e.Record.Original()
}

func isAdministrator(user *core.Record) bool {
	return user.GetString(collections.UserRole) == collections.RoleAdministrator
}

func requireAdministrator(e *core.RequestEvent) error {
	if e.HasSuperuserAuth() {
		return nil
	}
	user, err := caller(e)
	if err != nil {
		return err
	}
	if !isAdministrator(user) {
		return errForbidden
	}
	return nil
}

func isBot(user *core.Record) bool {
	return user.GetString(collections.UserRole) == collections.RoleBot
}

func tooMany(e *core.RequestEvent, wait time.Duration) error {
	retryAfter(e, wait)
	return verdict{http.StatusTooManyRequests, "rate_limited", "", "Too many requests. Wait a moment."}.apiError()
}

func messageActor(e *core.RequestEvent) (message.Actor, error) {
	if e.HasSuperuserAuth() {
		return message.Actor{Superuser: true}, nil
	}
	user, err := caller(e)
	if err != nil {
		return message.Actor{}, err
	}
	return message.Actor{User: user.Id, Administrator: isAdministrator(user), Scope: scopeOf(e)}, nil
}

func roomActor(e *core.RequestEvent) (room.Actor, error) {
	if e.HasSuperuserAuth() {
		return room.Actor{Superuser: true}, nil
	}
	user, err := caller(e)
	if err != nil {
		return room.Actor{}, err
	}
	return room.Actor{
		User: user.Id, Administrator: isAdministrator(user), Bot: isBot(user), Scope: scopeOf(e),
	}, nil
}

func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
