package hooks_test

import (
	"fmt"
	"strings"
	"testing"

	"campfire/internal/testapp"
)

func TestBootstrapShowsWhatOneMaySee(t *testing.T) {
	c := start(t)
	c.post(c.jason, c.Designers, "secret")
	c.post(c.david, c.Watercooler, "hello")
	for name, tc := range map[string]struct {
		token, me, role string
		rooms           int
	}{
		"administrator": {c.david, c.David, "administrator", 3}, "member": {c.jason, c.Jason, "member", 3},
		"stranger": {c.kevin, c.Kevin, "member", 1}, "bot": {c.bender, c.Bender, "bot", 1},
	} {
		boot := c.ok(tc.token, "GET", "/api/chat/bootstrap", nil)
		if boot.Text("me", "id") != tc.me || boot.Text("me", "role") != tc.role || boot.Text("me", "session") == "" || boot.Text("me", "email") == "" {
			t.Errorf("%s: me is %v", name, boot.Get("me"))
		}
		if len(boot.List("users")) != 4 || len(boot.List("rooms")) != tc.rooms {
			t.Errorf("%s sees %d users and %d rooms", name, len(boot.List("users")), len(boot.List("rooms")))
		}
		if boot.Text("epoch") != c.epoch() || boot.Number("seq") != c.Number(t, "SELECT MAX(seq) FROM events") {
			t.Errorf("%s: the position is %s %d", name, boot.Text("epoch"), boot.Number("seq"))
		}
		for _, room := range boot.List("rooms") {
			if (room["kind"] == "direct") != (room["members"] != nil) {
				t.Errorf("%s: the members of %v", name, room)
			}
		}
		if boot.Get("flags", "files_enabled") != false || boot.Text("account", "join_code") != testapp.JoinCode {
			t.Errorf("%s: flags and account are %v %v", name, boot.Get("flags"), boot.Get("account"))
		}
		if strings.Contains(boot.Raw, c.Designers) != (tc.rooms == 3) {
			t.Errorf("%s: Designers is somewhere in %s", name, boot.Raw)
		}
	}
	if reply := c.Call("", "GET", "/api/chat/bootstrap", nil); reply.Status != 401 || reply.Text("code") != "unauthorized" {
		t.Errorf("a guest gets %d %s", reply.Status, reply.Raw)
	}
}

func (c *camp) standing(as, room string) (unread, mentions, read int64) {
	c.t.Helper()
	for _, r := range c.ok(as, "GET", "/api/chat/bootstrap", nil).List("rooms") {
		if r["id"] == room {
			return int64(r["unread"].(float64)), int64(r["mentions"].(float64)), int64(r["read_rseq"].(float64))
		}
	}
	c.t.Fatalf("not in %s", room)
	return 0, 0, 0
}

func TestUnreadCountsWhatOthersWroteAndDidNotDelete(t *testing.T) {
	c := start(t)
	expect := func(when, as string, unread, mentions, read int64) {
		t.Helper()
		if u, m, r := c.standing(as, c.Watercooler); u != unread || m != mentions || r != read {
			t.Errorf("%s: unread %d, mentions %d, read up to %d; want %d, %d, %d", when, u, m, r, unread, mentions, read)
		}
	}
	mark := func(as string, body fields) testapp.Reply {
		t.Helper()
		return c.ok(as, "POST", "/api/chat/rooms/"+c.Watercooler+"/read", body)
	}
	for i := range 4 {
		c.post(c.david, c.Watercooler, fmt.Sprint("message ", i+1))
	}
	mentioning := c.post(c.david, c.Watercooler, `<span class="mention" data-user="`+c.Kevin+`">@Kevin</span> look`)
	mentioned := encode(t, mentioning.Get("mentions")) == `["`+c.Kevin+`"]`
	mentions := int64(0)
	if mentioned {
		mentions = 1
	}
	expect("others wrote five", c.kevin, 5, mentions, 0)
	expect("who wrote has read", c.david, 0, 0, 5)
	if reply := mark(c.kevin, fields{"rseq": 3}); reply.Number("read_rseq") != 3 || reply.Number("unread") != 2 || reply.Text("room") != c.Watercooler {
		t.Errorf("the marker answers %s", reply.Raw)
	}
	mark(c.kevin, fields{"rseq": 1})
	expect("it does not move back", c.kevin, 2, mentions, 3)
	mark(c.kevin, fields{"rseq": 999_999})
	expect("nor beyond the newest", c.kevin, 0, 0, 5)
	events := c.events("read.updated")
	mark(c.kevin, fields{"rseq": 5})
	if c.events("read.updated") != events {
		t.Error("a marker that does not move makes an event")
	}
	mark(c.kevin, fields{"rseq": 2, "unread": true})
	expect("marked unread from the second", c.kevin, 4, mentions, 1)
	c.ok(c.david, "DELETE", messages+"/"+c.Text(t, "SELECT id FROM messages WHERE rseq = 3"), nil)
	expect("one was deleted", c.kevin, 3, mentions, 1)
	c.ok(c.david, "DELETE", messages+"/"+mentioning.Text("id"), nil)
	expect("the mention was deleted", c.kevin, 2, 0, 1)
	c.post(c.kevin, c.Watercooler, "an answer")
	expect("who answers has read", c.kevin, 0, 0, 6)
	mark(c.kevin, fields{"rseq": 2, "unread": true})
	expect("one's own does not count", c.kevin, 2, 0, 1)
	c.ok(c.kevin, "DELETE", messages+"/"+c.Text(t, "SELECT id FROM messages WHERE rseq = 6"), nil)
	expect("nor when it is deleted", c.kevin, 2, 0, 1)
}

func TestAReadMarkerIsRefused(t *testing.T) {
	c := start(t)
	c.post(c.david, c.Watercooler, "one")
	mark := func(name, as, room string, body any, status int, code string) attempt {
		return attempt{name, as, "POST", "/api/chat/rooms/" + room + "/read", body, status, code}
	}
	c.refused([]attempt{
		mark("guest", "", c.Watercooler, fields{"rseq": 1}, 401, "unauthorized"),
		mark("stranger", c.kevin, c.Designers, fields{"rseq": 1}, 404, "not_found"),
		mark("bot elsewhere", c.bender, c.Designers, fields{"rseq": 1}, 404, "not_found"),
		mark("no such room", c.kevin, "nosuchroom00000", fields{"rseq": 1}, 404, "not_found"),
		mark("a malformed room", c.kevin, "%27%3B", fields{"rseq": 1}, 404, "not_found"),
		mark("no number", c.kevin, c.Watercooler, fields{}, 400, "invalid"),
		mark("a string", c.kevin, c.Watercooler, fields{"rseq": "1"}, 400, "invalid"),
		mark("half a number", c.kevin, c.Watercooler, fields{"rseq": 1.5}, 400, "invalid"),
		mark("a negative number", c.kevin, c.Watercooler, fields{"rseq": -1}, 400, "invalid"),
		mark("a huge number", c.kevin, c.Watercooler, `{"rseq":1e300}`, 400, "invalid"),
		mark("unread from nothing", c.kevin, c.Watercooler, fields{"rseq": 0, "unread": true}, 400, "invalid"),
		mark("unread beyond the newest", c.kevin, c.Watercooler, fields{"rseq": 2, "unread": true}, 400, "invalid"),
		mark("unread that is a string", c.kevin, c.Watercooler, fields{"rseq": 1, "unread": "yes"}, 400, "invalid"),
	})
}
