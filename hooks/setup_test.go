package hooks_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"campfire/internal/testapp"
)

var founder = fields{"name": "Ada", "email": "ada@example.com", "password": "a good password"}

func TestTheFirstRunMakesEverythingOnce(t *testing.T) {
	t.Parallel()
	s := testapp.Serve(t, testapp.Fresh(t))
	before := s.Call("", "GET", "/api/chat/setup", nil)
	if before.Get("needed") != true || before.Get("account") != nil {
		t.Errorf("before the first run the state is %s", before.Raw)
	}
	reply := s.Call("", "POST", "/api/chat/setup", founder)
	if reply.Status != 201 || reply.Text("token") == "" || reply.Text("user", "role") != "administrator" {
		t.Fatalf("the first run answers %d %s", reply.Status, reply.Raw)
	}
	cookie := cookieOf(reply)
	if cookie == nil || !cookie.HttpOnly || cookie.Path != "/" {
		t.Errorf("the cookie is %v", cookie)
	}
	token := reply.Text("token")
	boot := s.Call(token, "GET", "/api/chat/bootstrap", nil)
	if list := boot.List("rooms"); len(list) != 1 || list[0]["name"] != "All Talk" || list[0]["kind"] != "open" {
		t.Errorf("the first room is %v", boot.Get("rooms"))
	}
	login := s.Call("", "POST", "/api/collections/_superusers/auth-with-password",
		fields{"identity": founder["email"], "password": founder["password"]})
	if login.Status != 200 {
		t.Errorf("the dashboard answers the administrator %d", login.Status)
	}
	if again := s.Call("", "POST", "/api/chat/setup", founder); again.Status != 410 || again.Text("code") != "gone" {
		t.Errorf("a second first run answers %d %s", again.Status, again.Raw)
	}
	if after := s.Call("", "GET", "/api/chat/setup", nil); after.Get("needed") != false || after.Get("version") == nil || after.Text("account", "help_contact", "name") != "Ada" {
		t.Errorf("after the first run the state is %s", after.Raw)
	}
}

func TestAHundredFirstRunsAtOnceHaveOneWinner(t *testing.T) {
	t.Parallel()
	s := testapp.Serve(t, testapp.Fresh(t))
	var wait sync.WaitGroup
	statuses := make([]int, 100)
	for i := range statuses {
		wait.Go(func() { statuses[i] = s.Call("", "POST", "/api/chat/setup", founder).Status })
	}
	wait.Wait()
	count := map[int]int{}
	for _, status := range statuses {
		count[status]++
	}
	if count[201] != 1 || count[410] != 99 {
		t.Errorf("a hundred first runs answer %v", count)
	}
	for table, want := range map[string]int64{"account": 1, "users": 1, "rooms": 1, "memberships": 1, "_superusers": 1, "sessions": 1} {
		if n := s.Number(t, "SELECT COUNT(*) FROM "+table); n != want {
			t.Errorf("%s has %d rows, want %d", table, n, want)
		}
	}
}

func TestAFirstRunThatIsRefusedLeavesNothing(t *testing.T) {
	t.Parallel()
	app := testapp.Fresh(t)
	c := &camp{Server: testapp.Serve(t, app), t: t}
	post := func(name string, body any) attempt {
		return attempt{name, "", "POST", "/api/chat/setup", body, 400, ""}
	}
	c.refused([]attempt{
		post("no name", with(founder, fields{"name": ""})),
		post("a blank name", with(founder, fields{"name": " \t"})),
		post("a name of 101 letters", with(founder, fields{"name": strings.Repeat("a", 101)})),
		post("a name with NUL", with(founder, fields{"name": "A\x00da"})),
		post("a name that is a number", with(founder, fields{"name": 7})),
		post("no address", with(founder, fields{"email": ""})),
		post("no address at all", with(founder, fields{"email": "ada"})),
		post("a password of 7 bytes", with(founder, fields{"password": "1234567"})),
		post("a password of 72 bytes", with(founder, fields{"password": strings.Repeat("a", 72)})),
		post("a password that is a list", with(founder, fields{"password": []int{1}})),
		post("not JSON", "{"),
		post("an array", "[]"),
		post("null", "null"),
		post("broken UTF-8", "{\"name\":\"\xff\"}"),
		post("nothing", ""),
	})
	if reply := c.Call("", "GET", "/api/chat/bootstrap", nil); reply.Status != 401 {
		t.Errorf("before the first run bootstrap answers %d", reply.Status)
	}
}

