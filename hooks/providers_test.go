package hooks_test

import (
	"crypto/rand"
	"crypto/rsa"
	"net/http"
	"strings"
	"testing"
	"time"

	"campfire/internal/testapp"

	"github.com/golang-jwt/jwt/v5"
)

// trip is a browser on its way to the provider and back.
type trip struct{ code, state, cookie string }

func (c *camp) begin(p *testapp.Provider, as string, body fields) trip {
	c.t.Helper()
	reply := c.ok(as, "POST", "/api/chat/oauth2/oidc", with(fields{}, body))
	cookies := (&http.Response{Header: reply.Header}).Cookies()
	if len(cookies) != 1 || !cookies[0].HttpOnly || cookies[0].SameSite != http.SameSiteLaxMode {
		c.t.Fatalf("the way out sets the cookies %v", cookies)
	}
	code, state := p.Agree(reply.Text("url"))
	return trip{code, state, cookies[0].Name + "=" + cookies[0].Value}
}

func (c *camp) end(w trip, as string) testapp.Reply {
	c.t.Helper()
	return c.Call(as, "POST", "/api/chat/session", fields{"provider_code": w.code, "state": w.state}, "Cookie", w.cookie)
}

// arrive is the whole way of a guest.
func (c *camp) arrive(p *testapp.Provider, body fields) testapp.Reply {
	c.t.Helper()
	return c.end(c.begin(p, "", body), "")
}

func ria(changes fields) fields {
	return with(fields{"sub": "ria-1", "email": "Ria@Example.com", "email_verified": true, "name": "Ria\r\nBcc: all@example.com"}, changes)
}

func startWithProvider(t *testing.T, policy string, userinfo bool) (*camp, *testapp.Provider) {
	t.Helper()
	c := start(t)
	p := testapp.NewProvider(t)
	p.Enable(t, c.App, userinfo)
	c.account(fields{"join_policy": policy})
	return c, p
}

// account changes the settings as an administrator.
func (c *camp) account(change fields) {
	c.t.Helper()
	c.ok(c.david, "PATCH", "/api/collections/account/records/campfireaccount", change)
}

func TestAProviderBringsSomebodyIn(t *testing.T) {
	for name, userinfo := range map[string]bool{"by its signed token": false, "by asking it": true} {
		t.Run(name, func(t *testing.T) {
			c, p := startWithProvider(t, "provider", userinfo)
			p.Is(ria(fields{"picture": p.URL + "/ria.png"}))
			reply := c.arrive(p, nil)
			if reply.Status != 200 || cookieOf(reply) == nil || reply.Text("user", "name") != "Ria Bcc: all@example.com" {
				t.Fatalf("she gets %d: %s", reply.Status, reply.Raw)
			}
			id, token := reply.Text("user", "id"), reply.Text("token")
			if n := c.Number(t, "SELECT COUNT(*) FROM sessions WHERE id = ? AND user = ?", reply.Text("session", "id"), id); n != 1 {
				t.Error("her token is no session row")
			}
			if !c.isMember(c.Watercooler, id) || c.isMember(c.Designers, id) {
				t.Error("she is not in the open rooms, or in others")
			}
			user := c.User(t, id)
			if user.GetString("role") != "member" || user.Email() != "ria@example.com" || !user.Verified() {
				t.Errorf("she is %v", user.PublicExport())
			}
			c.ok(token, "GET", "/api/chat/bootstrap", nil)
			// And again: the same person, another session, and nothing of hers changed.
			key := user.TokenKey()
			again := c.arrive(p, nil)
			if again.Text("user", "id") != id || again.Text("session", "id") == reply.Text("session", "id") || c.User(t, id).TokenKey() != key {
				t.Errorf("the second time she gets %s", again.Raw)
			}
			c.ok(token, "GET", "/api/chat/bootstrap", nil)
		})
	}
}

