package hooks_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"campfire/internal/testapp"
)

func TestWhoIsInANewRoom(t *testing.T) {
	c := start(t)
	socket := c.Socket(c.kevin).Live()
	open := c.ok(c.jason, "POST", rooms, fields{"kind": "open", "name": " Open ", "members": []string{c.Jason}, "creator": c.David, "head_rseq": 99})
	if open.Text("name") != "Open" || open.Text("creator") != c.Jason || open.Number("head_rseq") != 0 {
		t.Errorf("the open room is %s", open.Raw)
	}
	closed := c.room(c.jason, "closed", "Closed", c.Kevin, c.Kevin)
	alone := c.room(c.jason, "closed", "Alone")
	for room, want := range map[string][]string{
		open.Text("id"): {c.David, c.Jason, c.Kevin, c.Bender}, closed: {c.Jason, c.Kevin}, alone: {c.Jason},
	} {
		if n := c.Number(t, "SELECT COUNT(*) FROM memberships WHERE room = ?", room); n != int64(len(want)) {
			t.Errorf("%s has %d members, want %d", room, n, len(want))
		}
		for _, user := range want {
			if !c.isMember(room, user) {
				t.Errorf("%s is not in %s", user, room)
			}
		}
	}
	news := socket.Wait("the closed room", func(f testapp.Frame) bool { return f.Kind == "room.created" && f.Room == closed })
	if !strings.Contains(string(news.Data), `"members":["`) {
		t.Errorf("room.created does not say who is in it: %s", news.Raw)
	}
	c.post(c.david, c.Watercooler, "later")
	socket.Wait("later", func(f testapp.Frame) bool { return f.Kind == "message.created" })
	for _, f := range socket.Events() {
		if f.Room == alone {
			t.Errorf("a stranger learns of a closed room: %s", f.Raw)
		}
	}
}

func TestARoomIsRefused(t *testing.T) {
	c := start(t)
	gone := c.room(c.david, "closed", "Gone", c.Kevin)
	c.ok(c.david, "DELETE", rooms+"/"+gone, nil)
	c.ok(c.david, "PATCH", users+"/"+c.Kevin, fields{"status": "banned"})
	create := func(name, as string, body any, status int, code string) attempt {
		return attempt{name, as, "POST", rooms, body, status, code}
	}
	one := rooms + "/" + c.Designers
	c.refused([]attempt{
		create("guest", "", fields{"kind": "open", "name": "X"}, 0, ""),
		create("bot", c.bender, fields{"kind": "open", "name": "X"}, 403, "forbidden"),
		create("dashboard, who is nobody", c.super, fields{"kind": "open", "name": "X"}, 403, "forbidden"),
		create("no kind", c.jason, fields{"name": "X"}, 400, "invalid"),
		create("an unknown kind", c.jason, fields{"kind": "secret", "name": "X"}, 400, "invalid"),
		create("a kind that is a number", c.jason, fields{"kind": 1, "name": "X"}, 400, "invalid"),
		create("no name", c.jason, fields{"kind": "open"}, 400, "invalid"),
		create("a blank name", c.jason, fields{"kind": "closed", "name": "   "}, 400, "invalid"),
		create("101 letters", c.jason, fields{"kind": "open", "name": strings.Repeat("ä", 101)}, 400, "invalid"),
		create("NUL", c.jason, fields{"kind": "open", "name": "a\x00"}, 400, "invalid"),
		create("an unknown member", c.jason, fields{"kind": "closed", "name": "X", "members": []string{"nosuchuser00000"}}, 400, "invalid"),
		create("a malformed member", c.jason, fields{"kind": "closed", "name": "X", "members": []string{"'"}}, 400, "invalid"),
		create("a banned member", c.jason, fields{"kind": "closed", "name": "X", "members": []string{c.Kevin}}, 400, "invalid"),
		create("members that are a string", c.jason, fields{"kind": "closed", "name": "X", "members": c.David}, 400, "invalid"),
		create("members that are numbers", c.jason, fields{"kind": "direct", "members": []int{1}}, 400, "invalid"),
		create("a ping of 52", c.jason, fields{"kind": "direct", "members": strings.Split(strings.Repeat(c.David+",", 51)+c.David, ",")}, 400, "invalid"),
		{"guest renames", "", "PATCH", one, fields{"name": "X"}, 401, "unauthorized"},
		{"bot renames", c.bender, "PATCH", one, fields{"name": "X"}, 404, ""},
		{"member renames", c.jason, "PATCH", one, fields{"name": "X"}, 403, "forbidden"},
		{"member converts", c.jason, "PATCH", one, fields{"kind": "open"}, 403, "forbidden"},
		{"member revises", c.jason, "PATCH", one, fields{"members": []string{c.Jason}}, 403, "forbidden"},
		{"member deletes", c.jason, "DELETE", one, nil, 403, "forbidden"},
		{"guest deletes", "", "DELETE", one, nil, 401, "unauthorized"},
		{"administrator blanks the name", c.david, "PATCH", one, fields{"name": ""}, 400, "invalid"},
		{"administrator makes it a ping", c.david, "PATCH", one, fields{"kind": "direct"}, 400, "invalid"},
		{"administrator adds an unknown member", c.david, "PATCH", one, fields{"members": []string{"nosuchuser00000"}}, 400, "invalid"},
		{"creator renames a ping", c.david, "PATCH", rooms + "/" + c.Ping, fields{"name": "X"}, 400, "invalid"},
		{"creator opens a ping", c.david, "PATCH", rooms + "/" + c.Ping, fields{"kind": "open"}, 400, "invalid"},
		{"creator adds to a ping", c.david, "PATCH", rooms + "/" + c.Ping, fields{"members": []string{c.Bender}}, 400, "invalid"},
		{"the dashboard empties a room", c.super, "PATCH", one, fields{"members": []string{}}, 400, "invalid"},
		{"one that was deleted", c.david, "PATCH", rooms + "/" + gone, fields{"name": "X"}, 404, ""},
	})
}

