package testapp

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"testing"
	"time"

	"campfire/collections"

	"github.com/golang-jwt/jwt/v5"
	"github.com/pocketbase/pocketbase/core"
)

// ClientID and ClientSecret are how an app is known at a Provider.
const (
	ClientID     = "campfire"
	ClientSecret = "only the two of us know"
)

// Provider is a small OpenID Connect provider: discovery, authorize, token, userinfo and keys. Whoever comes to authorize
// is signed in there already and agrees to everything.
type Provider struct {
	URL string

	t    testing.TB
	key  *rsa.PrivateKey
	mu   sync.Mutex
	user map[string]any
	bend func(claims jwt.MapClaims)
	sign *rsa.PrivateKey
	open map[string]grant // by code
	last map[string]any   // what userinfo says, by the last token
}

type grant struct {
	challenge, nonce, redirect string
	user                       map[string]any
}

// NewProvider starts a provider. It stops when the test ends.
func NewProvider(t testing.TB) *Provider {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	p := &Provider{t: t, key: key, sign: key, open: map[string]grant{}, bend: func(jwt.MapClaims) {}}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", p.discovery)
	mux.HandleFunc("GET /authorize", p.authorize)
	mux.HandleFunc("POST /token", p.token)
	mux.HandleFunc("GET /userinfo", p.userinfo)
	mux.HandleFunc("GET /jwks", p.keys)
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	p.URL = server.URL
	return p
}

// Is says who is signed in at the provider: claims of theirs such as sub, email, email_verified and name.
func (p *Provider) Is(user map[string]any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.user = user
}

// Bend changes the claims of the signed tokens from now on.
func (p *Provider) Bend(how func(claims jwt.MapClaims)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.bend = how
}

// SignWith signs with another key than the one that jwks shows, or with the right one again if it is nil.
func (p *Provider) SignWith(key *rsa.PrivateKey) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.sign = key; key == nil {
		p.sign = p.key
	}
}

// Enable makes app know the provider as "oidc", as an administrator does in the dashboard. With userinfo PocketBase asks
// the provider for the person, otherwise it reads the signed token.
func (p *Provider) Enable(t testing.TB, app core.App, userinfo bool) {
	t.Helper()
	users, err := app.FindCollectionByNameOrId(collections.Users)
	if err != nil {
		t.Fatal(err)
	}
	config := core.OAuth2ProviderConfig{
		Name: "oidc", ClientId: ClientID, ClientSecret: ClientSecret, DisplayName: "Company", AuthURL: p.URL + "/authorize", TokenURL: p.URL + "/token",
		Extra: map[string]any{"jwksURL": p.URL + "/jwks", "issuers": []string{p.URL}},
	}
	if userinfo {
		config.UserInfoURL = p.URL + "/userinfo"
	}
	users.OAuth2.Enabled, users.OAuth2.Providers = true, []core.OAuth2ProviderConfig{config}
	if err := app.Save(users); err != nil {
		t.Fatal(err)
	}
}

// Agree is a browser that goes to the address where Campfire sends it. It returns the code and state to come back with.
func (p *Provider) Agree(address string) (code, state string) {
	p.t.Helper()
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := client.Get(address)
	if err != nil {
		p.t.Fatal(err)
	}
	defer response.Body.Close()
	back, err := response.Location()
	if err != nil {
		p.t.Fatalf("the provider answers %d: %v", response.StatusCode, err)
	}
	return back.Query().Get("code"), back.Query().Get("state")
}

func (p *Provider) discovery(w http.ResponseWriter, _ *http.Request) {
	answer(w, map[string]any{
		"issuer": p.URL, "authorization_endpoint": p.URL + "/authorize", "token_endpoint": p.URL + "/token",
		"userinfo_endpoint": p.URL + "/userinfo", "jwks_uri": p.URL + "/jwks", "response_types_supported": []string{"code"},
		"subject_types_supported": []string{"public"}, "id_token_signing_alg_values_supported": []string{"RS256"},
	})
}

func (p *Provider) authorize(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	if q.Get("client_id") != ClientID || q.Get("response_type") != "code" || q.Get("code_challenge_method") != "S256" {
		http.Error(w, "invalid_request", http.StatusBadRequest)
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	code := rand.Text()
	p.open[code] = grant{challenge: q.Get("code_challenge"), nonce: q.Get("nonce"), redirect: q.Get("redirect_uri"), user: p.user}
	back := url.Values{"code": {code}, "state": {q.Get("state")}}
	http.Redirect(w, r, q.Get("redirect_uri")+"?"+back.Encode(), http.StatusFound)
}

func (p *Provider) token(w http.ResponseWriter, r *http.Request) {
	id, secret, basic := r.BasicAuth()
	if !basic {
		id, secret = r.FormValue("client_id"), r.FormValue("client_secret")
	} else if plain, err := url.QueryUnescape(secret); err == nil {
		secret = plain
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	g, known := p.open[r.FormValue("code")]
	delete(p.open, r.FormValue("code"))
	sum := sha256.Sum256([]byte(r.FormValue("code_verifier")))
	proved := base64.RawURLEncoding.EncodeToString(sum[:]) == g.challenge
	if !known || id != ClientID || secret != ClientSecret || !proved || r.FormValue("redirect_uri") != g.redirect {
		w.WriteHeader(http.StatusBadRequest)
		answer(w, map[string]any{"error": "invalid_grant"})
		return
	}
	claims := jwt.MapClaims{
		"iss": p.URL, "aud": ClientID, "iat": time.Now().Unix(), "exp": time.Now().Add(time.Minute).Unix(), "nonce": g.nonce,
	}
	for name, value := range g.user {
		claims[name] = value
	}
	p.bend(claims)
	token := jwt.NewWithClaims(jwt.SigningMethodRS256, claims)
	token.Header["kid"] = "one"
	signed, err := token.SignedString(p.sign)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	p.last = g.user
	answer(w, map[string]any{"access_token": rand.Text(), "token_type": "Bearer", "expires_in": 60, "id_token": signed})
}

func (p *Provider) userinfo(w http.ResponseWriter, _ *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	answer(w, p.last)
}

func (p *Provider) keys(w http.ResponseWriter, _ *http.Request) {
	answer(w, map[string]any{"keys": []any{map[string]any{
		"kty": "RSA", "alg": "RS256", "use": "sig", "kid": "one",
		"n": base64.RawURLEncoding.EncodeToString(p.key.N.Bytes()),
		"e": base64.RawURLEncoding.EncodeToString(big.NewInt(int64(p.key.E)).Bytes()),
	}}})
}

func answer(w http.ResponseWriter, value any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(value) // whoever asked has gone
}
