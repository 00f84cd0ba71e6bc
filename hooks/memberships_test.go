package hooks_test

import (
	"net/url"
	"strings"
	"testing"

	"campfire/internal/testapp"
)

func TestMembersAreAddedAndRemoved(t *testing.T) {
	c := start(t)
	c.post(c.jason, c.Designers, "before Kevin")
	socket := c.Socket(c.kevin).Live()
	made := c.ok(c.david, "POST", memberships, fields{"room": c.Designers, "user": c.Kevin, "involvement": "everything", "read_rseq": 99})
	again := c.ok(c.david, "POST", memberships, fields{"room": c.Designers, "user": c.Kevin})
	if made.Text("id") != again.Text("id") || made.Text("user") != c.Kevin {
		t.Errorf("adding twice answers %s and %s", made.Raw, again.Raw)
	}
	if read := c.Number(t, "SELECT read_rseq FROM memberships WHERE id = ?", made.Text("id")); read != 1 {
		t.Errorf("a newcomer has read up to %d, want 1: they missed nothing", read)
	}
	socket.Wait("membership.created", func(f testapp.Frame) bool { return f.Kind == "membership.created" })
	c.post(c.jason, c.Designers, "hello Kevin")
	socket.Wait("the message", func(f testapp.Frame) bool { return f.Kind == "message.created" && f.Room == c.Designers })

	c.ok(c.david, "DELETE", memberships+"/"+made.Text("id"), nil)
	socket.Wait("membership.deleted", func(f testapp.Frame) bool { return f.Kind == "membership.deleted" })
	c.post(c.jason, c.Designers, "Kevin is gone")
	c.post(c.jason, c.Watercooler, "marker")
	socket.Wait("the marker", func(f testapp.Frame) bool { return f.Room == c.Watercooler && f.Kind == "message.created" })
	events := socket.Events()
	for i, f := range events {
		if f.Kind == "membership.deleted" {
			for _, later := range events[i+1:] {
				if later.Room == c.Designers {
					t.Errorf("after their removal comes %s", later.Raw)
				}
			}
		}
	}
	if reply := c.Call(c.kevin, "GET", "/api/chat/rooms/"+c.Designers+"/messages", nil); reply.Status != 404 {
		t.Errorf("after the removal history answers %d", reply.Status)
	}
	c.ok(c.jason, "DELETE", memberships+"/"+c.membership(c.Designers, c.Jason), nil) // everybody may leave
	c.refused([]attempt{
		{"the last one leaves", c.david, "DELETE", memberships + "/" + c.membership(c.Designers, c.David), nil, 400, "invalid"},
	})
}

func TestAMembershipIsRefused(t *testing.T) {
	c := start(t)
	add := func(name, as, room, user string, status int, code string) attempt {
		return attempt{name, as, "POST", memberships, fields{"room": room, "user": user}, status, code}
	}
	of := func(room, user string) string { return memberships + "/" + c.membership(room, user) }
	c.refused([]attempt{
		add("guest", "", c.Designers, c.Kevin, 0, ""),
		add("stranger lets themselves in", c.kevin, c.Designers, c.Kevin, 404, "not_found"),
		add("bot lets itself in", c.bender, c.Designers, c.Bender, 404, "not_found"),
		add("member lets a friend in", c.jason, c.Designers, c.Kevin, 403, "forbidden"),
		add("into a ping", c.david, c.Ping, c.Kevin, 400, "invalid"),
		add("somebody who does not exist", c.david, c.Designers, "nosuchuser00000", 400, "invalid"),
		add("nobody", c.david, c.Designers, "", 400, "invalid"),
		add("no room", c.david, "", c.Kevin, 404, "not_found"),
		{"a user that is a number", c.david, "POST", memberships, fields{"room": c.Designers, "user": 7}, 400, "invalid"},
		{"stranger reads one", c.kevin, "GET", of(c.Designers, c.Jason), nil, 404, ""},
		{"stranger removes one", c.kevin, "DELETE", of(c.Designers, c.Jason), nil, 404, ""},
		{"member removes another", c.jason, "DELETE", of(c.Designers, c.David), nil, 403, "forbidden"},
		{"leaving an open room", c.kevin, "DELETE", of(c.Watercooler, c.Kevin), nil, 400, "invalid"},
		{"removing from an open room", c.david, "DELETE", of(c.Watercooler, c.Kevin), nil, 400, "invalid"},
		{"leaving a ping", c.jason, "DELETE", of(c.Ping, c.Jason), nil, 400, "invalid"},
		{"another's involvement", c.jason, "PATCH", of(c.Watercooler, c.Kevin), fields{"involvement": "nothing"}, 404, ""},
		{"another's involvement by an administrator", c.david, "PATCH", of(c.Watercooler, c.Kevin), fields{"involvement": "nothing"}, 404, ""},
		{"an unknown involvement", c.kevin, "PATCH", of(c.Watercooler, c.Kevin), fields{"involvement": "loud"}, 400, "invalid"},
		{"no involvement", c.kevin, "PATCH", of(c.Watercooler, c.Kevin), fields{}, 400, "invalid"},
		{"an involvement that is a number", c.kevin, "PATCH", of(c.Watercooler, c.Kevin), fields{"involvement": 7}, 400, "invalid"},
		{"the dashboard past the log", c.super, "PATCH", of(c.Watercooler, c.Kevin), fields{"read_rseq": 7}, 400, "invalid"},
	})
}

