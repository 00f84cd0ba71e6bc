package hooks_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// deliveries returns the log of Bender's deliveries once it has so many lines and none of them waits for its first answer.
func (c *camp) deliveries(n int) []map[string]any {
	c.t.Helper()
	var list []map[string]any
	for end := time.Now().Add(testPatience); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		list = c.ok(c.david, "GET", "/api/chat/bots/"+c.Bender+"/deliveries", nil).List("items")
		tried := 0
		for _, item := range list {
			if item["state"] != "waiting" || item["error"] != "" {
				tried++
			}
		}
		if len(list) == n && tried == n {
			return list
		}
	}
	c.t.Fatalf("want %d deliveries, the log has %v", n, list)
	return nil
}

func (c *camp) named(text string) string {
	return `<span class="mention" data-user="` + c.Bender + `">@Bender</span> ` + text
}

func TestTheLogOfDeliveries(t *testing.T) {
	c := start(t)
	_, secret := c.listen(func(w http.ResponseWriter, r *http.Request) {
		http.Error(w, "I know "+r.Header.Get("Webhook-Signature")+strings.Repeat("é", 3000), http.StatusTeapot)
	})
	bot := "/api/chat/bots/" + c.Bender
	set := c.ok(c.david, "PATCH", bot, fields{"webhook_rooms": []string{c.Watercooler, c.Watercooler}})
	if rooms := set.Get("user", "webhook_rooms").([]any); len(rooms) != 1 || rooms[0] != c.Watercooler || set.Get("webhook_secret") != nil {
		t.Errorf("chosen: %s", set.Raw)
	}
	ping := c.room(c.kevin, "direct", "", c.Bender)
	first := c.post(c.kevin, ping, "psst").Text("id")
	c.deliveries(1)
	c.post(c.kevin, c.Watercooler, c.named("hello"))
	c.deliveries(2)
	last := c.post(c.kevin, c.Watercooler, "everything").Text("id")
	list := c.deliveries(3)
	for i, want := range []string{"room", "mention", "direct"} {
		if list[i]["trigger"] != want {
			t.Errorf("delivery %d was made by %v, want %s", i, list[i]["trigger"], want)
		}
	}
	item := list[0]
	if item["state"] != "failed" || item["status"] != float64(418) || item["attempts"] != 1.0 || item["error"] != "the webhook answered 418" ||
		item["next"] != "" || item["message"] != last || item["room"] != c.Watercooler {
		t.Errorf("the delivery is %v", item)
	}
	request, response := item["request"].(string), item["response"].(string)
	if !strings.Contains(request, `/rooms/`+c.Watercooler+`/hidden/messages`) || strings.Contains(request, "campfire_bot_") || strings.Contains(request, secret) {
		t.Errorf("the request is %s", request)
	}
	if !strings.HasPrefix(response, "I know v1,") || !strings.HasSuffix(response, "é…") || len(response) > 2048 {
		t.Errorf("of the response %d bytes are kept: %s", len(response), response)
	}
	page := c.ok(c.david, "GET", bot+"/deliveries?limit=2", nil)
	rest := c.ok(c.super, "GET", bot+"/deliveries?limit=2&before="+page.Text("next"), nil)
	if len(page.List("items")) != 2 || len(rest.List("items")) != 1 || rest.Text("next") != "" || rest.List("items")[0]["message"] != first {
		t.Errorf("the pages are %s and %s", page.Raw, rest.Raw)
	}
	c.ok(c.kevin, "DELETE", messages+"/"+first, nil)
	c.deliveries(2)
	c.ok(c.david, "DELETE", rooms+"/"+c.Watercooler, nil)
	c.deliveries(0)
	if bots := c.ok(c.david, "GET", "/api/chat/bots", nil).List("bots"); len(bots[0]["webhook_rooms"].([]any)) != 0 || bots[0]["webhook_secret"] != nil {
		t.Errorf("the bot is %v", bots[0])
	}
	c.post(c.kevin, ping, "again")
	c.deliveries(1)
	c.ok(c.david, "DELETE", bot, nil)
	c.deliveries(0)
}

