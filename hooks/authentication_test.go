package hooks_test

import (
	"testing"
	"time"

	"campfire/collections"
	"campfire/internal/session"
	"campfire/internal/testapp"

	"github.com/golang-jwt/jwt/v5"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/security"
)

func sessionOf(t *testing.T, token string) string {
	t.Helper()
	claims, err := security.ParseUnverifiedJWT(token)
	if err != nil {
		t.Fatal(err)
	}
	id, _ := claims[session.Claim].(string)
	return id
}

func TestPocketBasesSignInIsBoundToASessionRow(t *testing.T) {
	c := start(t)
	const auth = "/api/collections/users/"
	reply := c.ok("", "POST", auth+"auth-with-password", fields{"identity": "kevin@example.com", "password": testapp.Password})
	token := reply.Text("token")
	id := sessionOf(t, token)
	if n := c.Number(t, "SELECT COUNT(*) FROM sessions WHERE id = ? AND user = ?", id, c.Kevin); n != 1 {
		t.Fatalf("the token names the session %q, which does not exist", id)
	}
	c.ok(token, "GET", "/api/chat/bootstrap", nil)

	refreshed := c.ok(token, "POST", auth+"auth-refresh", nil).Text("token")
	if sessionOf(t, refreshed) != id {
		t.Error("a refreshed token has another session")
	}
	if n := c.Number(t, "SELECT COUNT(*) FROM sessions WHERE user = ?", c.Kevin); n != 2 {
		t.Errorf("there are %d sessions, want the one of the cast and this one", n)
	}
	c.ok(c.kevin, "DELETE", "/api/chat/sessions/"+id, nil)
	for _, ended := range []string{token, refreshed} {
		if reply := c.Call(ended, "GET", "/api/chat/bootstrap", nil); reply.Status != 401 {
			t.Errorf("a token of the ended session answers %d", reply.Status)
		}
		if reply := c.Call(ended, "POST", auth+"auth-refresh", nil); reply.Status != 401 {
			t.Errorf("a refresh after the end answers %d", reply.Status)
		}
	}
}

func TestPocketBasesSignInIsRefused(t *testing.T) {
	c := start(t)
	c.ok(c.david, "PATCH", users+"/"+c.Kevin, fields{"status": "deactivated"})
	const auth = "/api/collections/users/auth-with-password"
	c.refused([]attempt{
		{"wrong password", "", "POST", auth, fields{"identity": "jason@example.com", "password": "wrong"}, 400, ""},
		{"deactivated", "", "POST", auth, fields{"identity": "kevin@example.com", "password": testapp.Password}, 0, ""},
		{"a bot", "", "POST", auth, fields{"identity": c.Email(t, c.Bender), "password": testapp.Password}, 0, ""},
	})
}

func TestATokenWithoutARowIsNobody(t *testing.T) {
	c := start(t)
	kevin := c.User(t, c.Kevin)
	stock, err := kevin.NewAuthToken()
	if err != nil {
		t.Fatal(err)
	}
	named := func(id string) string {
		token, err := session.Token(kevin, id)
		if err != nil {
			t.Fatal(err)
		}
		return token
	}
	_, davids := c.SignIn(t, c.David)
	claims := jwt.MapClaims{core.TokenClaimType: core.TokenTypeAuth, core.TokenClaimId: c.Kevin, core.TokenClaimCollectionId: kevin.Collection().Id,
		session.Claim: sessionOf(t, c.kevin)}
	expired, err := security.NewJWT(claims, kevin.TokenKey()+kevin.Collection().AuthToken.Secret, -time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	forged, err := security.NewJWT(claims, "a secret of one's own that is long", time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	bots := c.Text(t, "SELECT id FROM sessions WHERE kind = 'bot'")
	for name, token := range map[string]string{
		"PocketBase's own token": stock, "a session that does not exist": named("nosuchsession00"), "an empty session": named(""),
		"another's session": named(davids), "a bot's session": named(bots), "an expired token": expired, "a forged token": forged,
		"a made-up key": "campfire_bot_" + "0000000000000000000000000000000000000000", "only the prefix": "campfire_bot_", "nonsense": "x.y.z",
		"the hash of a key": c.Text(t, "SELECT key_hash FROM sessions WHERE kind = 'bot'"),
	} {
		if reply := c.Call(token, "GET", "/api/chat/bootstrap", nil); reply.Status != 401 {
			t.Errorf("%s: bootstrap answers %d", name, reply.Status)
		}
		if reply := c.Call(token, "GET", rooms, nil); reply.Number("totalItems") != 0 {
			t.Errorf("%s: the record API shows %d rooms", name, reply.Number("totalItems"))
		}
	}
}

func TestASuperuserCanActForAUserForAsLongAsTheyAsked(t *testing.T) {
	c := start(t)
	reply := c.ok(c.super, "POST", "/api/collections/users/impersonate/"+c.Kevin, fields{"duration": 60})
	token := reply.Text("token")
	c.ok(token, "GET", "/api/chat/bootstrap", nil)
	claims, err := security.ParseUnverifiedJWT(token)
	if err != nil {
		t.Fatal(err)
	}
	if expires := time.Unix(int64(claims["exp"].(float64)), 0); time.Until(expires) > 2*time.Minute {
		t.Errorf("a token for 60 seconds lasts until %s", expires)
	}
	if claims[core.TokenClaimRefreshable] == true {
		t.Error("a token for 60 seconds can be refreshed for ever")
	}
}

func TestTheSessionOfASuperuserIsNobodyInTheChat(t *testing.T) {
	c := start(t)
	c.refused([]attempt{
		{"bootstrap", c.super, "GET", "/api/chat/bootstrap", nil, 401, "unauthorized"},
		{"events", c.super, "GET", "/api/chat/events?since=0", nil, 401, "unauthorized"},
		{"history", c.super, "GET", "/api/chat/rooms/" + c.Watercooler + "/messages", nil, 401, "unauthorized"},
		{"read marker", c.super, "POST", "/api/chat/rooms/" + c.Watercooler + "/read", fields{"rseq": 0}, 401, "unauthorized"},
		{"sessions", c.super, "GET", "/api/chat/sessions", nil, 401, "unauthorized"},
		{"socket", c.super, "GET", "/api/chat/socket", nil, 401, "unauthorized"},
	})
}

func TestSessionsNobodyUsesExpireInTheNight(t *testing.T) {
	c := start(t)
	old, id := c.SignIn(t, c.Kevin)
	c.Exec(t, "UPDATE sessions SET expires = '2001-01-01 00:00:00.000Z' WHERE id = ?", id)
	c.doChores()
	if n := c.Number(t, "SELECT COUNT(*) FROM sessions WHERE id = ?", id); n != 0 {
		t.Error("the expired session is still there")
	}
	if reply := c.Call(old, "GET", "/api/chat/sessions", nil); reply.Status != 401 {
		t.Errorf("its token answers %d", reply.Status)
	}
	c.ok(c.kevin, "GET", "/api/chat/sessions", nil)
	if n := c.Number(t, "SELECT COUNT(*) FROM sessions WHERE kind = ?", collections.SessionBot); n != 1 {
		t.Error("the bot's key, which never expires, is gone")
	}
}
