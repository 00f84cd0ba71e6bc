package hooks_test

import (
	"strings"
	"testing"

	"campfire/internal/testapp"
)

// keyEntry makes a key of Bender for everything and returns it with its address.
func (c *camp) keyEntry() (key, address string) {
	made := c.ok(c.david, "POST", "/api/chat/bots/"+c.Bender+"/keys", fields{"name": "deploys"})
	entry, _ := made.Get("entry").(map[string]any)
	id, _ := entry["id"].(string)
	return made.Text("key"), "/api/chat/bots/" + c.Bender + "/keys/" + id
}

// Guards: ChangeKey leaves the key itself alone, and a form that leaves something out leaves that as it was.
func TestAKeyIsForSomethingElseFromNowOn(t *testing.T) {
	c := start(t)
	key, address := c.keyEntry()
	c.post(key, c.Watercooler, "before")
	socket := c.Socket(key).Live()
	renamed := c.ok(c.david, "PATCH", address, fields{"name": " releases "})
	if renamed.Text("entry", "name") != "releases" || len(renamed.Get("entry", "scopes").([]any)) != 2 || renamed.Get("key") != nil {
		t.Errorf("renamed it is %s", renamed.Raw)
	}
	changed := c.ok(c.super, "PATCH", address, fields{"scopes": []string{"write"}, "rooms": []string{c.Watercooler}})
	if changed.Text("entry", "name") != "releases" || len(changed.Get("entry", "rooms").([]any)) != 1 {
		t.Errorf("changed it is %s", changed.Raw)
	}
	socket.Wait("the end of what it had open", func(f testapp.Frame) bool { return f.Type == "bye" })
	c.post(key, c.Watercooler, "after")
	c.refused([]attempt{{"reads", key, "GET", messages, nil, 403, "forbidden"}})
	c.ok(c.david, "PATCH", address, fields{"scopes": []string{"read", "write"}, "rooms": []string{}})
	c.ok(key, "GET", messages, nil)
}

func TestAKeyIsChangedByAdministratorsAndSensibly(t *testing.T) {
	c := start(t)
	_, address := c.keyEntry()
	before := c.Text(t, "SELECT name || scopes || rooms || key_hash FROM sessions WHERE name = 'deploys'")
	c.refused([]attempt{
		{"a guest", "", "PATCH", address, fields{"name": "x"}, 401, "unauthorized"},
		{"a member", c.kevin, "PATCH", address, fields{"name": "x"}, 403, "forbidden"},
		{"the bot itself", c.bender, "PATCH", address, fields{"scopes": []string{"read", "write"}}, 403, "forbidden"},
		{"a blank name", c.david, "PATCH", address, fields{"name": " "}, 400, "invalid"},
		{"a name of 101 letters", c.david, "PATCH", address, fields{"name": strings.Repeat("x", 101)}, 400, "invalid"},
		{"a name that is a list", c.david, "PATCH", address, fields{"name": []string{"x"}}, 400, "invalid"},
		{"no scope", c.david, "PATCH", address, fields{"name": "x", "scopes": []string{}}, 400, "invalid"},
		{"a scope that nobody knows", c.david, "PATCH", address, fields{"scopes": []string{"admin"}}, 400, "invalid"},
		{"a room that the bot is not in", c.david, "PATCH", address, fields{"name": "x", "rooms": []string{c.Designers}}, 400, "invalid"},
		{"rooms that are no list", c.david, "PATCH", address, fields{"rooms": c.Watercooler}, 400, "invalid"},
		{"a key that is not there", c.david, "PATCH", "/api/chat/bots/" + c.Bender + "/keys/nosuchkey000000", fields{"name": "x"}, 404, "not_found"},
		{"a person's session", c.david, "PATCH", "/api/chat/bots/" + c.Kevin + "/keys/" + c.Text(t, "SELECT id FROM sessions WHERE user = ?", c.Kevin), fields{"name": "x"}, 404, "not_found"},
	})
	if after := c.Text(t, "SELECT name || scopes || rooms || key_hash FROM sessions WHERE name = 'deploys'"); after != before {
		t.Errorf("a refusal made %s of %s", after, before)
	}
}

// Guards: setKey. How a key ends is shown, also of the next one in its place; of one from before it was kept nothing is.
func TestTheEndOfAKeyIsShown(t *testing.T) {
	c := start(t)
	shown := func(address string) (tail string) {
		for _, bot := range c.ok(c.david, "GET", "/api/chat/bots", nil).List("bots") {
			for _, entry := range bot["keys"].([]any) {
				if key := entry.(map[string]any); strings.HasSuffix(address, key["id"].(string)) {
					tail = key["tail"].(string)
				}
			}
		}
		return tail
	}
	key, address := c.keyEntry()
	if got := shown(address); len(got) != 4 || !strings.HasSuffix(key, got) {
		t.Errorf("%s is shown as %q", key, got)
	}
	rotated := c.ok(c.david, "POST", address+"/rotate", nil)
	if next := rotated.Text("key"); next == key || rotated.Text("entry", "tail") != next[len(next)-4:] || shown(address) != next[len(next)-4:] {
		t.Errorf("the one in its place is shown as %q", shown(address))
	}
	c.Exec(t, "UPDATE sessions SET key_tail = '' WHERE name = 'deploys'")
	if got := shown(address); got != "" {
		t.Errorf("an older one is shown as %q", got)
	}
}
