package hooks

import (
	"net/http"
	"strings"

	"campfire/collections"
	"campfire/internal/session"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"
)

// sessionKey is where the checked session of a request is kept.
const sessionKey = "campfireSession"

// bindAuthentication replaces PocketBase's token check: ours also takes the cookie and a bot's key, and refuses a token
// whose session row is gone. Superusers keep PocketBase's tokens.
func (p *plugin) bindAuthentication(se *core.ServeEvent) {
	se.Router.Unbind(apis.DefaultLoadAuthTokenMiddlewareId)
	se.Router.Bind(&hook.Handler[*core.RequestEvent]{
		Id: "campfireDemandSession", Priority: apis.DefaultLoadAuthTokenMiddlewarePriority + 1, Func: demandSession,
	})
	se.Router.Bind(&hook.Handler[*core.RequestEvent]{
		Id: "campfireAuthentication", Priority: apis.DefaultLoadAuthTokenMiddlewarePriority, Func: p.authenticate,
	})
	se.Router.Bind(&hook.Handler[*core.RequestEvent]{
		Id: "campfireDoors", Priority: apis.DefaultLoadAuthTokenMiddlewarePriority + 2, Func: p.countDoors,
	})
}

func (p *plugin) authenticate(e *core.RequestEvent) error {
	token := requestToken(e.Request)
	if token == "" {
		return e.Next()
	}
	if s, err := p.sessions.Check(token, func() session.Device { return device(e) }); err == nil {
		if err := p.admit(e, s); err != nil {
			return refuse(e, err)
		}
	} else if user, err := e.App.FindAuthRecordByToken(token, core.TokenTypeAuth); err == nil && user.IsSuperuser() {
		e.Auth = user
	}
	return e.Next()
}

// demandSession refuses a write of a guest to the chat's collections before their rules do: a client learns that it has
// to sign in, and not that something in the form is wrong.
func demandSession(e *core.RequestEvent) error {
	if e.Auth == nil && e.Request.Method != http.MethodGet && e.Request.Method != http.MethodHead {
		path, _ := strings.CutPrefix(e.Request.URL.Path, "/api/collections/")
		name, _, _ := strings.Cut(path, "/")
		if collection, err := e.App.FindCachedCollectionByNameOrId(name); err == nil && chatTexts[collection.Name] != nil {
			return refuse(e, errUnauthorized)
		}
	}
	if e.Request.Pattern == "POST /api/collections/{collection}/records" && !e.HasSuperuserAuth() {
		// The collection's rule says so as well, but as if something in the form were wrong.
		if collection, err := e.App.FindCachedCollectionByNameOrId(e.Request.PathValue("collection")); err == nil && collection.Name == collections.Users {
			return refuse(e, errForbidden)
		}
	}
	return e.Next()
}

// bindSessions makes every sign-in of PocketBase's own a session row, and ends what a deleted row stands for.
func (p *plugin) bindSessions() {
	p.app.OnRecordAuthWithPasswordRequest().BindFunc(p.limitSignIn) // also of the dashboard
	p.app.OnRecordAuthRequest(collections.Users).BindFunc(p.beginSession)
	// A key that changed is another one: whoever uses it comes back and is judged anew.
	p.app.OnRecordAfterUpdateSuccess(collections.Sessions).BindFunc(p.sessionStored)
	p.app.OnRecordAfterDeleteSuccess(collections.Sessions).BindFunc(p.sessionStored)
}

func (p *plugin) limitSignIn(e *core.RecordAuthWithPasswordRequestEvent) error {
	if err := p.countSignIn(e.RequestEvent, e.Identity); err != nil {
		return err
	}
	return e.Next()
}

// countSignIn refuses an address that tries too often, and an account that is tried too often.
func (p *plugin) countSignIn(e *core.RequestEvent, identity string) error {
	keys := []string{"address " + e.RealIP()}
	if identity != "" {
		keys = append(keys, "account "+strings.ToLower(identity))
	}
	for _, key := range keys {
		if ok, wait := p.signIns.Allow(key); !ok {
			return tooMany(e, wait)
		}
	}
	return nil
}

func (p *plugin) sessionStored(e *core.RecordEvent) error {
	p.ended(e.Record.GetString(collections.SessionUser), e.Record.Id)
	return e.Next()
}

// ended makes the end of one session felt everywhere.
func (p *plugin) ended(user, id string) {
	if p.sessions != nil {
		p.sessions.Forget(user)
		p.hub.EndSession(id)
	}
}
