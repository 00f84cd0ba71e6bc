package hooks_test

import (
	"strings"
	"testing"

	"campfire/internal/testapp"
)

func TestABoostIsGivenSeenAndTakenBack(t *testing.T) {
	c := start(t)
	message := c.post(c.david, c.Watercooler, "shipped").Text("id")
	socket := c.Socket(c.jason).Live()
	boost := c.ok(c.kevin, "POST", boosts, fields{"message": message, "content": " 🎉 ", "booster": c.David, "room": c.Designers, "id": "mineminemine123"})
	if boost.Text("booster") != c.Kevin || boost.Text("content") != "🎉" || boost.Text("room") != c.Watercooler || boost.Text("id") == "mineminemine123" {
		t.Errorf("the boost is %s", boost.Raw)
	}
	news := socket.Wait("boost.created", func(f testapp.Frame) bool { return f.Kind == "boost.created" })
	if news.Field("id") != boost.Text("id") || news.Field("message") != message || news.RSeq != 1 {
		t.Errorf("the news is %s", news.Raw)
	}
	c.ok(c.bender, "POST", boosts, fields{"message": message, "content": "sixteen letters."})
	for _, path := range []string{messages + "/" + message, messages} {
		if raw := c.ok(c.jason, "GET", path, nil).Raw; strings.Count(raw, `"content"`) != 2 || strings.Index(raw, "🎉") > strings.Index(raw, "sixteen") {
			t.Errorf("GET %s does not show the boosts in order: %s", path, raw)
		}
	}
	page := c.ok(c.jason, "GET", "/api/chat/rooms/"+c.Watercooler+"/messages", nil)
	if shown, _ := page.List("messages")[0]["boosts"].([]any); len(shown) != 2 {
		t.Errorf("the page shows %s", page.Raw)
	}
	one := boosts + "/" + boost.Text("id")
	c.refused([]attempt{
		{"another member takes it back", c.jason, "DELETE", one, nil, 403, "forbidden"},
		{"an administrator takes it back", c.david, "DELETE", one, nil, 403, "forbidden"},
		{"a guest takes it back", "", "DELETE", one, nil, 401, "unauthorized"},
		{"its giver changes it", c.kevin, "PATCH", one, fields{"content": "x"}, 403, ""},
		{"the dashboard changes it", c.super, "PATCH", one, fields{"content": "x"}, 0, ""},
	})
	c.ok(c.kevin, "DELETE", one, nil)
	socket.Wait("boost.deleted", func(f testapp.Frame) bool { return f.Kind == "boost.deleted" && f.Field("id") == boost.Text("id") })
	if n := c.Number(t, "SELECT COUNT(*) FROM boosts"); n != 1 {
		t.Errorf("%d boosts are left, want 1", n)
	}
	c.ok(c.super, "POST", boosts, fields{"message": message, "content": "ok", "booster": c.Jason})
}

func TestABoostIsRefused(t *testing.T) {
	c := start(t)
	open, secret := c.post(c.david, c.Watercooler, "open").Text("id"), c.post(c.david, c.Designers, "secret").Text("id")
	gone := c.post(c.david, c.Watercooler, "gone").Text("id")
	c.ok(c.david, "DELETE", messages+"/"+gone, nil)
	theirs := boosts + "/" + c.ok(c.jason, "POST", boosts, fields{"message": secret, "content": "ok"}).Text("id")
	on := func(name, as, message string, content any, status int, code string) attempt {
		return attempt{name, as, "POST", boosts, fields{"message": message, "content": content}, status, code}
	}
	c.refused([]attempt{
		on("guest", "", open, "ok", 0, ""),
		on("stranger", c.kevin, secret, "ok", 404, "not_found"),
		on("bot in another room", c.bender, secret, "ok", 404, "not_found"),
		on("a message that does not exist", c.kevin, "nosuchmessage00", "ok", 404, "not_found"),
		on("a malformed id", c.kevin, "'; DROP TABLE", "ok", 404, "not_found"),
		on("a deleted message", c.kevin, gone, "ok", 410, "gone"),
		on("empty", c.kevin, open, "", 400, "invalid"),
		on("blank", c.kevin, open, " \n", 400, "invalid"),
		on("17 letters", c.kevin, open, strings.Repeat("a", 17), 400, "invalid"),
		on("NUL", c.kevin, open, "a\x00", 400, "invalid"),
		on("a number", c.kevin, open, 7, 400, "invalid"),
		on("a list", c.kevin, open, []string{"a"}, 400, "invalid"),
		{"no message", c.kevin, "POST", boosts, fields{"content": "ok"}, 404, "not_found"},
		{"a message that is a number", c.kevin, "POST", boosts, fields{"message": 7, "content": "ok"}, 400, "invalid"},
		{"stranger reads one", c.kevin, "GET", theirs, nil, 404, ""},
		{"stranger takes one back", c.kevin, "DELETE", theirs, nil, 404, ""},
		{"the dashboard for a stranger", c.super, "POST", boosts, fields{"message": secret, "content": "ok", "booster": c.Kevin}, 404, "not_found"},
	})
	if list := c.ok(c.kevin, "GET", boosts, nil); list.Number("totalItems") != 0 {
		t.Errorf("a stranger is shown %s", list.Raw)
	}
}
