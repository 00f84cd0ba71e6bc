package hooks_test

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"campfire/collections"
	"campfire/hooks"
	"campfire/internal/flag"
	"campfire/internal/testapp"

	"github.com/google/uuid"
)

const flags = "/api/chat/flags"

// flip changes flags at their present version.
func (c *camp) flip(changes fields) testapp.Reply {
	c.t.Helper()
	version := c.ok(c.david, "GET", flags, nil).Number("version")
	return c.ok(c.david, "PATCH", flags, fields{"version": version, "changes": changes})
}

func TestTheFlagsOfANewServer(t *testing.T) {
	c := start(t)
	want := `{"avatars_enabled":false,"bot_integrations":true,"files_enabled":false,"max_file_size":0,"opengraph_enabled":false,` +
		`"push_notifications":true,"search_enabled":true,"version":1}`
	reply := c.ok(c.kevin, "GET", flags, nil)
	if got := encode(t, reply.Body); got != want {
		t.Errorf("the flags are %s", got)
	}
	if got := encode(t, c.ok(c.kevin, "GET", "/api/chat/bootstrap", nil).Get("flags")); got != want {
		t.Errorf("bootstrap says %s", got)
	}
	if hello := c.Socket(c.kevin).Type("hello"); !strings.Contains(hello.Raw, `"flags":{"version":1,"files_enabled":false`) {
		t.Errorf("hello says %s", hello.Raw)
	}
	if again := c.Call(c.kevin, "GET", flags, nil, "If-None-Match", reply.Header.Get("ETag")); again.Status != 304 {
		t.Errorf("the same flags answer %d", again.Status)
	}
	admin := c.Call(c.david, "GET", flags, nil, "If-None-Match", reply.Header.Get("ETag"))
	if admin.Status != 200 || admin.Text("settings", "search_enabled", "origin") != "default" {
		t.Errorf("an administrator gets %d %s", admin.Status, admin.Raw)
	}
}

func TestWhoMayChangeTheFlags(t *testing.T) {
	c := start(t)
	change := fields{"version": 1, "changes": fields{"files_enabled": true}}
	patch := func(name string, body any, status int, code string) attempt {
		return attempt{name, c.david, "PATCH", flags, body, status, code}
	}
	const row = "/api/collections/flags/records/" + collections.FlagsID
	c.refused([]attempt{
		{"a guest looks", "", "GET", flags, nil, 401, "unauthorized"},
		{"a guest", "", "PATCH", flags, change, 401, "unauthorized"},
		{"a member", c.kevin, "PATCH", flags, change, 403, "forbidden"},
		{"a bot", c.bender, "PATCH", flags, change, 403, "forbidden"},
		patch("an old version", fields{"version": 0, "changes": fields{"files_enabled": true}}, 409, "conflict"),
		patch("a version to come", fields{"version": 2, "changes": fields{"files_enabled": true}}, 409, "conflict"),
		patch("no version", fields{"changes": fields{"files_enabled": true}}, 400, "invalid"),
		patch("no changes", fields{"version": 1}, 400, "invalid"),
		patch("nothing to change", fields{"version": 1, "changes": fields{}}, 400, "invalid"),
		patch("an unknown flag", fields{"version": 1, "changes": fields{"teleport": true}}, 400, "invalid"),
		patch("the version as a flag", fields{"version": 1, "changes": fields{"version": 9}}, 400, "invalid"),
		patch("a switch that is a number", fields{"version": 1, "changes": fields{"search_enabled": 7}}, 400, "invalid"),
		patch("a switch that is a word", fields{"version": 1, "changes": fields{"search_enabled": "maybe"}}, 400, "invalid"),
		patch("a negative size", fields{"version": 1, "changes": fields{"max_file_size": -1}}, 400, "invalid"),
		patch("half a byte", fields{"version": 1, "changes": fields{"max_file_size": 1.5}}, 400, "invalid"),
		patch("a size that is a switch", fields{"version": 1, "changes": fields{"max_file_size": true}}, 400, "invalid"),
		patch("one good and one bad", fields{"version": 1, "changes": fields{"files_enabled": true, "max_file_size": "big"}}, 400, "invalid"),
		{"the dashboard with an old form", c.super, "PATCH", row, fields{"version": 0, "files_enabled": "on"}, 409, "conflict"},
		{"the dashboard with nonsense", c.super, "PATCH", row, fields{"files_enabled": "perhaps"}, 400, ""},
		{"the dashboard with a size that is none", c.super, "PATCH", row, fields{"max_file_size": "1 GB"}, 400, ""},
		{"the dashboard deletes it", c.super, "DELETE", row, nil, 0, ""},
		{"the dashboard makes another", c.super, "POST", "/api/collections/flags/records", fields{"version": 1}, 0, ""},
		{"an administrator by the record API", c.david, "PATCH", row, fields{"files_enabled": "on"}, 403, ""},
	})
}