func TestAWayThatDidNotBeginHereEndsNowhere(t *testing.T) {
	c, p := startWithProvider(t, "provider", false)
	p.Is(ria(nil))
	refused := func(name string, w trip, as string, status int, code string) {
		t.Helper()
		before := c.Stored(t)
		if reply := c.end(w, as); reply.Status != status || reply.Text("code") != code || cookieOf(reply) != nil {
			t.Errorf("%s: %d %s, want %d %s", name, reply.Status, reply.Raw, status, code)
		}
		if changed := before.Changed(c.Stored(t)); changed != nil {
			t.Errorf("%s: was refused and yet changed %s", name, changed)
		}
	}
	good := func() trip { return c.begin(p, "", nil) }
	w := good()
	w.state = strings.Repeat("x", 30)
	refused("another state", w, "", 400, "oauth_state")
	w = good()
	w.state = ""
	refused("no state", w, "", 400, "oauth_state")
	w = good()
	w.cookie = ""
	refused("no cookie", w, "", 400, "oauth_state")
	w = good()
	w.cookie += "x"
	refused("a changed cookie", w, "", 400, "oauth_state")
	w = good()
	w.cookie = strings.SplitN(w.cookie, "=", 2)[0] + "=" + c.kevin
	refused("a sign-in token for a cookie", w, "", 400, "oauth_state")
	mine, theirs := good(), good()
	refused("another's code with my state", trip{theirs.code, mine.state, mine.cookie}, "", 401, "oauth_failed")
	w = good()
	w.code = "made up"
	refused("a code that is made up", w, "", 401, "oauth_failed")
	refused("a connection that somebody else began", c.begin(p, c.kevin, nil), c.jason, 400, "oauth_state")
	refused("a connection by a guest", c.begin(p, c.kevin, nil), "", 400, "oauth_state")

	other, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	p.SignWith(other)
	refused("another key", good(), "", 401, "oauth_failed")
	p.SignWith(nil)
	for name, bend := range map[string]func(jwt.MapClaims){
		"another nonce":    func(c jwt.MapClaims) { c["nonce"] = "another" },
		"no nonce":         func(c jwt.MapClaims) { delete(c, "nonce") },
		"another issuer":   func(c jwt.MapClaims) { c["iss"] = "https://evil.example.com" },
		"another audience": func(c jwt.MapClaims) { c["aud"] = "somebody else" },
		"expired":          func(c jwt.MapClaims) { c["exp"] = time.Now().Add(-time.Hour).Unix() },
	} {
		p.Bend(bend)
		refused(name, good(), "", 401, "oauth_failed")
	}
	p.Bend(func(jwt.MapClaims) {})
	w = good()
	if reply := c.end(w, ""); reply.Status != 200 {
		t.Fatalf("the good way ends with %d: %s", reply.Status, reply.Raw)
	}
	refused("the same way twice", w, "", 401, "oauth_failed")
}

func TestAProviderDoesNotLeadIntoAnothersAccount(t *testing.T) {
	c, p := startWithProvider(t, "provider", false)
	refused := func(name string, user fields, code string) {
		t.Helper()
		p.Is(user)
		w := c.begin(p, "", nil)
		before := c.Stored(t)
		if reply := c.end(w, ""); reply.Status < 400 || reply.Text("code") != code || cookieOf(reply) != nil {
			t.Errorf("%s: %d %s, want %s", name, reply.Status, reply.Raw, code)
		}
		if changed := before.Changed(c.Stored(t)); changed != nil {
			t.Errorf("%s: was refused and yet changed %s", name, changed)
		}
	}
	kevin := ria(fields{"sub": "k-1", "email": "kevin@example.com", "name": "Kevin"})
	refused("an address that the provider did not check", with(kevin, fields{"email_verified": false}), "email_unverified")
	refused("an address that nobody here proved", kevin, "connect_first")
	refused("in capital letters", with(kevin, fields{"email": "KEVIN@EXAMPLE.COM"}), "connect_first")
	refused("no address", with(kevin, fields{"email": ""}), "email_unverified")
	c.ok("", "POST", "/api/chat/session", fields{"identity": "kevin@example.com", "password": testapp.Password})

	// Kevin connects it himself, and then it leads to him, also when he has another address later.
	p.Is(with(kevin, fields{"email": "other@example.com"}))
	if reply := c.end(c.begin(p, c.kevin, nil), c.kevin); reply.Text("code") != "email_differs" {
		t.Errorf("an account of another address is connected: %s", reply.Raw)
	}
	p.Is(kevin)
	if reply := c.end(c.begin(p, c.kevin, nil), c.kevin); reply.Status != 200 || reply.Text("user", "id") != c.Kevin {
		t.Fatalf("he cannot connect it: %s", reply.Raw)
	}
	c.ok(c.kevin, "PATCH", "/api/chat/me", fields{"email": "kev@example.com", "current_password": testapp.Password})
	if reply := c.arrive(p, nil); reply.Text("user", "id") != c.Kevin {
		t.Fatalf("it does not lead to him: %s", reply.Raw)
	}
	c.ok("", "POST", "/api/chat/session", fields{"identity": "kev@example.com", "password": testapp.Password})
	if c.User(t, c.Kevin).Verified() {
		t.Error("his new address counts as proved")
	}
	// Whoever has that address at the provider is not him.
	refused("the address he claims", ria(fields{"sub": "k-2", "email": "kev@example.com"}), "connect_first")

	c.ok(c.david, "POST", "/api/chat/users/"+c.Kevin+"/ban", nil)
	refused("banned, and connected", kevin, "closed")
	refused("banned, by address", ria(fields{"sub": "k-3", "email": "kev@example.com"}), "closed")
	c.ok(c.david, "PATCH", users+"/"+c.Jason, fields{"status": "deactivated"})
	refused("deactivated, by address", ria(fields{"sub": "j-1", "email": "jason@example.com"}), "closed")
}

