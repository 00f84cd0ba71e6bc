package hooks_test

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestADeactivatedBotComesBackWithItsKeys(t *testing.T) {
	c := start(t)
	calls, _ := c.listen(says("text/html", ""))
	hook := c.key(c.Bender, []string{"write"}, c.Watercooler)
	c.post(c.kevin, c.Watercooler, c.named("hello"))
	path := pathIn(t, <-calls)
	socket := c.Socket(c.bender).Live()
	c.ok(c.david, "DELETE", "/api/chat/bots/"+c.Bender, nil)
	socket.Closed(testPatience)
	c.refused([]attempt{
		{"its key", c.bender, "GET", "/api/chat/bootstrap", nil, 401, "unauthorized"},
		{"its key in a path", "", "POST", c.door(c.Watercooler), "x", 401, "unauthorized"},
		{"its incoming webhook", "", "POST", "/hooks/" + hook, fields{"text": "x"}, 401, "unauthorized"},
		{"the key of its own webhook", "", "POST", path, "x", 401, "unauthorized"},
		{"another key for it", c.david, "POST", "/api/chat/bots/" + c.Bender + "/keys", nil, 404, "not_found"},
		{"a test of it", c.david, "POST", "/api/chat/bots/" + c.Bender + "/webhook/test", nil, 404, "not_found"},
		{"a member brings it back", c.kevin, "PATCH", users + "/" + c.Bender, fields{"status": "active"}, 404, "not_found"},
	})
	c.ok(c.david, "PATCH", users+"/"+c.Bender, fields{"status": "active"})
	c.post(c.bender, c.Watercooler, "here again")
	c.raw(c.Watercooler, "here again")
	c.ok("", "POST", "/hooks/"+hook, fields{"text": "here again"})
	c.ok("", "POST", path, "here again")
	c.post(c.kevin, c.Watercooler, c.named("welcome"))
	if again := pathIn(t, <-calls); again != path {
		t.Error("it is called with another path")
	}
	c.Socket(c.bender).Live()
}

