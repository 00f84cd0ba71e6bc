package hooks_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// calledFor says why Bender is called about a message: "" if not.
func (c *camp) calledFor(message string) string {
	c.t.Helper()
	return c.Text(c.t, "SELECT COALESCE((SELECT payload ->> 'trigger' FROM jobs WHERE key LIKE 'webhook:' || ? || ':%'), '')", message)
}

// caughtUp waits until everything that was said has been looked at: what comes after it is told.
func (c *camp) caughtUp() {
	c.t.Helper()
	id := c.post(c.kevin, c.room(c.kevin, "direct", "", c.Bender), "is everything told?").Text("id")
	c.until("the last word is told", func() bool { return c.calledFor(id) == "direct" })
}

func TestWhoIsCalledTable(t *testing.T) {
	c := start(t)
	c.listen(says("text/html", ""))
	robby := c.ok(c.david, "POST", "/api/chat/bots", fields{"name": "Robby"}).Text("key")
	bot := "/api/chat/bots/" + c.Bender
	ping, other := c.room(c.kevin, "direct", "", c.Bender), c.room(c.david, "direct", "", c.Kevin)
	c.ok(c.david, "POST", memberships, fields{"room": c.Designers, "user": c.Jason})
	closed := c.Designers // Bender is not in it
	type said struct{ what, id, want string }
	table := func(chosen bool) (list []said) {
		state := map[bool]string{false: "", true: ", the rooms are chosen"}[chosen]
		say := func(who, as, room, where, text, want string) {
			for _, named := range []bool{false, true} {
				body, why := text, want
				if named {
					body = c.named(text)
				}
				switch {
				case who == "the bot itself" || where == "a room that it is not in" || where == "a ping of others":
					why = ""
				case where == "a ping with it":
					why = "direct"
				case named:
					why = "mention"
				case chosen:
					why = "room"
				}
				list = append(list, said{fmt.Sprintf("%s in %s, named: %v%s", who, where, named, state), c.post(as, room, body).Text("id"), why})
			}
		}
		say("a person", c.jason, c.Watercooler, "an open room", "hello", "")
		say("a person", c.kevin, ping, "a ping with it", "hello", "")
		say("a person", c.jason, closed, "a room that it is not in", "hello", "")
		say("a person", c.kevin, other, "a ping of others", "hello", "")
		say("another bot", robby, c.Watercooler, "an open room", "beep", "")
		say("the bot itself", c.bender, c.Watercooler, "an open room", "boop", "")
		say("the bot itself", c.bender, ping, "a ping with it", "boop", "")
		return list
	}
	check := func(list []said) {
		t.Helper()
		c.caughtUp()
		for _, one := range list {
			if got := c.calledFor(one.id); got != one.want {
				t.Errorf("%s: called for %q, want %q", one.what, got, one.want)
			}
		}
	}
	check(table(false))
	c.ok(c.david, "PATCH", bot, fields{"webhook_rooms": []string{c.Watercooler, closed}})
	check(table(true))

	edited := c.post(c.jason, closed, "hello").Text("id")
	c.ok(c.jason, "PATCH", messages+"/"+edited, fields{"body": c.named("edited")})
	c.ok(c.david, "PATCH", bot, fields{"webhook_rooms": []string{}})
	plain := c.post(c.jason, c.Watercooler, "hello").Text("id")
	c.ok(c.jason, "PATCH", messages+"/"+plain, fields{"body": c.named("edited")})
	check([]said{{"an edit that names it, where it is not", edited, ""}, {"an edit that names it", plain, ""}})

	c.ok(c.david, "DELETE", bot, nil)
	deaf := c.post(c.jason, c.Watercooler, c.named("hello")).Text("id")
	c.until("the calls are forgotten", func() bool { return c.Number(t, "SELECT COUNT(*) FROM jobs WHERE kind = 'webhook.deliver'") == 0 })
	c.ok(c.david, "PATCH", users+"/"+c.Bender, fields{"status": "active"})
	check([]said{{"a deactivated bot", deaf, ""}})
}

// An attempt that comes late finds the world as it is then.
func TestACallThatComesLateTellsNothingThatIsGone(t *testing.T) {
	c := start(t)
	var well atomic.Bool
	calls, _ := c.listen(func(w http.ResponseWriter, _ *http.Request) {
		if !well.Load() {
			w.WriteHeader(http.StatusBadGateway)
		}
	})
	c.ok(c.david, "POST", memberships, fields{"room": c.Designers, "user": c.Bender})
	left := c.post(c.jason, c.Designers, c.named("before it left")).Text("id")
	c.deliveries(1)
	text := c.post(c.jason, c.Watercooler, c.named("as it was")).Text("id")
	c.deliveries(2)
	c.ok(c.jason, "PATCH", messages+"/"+text, fields{"body": c.named("as it is")})
	c.ok(c.david, "DELETE", memberships+"/"+c.membership(c.Designers, c.Bender), nil)
	well.Store(true)
	for len(calls) > 0 {
		<-calls
	}
	c.Exec(t, "UPDATE jobs SET run_at = '2001-01-01 00:00:00.000Z' WHERE kind = 'webhook.deliver'")
	c.until("both have ended", func() bool {
		return c.Number(t, "SELECT COUNT(*) FROM jobs WHERE kind = 'webhook.deliver' AND state = 'done'") == 2
	})
	if len(calls) != 1 || !strings.Contains((<-calls).body, "as it is") {
		t.Errorf("what is told late is not what there is to tell: %d calls", len(calls))
	}
	for _, item := range c.deliveries(2) {
		if gone := item["message"] == left; gone != (item["state"] == "failed") || gone != strings.HasPrefix(item["error"].(string), "Not sent") {
			t.Errorf("the log says %v", item)
		}
	}
}

// Two bots that answer each other with messages of their own, as bots of the original do, stop after three hops.
// Guards: maxHops.
func TestG43TwoBotsDoNotTalkForEver(t *testing.T) {
	c := start(t)
	var hops []string
	calls := make(chan string, 100)
	second := c.ok(c.david, "POST", "/api/chat/bots", fields{"name": "R2"}).Text("user", "id")
	names := map[string]string{c.Bender: second, second: c.Bender}
	for id, next := range names {
		bot := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			raw, _ := io.ReadAll(r.Body)
			path := pathIn(t, call{body: string(raw)})
			select {
			case calls <- r.Header.Get("Campfire-Hops"):
			default:
				return // they would talk for ever, and the test could not end
			}
			c.Call("", "POST", path, `<span class="mention" data-user="`+next+`">@next</span> your turn`)
		}))
		t.Cleanup(bot.Close)
		c.ok(c.david, "PATCH", "/api/chat/bots/"+id, fields{"webhook_url": bot.URL})
	}
	for range 2 { // a person may begin again
		c.post(c.kevin, c.Watercooler, c.named("begin"))
		for range 4 {
			select {
			case hop := <-calls:
				hops = append(hops, hop)
			case <-time.After(testPatience):
				t.Fatalf("the calls had the hops %v", hops)
			}
		}
		c.until("the last of them is written", func() bool {
			return c.Number(t, "SELECT COUNT(*) FROM messages WHERE body_text LIKE '%your turn'") == int64(len(hops))
		})
	}
	c.caughtUp()
	if got := strings.Join(hops, ""); got != "01230123" || len(calls) > 1 {
		t.Errorf("the calls had the hops %v, and %d came later", got, len(calls))
	}
}
