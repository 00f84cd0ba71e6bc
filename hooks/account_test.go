package hooks_test

import (
	"strings"
	"testing"

	"campfire/internal/testapp"
)

const account = "/api/collections/account/records"

func TestOnlyAnAdministratorChangesTheAccount(t *testing.T) {
	c := start(t)
	one := account + "/campfireaccount"
	c.refused([]attempt{
		{"guest", "", "PATCH", one, fields{"name": "Mine"}, 404, ""},
		{"member", c.kevin, "PATCH", one, fields{"name": "Mine"}, 404, ""},
		{"bot", c.bender, "PATCH", one, fields{"name": "Mine"}, 404, ""},
		{"administrator without a name", c.david, "PATCH", one, fields{"name": ""}, 400, ""},
		{"administrator without a join code", c.david, "PATCH", one, fields{"join_code": ""}, 400, ""},
		{"administrator deletes it", c.david, "DELETE", one, nil, 403, ""},
		{"administrator makes another", c.david, "POST", account, fields{"name": "Second", "join_code": "x"}, 403, ""},
		{"dashboard deletes it", c.super, "DELETE", one, nil, 0, ""},
	})
	socket := c.Socket(c.kevin).Live()
	c.ok(c.david, "PATCH", one, fields{"name": "Basecamp", "join_code": "new-code"})
	news := socket.Wait("account.updated", func(f testapp.Frame) bool { return f.Kind == "account.updated" })
	if news.Field("name") != "Basecamp" || news.Field("join_code") != "new-code" {
		t.Errorf("the news is %s", news.Raw)
	}
	if reply := c.Call("", "GET", "/api/chat/join/"+testapp.JoinCode, nil); reply.Status != 404 {
		t.Errorf("the old join code answers %d", reply.Status)
	}
	c.ok("", "GET", "/api/chat/join/new-code", nil)
}

func TestGuestsSeeOnlyTheNameOfTheAccountAndWhomToAsk(t *testing.T) {
	c := start(t)
	for _, path := range []string{"/api/chat/setup", "/api/chat/join/" + testapp.JoinCode} {
		reply := c.ok("", "GET", path, nil)
		object, _ := reply.Get("account").(map[string]any)
		if names := encode(t, keys(object)); names != `["help_contact","name"]` {
			t.Errorf("%s shows a guest %s", path, names)
		}
		if reply.Text("account", "help_contact", "email") != "david@example.com" {
			t.Errorf("%s names %s as the contact", path, reply.Raw)
		}
	}
}

func TestTheAccountIsRefused(t *testing.T) {
	c := start(t)
	one := account + "/campfireaccount"
	change := func(name string, body any) attempt { return attempt{name, c.david, "PATCH", one, body, 400, "invalid"} }
	const renew = "/api/chat/account/join_code"
	c.refused([]attempt{
		change("a blank name", fields{"name": "  "}),
		change("a name with NUL", fields{"name": "a\x00b"}),
		change("101 letters", fields{"name": strings.Repeat("ä", 101)}),
		change("styles with NUL", fields{"custom_styles": "a{}\x00"}),
		change("too many styles", fields{"custom_styles": strings.Repeat("x", 100_001)}),
		change("a join code that is guessed", fields{"join_code": "abc"}),
		change("a join code that is no address", fields{"join_code": "abc/../defgh"}),
		{"a guest renews the code", "", "POST", renew, nil, 401, "unauthorized"},
		{"a member renews the code", c.kevin, "POST", renew, nil, 403, "forbidden"},
		{"a bot renews the code", c.bender, "POST", renew, nil, 403, "forbidden"},
	})
}

func TestANewJoinCodeEndsTheOldLink(t *testing.T) {
	c := start(t)
	socket := c.Socket(c.kevin).Live()
	code := c.ok(c.david, "POST", "/api/chat/account/join_code", nil).Text("join_code")
	if parts := strings.Split(code, "-"); len(parts) != 3 || len(code) != 14 {
		t.Errorf("the code is %q, want three groups of four", code)
	}
	news := socket.Wait("account.updated", func(f testapp.Frame) bool { return f.Kind == "account.updated" })
	if news.Field("join_code") != code {
		t.Errorf("the news is %s", news.Raw)
	}
	person := fields{"name": "New", "email": "new@example.com", "password": "long enough"}
	if reply := c.Call("", "POST", "/api/chat/join/"+testapp.JoinCode, person); reply.Status != 404 {
		t.Errorf("the old link answers %d", reply.Status)
	}
	c.ok("", "POST", "/api/chat/join/"+code, person)
	if again := c.ok(c.super, "POST", "/api/chat/account/join_code", nil).Text("join_code"); again == code {
		t.Error("the code is the same again")
	}
}

func TestTheAccountsStylesAreForEverybody(t *testing.T) {
	c := start(t)
	empty := c.ok("", "GET", "/custom.css", nil)
	if empty.Raw != "" || empty.Header.Get("Content-Type") != "text/css; charset=utf-8" || empty.Header.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("without styles: %q %v", empty.Raw, empty.Header)
	}
	const styles = ":root { --color-text: teal; } /* ä */"
	c.ok(c.david, "PATCH", account+"/campfireaccount", fields{"custom_styles": styles})
	reply := c.Call("", "GET", "/custom.css", nil, "If-None-Match", empty.Header.Get("ETag"))
	if reply.Status != 200 || reply.Raw != styles {
		t.Errorf("with styles: %d %q", reply.Status, reply.Raw)
	}
	if again := c.Call("", "GET", "/custom.css", nil, "If-None-Match", reply.Header.Get("ETag")); again.Status != 304 || again.Raw != "" {
		t.Errorf("unchanged: %d", again.Status)
	}
	policy := c.ok("", "GET", "/", nil).Header.Get("Content-Security-Policy")
	if !strings.Contains(policy, "style-src 'self'") {
		t.Errorf("the page's policy keeps the styles out: %s", policy)
	}
}