// A key opens what its bot may see and nothing more, on every door.
func TestAForeignKeyOnTheDoorsOfBots(t *testing.T) {
	c := start(t)
	c.ok(c.david, "POST", memberships, fields{"room": c.Designers, "user": c.Bender})
	mine, inside := c.raw(c.Watercooler, "Bender was here"), c.raw(c.Designers, "Bender was here")
	robby := c.ok(c.david, "POST", "/api/chat/bots", fields{"name": "Robby"})
	foreign := robby.Text("key")
	entry := robby.Get("user", "keys").([]any)[0].(map[string]any)["id"].(string)
	reads, writes := c.key(c.Bender, []string{"read"}), c.key(c.Bender, []string{"write"})
	narrow := c.key(c.Bender, []string{"read", "write"}, c.Designers)
	at := func(room, key string) string { return "/rooms/" + room + "/" + key + "/messages" }
	attempts := []attempt{
		{"another bot edits", "", "PATCH", at(c.Watercooler, foreign) + "/" + mine, "y", 403, "forbidden"},
		{"another bot deletes", "", "DELETE", at(c.Watercooler, foreign) + "/" + mine, nil, 403, "forbidden"},
		{"writing with a key for reading", "", "POST", at(c.Watercooler, reads), "x", 403, "forbidden"},
		{"editing with it", "", "PUT", at(c.Watercooler, reads) + "/" + mine, "x", 403, "forbidden"},
		{"deleting with it", "", "DELETE", at(c.Watercooler, reads) + "/" + mine, nil, 403, "forbidden"},
		{"boosting with it", "", "POST", at(c.Watercooler, reads) + "/" + mine + "/boosts", "+1", 403, "forbidden"},
		{"a hook with it", "", "POST", "/hooks/" + reads, fields{"text": "x"}, 403, ""},
		{"reading with a key for writing", "", "GET", at(c.Watercooler, writes), nil, 403, "forbidden"},
		{"reading one with it", "", "GET", at(c.Watercooler, writes) + "/" + mine, nil, 403, "forbidden"},
		{"a key for another room reads", "", "GET", at(c.Watercooler, narrow), nil, 404, "not_found"},
		{"a key for another room writes", "", "POST", at(c.Watercooler, narrow), "x", 404, "not_found"},
		{"a key for another room edits", "", "PATCH", at(c.Watercooler, narrow) + "/" + mine, "x", 404, "not_found"},
		{"a bomb", "", "POST", "/hooks/" + c.key(c.Bender, []string{"write"}, c.Watercooler), fields{"text": strings.Repeat("<http://x|", 50_000)}, 0, ""},
	}
	for method, path := range map[string]string{"GET": "", "POST": "", "PATCH": "/" + inside, "PUT": "/" + inside, "DELETE": "/" + inside} {
		attempts = append(attempts, attempt{"a stranger's key: " + method, "", method, at(c.Designers, foreign) + path, "x", 404, "not_found"})
	}
	c.refused(attempts)
	rotated := c.ok(c.david, "POST", "/api/chat/bots/"+robby.Text("user", "id")+"/keys/"+entry+"/rotate", nil).Text("key")
	c.refused([]attempt{
		{"the key before", "", "POST", at(c.Watercooler, foreign), "x", 401, "unauthorized"},
		{"a hook with it", "", "POST", "/hooks/" + foreign, fields{"text": "x"}, 401, "unauthorized"},
		{"an edit with it", "", "PUT", at(c.Watercooler, foreign) + "/" + mine, "x", 401, "unauthorized"},
	})
	c.ok("", "POST", at(c.Watercooler, rotated), "x")
	for _, form := range []struct{ kind, body string }{
		{"multipart/form-data; boundary=edge", "--edge\r\nContent-Dispo"}, {"multipart/form-data", "--edge--"}, {"application/x-www-form-urlencoded", "payload=%zz"},
	} {
		before := c.Stored(t)
		reply := c.Call("", "POST", "/hooks/"+c.incoming(), form.body, "Content-Type", form.kind)
		if reply.Status != 400 || reply.Text("code") != "invalid" {
			t.Errorf("%s %q answers %d %s", form.kind, form.body, reply.Status, reply.Raw)
		}
		if changed := before.Changed(c.Stored(t)); len(changed) > 1 { // the key is new
			t.Errorf("%q changed %v", form.body, changed)
		}
	}
}

func (c *camp) incoming() string { return c.key(c.Bender, []string{"write"}, c.Watercooler) }

// How long a refusal takes does not say what is wrong with a key.
func TestKeysAreRefusedInTheSameTime(t *testing.T) {
	c := start(t)
	robby := c.ok(c.david, "POST", "/api/chat/bots", fields{"name": "Robby"})
	entry := robby.Get("user", "keys").([]any)[0].(map[string]any)["id"].(string)
	c.ok(c.david, "POST", "/api/chat/bots/"+robby.Text("user", "id")+"/keys/"+entry+"/rotate", nil)
	keys := map[string]string{
		"wrong": "campfire_bot_" + strings.Repeat("0", 40), "rotated": robby.Text("key"), "truncated": c.bender[:len(c.bender)-1], "of the original's form": "12-a1b2c3d4e5f6",
	}
	took := map[string][]time.Duration{}
	for range 100 { // in turns, so that whatever else the machine does meets all of them
		for name, key := range keys {
			began := time.Now()
			if reply := c.Call(key, "GET", "/api/chat/bootstrap", nil); reply.Status != 401 {
				t.Fatalf("a key that is %s answers %d", name, reply.Status)
			}
			took[name] = append(took[name], time.Since(began))
		}
	}
	least, most := time.Hour, time.Duration(0)
	for name, list := range took {
		slices.Sort(list)
		median := list[len(list)/2]
		t.Logf("%s: %v", name, median)
		least, most = min(least, median), max(most, median)
	}
	if most > 2*least+time.Millisecond {
		t.Errorf("some are refused after %v, others after %v", least, most)
	}
}