func TestAChangedFlagIsNewsWithAVersion(t *testing.T) {
	c := start(t)
	socket := c.Socket(c.kevin).Live()
	reply := c.flip(fields{"files_enabled": true, "max_file_size": 1024})
	if reply.Number("version") != 2 || reply.Get("files_enabled") != true || reply.Text("settings", "max_file_size", "origin") != "override" {
		t.Errorf("the answer is %s", reply.Raw)
	}
	news := socket.Wait("flags.updated", func(f testapp.Frame) bool { return f.Kind == "flags.updated" })
	if !strings.Contains(news.Raw, `"version":2,"files_enabled":true,`) || news.Room != "" {
		t.Errorf("the news is %s", news.Raw)
	}
	const row = "/api/collections/flags/records/" + collections.FlagsID
	c.ok(c.super, "PATCH", row, fields{"version": 2, "files_enabled": "off", "environment": fields{"files_enabled": "on"}})
	socket.Wait("the dashboard's change", func(f testapp.Frame) bool {
		return f.Kind == "flags.updated" && strings.Contains(f.Raw, `"version":3,"files_enabled":false`)
	})
	reply = c.flip(fields{"files_enabled": nil, "max_file_size": nil})
	if reply.Number("version") != 4 || reply.Get("settings", "files_enabled", "override") != nil || reply.Get("settings", "files_enabled", "environment") != nil {
		t.Errorf("without overrides: %s", reply.Raw)
	}
}

// TestOfManyWhoChangeOneVersionOneWins is two administrators with the same page open, and more.
// Guards: the version that Change compares (internal/flag).
func TestOfManyWhoChangeOneVersionOneWins(t *testing.T) {
	c := start(t)
	answers := make(chan int, 20)
	for range 20 {
		go func() {
			answers <- c.Call(c.david, "PATCH", flags, fields{"version": 1, "changes": fields{"search_enabled": false}}).Status
		}()
	}
	count := map[int]int{}
	for range 20 {
		count[<-answers]++
	}
	if count[200] != 1 || count[409] != 19 {
		t.Errorf("twenty at once got %v", count)
	}
	if n := c.events("flags.updated"); n != 1 {
		t.Errorf("there are %d events", n)
	}
}

func TestARestartWithAnotherEnvironment(t *testing.T) {
	t.Parallel()
	app := testapp.New(t)
	first := testapp.Serve(t, app)
	david := app.Token(t, app.David)
	reply := first.Call(david, "PATCH", flags, fields{"version": 1, "changes": fields{"search_enabled": false}})
	if reply.Status != 200 {
		t.Fatal(reply.Raw)
	}
	first.Stop()
	again := &testapp.App{Cast: app.Cast, App: testapp.Open(t, app.DataDir(), func(config *hooks.Config) {
		config.Flags = map[string]string{"search_enabled": "on", "files_enabled": "on"}
	})}
	second := testapp.Serve(t, again)
	reply = second.Call(david, "GET", flags, nil)
	if reply.Number("version") != 3 || reply.Get("search_enabled") != false || reply.Get("files_enabled") != true {
		t.Errorf("after the restart: %s", reply.Raw)
	}
	if reply.Text("settings", "search_enabled", "origin") != "override" || reply.Text("settings", "files_enabled", "origin") != "environment" {
		t.Errorf("the origins are %s", reply.Raw)
	}
	second.Stop()
	third := testapp.Serve(t, &testapp.App{Cast: app.Cast, App: testapp.Open(t, app.DataDir())})
	if reply = third.Call(david, "GET", flags, nil); reply.Number("version") != 4 || reply.Get("files_enabled") != false {
		t.Errorf("without the environment: %s", reply.Raw)
	}
}

