package hooks_test

import (
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