func TestTheRefusalOfAFormNamesItsFields(t *testing.T) {
	t.Parallel()
	s := testapp.Serve(t, testapp.Fresh(t))
	reply := s.Call("", "POST", "/api/chat/setup", fields{"name": "", "email": "x", "password": "short"})
	for _, field := range []string{"name", "email", "password"} {
		if reply.Text("data", field, "code") != "invalid" || reply.Text("data", field, "message") == "" {
			t.Errorf("the answer does not say what is wrong with %s: %s", field, reply.Raw)
		}
	}
	if reply.Text("code") != "invalid" {
		t.Errorf("the code is %q", reply.Text("code"))
	}
}

func TestWhoeverHasTheJoinLinkBecomesAMemberOfEveryOpenRoom(t *testing.T) {
	c := start(t)
	second := c.room(c.david, "open", "Second")
	if reply := c.Call("", "GET", "/api/chat/join/"+testapp.JoinCode, nil); reply.Text("account", "name") != "Campfire" {
		t.Errorf("the join page shows %s", reply.Raw)
	}
	reply := c.ok("", "POST", "/api/chat/join/"+testapp.JoinCode, founder)
	id := reply.Text("user", "id")
	if reply.Text("user", "role") != "member" || reply.Text("user", "email") != "ada@example.com" || cookieOf(reply) == nil {
		t.Errorf("joining answers %s", reply.Raw)
	}
	for room, want := range map[string]bool{c.Watercooler: true, second: true, c.Designers: false, c.Ping: false} {
		if c.isMember(room, id) != want {
			t.Errorf("membership in %s is %v, want %v", room, !want, want)
		}
	}
	c.ok(reply.Text("token"), "GET", "/api/chat/bootstrap", nil)
}

func TestJoiningIsRefused(t *testing.T) {
	c := start(t)
	link := "/api/chat/join/" + testapp.JoinCode
	c.refused([]attempt{
		{"with a wrong code", "", "POST", "/api/chat/join/wrong", founder, 404, "not_found"},
		{"with a code in other case", "", "POST", "/api/chat/join/JOIN-THIS-CAMP", founder, 404, "not_found"},
		{"when the page is asked with a wrong code", "", "GET", "/api/chat/join/wrong", nil, 404, "not_found"},
		{"with an address that is taken", "", "POST", link, with(founder, fields{"email": "jason@example.com"}), 400, "email_taken"},
		{"with an address taken in other case", "", "POST", link, with(founder, fields{"email": "JASON@example.com"}), 400, "email_taken"},
		{"without a name", "", "POST", link, with(founder, fields{"name": ""}), 400, "invalid"},
		{"with a short password", "", "POST", link, with(founder, fields{"password": "short"}), 400, "invalid"},
	})
}

func TestWhoJoinsCannotChooseARole(t *testing.T) {
	c := start(t)
	reply := c.ok("", "POST", "/api/chat/join/"+testapp.JoinCode,
		with(founder, fields{"role": "administrator", "status": "banned", "id": c.David, "verified": true}))
	if reply.Text("user", "role") != "member" || reply.Text("user", "status") != "active" || reply.Text("user", "id") == c.David {
		t.Errorf("joining took over fields that are the server's: %s", reply.Raw)
	}
}

func TestOfFiftyWhoUseTheJoinLinkAtOnceEverybodyComesInOnce(t *testing.T) {
	c := start(t)
	people, seats := c.Number(t, "SELECT COUNT(*) FROM users"), c.Number(t, "SELECT COUNT(*) FROM memberships")
	var wait sync.WaitGroup
	statuses := make([]int, 50)
	for i := range statuses {
		email := "ada@example.com" // every other phone is hers
		if i%2 == 1 {
			email = fmt.Sprintf("pupil%d@example.com", i)
		}
		wait.Go(func() {
			statuses[i] = c.Call("", "POST", "/api/chat/join/"+testapp.JoinCode, with(founder, fields{"email": email})).Status
		})
	}
	wait.Wait()
	count := map[int]int{}
	for _, status := range statuses {
		count[status]++
	}
	if count[200] != 26 || count[400] != 24 {
		t.Errorf("twenty-five people and one with twenty-five phones get %v", count)
	}
	if n := c.Number(t, "SELECT COUNT(*) FROM users"); n != people+26 {
		t.Errorf("%d people came, want 26", n-people)
	}
	if n := c.Number(t, "SELECT COUNT(*) FROM memberships"); n != seats+26 {
		t.Errorf("they have %d seats in the one open room, want 26", n-seats)
	}
}