func TestAStrangerLearnsNothingOfAClosedRoom(t *testing.T) {
	c := start(t)
	c.post(c.jason, c.Designers, "secret")
	nothing, secret := "/nosuchroom00000", "/"+c.Designers
	for _, try := range []struct {
		method, before, after string
		body                  any
	}{
		{"GET", rooms, "", nil}, {"PATCH", rooms, "", fields{"name": "X"}}, {"DELETE", rooms, "", nil},
		{"GET", "/api/chat/rooms", "/messages", nil}, {"GET", "/api/chat/rooms", "/messages?before=1", nil},
		{"POST", "/api/chat/rooms", "/read", fields{"rseq": 1}},
	} {
		missing := c.Call(c.kevin, try.method, try.before+nothing+try.after, try.body)
		hidden := c.Call(c.kevin, try.method, try.before+secret+try.after, try.body)
		if hidden.Status != 404 || hidden.Raw != missing.Raw {
			t.Errorf("%s %s: hidden is %d %s, missing is %d %s", try.method, try.before+try.after, hidden.Status, hidden.Raw, missing.Status, missing.Raw)
		}
	}
	if list := c.ok(c.kevin, "GET", rooms+"?expand=creator,memberships_via_room", nil); list.Number("totalItems") != 1 {
		t.Errorf("the list shows %s", list.Raw)
	}
}

func TestTheRestrictionLetsOnlyAdministratorsMakeRooms(t *testing.T) {
	c := start(t)
	c.ok(c.david, "PATCH", account+"/campfireaccount", fields{"restrict_room_creation": true})
	c.refused([]attempt{
		{"member opens", c.kevin, "POST", rooms, fields{"kind": "open", "name": "X"}, 403, "forbidden"},
		{"member closes", c.kevin, "POST", rooms, fields{"kind": "closed", "name": "X"}, 403, "forbidden"},
	})
	c.room(c.kevin, "direct", "", c.David)
	c.room(c.david, "open", "Mine")
	c.ok(c.david, "PATCH", account+"/campfireaccount", fields{"restrict_room_creation": false})
	c.room(c.kevin, "open", "Ours")
}

func TestAPingIsOnePerSetOfMembers(t *testing.T) {
	c := start(t)
	if again := c.room(c.jason, "direct", "ignored", c.David); again != c.Ping {
		t.Error("the other side's ping is another room")
	}
	if again := c.room(c.david, "direct", "", c.Jason, c.Jason, c.David); again != c.Ping {
		t.Error("naming people twice makes another room")
	}
	self := c.room(c.david, "direct", "")
	if group := c.room(c.david, "direct", "", c.Jason, c.Kevin); group == c.Ping || group == self {
		t.Error("three people share the room of two")
	}
	var wait sync.WaitGroup
	ids := make([]string, 20)
	for i := range ids {
		token, other := c.jason, c.Kevin
		if i%2 == 0 {
			token, other = c.kevin, c.Jason
		}
		wait.Go(func() {
			ids[i] = c.Call(token, "POST", rooms, fields{"kind": "direct", "members": []string{other}}).Text("id")
		})
	}
	wait.Wait()
	for _, id := range ids {
		if id == "" || id != ids[0] {
			t.Fatalf("twenty pings at once are %v", ids)
		}
	}
}