func TestADeliveryIsRetried(t *testing.T) {
	c := start(t)
	var well atomic.Bool
	calls, _ := c.listen(func(w http.ResponseWriter, r *http.Request) {
		if !well.Load() {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		says("text/plain", "here again")(w, r)
	})
	bot := "/api/chat/bots/" + c.Bender + "/deliveries"
	ping := c.room(c.kevin, "direct", "", c.Bender)
	for range 5 { // as many failures in a row open the breaker
		c.post(c.kevin, ping, "hello")
	}
	list := c.deliveries(5)
	if list[0]["state"] != "waiting" || list[0]["next"] == "" {
		t.Errorf("the delivery is %v", list[0])
	}
	open := func() bool { return strings.Contains(c.Call("", "GET", "/health/detailed", nil).Raw, `"webhook:`) }
	c.until("the breaker is open", open)
	measured := func() string { return c.ok("", "GET", "/metrics", nil).Raw }
	if now := measured(); !strings.Contains(now, "\ncampfire_breakers_open 1\n") || strings.Contains(now, "\ncampfire_breaker_open_seconds 0\n") {
		t.Error("the metrics do not tell of the open breaker")
	}
	well.Store(true)
	c.Exec(t, "UPDATE jobs SET run_at = '2100-01-01 00:00:00.000Z' WHERE kind = 'webhook.deliver'") // not by themselves
	id := list[0]["id"].(string)
	reply := c.Call(c.david, "POST", bot+"/"+id+"/retry", nil)
	if reply.Status != http.StatusAccepted || reply.Text("id") != id || reply.Text("state") == "failed" {
		t.Errorf("the retry answers %d %s", reply.Status, reply.Raw)
	}
	c.until("it is delivered", func() bool { return c.deliveries(5)[0]["state"] == "delivered" })
	if c.said() != 1 {
		t.Errorf("the bot said %d things", c.said())
	}
	c.until("the breaker is closed", func() bool { return !open() }) // what health says is kept for a while
	if now := measured(); !strings.Contains(now, "\ncampfire_breakers_open 0\n") || !strings.Contains(now, "\ncampfire_breaker_open_seconds 0\n") {
		t.Error("the metrics do not tell that it is closed")
	}
	before := len(calls)
	c.ok(c.david, "POST", bot+"/"+id+"/retry", nil)
	c.until("it is called again", func() bool { return len(calls) > before && c.deliveries(5)[0]["state"] == "delivered" })
	if c.said() != 1 {
		t.Errorf("after another retry the bot said %d things", c.said())
	}
	c.Exec(t, "UPDATE jobs SET state = 'running' WHERE id = ?", id)
	if reply := c.Call(c.david, "POST", bot+"/"+id+"/retry", nil); reply.Status != 409 || reply.Text("code") != "running" {
		t.Errorf("a retry of one that runs answers %s", reply.Raw)
	}
}

// Guards: Paused in internal/webhook deliver. What was to be told when bots were switched off is told when they are on again.
func TestACallWaitsWhileBotsAreOff(t *testing.T) {
	c := start(t)
	var well atomic.Bool
	calls, _ := c.listen(func(w http.ResponseWriter, r *http.Request) {
		if !well.Load() {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		says("text/plain", "not lost")(w, r)
	})
	c.post(c.kevin, c.room(c.kevin, "direct", "", c.Bender), "hello")
	c.deliveries(1)
	c.until("it failed once", func() bool { return c.Number(t, "SELECT COUNT(*) FROM jobs WHERE error LIKE '%502'") == 1 })
	c.flip(fields{"bot_integrations": false})
	well.Store(true)
	due := func() {
		c.Exec(t, "UPDATE jobs SET run_at = '2001-01-01 00:00:00.000Z' WHERE kind = 'webhook.deliver'")
	}
	due()
	c.until("it is put off", func() bool {
		return c.Number(t, "SELECT COUNT(*) FROM jobs WHERE error LIKE 'bots are switched off%' AND state = 'waiting' AND attempts = 1") == 1
	})
	if len(calls) != 1 || c.said() != 0 {
		t.Errorf("a bot that is off was called %d times and said %d things", len(calls), c.said())
	}
	c.flip(fields{"bot_integrations": true})
	due()
	c.until("it is called", func() bool { return c.said() == 1 })
}

func (c *camp) until(what string, is func() bool) {
	c.t.Helper()
	for end := time.Now().Add(testPatience); !is(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			c.t.Fatalf("waited in vain until %s", what)
		}
	}
}

func TestAWebhookIsTried(t *testing.T) {
	c := start(t)
	answer := says("text/plain", "a reply that nobody sees")
	calls, _ := c.listen(func(w http.ResponseWriter, r *http.Request) { answer(w, r) })
	bot := "/api/chat/bots/" + c.Bender
	good := c.ok(c.david, "POST", bot+"/webhook/test", nil)
	if got := (<-calls); good.Text("state") != "delivered" || good.Text("trigger") != "test" || good.Number("status") != 200 ||
		!strings.Contains(got.body, `"test":true`) || got.header.Get("Webhook-Signature") == "" || good.Text("response") != "a reply that nobody sees" {
		t.Errorf("the test is %s of %s", good.Raw, got.body)
	}
	answer = http.NotFound
	bad := c.ok(c.david, "POST", bot+"/webhook/test", nil)
	if bad.Text("state") != "failed" || bad.Text("error") != "the webhook answered 404" {
		t.Errorf("the test is %s", bad.Raw)
	}
	c.ok(c.david, "PATCH", bot, fields{"webhook_url": "http://127.0.0.1:1/?token=hush"})
	if none := c.ok(c.david, "POST", bot+"/webhook/test", nil); none.Number("status") != 0 || none.Text("state") != "failed" || strings.Contains(none.Raw, "hush") {
		t.Errorf("the test is %s", none.Raw)
	}
	c.deliveries(3)
	if c.said() != 0 {
		t.Error("a test is answered in a room")
	}
	if again := c.Call(c.david, "POST", bot+"/deliveries/"+good.Text("id")+"/retry", nil); again.Status != 409 || again.Text("code") != "test" {
		t.Errorf("a retry answers %s", again.Raw)
	}
}

func TestASecretIsRenewed(t *testing.T) {
	c := start(t)
	calls, secret := c.listen(says("text/html", ""))
	bot := "/api/chat/bots/" + c.Bender
	ping := c.room(c.kevin, "direct", "", c.Bender)
	c.post(c.kevin, ping, "one")
	before := pathIn(t, <-calls)
	renewed := c.ok(c.david, "POST", bot+"/webhook/secret", nil).Text("secret")
	if renewed == secret || !strings.HasPrefix(renewed, "whsec_") {
		t.Errorf("the new secret is %q", renewed)
	}
	c.post(c.kevin, ping, "two")
	call := <-calls
	if want := signed(t, renewed, call); call.header.Get("Webhook-Signature") != want {
		t.Errorf("signed %q, want %q", call.header.Get("Webhook-Signature"), want)
	}
	for path, want := range map[string]int{before: 401, pathIn(t, call): 200} {
		if reply := c.Call("", "GET", path, nil); reply.Status != want {
			t.Errorf("the path answers %d, want %d", reply.Status, want)
		}
	}
}

func TestTheDashboardMakesAWebhook(t *testing.T) {
	c := start(t)
	calls, _ := c.listen(says("text/html", ""))
	url := c.Text(t, "SELECT url FROM webhooks")
	c.ok(c.david, "PATCH", "/api/chat/bots/"+c.Bender, fields{"webhook_url": ""})
	const records = "/api/collections/webhooks/records"
	made := c.ok(c.super, "POST", records, fields{"user": c.Bender, "url": url})
	ping := c.room(c.kevin, "direct", "", c.Bender)
	c.post(c.kevin, ping, "hello")
	call := <-calls
	secret := c.Text(t, "SELECT secret FROM webhooks")
	if call.header.Get("Webhook-Signature") != signed(t, secret, call) {
		t.Error("the call is not signed with the secret")
	}
	path := pathIn(t, call)
	if reply := c.Call("", "GET", path, nil); reply.Status != 200 {
		t.Errorf("the path in the call answers %d", reply.Status)
	}
	one := records + "/" + made.Text("id")
	c.refused([]attempt{
		{"a webhook of a person", c.super, "POST", records, fields{"user": c.Kevin, "url": url}, 400, "invalid"},
		{"another's webhook", c.super, "PATCH", one, fields{"user": c.Kevin}, 400, "invalid"},
		{"no address", c.super, "PATCH", one, fields{"url": "javascript:alert(1)"}, 400, "invalid"},
		{"rooms that are no list", c.super, "PATCH", one, fields{"rooms": fields{"a": 1}}, 400, "invalid"},
		{"a member makes one", c.kevin, "POST", records, fields{"user": c.Bender, "url": url}, 403, ""},
	})
	c.ok(c.super, "PATCH", one, fields{"secret": ""})
	if c.Text(t, "SELECT secret FROM webhooks") == secret {
		t.Error("the secret is the old one")
	}
	if reply := c.Call("", "GET", path, nil); reply.Status != 401 {
		t.Errorf("the old path answers %d", reply.Status)
	}
	c.ok(c.super, "DELETE", one, nil)
	if n := c.Number(t, "SELECT COUNT(*) FROM sessions WHERE user = ? AND name = 'Webhook'", c.Bender); n != 0 {
		t.Errorf("%d keys of the webhook are left", n)
	}
	c.until("its calls are forgotten", func() bool { return c.Number(t, "SELECT COUNT(*) FROM jobs WHERE kind = 'webhook.deliver'") == 0 })
}

func TestWhoLooksAfterWebhooks(t *testing.T) {
	c := start(t)
	c.listen(says("text/html", ""))
	c.post(c.kevin, c.room(c.kevin, "direct", "", c.Bender), "hello")
	id := c.deliveries(1)[0]["id"].(string)
	bot, bare := "/api/chat/bots/"+c.Bender, "/api/chat/bots/"+c.ok(c.david, "POST", "/api/chat/bots", fields{"name": "R2"}).Text("user", "id")
	var list []attempt
	for _, route := range [][2]string{
		{"GET", "/deliveries"}, {"POST", "/deliveries/" + id + "/retry"}, {"POST", "/webhook/test"}, {"POST", "/webhook/secret"},
	} {
		list = append(list,
			attempt{"a guest: " + route[1], "", route[0], bot + route[1], nil, 401, "unauthorized"},
			attempt{"a member: " + route[1], c.kevin, route[0], bot + route[1], nil, 403, "forbidden"},
			attempt{"the bot: " + route[1], c.bender, route[0], bot + route[1], nil, 403, "forbidden"},
			attempt{"of a person: " + route[1], c.david, route[0], "/api/chat/bots/" + c.Kevin + route[1], nil, 404, "not_found"},
		)
	}
	c.refused(append(list,
		attempt{"another bot's delivery", c.david, "POST", bare + "/deliveries/" + id + "/retry", nil, 404, "not_found"},
		attempt{"an unknown delivery", c.david, "POST", bot + "/deliveries/nosuchdelivery0/retry", nil, 404, "not_found"},
		attempt{"a test without an address", c.david, "POST", bare + "/webhook/test", nil, 400, "invalid"},
		attempt{"a secret without an address", c.david, "POST", bare + "/webhook/secret", nil, 400, "invalid"},
		attempt{"a page before nothing", c.david, "GET", bot + "/deliveries?before=nosuchdelivery0", nil, 400, "invalid"},
		attempt{"a page of nothing", c.david, "GET", bot + "/deliveries?limit=0", nil, 400, "invalid"},
		attempt{"rooms without an address", c.david, "PATCH", bare, fields{"webhook_rooms": []string{c.Watercooler}}, 400, "invalid"},
		attempt{"a room that is not there", c.david, "PATCH", bot, fields{"webhook_rooms": []string{"nosuchroom00000"}}, 400, "invalid"},
		attempt{"a ping", c.david, "PATCH", bot, fields{"webhook_rooms": []string{c.Text(t, "SELECT id FROM rooms WHERE kind = 'direct'")}}, 400, "invalid"},
		attempt{"rooms that are no list", c.david, "PATCH", bot, fields{"webhook_rooms": "all"}, 400, "invalid"},
		attempt{"201 rooms", c.david, "PATCH", bot, fields{"webhook_rooms": manyIDs(201)}, 400, "invalid"},
		attempt{"the address ends and the rooms begin", c.david, "PATCH", bot, fields{"webhook_url": "", "webhook_rooms": []string{c.Watercooler}}, 400, "invalid"},
	))
	if empty := c.ok(c.super, "GET", bare+"/deliveries", nil); len(empty.List("items")) != 0 || empty.Get("items") == nil {
		t.Errorf("the log of a bot without a webhook is %s", empty.Raw)
	}
	c.ok(c.super, "POST", bot+"/webhook/test", nil)
}

func manyIDs(n int) []string {
	ids := make([]string, n)
	for i := range ids {
		ids[i] = fmt.Sprintf("room%011d", i)
	}
	return ids
}

func TestABotIsLeftAloneForAsLongAsItAsks(t *testing.T) {
	c := start(t)
	calls, _ := c.listen(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "120")
		w.WriteHeader(http.StatusTooManyRequests)
	})
	asked := time.Now()
	c.post(c.kevin, c.room(c.kevin, "direct", "", c.Bender), "hello")
	next, err := time.Parse("2006-01-02 15:04:05.000Z", c.deliveries(1)[0]["next"].(string))
	if wait := next.Sub(asked); err != nil || wait < 119*time.Second || wait > 120*time.Second+2*testPatience {
		t.Errorf("it is tried again after %v, %v", wait, err)
	}
	// What comes meanwhile waits, too, in whatever room: and a chore that is due at the same time does not.
	c.post(c.jason, c.room(c.jason, "direct", "", c.Bender), "hello")
	c.until("the next call is promised", func() bool { return c.Number(t, "SELECT COUNT(*) FROM jobs WHERE kind = 'webhook.deliver'") == 2 })
	c.Exec(t, "UPDATE jobs SET run_at = '2001-01-01 00:00:00.000Z' WHERE kind != 'webhook.deliver'")
	c.until("the chores are done", func() bool {
		return c.Number(t, "SELECT COUNT(*) FROM jobs WHERE kind = 'sessions.sweep' AND state = 'done'") == 1
	})
	if len(calls) != 1 {
		t.Errorf("it was called %d times", len(calls))
	}
}
