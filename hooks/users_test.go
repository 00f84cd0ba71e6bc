package hooks_test

import (
	"errors"
	"net/url"
	"sync"
	"testing"

	"campfire/collections"
	"campfire/internal/testapp"

	"github.com/pocketbase/pocketbase/core"
)

func TestWhoMayChangeAUser(t *testing.T) {
	c := start(t)
	kevin, david := users+"/"+c.Kevin, users+"/"+c.David
	c.refused([]attempt{
		{"a guest renames", "", "PATCH", kevin, fields{"name": "K"}, 404, ""},
		{"a member renames another", c.jason, "PATCH", kevin, fields{"name": "K"}, 404, ""},
		{"a bot renames another", c.bender, "PATCH", kevin, fields{"name": "K"}, 404, ""},
		{"a member becomes administrator", c.kevin, "PATCH", kevin, fields{"role": "administrator"}, 403, "forbidden"},
		{"a member becomes a bot", c.kevin, "PATCH", kevin, fields{"role": "bot"}, 403, "forbidden"},
		{"a bot becomes administrator", c.bender, "PATCH", users + "/" + c.Bender, fields{"role": "administrator"}, 403, "forbidden"},
		{"a bot becomes a member", c.bender, "PATCH", users + "/" + c.Bender, fields{"role": "member"}, 403, "forbidden"},
		{"a member deactivates themselves", c.kevin, "PATCH", kevin, fields{"status": "deactivated"}, 403, "forbidden"},
		{"an administrator makes a member a bot", c.david, "PATCH", kevin, fields{"role": "bot"}, 400, "invalid"},
		{"an administrator makes a bot a member", c.david, "PATCH", users + "/" + c.Bender, fields{"role": "member"}, 400, "invalid"},
		{"a role that does not exist", c.david, "PATCH", kevin, fields{"role": "owner"}, 400, ""},
		{"a status that does not exist", c.david, "PATCH", kevin, fields{"status": "gone"}, 400, ""},
		{"the last administrator steps down", c.david, "PATCH", david, fields{"role": "member"}, 400, "invalid"},
		{"the last administrator is deactivated", c.david, "PATCH", david, fields{"status": "deactivated"}, 400, "invalid"},
		{"the last administrator is banned by the dashboard", c.super, "PATCH", david, fields{"status": "banned"}, 400, "invalid"},
		{"an empty name", c.kevin, "PATCH", kevin, fields{"name": ""}, 400, ""},
		{"a blank name", c.kevin, "PATCH", kevin, fields{"name": "  "}, 400, ""},
		{"a name with NUL", c.kevin, "PATCH", kevin, fields{"name": "K\x00"}, 400, ""},
		{"a password without the old one", c.kevin, "PATCH", kevin, fields{"password": "another one", "passwordConfirm": "another one"}, 400, ""},
		{"an administrator's own password without the old one", c.david, "PATCH", david, fields{"password": "another one", "passwordConfirm": "another one"}, 400, ""},
		{"an address by its owner", c.kevin, "PATCH", kevin, fields{"email": "new@example.com"}, 400, ""},
		{"a member creates a user", c.kevin, "POST", users, fields{"email": "x@example.com", "password": "long enough", "passwordConfirm": "long enough"}, 403, ""},
		{"an administrator creates a user", c.david, "POST", users, fields{"email": "x@example.com", "password": "long enough", "passwordConfirm": "long enough"}, 403, ""},
		{"a guest creates a user", "", "POST", users, fields{"email": "x@example.com", "password": "long enough", "passwordConfirm": "long enough"}, 403, ""},
		{"an administrator deletes a user", c.david, "DELETE", kevin, nil, 403, ""},
		{"somebody deletes themselves", c.kevin, "DELETE", kevin, nil, 403, ""},
	})
}

func TestAnAdministratorMakesAnotherAndMayThenStepDown(t *testing.T) {
	c := start(t)
	c.ok(c.david, "PATCH", users+"/"+c.Jason, fields{"role": "administrator"})
	c.ok(c.jason, "PATCH", users+"/"+c.David, fields{"role": "member"})
	c.refused([]attempt{{"the one who is left", c.jason, "PATCH", users + "/" + c.Jason, fields{"role": "member"}, 400, "invalid"}})
}

func TestTwoAdministratorsWhoStepDownAtOnceLeaveOne(t *testing.T) {
	c := start(t)
	for range 10 {
		c.Exec(t, "UPDATE users SET role = 'administrator' WHERE id IN (?, ?)", c.David, c.Jason)
		david, jason := c.Token(t, c.David), c.Token(t, c.Jason)
		var wait sync.WaitGroup
		wait.Go(func() { c.Call(david, "PATCH", users+"/"+c.David, fields{"role": "member"}) })
		wait.Go(func() { c.Call(jason, "PATCH", users+"/"+c.Jason, fields{"role": "member"}) })
		wait.Wait()
		if n := c.Number(t, "SELECT COUNT(*) FROM users WHERE role = 'administrator'"); n == 0 {
			t.Fatal("nobody is left to administrate")
		}
	}
}