func TestARoomIsConvertedBothWays(t *testing.T) {
	c := start(t)
	c.post(c.jason, c.Designers, "before")
	socket := c.Socket(c.kevin).Live()
	c.ok(c.david, "PATCH", rooms+"/"+c.Designers, fields{"kind": "open", "members": []string{c.David}})
	news := socket.Wait("membership.created", func(f testapp.Frame) bool { return f.Kind == "membership.created" && f.Field("user") == c.Kevin })
	if !strings.Contains(string(news.Data), `"expand":{"room":{"id":"`+c.Designers+`"`) || !strings.Contains(string(news.Data), `"kind":"open"`) {
		t.Errorf("the newcomer learns %s", news.Raw)
	}
	for _, user := range []string{c.David, c.Jason, c.Kevin, c.Bender} {
		if !c.isMember(c.Designers, user) {
			t.Errorf("%s is not in the opened room", user)
		}
	}
	c.ok(c.kevin, "GET", "/api/chat/rooms/"+c.Designers+"/messages", nil)
	c.ok(c.david, "PATCH", rooms+"/"+c.Designers, fields{"kind": "closed"})
	if n := c.Number(t, "SELECT COUNT(*) FROM memberships WHERE room = ?", c.Designers); n != 4 {
		t.Errorf("closing a room leaves %d members, want the 4 who were there", n)
	}
	reply := c.ok(c.david, "PATCH", rooms+"/"+c.Designers, fields{"members": []string{c.Bender}})
	if !c.isMember(c.Designers, c.David) || !c.isMember(c.Designers, c.Bender) || c.isMember(c.Designers, c.Kevin) || c.isMember(c.Designers, c.Jason) {
		t.Errorf("after the revision the members are %s", reply.Raw)
	}
	socket.Wait("membership.deleted", func(f testapp.Frame) bool { return f.Kind == "membership.deleted" && f.Field("user") == c.Kevin })
}

func TestARoomIsDeletedWithEverythingInIt(t *testing.T) {
	c := start(t)
	message := c.post(c.jason, c.Designers, "find me in the log").Text("id")
	c.ok(c.david, "POST", boosts, fields{"message": message, "content": "ok"})
	member, stranger := c.Socket(c.jason).Live(), c.Socket(c.kevin).Live()
	c.ok(c.david, "DELETE", rooms+"/"+c.Designers, nil)
	news := member.Wait("room.deleted", func(f testapp.Frame) bool { return f.Kind == "room.deleted" })
	if news.Field("id") != c.Designers || !strings.Contains(string(news.Data), c.Jason) {
		t.Errorf("the news is %s", news.Raw)
	}
	if reply := c.Call(c.jason, "GET", messages+"/"+message, nil); reply.Status != 404 {
		t.Errorf("a message of the deleted room is answered with %d", reply.Status)
	}
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		if c.Number(t, "SELECT COUNT(*) FROM messages WHERE room = ?", c.Designers) == 0 {
			break // its messages go behind it
		}
	}
	for _, table := range []string{"messages", "boosts", "memberships", "mentions"} {
		if n := c.Number(t, "SELECT COUNT(*) FROM "+table+" WHERE room = ?", c.Designers); n != 0 {
			t.Errorf("%d %s are left", n, table)
		}
	}
	if n := c.Number(t, "SELECT COUNT(*) FROM events WHERE data LIKE '%find me%'"); n != 0 {
		t.Error("the log still has the text")
	}
	c.post(c.jason, c.Watercooler, "after")
	stranger.Wait("after", func(f testapp.Frame) bool { return f.Kind == "message.created" })
	for _, f := range stranger.Events() {
		if f.Room == c.Designers {
			t.Errorf("a stranger gets %s", f.Raw)
		}
	}
	if reply := c.Call(c.jason, "GET", "/api/chat/rooms/"+c.Designers+"/messages", nil); reply.Status != 404 {
		t.Errorf("its history answers %d", reply.Status)
	}
	c.ok(c.jason, "DELETE", rooms+"/"+c.Ping, nil) // a participant, not its creator
	c.ok(c.super, "DELETE", rooms+"/"+c.Watercooler, nil)
}

func TestARoomIsChangedAtItsAddress(t *testing.T) {
	c := start(t)
	mine := c.room(c.jason, "closed", "Mine")
	other := c.room(c.jason, "closed", "Other")
	c.Call(c.jason, "PATCH", rooms+"/"+mine, fields{"id": other, "name": "Changed"})
	if name := c.Text(t, "SELECT name FROM rooms WHERE id = ?", other); name != "Other" {
		t.Errorf("the id in the body of a change of one room renamed another to %q", name)
	}
}