func TestWhoMayJoinIsHeldAtEveryDoor(t *testing.T) {
	c, p := startWithProvider(t, "link", false)
	p.Is(ria(nil))
	const join = "/api/chat/join/" + testapp.JoinCode
	form := fields{"name": "Ria", "email": "ria@example.com", "password": testapp.Password}
	link := fields{"join_code": testapp.JoinCode}
	doors := func(policy, domains, byForm, byProvider, byBoth string) {
		t.Helper()
		c.account(fields{"join_policy": policy, "join_domains": domains})
		for _, door := range []struct{ name, want, got string }{
			{"the form", byForm, c.Call("", "POST", join, form).Text("code")},
			{"the provider", byProvider, c.arrive(p, nil).Text("code")},
			{"both", byBoth, c.arrive(p, link).Text("code")},
			{"the record API", "", ""},
		} {
			if door.name == "the record API" {
				door.want = "forbidden"
				door.got = c.Call("", "POST", users, with(form, fields{"passwordConfirm": testapp.Password, "role": "administrator"})).Text("code")
			}
			if door.got != door.want {
				t.Errorf("policy %s, domains %q: %s says %q, want %q", policy, domains, door.name, door.got, door.want)
			}
		}
		if n := c.Number(t, "SELECT COUNT(*) FROM users WHERE email = 'ria@example.com'"); n > 0 {
			c.Exec(t, "DELETE FROM _externalAuths")
			c.Exec(t, "DELETE FROM sessions WHERE user IN (SELECT id FROM users WHERE email = 'ria@example.com')")
			c.Exec(t, "DELETE FROM memberships WHERE user IN (SELECT id FROM users WHERE email = 'ria@example.com')")
			c.Exec(t, "DELETE FROM users WHERE email = 'ria@example.com'")
		}
	}
	doors("nobody", "", "join_closed", "join_closed", "join_closed")
	doors("link", "example.org", "join_domain", "join_link", "join_domain")
	doors("provider", "EXAMPLE.org, corp.example.com", "join_provider", "join_domain", "join_domain")
	c.account(fields{"join_policy": "link", "join_domains": " @Example.com;example.org "})
	if got := c.Text(t, "SELECT join_domains FROM account"); got != "example.com, example.org" {
		t.Errorf("the domains are kept as %q", got)
	}
	if reply := c.arrive(p, fields{"join_code": "wrong-code-here"}); reply.Text("code") != "join_link" {
		t.Errorf("a wrong join code lets in: %s", reply.Raw)
	}
	if reply := c.arrive(p, link); reply.Status != 200 {
		t.Errorf("the link and the provider do not let in: %s", reply.Raw)
	}
	c.refused([]attempt{
		{"a policy that does not exist", c.david, "PATCH", "/api/collections/account/records/campfireaccount", fields{"join_policy": "all"}, 400, ""},
		{"no domain", c.david, "PATCH", "/api/collections/account/records/campfireaccount", fields{"join_domains": "exa mple"}, 400, ""},
		{"a member", c.kevin, "PATCH", "/api/collections/account/records/campfireaccount", fields{"join_policy": "nobody"}, 0, ""},
		{"a bot at the provider", c.bender, "POST", "/api/chat/oauth2/oidc", nil, 403, "forbidden"},
		{"a provider that is not there", "", "POST", "/api/chat/oauth2/google", nil, 404, "not_found"},
		{"a deactivated person's door", "", "POST", "/api/collections/users/auth-with-oauth2",
			fields{"provider": "oidc", "code": "x", "redirectURL": "http://x", "createData": fields{"role": "administrator"}}, 0, ""},
	})
}

