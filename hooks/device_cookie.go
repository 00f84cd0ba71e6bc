package hooks

import (
	"net/http"
	"net/url"
	"time"

	"campfire/collections"
	"campfire/internal/session"

	"github.com/pocketbase/pocketbase/core"
)

const (
	// deviceCookie holds the name by which a browser is recognised at its next sign-in. Scripts cannot read it.
	deviceCookie = "campfire_device"
	// deviceLife is as long as browsers keep a cookie at most.
	deviceLife = 400 * 24 * time.Hour
)

// arrivalKey is where a request that we put for a client keeps what it comes from, and where any request does.
type arrivalKey struct{}

const arrivalStore = "campfireArrival"

// signInFrom is what a sign-in comes from, with the name that it goes by.
func signInFrom(e *core.RequestEvent) session.Device {
	if known, ok := e.Request.Context().Value(arrivalKey{}).(session.Device); ok {
		return known
	}
	if known, ok := e.Get(arrivalStore).(session.Device); ok {
		return known
	}
	from := device(e)
	switch name := deviceName(e.Request); {
	case name != "":
		from.Name = name
	case keepsCookies(e.Request):
		from.Name = session.NewName()
	default: // a script, which signs in again and again: its address and what it calls itself have to do
		from.Name = from.IP + " " + from.UserAgent
	}
	e.Set(arrivalStore, from)
	return from
}

// deviceName is what a browser goes by, "" if it says nothing that could be ours.
func deviceName(r *http.Request) string {
	if cookie, err := r.Cookie(deviceCookie); err == nil && session.ValidName(cookie.Value) {
		return cookie.Value
	}
	return ""
}

// keepsCookies reports whether a request comes from a browser that is on one of our own pages. Who only says so is not
// recognised next time, and no more.
func keepsCookies(r *http.Request) bool {
	if site := r.Header.Get("Sec-Fetch-Site"); site != "" {
		return site == "same-origin"
	}
	from, err := url.Parse(r.Header.Get("Origin"))
	return err == nil && from.Host != "" && from.Host == r.Host
}

// nameDevice has a browser remember what it goes by, or remember it for longer.
func nameDevice(e *core.RequestEvent, name string) {
	if session.ValidName(name) {
		http.SetCookie(e.Response, &http.Cookie{
			Name: deviceCookie, Value: name, Path: "/api/", MaxAge: int(deviceLife.Seconds()), HttpOnly: true, Secure: encrypted(e),
			SameSite: http.SameSiteStrictMode,
		})
	}
}

// adopt remembers the browser of a session from before devices were remembered.
func (p *plugin) adopt(e *core.RequestEvent, s session.Session) error {
	row, err := collections.FindSession(e.App.ConcurrentDB(), s.ID)
	if err != nil || row.Device != "" {
		return err
	}
	from := device(e)
	from.Name = session.NewName()
	if err := e.App.RunInTransaction(func(tx core.App) error { return session.Adopt(tx, s.User.Id, s.ID, from) }); err != nil {
		return err
	}
	nameDevice(e, from.Name)
	return nil
}

// keepDevice has the browser of a visit go on being known: for longer, or from now on.
func (p *plugin) keepDevice(e *core.RequestEvent, s session.Session, renew bool) {
	if !hasCookie(e.Request) || isBot(s.User) {
		return
	}
	if name := deviceName(e.Request); name != "" {
		if renew {
			nameDevice(e, name)
		}
		return
	}
	if err := p.adopt(e, s); err != nil {
		e.App.Logger().Warn("Failed to remember a device", "user", s.User.Id, "error", err)
	}
}