// TestAnotherProcessChangesAFlag is `campfire flags set` beside a running server.
func TestAnotherProcessChangesAFlag(t *testing.T) {
	t.Parallel()
	app := testapp.New(t)
	server := testapp.Serve(t, app)
	kevin := app.Token(t, app.Kevin)
	socket := server.Socket(kevin).Live()
	other := testapp.Open(t, app.DataDir())
	if err := flag.Change(other, 1, map[string]any{"bot_integrations": false}); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	socket.Wait("flags.updated", func(f testapp.Frame) bool { return f.Kind == "flags.updated" })
	for server.Call(app.BenderKey, "GET", "/api/chat/bootstrap", nil).Text("code") != "bots_off" {
		if time.Since(began) > 2*time.Second {
			t.Fatal("after two seconds the server has not noticed")
		}
		time.Sleep(20 * time.Millisecond)
	}
}

func TestBotsAreSwitchedOff(t *testing.T) {
	c := start(t)
	c.ok(c.bender, "GET", "/api/chat/bootstrap", nil)
	socket := c.Socket(c.bender).Live()
	c.flip(fields{"bot_integrations": false})
	if bye := socket.Type("bye"); bye.Reason != "auth" {
		t.Errorf("the bot's socket says %q", bye.Reason)
	}
	c.refused([]attempt{
		{"reads", c.bender, "GET", "/api/chat/bootstrap", nil, 403, "bots_off"},
		{"connects", c.bender, "GET", "/api/chat/socket", nil, 403, "bots_off"},
		{"writes", c.bender, "POST", messages, fields{"room": c.Watercooler, "body": "x"}, 403, "bots_off"},
	})
	c.ok(c.kevin, "GET", "/api/chat/bootstrap", nil)
	c.flip(fields{"bot_integrations": true})
	c.ok(c.bender, "GET", "/api/chat/bootstrap", nil)
}

// TestG46FlagsFlipUnderLoad flips a flag fifty times while others work, and holds that versions only grow for everybody.
// Guards: the version that Advance counts up (internal/flag).
func TestG46FlagsFlipUnderLoad(t *testing.T) {
	c := start(t)
	socket := c.Socket(c.kevin).Live()
	done := make(chan struct{})
	finished := make(chan map[string]int)
	for range 4 {
		go func() {
			count := map[string]int{}
			for i := 0; ; i++ {
				select {
				case <-done:
					finished <- count
					return
				default:
				}
				reply := c.Call(c.bender, "POST", messages, fields{"room": c.Watercooler, "client_message_id": uuid.NewString(), "body": strconv.Itoa(i)})
				count[strconv.Itoa(reply.Status)+reply.Text("code")]++
			}
		}()
	}
	for i := range 50 {
		c.flip(fields{"bot_integrations": i%2 == 1})
	}
	close(done)
	total := map[string]int{}
	for range 4 {
		for answer, n := range <-finished {
			total[answer] += n
		}
	}
	if total["200"] == 0 || total["403bots_off"] == 0 || len(total) != 2 {
		t.Errorf("the answers are %v, want 200 and bots_off only", total)
	}
	if n := c.Number(t, "SELECT COUNT(*) FROM messages WHERE author = ?", c.Bender); n != int64(total["200"]) {
		t.Errorf("%d messages are stored, %d were accepted", n, total["200"])
	}
	socket.Wait("the last change", func(f testapp.Frame) bool {
		return f.Kind == "flags.updated" && strings.Contains(f.Raw, `"version":51,`)
	})
	last := int64(0)
	for _, f := range socket.Events() {
		if f.Kind != "flags.updated" {
			continue
		}
		version := testapp.Reply{Body: map[string]any{"data": object(t, f)}}.Number("data", "version")
		if version <= last {
			t.Fatalf("after version %d comes %d", last, version)
		}
		last = version
	}
}
