package hooks_test

import (
	"strings"
	"testing"

	"campfire/internal/testapp"
)

func TestABotIsMadeOnceShownItsKeyAndGetsANewOne(t *testing.T) {
	c := start(t)
	socket := c.Socket(c.kevin).Live()
	for name, token := range map[string]string{"administrator": c.david, "dashboard": c.super} {
		made := c.ok(token, "POST", "/api/chat/bots", fields{"name": " R2 "})
		bot, key := made.Text("user", "id"), made.Text("key")
		if made.Text("user", "role") != "bot" || made.Text("user", "name") != "R2" || !strings.HasPrefix(key, "campfire_bot_") || made.Get("user", "email") != nil {
			t.Fatalf("%s: the bot is %s", name, made.Raw)
		}
		if n := c.Number(t, "SELECT COUNT(*) FROM sessions WHERE key_hash = ? OR key_hash LIKE ?", key, "%"+key+"%"); n != 0 {
			t.Errorf("%s: the key itself is stored", name)
		}
		c.post(key, c.Watercooler, "beep from "+name)
		socket.Wait("the bot's message", func(f testapp.Frame) bool { return f.Kind == "message.created" && f.Field("author") == bot })
		c.post("Bearer "+key, c.Watercooler, "beep with a prefix")
		listening := c.Socket(key).Live()

		again := c.ok(token, "POST", "/api/chat/bots/"+bot+"/key", nil).Text("key")
		if again == key || !strings.HasPrefix(again, "campfire_bot_") {
			t.Errorf("%s: the new key is %q", name, again)
		}
		if reply := c.Call(key, "GET", "/api/chat/bootstrap", nil); reply.Status != 401 {
			t.Errorf("%s: the old key answers %d", name, reply.Status)
		}
		listening.Closed(testPatience)
		c.post(again, c.Watercooler, "beep again")
		c.ok(c.david, "PATCH", users+"/"+bot, fields{"status": "deactivated"})
		if reply := c.Call(again, "GET", "/api/chat/bootstrap", nil); reply.Status != 401 {
			t.Errorf("%s: the key of a deactivated bot answers %d", name, reply.Status)
		}
	}
}

func TestABotIsRefused(t *testing.T) {
	c := start(t)
	bots, key := "/api/chat/bots", "/api/chat/bots/"+c.Bender+"/key"
	c.refused([]attempt{
		{"guest makes one", "", "POST", bots, fields{"name": "R2"}, 401, "unauthorized"},
		{"member makes one", c.kevin, "POST", bots, fields{"name": "R2"}, 403, "forbidden"},
		{"bot makes one", c.bender, "POST", bots, fields{"name": "R2"}, 403, "forbidden"},
		{"without a name", c.david, "POST", bots, fields{}, 400, "invalid"},
		{"with a blank name", c.david, "POST", bots, fields{"name": " "}, 400, "invalid"},
		{"with a name that is a list", c.david, "POST", bots, fields{"name": []string{"R2"}}, 400, "invalid"},
		{"with a name of 101 letters", c.david, "POST", bots, fields{"name": strings.Repeat("x", 101)}, 400, "invalid"},
		{"guest takes the key", "", "POST", key, nil, 401, "unauthorized"},
		{"member takes the key", c.kevin, "POST", key, nil, 403, "forbidden"},
		{"the bot itself", c.bender, "POST", key, nil, 403, "forbidden"},
		{"a key for a person", c.david, "POST", bots + "/" + c.Kevin + "/key", nil, 404, "not_found"},
		{"a key for nobody", c.david, "POST", bots + "/nosuchbot000000/key", nil, 404, "not_found"},
	})
}

func TestABotPingsPeople(t *testing.T) {
	c := start(t)
	ping := c.room(c.bender, "direct", "", c.Kevin)
	c.post(c.bender, ping, "psst")
	if !c.isMember(ping, c.Kevin) {
		t.Error("the other side is not in the ping")
	}
}