func TestPocketBasesDoorTakesNothingThatTheClientMadeUp(t *testing.T) {
	c, p := startWithProvider(t, "provider", true)
	p.Is(ria(nil))
	// note: the trip's own PKCE verifier is sealed in the cookie, so this is a provider without PKCE.
	code, _ := p.Agree(p.URL + "/authorize?client_id=campfire&response_type=code&code_challenge_method=S256&redirect_uri=http://app/&state=s" +
		"&code_challenge=" + "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU")
	reply := c.Call("", "POST", "/api/collections/users/auth-with-oauth2", fields{
		"provider": "oidc", "code": code, "codeVerifier": "", "redirectURL": "http://app/",
		"createData": fields{"email": "david@elsewhere.com", "role": "administrator", "name": "Boss", "verified": true},
	})
	if reply.Status != 200 || reply.Text("record", "role") != "member" || reply.Text("record", "email") != "ria@example.com" {
		t.Fatalf("PocketBase's door makes %d %s", reply.Status, reply.Raw)
	}
	c.ok(reply.Text("token"), "GET", "/api/chat/bootstrap", nil)
}

func TestAConnectionCanBeTakenAway(t *testing.T) {
	c, p := startWithProvider(t, "nobody", false)
	p.Is(ria(fields{"sub": "k-1", "email": "kevin@example.com"}))
	sessions := c.Number(t, "SELECT COUNT(*) FROM sessions")
	c.end(c.begin(p, c.kevin, nil), c.kevin)
	if n := c.Number(t, "SELECT COUNT(*) FROM sessions"); n != sessions {
		t.Errorf("connecting makes %d sessions of %d", n, sessions)
	}
	const connections = "/api/collections/_externalAuths/records"
	for as, want := range map[string]int{c.kevin: 1, c.jason: 0, c.david: 0, "": 0, c.bender: 0} {
		list, _ := c.ok(as, "GET", connections, nil).Get("items").([]any)
		if len(list) != want {
			t.Errorf("somebody is shown %d connections, want %d", len(list), want)
		}
	}
	if reply := c.arrive(p, nil); reply.Status != 200 {
		t.Fatalf("it is not connected: %s", reply.Raw)
	}
	before := c.Stored(t)
	if reply := c.end(c.begin(p, c.jason, nil), c.jason); reply.Status != 409 || reply.Text("code") != "connected_elsewhere" || cookieOf(reply) != nil {
		t.Errorf("what leads to Kevin is connected with Jason: %d %s", reply.Status, reply.Raw)
	}
	if changed := before.Changed(c.Stored(t)); changed != nil {
		t.Errorf("a connection that was refused changed %s", changed)
	}
	c.refused([]attempt{
		{"a guest", "", "DELETE", "/api/chat/oauth2/oidc", nil, 401, "unauthorized"},
		{"somebody without one", c.jason, "DELETE", "/api/chat/oauth2/oidc", nil, 404, "not_found"},
		{"a bot", c.bender, "DELETE", "/api/chat/oauth2/oidc", nil, 403, "forbidden"},
	})
	c.ok(c.kevin, "DELETE", "/api/chat/oauth2/oidc", nil)
	if n := c.Number(t, "SELECT COUNT(*) FROM _externalAuths"); n != 0 {
		t.Errorf("%d connections are left", n)
	}
}
