package hooks_test

import (
	"fmt"
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

		id := made.Get("user", "keys").([]any)[0].(map[string]any)["id"].(string)
		again := c.ok(token, "POST", "/api/chat/bots/"+bot+"/keys/"+id+"/rotate", nil).Text("key")
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
	bots, one, key := "/api/chat/bots", "/api/chat/bots/"+c.Bender, "/api/chat/bots/"+c.Bender+"/keys"
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
		{"guest looks", "", "GET", bots, nil, 401, "unauthorized"},
		{"member looks", c.kevin, "GET", bots, nil, 403, "forbidden"},
		{"bot looks", c.bender, "GET", bots, nil, 403, "forbidden"},
		{"guest renames", "", "PATCH", one, fields{"name": "X"}, 401, "unauthorized"},
		{"member renames", c.kevin, "PATCH", one, fields{"name": "X"}, 403, "forbidden"},
		{"the bot gives itself a webhook", c.bender, "PATCH", one, fields{"webhook_url": "https://example.com"}, 403, "forbidden"},
		{"a blank name", c.david, "PATCH", one, fields{"name": " "}, 400, "invalid"},
		{"a webhook that is no address", c.david, "PATCH", one, fields{"webhook_url": "example"}, 400, "invalid"},
		{"a webhook of another kind", c.david, "PATCH", one, fields{"webhook_url": "javascript:alert(1)"}, 400, "invalid"},
		{"a webhook without a host", c.david, "PATCH", one, fields{"webhook_url": "https:///x"}, 400, "invalid"},
		{"a webhook that is too long", c.david, "PATCH", one, fields{"webhook_url": "https://example.com/" + strings.Repeat("x", 2000)}, 400, "invalid"},
		{"a new bot with a bad webhook", c.david, "POST", bots, fields{"name": "R2", "webhook_url": "ftp://example.com"}, 400, "invalid"},
		{"a person is changed", c.david, "PATCH", bots + "/" + c.Kevin, fields{"name": "X"}, 404, "not_found"},
		{"guest deletes", "", "DELETE", one, nil, 401, "unauthorized"},
		{"member deletes", c.kevin, "DELETE", one, nil, 403, "forbidden"},
		{"the bot deletes itself", c.bender, "DELETE", one, nil, 403, "forbidden"},
		{"a person is deleted", c.david, "DELETE", bots + "/" + c.Kevin, nil, 404, "not_found"},
		{"a member reads webhooks", c.kevin, "GET", "/api/collections/webhooks/records", nil, 403, ""},
		{"a key for a person", c.david, "POST", bots + "/" + c.Kevin + "/keys", nil, 404, "not_found"},
		{"a key for nobody", c.david, "POST", bots + "/nosuchbot000000/keys", nil, 404, "not_found"},
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

func TestTheBotsOfAnAdministrator(t *testing.T) {
	c := start(t)
	const bots = "/api/chat/bots"
	made := c.ok(c.david, "POST", bots, fields{"name": "Alfred", "webhook_url": " https://example.com/hook?token=secret "})
	id := made.Text("user", "id")
	if made.Text("user", "webhook_url") != "https://example.com/hook?token=secret" {
		t.Errorf("the bot is %s", made.Raw)
	}
	socket := c.Socket(c.kevin).Live()
	changed := c.ok(c.super, "PATCH", bots+"/"+id, fields{"name": "Batman"})
	if changed.Text("user", "name") != "Batman" || changed.Text("user", "webhook_url") == "" || changed.Get("key") != nil {
		t.Errorf("renamed: %s", changed.Raw)
	}
	news := socket.Wait("user.updated", func(f testapp.Frame) bool { return f.Kind == "user.updated" && f.Field("name") != "Alfred" })
	if news.Field("name") != "Batman" || strings.Contains(news.Raw, "secret") {
		t.Errorf("the news is %s", news.Raw)
	}
	list := c.ok(c.david, "GET", bots, nil)
	names := ""
	for _, bot := range list.List("bots") {
		names += bot["name"].(string) + " " + bot["webhook_url"].(string) + ";"
		for _, field := range []string{"email", "password", "tokenKey", "key"} {
			if bot[field] != nil {
				t.Errorf("the list shows the %s of a bot", field)
			}
		}
	}
	if names != "Batman https://example.com/hook?token=secret;Bender ;" || list.Get("deliveries") != true {
		t.Errorf("the list is %s", list.Raw)
	}
	keys := ""
	for _, key := range list.List("bots")[0]["keys"].([]any) {
		entry := key.(map[string]any)
		keys += fmt.Sprint(entry["name"], " ", entry["webhook"], ";")
		if entry["webhook"] == true {
			for method, path := range map[string]string{"PATCH": "", "DELETE": "", "POST": "/rotate"} {
				if reply := c.Call(c.david, method, bots+"/"+id+"/keys/"+entry["id"].(string)+path, fields{}); reply.Status != 400 {
					t.Errorf("%s of the webhook's key answers %d", method, reply.Status)
				}
			}
		}
	}
	if keys != "Key false;Webhook true;" {
		t.Errorf("the keys are %s", keys)
	}
	c.ok(c.david, "PATCH", bots+"/"+id, fields{"webhook_url": ""})
	if n := c.Number(t, "SELECT COUNT(*) FROM webhooks"); n != 0 {
		t.Error("the webhook is still there")
	}
	c.post(made.Text("key"), c.Watercooler, "here")
	c.ok(c.david, "DELETE", bots+"/"+id, nil)
	if reply := c.Call(made.Text("key"), "GET", "/api/chat/bootstrap", nil); reply.Status != 401 {
		t.Errorf("the key of a deleted bot answers %d", reply.Status)
	}
	if list := c.ok(c.david, "GET", bots, nil); len(list.List("bots")) != 1 {
		t.Errorf("afterwards: %s", list.Raw)
	}
	if n := c.Number(t, "SELECT COUNT(*) FROM messages WHERE author = ? AND deleted = FALSE", id); n != 1 {
		t.Error("what it wrote is gone")
	}
}
