package hooks_test

import (
	"net/http"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"campfire/hooks"
	"campfire/internal/richtext"
	"campfire/internal/testapp"
)

// These hold what /work/shared/reference says of the original's bot API, call by call.

// door is the address of a room for Bender's key.
func (c *camp) door(room string) string { return "/rooms/" + room + "/" + c.bender + "/messages" }

// raw posts a body as it is and returns the id of the message.
func (c *camp) raw(room, body string, headers ...string) string {
	c.t.Helper()
	reply := c.ok("", "POST", c.door(room), body, append([]string{"Content-Type", "application/x-www-form-urlencoded"}, headers...)...)
	location := reply.Header.Get("Location")
	if reply.Status != 201 || reply.Raw != "" || !strings.HasPrefix(location, c.URL+c.door(room)+"/") {
		c.t.Fatalf("posting answers %d %q with the location %q", reply.Status, reply.Raw, location)
	}
	return location[strings.LastIndex(location, "/")+1:]
}

func TestABotOfTheOriginalPosts(t *testing.T) {
	c := start(t)
	socket := c.Socket(c.kevin).Live()
	id := c.raw(c.Watercooler, "Hello!")
	news := socket.Wait("the message", func(f testapp.Frame) bool { return f.Kind == "message.created" })
	if news.Field("id") != id || news.Field("body") != "Hello!" || news.Field("author") != c.Bender {
		t.Errorf("the news is %s", news.Raw)
	}
	shown := c.ok("", "GET", c.door(c.Watercooler)+"/"+id, nil)
	for path, want := range map[string]string{
		"id": id, "body plain_text": "Hello!", "body html": "Hello!", "creator id": c.Bender, "creator name": "Bender", "creator role": "bot",
		"room id": c.Watercooler, "url": c.URL + "/rooms/" + c.Watercooler + "/@1",
	} {
		if got := shown.Text(strings.Fields(path)...); got != want {
			t.Errorf("%s is %q, want %q", path, got, want)
		}
	}
	if at := shown.Text("created_at"); !regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$`).MatchString(at) {
		t.Errorf("created_at is %q", at)
	}
	if got := keys(shown.Body); strings.Join(got, " ") != "body created_at creator id room url" {
		t.Errorf("a message has %v", got)
	}
	if creator, _ := shown.Get("creator").(map[string]any); strings.Join(keys(creator), " ") != "avatar_url id name role" {
		t.Errorf("a creator has %v", keys(creator))
	}
	edited := c.ok("", "PUT", c.door(c.Watercooler)+"/"+id, "Hello <b>again</b>")
	if edited.Status != 200 || edited.Text("body", "html") != "Hello <b>again</b>" || edited.Text("body", "plain_text") != "Hello again" {
		t.Errorf("edited: %s", edited.Raw)
	}
	if reply := c.ok("", "PATCH", c.door(c.Watercooler)+"/"+id, "Hello"); reply.Text("body", "plain_text") != "Hello" {
		t.Errorf("edited: %s", reply.Raw)
	}
	if reply := c.ok("", "DELETE", c.door(c.Watercooler)+"/"+id, nil); reply.Status != 204 || reply.Raw != "" {
		t.Errorf("deleting answers %d %q", reply.Status, reply.Raw)
	}
	if reply := c.Call("", "GET", c.door(c.Watercooler)+"/"+id, nil); reply.Status != 404 {
		t.Errorf("after its end it answers %d", reply.Status)
	}
}

func TestTheRawBodyIsHTMLInAnyCharset(t *testing.T) {
	c := start(t)
	mention := `<span class="mention" data-user="` + c.Kevin + `">@Kevin</span>`
	for _, test := range []struct{ name, kind, raw, html string }{
		{"a form that is none", "application/x-www-form-urlencoded", "a=b&amp;c", "a=b&amp;c"},
		{"JSON is a text", "application/json", `{"text":"x"}`, `{"text":"x"}`},
		{"lines", "text/plain", "one\ntwo", "one<br>two"},
		{"markup", "text/html", "<b>bold</b><script>alert(1)</script>", "<b>bold</b>"},
		{"a mention", "text/html", mention + " hi", mention + " hi"},
		{"latin", "text/plain; charset=iso-8859-1", "Gr\xfc\xdfe", "Grüße"},
		{"UTF-16", "text/plain; charset=utf-16le", "h\x00i\x00", "hi"},
	} {
		id := c.raw(c.Watercooler, test.raw, "Content-Type", test.kind)
		if got := c.Text(t, "SELECT body FROM messages WHERE id = ?", id); got != test.html {
			t.Errorf("%s is stored as %q, want %q", test.name, got, test.html)
		}
	}
	if n := c.Number(t, "SELECT COUNT(*) FROM mentions WHERE user = ?", c.Kevin); n != 1 {
		t.Errorf("%d mentions are stored", n)
	}
}

func TestPagesForABotOfTheOriginal(t *testing.T) {
	c := start(t)
	door := c.door(c.Watercooler)
	if empty := c.ok("", "GET", door, nil); strings.TrimSpace(empty.Raw) != "[]" || empty.Header.Get("X-Total-Count") != "0" || empty.Header.Get("Link") != "" {
		t.Errorf("an empty room answers %q, %v", empty.Raw, empty.Header)
	}
	ids := make([]string, 100)
	for i := range ids {
		ids[i] = c.raw(c.Watercooler, strconv.Itoa(i))
	}
	c.ok("", "DELETE", door+"/"+ids[60], nil)
	ids = append(ids[:60:60], ids[61:]...)
	link := regexp.MustCompile(`^<(.*)>; rel="next"$`)
	for _, way := range []struct {
		query string
		want  [][2]int
	}{{"", [][2]int{{59, 99}, {19, 59}, {0, 19}}}, {"?after=" + ids[9], [][2]int{{10, 50}, {50, 90}, {90, 99}}}} {
		address := door + way.query
		for i, want := range way.want {
			reply := c.ok("", "GET", address, nil)
			got := regexp.MustCompile(`"id":"([a-z0-9]{15})","created_at"`).FindAllStringSubmatch(reply.Raw, -1)
			if len(got) != want[1]-want[0] {
				t.Fatalf("page %d after %q has %d messages, want %v", i, way.query, len(got), want)
			}
			for k := range got {
				if got[k][1] != ids[want[0]+k] {
					t.Fatalf("page %d after %q is out of order at %d", i, way.query, k)
				}
			}
			if reply.Header.Get("X-Total-Count") != "99" {
				t.Errorf("the total is %q", reply.Header.Get("X-Total-Count"))
			}
			next := link.FindStringSubmatch(reply.Header.Get("Link"))
			if (next != nil) != (i < len(way.want)-1) {
				t.Fatalf("page %d after %q links to %q", i, way.query, reply.Header.Get("Link"))
			}
			if next != nil {
				address = strings.TrimPrefix(next[1], c.URL)
			}
		}
	}
}

func TestBoostsOfABotOfTheOriginal(t *testing.T) {
	c := start(t)
	sent := c.post(c.david, c.Watercooler, "boost me").Text("id")
	made := c.ok("", "POST", c.door(c.Watercooler)+"/"+sent+"/boosts", "🎉")
	id := made.Text("id")
	if made.Status != 201 || made.Text("content") != "🎉" || made.Text("booster", "name") != "Bender" || made.Text("message", "id") != sent ||
		made.Text("message", "url") != c.URL+"/rooms/"+c.Watercooler+"/@1" || strings.Join(keys(made.Body), " ") != "booster content created_at id message" {
		t.Errorf("the boost is %s", made.Raw)
	}
	theirs := c.ok(c.david, "POST", boosts, fields{"message": sent, "content": "+1"}).Text("id")
	other := c.post(c.david, c.Watercooler, "another").Text("id")
	c.refused([]attempt{
		{"another's", "", "DELETE", c.door(c.Watercooler) + "/" + sent + "/boosts/" + theirs, nil, 404, "not_found"},
		{"of another message", "", "DELETE", c.door(c.Watercooler) + "/" + other + "/boosts/" + id, nil, 404, "not_found"},
		{"blank", "", "POST", c.door(c.Watercooler) + "/" + sent + "/boosts", " ", 422, "invalid"},
		{"of no message", "", "POST", c.door(c.Watercooler) + "/nosuchmessage00/boosts", "x", 404, "not_found"},
	})
	if reply := c.ok("", "DELETE", c.door(c.Watercooler)+"/"+sent+"/boosts/"+id, nil); reply.Status != 204 {
		t.Errorf("taking it back answers %d", reply.Status)
	}
}

func TestAKeyInThePathIsRefused(t *testing.T) {
	c := start(t)
	c.ok(c.david, "POST", memberships, fields{"room": c.Designers, "user": c.Bender})
	theirs, mine, elsewhere := c.post(c.david, c.Watercooler, "x").Text("id"), c.raw(c.Watercooler, "x"), c.raw(c.Designers, "x")
	gone := c.ok(c.david, "POST", "/api/chat/bots", fields{"name": "Gone"})
	c.ok(c.david, "DELETE", "/api/chat/bots/"+gone.Text("user", "id"), nil)
	door := c.door(c.Watercooler)
	with := func(key string) string { return "/rooms/" + c.Watercooler + "/" + key + "/messages" }
	attempts := []attempt{
		{"a ping it is not in", "", "GET", c.door(c.Ping), nil, 404, "not_found"},
		{"writing to it", "", "POST", c.door(c.Ping), "x", 404, "not_found"},
		{"no room", "", "POST", c.door("nosuchroom00000"), "x", 404, "not_found"},
		{"blank", "", "POST", door, " \n", 422, "invalid"},
		{"nothing", "", "POST", door, nil, 422, "invalid"},
		{"markup that shows nothing", "", "POST", door, "<p></p>", 422, "invalid"},
		{"blank edit", "", "PATCH", door + "/" + mine, " ", 422, "invalid"},
		{"bad UTF-8", "", "POST", door, "a\xffb", 400, "invalid"},
		{"10 MB", "", "POST", door, strings.Repeat("x", 10<<20), 413, "too_large"},
		{"65 KB", "", "POST", door, strings.Repeat("x", 65<<10), 413, "too_large"},
		{"HTML bomb", "", "POST", door, strings.Repeat("<div>", 100_000), 0, ""},
		{"edit of another's", "", "PATCH", door + "/" + theirs, "y", 403, "forbidden"},
		{"deletion of another's", "", "DELETE", door + "/" + theirs, nil, 403, "forbidden"},
		{"a message of another room", "", "PATCH", door + "/" + elsewhere, "y", 404, "not_found"},
		{"deleting one", "", "DELETE", door + "/" + elsewhere, nil, 404, "not_found"},
		{"reading one", "", "GET", door + "/" + elsewhere, nil, 404, "not_found"},
		{"a cursor of another room", "", "GET", door + "?before=" + elsewhere, nil, 404, "not_found"},
		{"two cursors", "", "GET", door + "?before=" + mine + "&after=" + mine, nil, 400, "invalid"},
		{"an administrator's token in the path", "", "POST", with(c.david), "x", 401, "unauthorized"},
		{"an administrator beside a wrong key", c.david, "POST", with("wrong"), "x", 401, "unauthorized"},
	}
	answers := map[string]bool{}
	for name, key := range map[string]string{
		"wrong": "campfire_bot_0123456789", "truncated": c.bender[:len(c.bender)-1], "longer": c.bender + "x", "of the original's form": "12-a1b2c3d4e5f6",
		"of a deleted bot": gone.Text("key"),
	} {
		for method, path := range map[string]string{"GET": with(key), "POST": with(key), "PATCH": with(key) + "/" + mine, "DELETE": with(key) + "/" + mine} {
			attempts = append(attempts, attempt{name + " " + method, "", method, path, "x", 401, "unauthorized"})
			answers[c.Call("", method, path, "x").Raw] = true
		}
		attempts = append(attempts, attempt{name + " hook", "", "POST", "/hooks/" + key, fields{"text": "x"}, 401, "unauthorized"})
		answers[c.Call("", "POST", "/hooks/"+key, fields{"text": "x"}).Raw] = true
	}
	c.refused(attempts)
	if len(answers) != 1 {
		t.Errorf("keys that are none get different answers: %v", answers)
	}
	if page := c.Call("", "GET", "/rooms/"+c.Watercooler, nil, "Accept", "text/html"); page.Status != 200 || !strings.Contains(page.Raw, "<title>Campfire") {
		t.Errorf("the interface's own address answers %d", page.Status)
	}
	c.ok(c.david, "PATCH", "/api/chat/flags", fields{"version": c.ok(c.david, "GET", "/api/chat/flags", nil).Number("version"), "changes": fields{"bot_integrations": false}})
	if reply := c.Call("", "POST", door, "x"); reply.Status != 403 || reply.Text("code") != "bots_off" {
		t.Errorf("with bots off it answers %d %s", reply.Status, reply.Raw)
	}
}

func TestAFileForABotOfTheOriginalIsOff(t *testing.T) {
	c := start(t)
	form := func(disposition string) string {
		return "--edge\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\nhello\r\n--edge--\r\n"
	}
	for _, test := range []struct {
		name, body, kind string
		status           int
		code             string
	}{
		{"a file", form(`name="attachment"; filename="a.txt"`), "multipart/form-data; boundary=edge", 403, "files_off"},
		{"no file", form(`name="attachment"`), "multipart/form-data; boundary=edge", 400, "invalid"},
		{"cut short", "--edge\r\nContent-Dispo", "multipart/form-data; boundary=edge", 400, "invalid"},
		{"no boundary", form(`name="attachment"; filename="a.txt"`), "multipart/form-data", 400, "invalid"},
	} {
		before := c.Stored(t)
		reply := c.Call("", "POST", c.door(c.Watercooler), test.body, "Content-Type", test.kind)
		if reply.Status != test.status || reply.Text("code") != test.code {
			t.Errorf("%s answers %d %s", test.name, reply.Status, reply.Raw)
		}
		if changed := before.Changed(c.Stored(t)); changed != nil {
			t.Errorf("%s changed %v", test.name, changed)
		}
	}
}

func TestARepeatedPostIsOneMessage(t *testing.T) {
	c := start(t)
	first := c.raw(c.Watercooler, "once", "Idempotency-Key", "build 7")
	again := c.ok("", "POST", c.door(c.Watercooler), "once", "Idempotency-Key", "build 7")
	if !strings.HasSuffix(again.Header.Get("Location"), first) || again.Header.Get("X-Duplicate") != "true" || again.Status != 201 {
		t.Errorf("the second answers %d %v", again.Status, again.Header)
	}
	if reply := c.Call("", "POST", c.door(c.Watercooler), "other", "Idempotency-Key", "build 7"); reply.Status != 409 {
		t.Errorf("another text answers %d", reply.Status)
	}
	if n := c.Number(t, "SELECT COUNT(*) FROM messages"); n != 1 {
		t.Errorf("%d messages are stored", n)
	}
}

func TestNoAttackGetsThroughTheDoorsOfBots(t *testing.T) {
	c := start(t)
	data, err := os.ReadFile("../internal/richtext/testdata/xss.txt")
	if err != nil {
		t.Fatal(err)
	}
	hook := "/hooks/" + c.key(c.Bender, []string{"write"}, c.Watercooler)
	for attack := range strings.Lines(string(data)) {
		for _, reply := range []testapp.Reply{c.Call("", "POST", c.door(c.Watercooler), attack), c.Call("", "POST", hook, fields{"text": attack})} {
			if reply.Status >= 500 {
				t.Errorf("%q answers %d", attack, reply.Status)
			}
		}
	}
	if n := c.Number(t, "SELECT COUNT(*) FROM messages"); n < 500 {
		t.Fatalf("need many messages, got %d", n)
	}
	rows, err := c.DB().NewQuery("SELECT body FROM messages").Rows()
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var body string
		if err := rows.Scan(&body); err != nil {
			t.Fatal(err)
		}
		// internal/richtext's tests hold that what it gives back unchanged is safe.
		if clean, err := richtext.Parse(body); err != nil || clean.HTML != body {
			t.Errorf("%q is stored, and cleaned it is %q, %v", body, clean.HTML, err)
		}
	}
}

func TestABotHasItsOwnLimits(t *testing.T) {
	c := start(t, func(s *hooks.Config) { s.Limits.Bots = 1 })
	limited := 0
	for range 20 {
		reply := c.Call("", "GET", c.door(c.Watercooler), nil)
		if reply.Status == http.StatusTooManyRequests && reply.Header.Get("Retry-After") != "" && reply.Text("code") == "rate_limited" {
			limited++
		}
	}
	if limited < 5 || limited > 11 {
		t.Errorf("%d of 20 requests were refused", limited)
	}
	c.ok(c.kevin, "GET", "/api/chat/bootstrap", nil)
}
