package hooks

import (
	"errors"
	"net/url"

	"campfire/collections"
	"campfire/internal/session"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/inflector"
)

// errScope is what a key hears that is not for reading, or not for writing, or not for more than its rooms. A room that it
// is not for does not exist for it, as for a stranger.
var errScope = errors.New("outside the scope of the key")

// admit makes a request that of a session. A bot's key is held to its scope here, whatever the door: the doors themselves
// only say which room they are about.
func (p *plugin) admit(e *core.RequestEvent, s session.Session) error {
	if isBot(s.User) {
		if !p.flags.Now().Bots {
			return errBotsOff
		}
		if ok, wait := p.bots.Allow(s.User.Id); !ok {
			return tooMany(e, wait)
		}
	}
	if err := inScope(e, s.Scope); err != nil {
		return err
	}
	e.Auth = s.User.Clone()
	e.Set(sessionKey, s)
	return nil
}

func inScope(e *core.RequestEvent, scope *collections.Scope) error {
	if scope == nil {
		return nil
	}
	allowed := scope.MayRead()
	switch path := e.Request.URL.Path; {
	case path == "/api/chat/socket":
		allowed = true // it carries both; each frame is judged
	case path == "/api/realtime":
	case unsafe(e.Request.Method):
		allowed = scope.MayWrite() && mayExpand(e.Request.URL, scope)
	}
	if !allowed {
		return errScope
	}
	if scope.Confined() {
		hideScope(e.Request.Header)
		e.Request.Header.Set(collections.ScopeHeader, scope.List())
	}
	return nil
}

// mayExpand reports whether an answer may show more than what was written.
func mayExpand(address *url.URL, scope *collections.Scope) bool {
	return scope.MayRead() || !address.Query().Has("expand")
}

// hideScope removes what a client says about its own scope, in every spelling that PocketBase takes for the same name.
func hideScope[Values any](headers map[string]Values) {
	for name := range headers {
		if inflector.Snakecase(name) == inflector.Snakecase(collections.ScopeHeader) {
			delete(headers, name)
		}
	}
}

// batchInScope is inScope for one request of a batch, which brings headers of its own.
func batchInScope(e *core.RequestEvent, request *core.InternalRequest) error {
	scope := scopeOf(e)
	if scope == nil {
		return nil
	}
	address, err := url.Parse(request.URL)
	if err != nil || !mayExpand(address, scope) {
		return errScope
	}
	hideScope(request.Headers)
	return nil
}

// scopeOf returns what the caller's key allows; nil for a person and for the dashboard.
func scopeOf(e *core.RequestEvent) *collections.Scope {
	s, _ := currentSession(e)
	return s.Scope
}
