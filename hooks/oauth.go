package hooks

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"

	"campfire/collections"
	"campfire/internal/session"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/auth"
	"github.com/pocketbase/pocketbase/tools/router"
	"golang.org/x/oauth2"
)

const (
	// providerPage is where a sign-in provider sends people back to.
	providerPage = "/session/oauth2"
	// providerCookie remembers, in the browser that set out, what must come back.
	providerCookie = "campfire_oauth2"
)

func (p *plugin) routeProviders(se *core.ServeEvent, chat *router.RouterGroup[*core.RequestEvent]) {
	chat.POST("/oauth2/{provider}", p.beginProvider)
	chat.DELETE("/oauth2/{provider}", p.unlinkProvider)
	// note: Apple posts what it answers, and a browser sends no cookie along with another site's POST; with the GET that
	// follows it does.
	se.Router.POST(providerPage, func(e *core.RequestEvent) error {
		back := url.Values{"code": {e.Request.FormValue("code")}, "state": {e.Request.FormValue("state")}}
		return e.Redirect(http.StatusSeeOther, providerPage+"?"+back.Encode())
	})
}

// beginProvider answers where to go to sign in with a provider, or to connect one with the caller's account.
func (p *plugin) beginProvider(e *core.RequestEvent) error {
	body, err := readBody(e)
	if err != nil {
		return refuse(e, err)
	}
	join, err1 := text(body, "join_code")
	mfa, err2 := text(body, "mfa_id")
	if err := firstOf(err1, err2); err != nil {
		return refuse(e, err)
	}
	trip := session.NewTrip(e.Request.PathValue("provider"), join)
	trip.MFA = mfa
	if e.Auth != nil {
		user, err := person(e)
		if err != nil {
			return refuse(e, err)
		}
		trip.Link = user.Id
	}
	users, provider, err := findProvider(e.App, trip.Provider)
	if err != nil {
		return refuse(e, err)
	}
	provider.SetRedirectURL(origin(e) + providerPage)
	options := []oauth2.AuthCodeOption{}
	if provider.PKCE() {
		options = append(options, oauth2.S256ChallengeOption(trip.Verifier))
	}
	if isOpenID(trip.Provider) {
		options = append(options, oauth2.SetAuthURLParam("nonce", trip.Nonce))
	}
	if trip.Provider == auth.NameApple {
		options = append(options, oauth2.SetAuthURLParam("response_mode", "form_post"))
	}
	sealed, err := trip.Seal(users)
	if err != nil {
		return refuse(e, err)
	}
	setTripCookie(e, sealed, session.TripLife)
	return e.JSON(http.StatusOK, map[string]any{"url": provider.BuildAuthURL(trip.State, options...)})
}

func setTripCookie(e *core.RequestEvent, value string, life time.Duration) {
	http.SetCookie(e.Response, &http.Cookie{
		Name: providerCookie, Value: value, Path: "/api/chat/", MaxAge: int(life.Seconds()), HttpOnly: true, Secure: encrypted(e),
		SameSite: http.SameSiteLaxMode,
	})
}

// isOpenID reports whether a provider is one of PocketBase's generic OpenID Connect ones.
func isOpenID(provider string) bool { return strings.HasPrefix(provider, auth.NameOIDC) }

// findProvider returns a provider that an administrator has enabled in the dashboard.
func findProvider(app core.App, name string) (*core.Collection, auth.Provider, error) {
	users, err := app.FindCachedCollectionByNameOrId(collections.Users)
	if err != nil {
		return nil, nil, err
	}
	config, known := users.OAuth2.GetProviderConfig(name)
	if !users.OAuth2.Enabled || !known {
		return nil, nil, errProvider
	}
	provider, err := config.InitProvider()
	return users, provider, err
}

// signInByProvider ends the way that beginProvider began. What the provider says is judged where PocketBase hears it:
// hooks/providers.go.
func (p *plugin) signInByProvider(e *core.RequestEvent, body map[string]any) error {
	code, err1 := text(body, "provider_code")
	state, err2 := text(body, "state")
	users, err3 := e.App.FindCachedCollectionByNameOrId(collections.Users)
	if err := firstOf(err1, err2, err3); err != nil {
		return refuse(e, err)
	}
	sealed := ""
	if cookie, err := e.Request.Cookie(providerCookie); err == nil {
		sealed = cookie.Value
	}
	setTripCookie(e, "", -time.Second) // it is good for one return
	trip, err := session.OpenTrip(users, sealed, state)
	if err != nil {
		return refuse(e, err)
	}
	as := ""
	if trip.Link != "" {
		s, ok := currentSession(e)
		if !ok || s.User.Id != trip.Link {
			return refuse(e, session.ErrTrip)
		}
		as = requestToken(e.Request)
	}
	ctx := context.WithValue(e.Request.Context(), nonceKey{}, trip.Nonce)
	if as != "" {
		ctx = context.WithValue(ctx, linkKey{}, true)
	}
	answer, err := p.ask(ctx, e, as, "auth-with-oauth2", map[string]any{
		"provider": trip.Provider, "code": code, "codeVerifier": trip.Verifier, "redirectURL": origin(e) + providerPage,
		"createData": map[string]any{joinCodeField: trip.JoinCode}, "mfaId": trip.MFA,
	})
	if err != nil {
		return refuse(e, err)
	}
	if as != "" && (answer.status == http.StatusOK || answer.MFA != "") {
		return p.answerToken(e, as, http.StatusOK) // connected: a second proof is for those who are outside
	}
	return p.answerInside(e, answer, errProviderSaid)
}