func TestInvolvementIsChangedAtItsAddressOnly(t *testing.T) {
	c := start(t)
	one := memberships + "/" + c.membership(c.Watercooler, c.Kevin)
	reply := c.ok(c.kevin, "PATCH", one, fields{"involvement": "everything"})
	if reply.Text("involvement") != "everything" {
		t.Errorf("the answer is %s", reply.Raw)
	}
	for name, takeover := range map[string]fields{
		"another's":                 {"user": c.Jason},
		"another's in another room": {"user": c.Jason, "room": c.Designers},
		"with another id":           {"id": c.membership(c.Designers, c.David), "user": c.David, "room": c.Designers},
	} {
		reply := c.Call(c.kevin, "PATCH", one, with(takeover, fields{"involvement": "invisible"}))
		if n := c.Number(t, "SELECT COUNT(*) FROM memberships WHERE involvement = 'invisible' AND user != ?", c.Kevin); n != 0 {
			t.Errorf("%s: a member changed %d memberships that are not theirs; the answer is %d %s", name, n, reply.Status, reply.Raw)
			c.Exec(t, "UPDATE memberships SET involvement = 'mentions' WHERE user != ?", c.Kevin)
		}
	}
}

func TestInvolvementAndMarkerAreOnesOwnBusiness(t *testing.T) {
	c := start(t)
	c.post(c.david, c.Watercooler, "one")
	c.post(c.david, c.Watercooler, "two")
	kevins, jasons := c.membership(c.Watercooler, c.Kevin), c.membership(c.Watercooler, c.Jason)
	c.ok(c.jason, "POST", "/api/chat/rooms/"+c.Watercooler+"/read", fields{"rseq": 1})
	c.ok(c.jason, "PATCH", memberships+"/"+jasons, fields{"involvement": "nothing"})
	c.ok(c.kevin, "PATCH", memberships+"/"+kevins, fields{"involvement": "everything"})

	list := c.ok(c.kevin, "GET", memberships+"?filter="+url.QueryEscape(`room="`+c.Watercooler+`"`), nil)
	if len(list.List("items")) != 4 {
		t.Fatalf("members see who else is there: %s", list.Raw)
	}
	for _, item := range list.List("items") {
		_, involvement := item["involvement"]
		_, marker := item["read_rseq"]
		_, marked := item["marked_unread"]
		if mine := item["id"] == kevins; involvement != mine || marker != mine || marked {
			t.Errorf("the list shows %v", item)
		}
	}
	for _, path := range []string{memberships + "/" + jasons, rooms + "?expand=memberships_via_room", users + "?expand=memberships_via_user", users + "/" + c.Jason + "?expand=memberships_via_user"} {
		if raw := c.ok(c.kevin, "GET", path, nil).Raw; strings.Contains(raw, `"nothing"`) {
			t.Errorf("GET %s shows another's involvement: %s", path, raw)
		}
	}
	for _, filter := range []string{`involvement = "nothing"`, `read_rseq = 1`, `read_rseq > 0`, `marked_unread = false`,
		`room.memberships_via_room.involvement ?= "nothing"`, `user.memberships_via_user.read_rseq ?> 0`} {
		for _, path := range []string{memberships, rooms, users} {
			reply := c.Call(c.kevin, "GET", path+"?filter="+url.QueryEscape(filter), nil)
			if reply.Number("totalItems") != 0 {
				t.Errorf("GET %s with %s finds %d", path, filter, reply.Number("totalItems"))
			}
		}
	}
	for _, sort := range []string{"read_rseq", "-read_rseq", "involvement", "-involvement", "room.memberships_via_room.read_rseq"} {
		if reply := c.Call(c.kevin, "GET", memberships+"?sort="+sort, nil); reply.Status == 200 && len(reply.List("items")) > 0 {
			t.Errorf("members can be sorted by %s: %s", sort, reply.Raw)
		}
	}
	for _, f := range c.ok(c.kevin, "GET", "/api/chat/events?epoch="+c.epoch()+"&since=0&limit=500", nil).List("events") {
		data, _ := f["data"].(map[string]any)
		if (f["kind"] == "membership.updated" || f["kind"] == "read.updated") && data["user"] != c.Kevin {
			t.Errorf("the log shows another's %v", f)
		}
	}
	socket := c.Socket(c.kevin)
	socket.Send(fields{"type": "resume", "epoch": c.epoch(), "seq": 0})
	socket.Type("caught_up")
	c.ok(c.jason, "POST", "/api/chat/rooms/"+c.Watercooler+"/read", fields{"rseq": 2})
	c.ok(c.kevin, "POST", "/api/chat/rooms/"+c.Watercooler+"/read", fields{"rseq": 2})
	socket.Wait("my marker", func(f testapp.Frame) bool { return f.Kind == "read.updated" })
	for _, f := range socket.Events() {
		if (f.Kind == "membership.updated" || f.Kind == "read.updated") && f.Field("user") != c.Kevin {
			t.Errorf("the socket shows another's %s", f.Raw)
		}
	}
}

// epoch is the log's.
func (c *camp) epoch() string {
	c.t.Helper()
	return c.Text(c.t, "SELECT value FROM event_state WHERE key = 'epoch'")
}
