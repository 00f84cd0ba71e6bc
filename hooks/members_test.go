package hooks_test

import (
	"strings"
	"testing"

	"campfire/internal/testapp"
)

func TestTheMembersOfARoomAreForItsMembers(t *testing.T) {
	c := start(t)
	path := func(room string) string { return "/api/chat/rooms/" + room + "/members" }
	for _, token := range []string{c.david, c.jason} {
		reply := c.ok(token, "GET", path(c.Designers), nil)
		raw := encode(t, reply.Get("members"))
		if !strings.Contains(raw, c.David) || !strings.Contains(raw, c.Jason) || strings.Contains(raw, c.Kevin) || strings.Count(raw, ",") != 1 {
			t.Errorf("the members are %s", reply.Raw)
		}
	}
	c.ok(c.bender, "GET", path(c.Watercooler), nil)
	c.refused([]attempt{
		{"a guest", "", "GET", path(c.Watercooler), nil, 401, "unauthorized"},
		{"a stranger", c.kevin, "GET", path(c.Designers), nil, 404, "not_found"},
		{"a bot that is a stranger", c.bender, "GET", path(c.Designers), nil, 404, "not_found"},
		{"of a ping of others", c.kevin, "GET", path(c.Ping), nil, 404, "not_found"},
		{"of no room", c.david, "GET", path("nosuchroom00000"), nil, 404, "not_found"},
		{"the dashboard, who is in no room", c.super, "GET", path(c.Designers), nil, 401, "unauthorized"},
	})
	secret := c.room(c.jason, "closed", "Without administrators")
	c.refused([]attempt{
		{"an administrator who is not in it", c.david, "GET", path(secret), nil, 404, "not_found"},
		{"an administrator renames it", c.david, "PATCH", rooms + "/" + secret, fields{"name": "X"}, 404, ""},
		{"an administrator deletes it", c.david, "DELETE", rooms + "/" + secret, nil, 404, ""},
		{"an administrator lets themselves in", c.david, "POST", memberships, fields{"room": secret, "user": c.David}, 404, "not_found"},
	})
}

// TestWhoIsAddedByAnEditLearnsOfTheRoom holds what the original forgets: the room's list is edited, and those who are new
// in it get the room, its news and its messages at once, on every device.
func TestWhoIsAddedByAnEditLearnsOfTheRoom(t *testing.T) {
	c := start(t)
	phone, desk := c.Socket(c.kevin).Live(), c.Socket(c.kevin).Live()
	c.ok(c.david, "PATCH", rooms+"/"+c.Designers, fields{"name": "Makers", "members": []string{c.David, c.Jason, c.Kevin}})
	c.post(c.jason, c.Designers, "welcome")
	for _, socket := range []*testapp.Socket{phone, desk} {
		news := socket.Wait("membership.created", func(f testapp.Frame) bool { return f.Kind == "membership.created" && f.Field("user") == c.Kevin })
		if !strings.Contains(string(news.Data), `"expand":{"room":{"id":"`+c.Designers+`","kind":"closed","name":"Makers"`) {
			t.Errorf("the newcomer learns %s", news.Raw)
		}
		socket.Wait("the message", func(f testapp.Frame) bool { return f.Kind == "message.created" && f.Room == c.Designers })
	}
}

func TestAPingKnowsTwoInvolvements(t *testing.T) {
	c := start(t)
	one, open := memberships+"/"+c.membership(c.Ping, c.Jason), memberships+"/"+c.membership(c.Watercooler, c.Jason)
	c.refused([]attempt{
		{"mentions", c.jason, "PATCH", one, fields{"involvement": "mentions"}, 400, "invalid"},
		{"invisible", c.jason, "PATCH", one, fields{"involvement": "invisible"}, 400, "invalid"},
	})
	for _, level := range []string{"nothing", "everything"} {
		c.ok(c.jason, "PATCH", one, fields{"involvement": level})
	}
	for _, level := range []string{"invisible", "nothing", "mentions", "everything"} {
		if reply := c.ok(c.jason, "PATCH", open, fields{"involvement": level}); reply.Text("involvement") != level {
			t.Errorf("an open room: %s", reply.Raw)
		}
	}
}

func TestMarkingUnreadReachesEveryDevice(t *testing.T) {
	c := start(t)
	for range 3 {
		c.post(c.david, c.Watercooler, "news")
	}
	read := "/api/chat/rooms/" + c.Watercooler + "/read"
	c.ok(c.kevin, "POST", read, fields{"rseq": 3})
	phone, desk, others := c.Socket(c.kevin).Live(), c.Socket(c.kevin).Live(), c.Socket(c.jason).Live()
	reply := c.ok(c.kevin, "POST", read, fields{"rseq": 2, "unread": true})
	if reply.Number("read_rseq") != 1 || reply.Number("unread") != 2 {
		t.Errorf("the answer is %s", reply.Raw)
	}
	for _, socket := range []*testapp.Socket{phone, desk} {
		// A socket that opens right after a commit may still hear of that one first.
		socket.Wait("the marker moved back", func(f testapp.Frame) bool {
			return f.Kind == "read.updated" && strings.Contains(string(f.Data), `"read_rseq":1,"unread":2`)
		})
	}
	c.post(c.david, c.Watercooler, "marker")
	others.Wait("the marker", func(f testapp.Frame) bool { return f.Kind == "message.created" })
	for _, f := range others.Events() {
		if f.Kind == "read.updated" {
			t.Errorf("somebody else learns %s", f.Raw)
		}
	}
	c.refused([]attempt{
		{"from a message that is not", c.kevin, "POST", read, fields{"rseq": 9, "unread": true}, 400, "invalid"},
		{"from nowhere", c.kevin, "POST", read, fields{"rseq": 0, "unread": true}, 400, "invalid"},
		{"in a room one is not in", c.kevin, "POST", "/api/chat/rooms/" + c.Designers + "/read", fields{"rseq": 1, "unread": true}, 404, "not_found"},
	})
}