func TestAChangeOfAUserIsToldToEverybodyWithoutTheirAddress(t *testing.T) {
	c := start(t)
	socket := c.Socket(c.jason).Live()
	c.ok(c.kevin, "PATCH", users+"/"+c.Kevin, fields{"name": "Kev", "bio": "hello", "emailVisibility": true})
	news := socket.Wait("user.updated", func(f testapp.Frame) bool { return f.Kind == "user.updated" })
	if news.Field("name") != "Kev" || news.Field("bio") != "hello" || news.Field("email") != "" || news.Room != "" {
		t.Errorf("the news is %s", news.Raw)
	}
	for _, secret := range []string{"email", "password", "tokenKey"} {
		if news.Field(secret) != "" {
			t.Errorf("the news shows %s", secret)
		}
	}
}

func TestADeactivatedUserLeavesTheRoomsButNotThePings(t *testing.T) {
	c := start(t)
	socket := c.Socket(c.david).Live()
	c.ok(c.david, "PATCH", users+"/"+c.Jason, fields{"status": "deactivated"})
	for room, want := range map[string]bool{c.Watercooler: false, c.Designers: false, c.Ping: true} {
		if c.isMember(room, c.Jason) != want {
			t.Errorf("membership in %s is %v, want %v", room, !want, want)
		}
	}
	for _, room := range []string{c.Watercooler, c.Designers} {
		socket.Wait("removal", func(f testapp.Frame) bool {
			return f.Kind == "membership.deleted" && f.Room == room && f.Field("user") == c.Jason
		})
	}
	c.ok(c.david, "PATCH", users+"/"+c.Jason, fields{"status": "active"})
	if !c.isMember(c.Watercooler, c.Jason) || c.isMember(c.Designers, c.Jason) {
		t.Error("who comes back is in the open rooms, and only there")
	}
	if n := c.Number(t, "SELECT COUNT(*) FROM sessions WHERE user = ?", c.Jason); n != 0 {
		t.Error("old sessions came back")
	}
}

func TestAUserOfTheDashboardIsAMemberOfEveryOpenRoom(t *testing.T) {
	c := start(t)
	made := c.ok(c.super, "POST", users, fields{"email": "new@example.com", "password": "long enough", "passwordConfirm": "long enough"})
	if made.Text("role") != "member" || made.Text("status") != "active" || made.Text("name") == "" {
		t.Errorf("the user is %s", made.Raw)
	}
	if !c.isMember(c.Watercooler, made.Text("id")) {
		t.Error("they are not in the open room")
	}
}

func TestAUserSavedInATransactionThatFailsJoinsNothing(t *testing.T) {
	c := start(t)
	before := c.Stored(t)
	failure := c.RunInTransaction(func(tx core.App) error {
		users, err := tx.FindCollectionByNameOrId(collections.Users)
		if err != nil {
			return err
		}
		user := core.NewRecord(users)
		user.SetEmail("late@example.com")
		user.SetPassword("long enough")
		if err := tx.Save(user); err != nil {
			t.Fatal(err)
		}
		return errors.New("changed my mind")
	})
	if failure == nil {
		t.Fatal("need a failure for this test to mean anything")
	}
	if changed := before.Changed(c.Stored(t)); changed != nil {
		t.Errorf("the failed transaction changed %s", changed)
	}
}

func TestMembersSeeNoAddressesByAnyDoor(t *testing.T) {
	c := start(t)
	for name, token := range map[string]string{"member": c.kevin, "bot": c.bender} {
		for _, user := range c.ok(token, "GET", "/api/chat/bootstrap", nil).List("users") {
			if user["email"] != nil && name == "member" && user["id"] != c.Kevin {
				t.Errorf("bootstrap shows a %s the address of %v", name, user["name"])
			}
		}
		for _, user := range c.ok(token, "GET", users, nil).List("items") {
			if user["email"] != nil && user["id"] != c.Kevin && user["id"] != c.Bender {
				t.Errorf("the record API shows a %s the address of %v", name, user["name"])
			}
		}
		for _, filter := range []string{`email ~ "jason"`, `email = "jason@example.com"`, `tokenKey != ""`, `password != ""`} {
			reply := c.Call(token, "GET", users+"?filter="+url.QueryEscape(filter), nil)
			for _, user := range reply.List("items") {
				if user["id"] != c.Kevin && user["id"] != c.Bender {
					t.Errorf("a %s finds %v by %s", name, user["name"], filter)
				}
			}
		}
	}
	shown := 0
	for _, user := range c.ok(c.david, "GET", "/api/chat/bootstrap", nil).List("users") {
		if user["email"] != nil {
			shown++
		}
	}
	if shown != 4 {
		t.Errorf("an administrator is shown %d addresses, want 4", shown)
	}
}

func TestAGuestSeesNobody(t *testing.T) {
	c := start(t)
	for _, path := range []string{users, rooms, memberships, messages, boosts, "/api/collections/account/records"} {
		if reply := c.Call("", "GET", path, nil); reply.Number("totalItems") != 0 || reply.Status == 200 && len(reply.List("items")) != 0 {
			t.Errorf("GET %s shows a guest %s", path, reply.Raw)
		}
	}
	for _, path := range []string{users + "/" + c.David, rooms + "/" + c.Watercooler, "/api/collections/account/records/campfireaccount"} {
		if reply := c.Call("", "GET", path, nil); reply.Status != 404 {
			t.Errorf("GET %s answers a guest %d", path, reply.Status)
		}
	}
}
