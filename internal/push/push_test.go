package push_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"campfire/hooks"
	"campfire/internal/testapp"

	"github.com/google/uuid"
)

// yard is a served app whose pushes go to a service of the test's own.
type yard struct {
	*testapp.Server
	t       *testing.T
	service *service
	tokens  map[string]string
}

func open(t *testing.T, changes ...func(*hooks.Config)) *yard {
	t.Helper()
	t.Parallel()
	s := newService(t)
	allow := func(c *hooks.Config) { c.PushEndpointsAllowed = []string{s.host()} }
	app := testapp.New(t, append(changes, allow)...)
	y := &yard{Server: testapp.Serve(t, app), t: t, service: s, tokens: map[string]string{}}
	for _, user := range []string{app.David, app.Jason, app.Kevin} {
		y.tokens[user] = app.Token(t, user)
	}
	return y
}

// subscribe gives a user's session a browser and returns the id of the subscription.
func (y *yard) subscribe(user, name string) string {
	y.t.Helper()
	reply := y.Call(y.tokens[user], "POST", "/api/chat/push_subscriptions", y.service.browser(name).subscription())
	if reply.Status != http.StatusOK {
		y.t.Fatalf("subscribe %s: %d %s", name, reply.Status, reply.Raw)
	}
	return reply.Text("id")
}

func (y *yard) post(user, room, body string) testapp.Reply {
	y.t.Helper()
	reply := y.Call(y.tokens[user], "POST", "/api/collections/messages/records", map[string]any{
		"room": room, "client_message_id": uuid.NewString(), "body": body,
	})
	if reply.Status != http.StatusOK {
		y.t.Fatalf("post: %d %s", reply.Status, reply.Raw)
	}
	return reply
}

// settled waits until everything so far was decided and no job is left, and returns how many deliveries came.
func (y *yard) settled() int {
	y.t.Helper()
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(5 * time.Millisecond) {
		behind := y.Number(y.t, "SELECT COUNT(*) FROM events WHERE seq > (SELECT seq FROM event_cursors WHERE name = 'push')")
		jobs := y.Number(y.t, "SELECT COUNT(*) FROM jobs WHERE kind = 'push.deliver' AND state IN ('waiting', 'running')")
		if behind == 0 && jobs == 0 {
			return len(y.service.deliveries(0))
		}
		if time.Now().After(end) {
			y.t.Fatalf("%d events and %d jobs are left", behind, jobs)
		}
	}
}

func TestAPushIsReadByAnIndependentReceiver(t *testing.T) {
	y := open(t, func(c *hooks.Config) { c.VAPIDSubject = "mailto:ops@example.org" })
	y.subscribe(y.Kevin, "phone")
	message := y.post(y.David, y.Watercooler, mention(y.Kevin, "Kevin")+" look at <strong>this</strong>")
	d := y.service.deliveries(1)[0]
	p := d.payload
	if p.Kind != "message" || p.Room != y.Watercooler || p.Message != message.Text("id") || p.RSeq != message.Number("rseq") || p.User != y.Kevin {
		t.Errorf("the payload is %s", d.raw)
	}
	if p.Title != "Watercooler" || p.Body != "David: @Kevin look at this" || p.Tag != "room:"+y.Watercooler || p.Path != "/rooms/"+y.Watercooler {
		t.Errorf("the payload is %s", d.raw)
	}
	if p.Badge != 1 || len(p.Unread) != 1 || p.Unread[0] != y.Watercooler {
		t.Errorf("what is unread: %s", d.raw)
	}
	if d.size > 4096 {
		t.Errorf("%d bytes", d.size)
	}
	for name, want := range map[string]string{"Urgency": "high", "Topic": y.Watercooler, "Content-Encoding": "aes128gcm"} {
		if got := d.header.Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	if life, err := time.ParseDuration(d.header.Get("TTL") + "s"); err != nil || life > 24*time.Hour || life < 23*time.Hour {
		t.Errorf("TTL is %q", d.header.Get("TTL"))
	}
	if d.claims["aud"] != y.service.URL || d.claims["sub"] != "mailto:ops@example.org" {
		t.Errorf("the claims are %v", d.claims)
	}
	expires := time.Unix(int64(d.claims["exp"].(float64)), 0)
	if left := time.Until(expires); left <= 0 || left > 24*time.Hour {
		t.Errorf("the token lasts %v", left)
	}
	if key := y.Call(y.tokens[y.Kevin], "GET", "/api/chat/push_subscriptions", nil).Text("public_key"); key != d.claims["key"] {
		t.Errorf("signed by %v, browsers subscribe with %s", d.claims["key"], key)
	}
}

func mention(user, name string) string {
	return `<span class="mention" data-user="` + user + `">@` + name + `</span>`
}

func TestAPingSaysWhoAndARoomWhere(t *testing.T) {
	y := open(t)
	y.subscribe(y.Jason, "phone")
	y.post(y.David, y.Ping, "lunch?")
	if p := y.service.deliveries(1)[0].payload; p.Title != "David" || p.Body != "lunch?" {
		t.Errorf("a ping says %q: %q", p.Title, p.Body)
	}
}

func TestG44WhatIsReadOrDeletedMeanwhileIsNotPushed(t *testing.T) {
	y := open(t)
	y.subscribe(y.Jason, "phone")
	y.service.answers(func(_ string, call, _ int) (int, map[string]string) {
		if call == 1 {
			return http.StatusTooManyRequests, map[string]string{"Retry-After": "2"}
		}
		return http.StatusCreated, nil
	})
	first := y.post(y.David, y.Ping, "first")
	for y.Number(t, "SELECT COUNT(*) FROM jobs WHERE kind = 'push.deliver' AND state = 'waiting' AND attempts = 1") == 0 {
		time.Sleep(time.Millisecond)
	}
	time.Sleep(50 * time.Millisecond) // the queue leaves the service alone from a moment after it wrote the refusal down
	second := y.post(y.David, y.Ping, "second")
	third := y.post(y.David, y.Ping, "third")
	y.Call(y.tokens[y.Jason], "POST", "/api/chat/rooms/"+y.Ping+"/read", map[string]any{"rseq": first.Number("rseq")})
	y.Call(y.tokens[y.David], "DELETE", "/api/collections/messages/records/"+second.Text("id"), nil)
	got := y.service.deliveries(1)
	if n := y.settled(); n != 1 || got[0].payload.Message != third.Text("id") {
		t.Errorf("%d pushes came, the first of them of %q", n, got[0].payload.Body)
	}
}

func TestNobodyIsPushedWhilePushesAreOff(t *testing.T) {
	y := open(t)
	y.subscribe(y.Jason, "phone")
	for version, on := range []bool{false, true} {
		reply := y.Call(y.tokens[y.David], "PATCH", "/api/chat/flags", map[string]any{"version": version + 1, "changes": map[string]any{"push_notifications": on}})
		if reply.Status != http.StatusOK {
			t.Fatalf("the flag: %d %s", reply.Status, reply.Raw)
		}
		y.post(y.David, y.Ping, fmt.Sprintf("while it is %v", on))
		want := version // none, then one
		if n := y.settled(); n != want {
			t.Errorf("while it is %v %d pushes have come, want %d", on, n, want)
		}
	}
}

func TestG44AGoneSubscriptionIsForgottenAndAskedNoMore(t *testing.T) {
	for _, status := range []int{http.StatusNotFound, http.StatusGone} {
		t.Run(fmt.Sprint(status), func(t *testing.T) {
			y := open(t)
			y.subscribe(y.Jason, "old phone")
			y.service.answers(func(string, int, int) (int, map[string]string) { return status, nil })
			y.post(y.David, y.Ping, "one")
			for y.Number(t, "SELECT COUNT(*) FROM push_subscriptions") != 0 {
				time.Sleep(time.Millisecond)
			}
			y.post(y.David, y.Ping, "two")
			y.settled()
			if n := y.service.called("old phone"); n != 1 {
				t.Errorf("asked %d times", n)
			}
		})
	}
}

func TestG44ASubscriptionThatWasRenewedMeanwhileStays(t *testing.T) {
	y := open(t)
	id := y.subscribe(y.Jason, "phone")
	y.service.answers(func(string, int, int) (int, map[string]string) {
		y.Exec(t, "UPDATE push_subscriptions SET updated = '2030-01-01 00:00:00.000Z'")
		return http.StatusGone, nil
	})
	y.post(y.David, y.Ping, "one")
	y.settled()
	if y.Number(t, "SELECT COUNT(*) FROM push_subscriptions WHERE id = ?", id) != 1 {
		t.Error("the renewed subscription was removed")
	}
}

func TestAServiceThatFindsItTooLargeGetsItShorter(t *testing.T) {
	y := open(t)
	y.subscribe(y.Jason, "phone")
	y.service.answers(func(_ string, _, size int) (int, map[string]string) {
		if size > 2048 {
			return http.StatusRequestEntityTooLarge, nil
		}
		return http.StatusCreated, nil
	})
	y.post(y.David, y.Ping, strings.Repeat("long ", 1000))
	if p := y.service.deliveries(1)[0].payload; !strings.HasPrefix(p.Body, "long long") || !strings.HasSuffix(p.Body, "\u2026") || len(p.Body) < 500 {
		t.Errorf("it says %q", p.Body)
	}
}

func TestAFailureIsTriedAgainAndShown(t *testing.T) {
	y := open(t)
	y.subscribe(y.Jason, "phone")
	y.service.answers(func(string, int, int) (int, map[string]string) { return http.StatusBadGateway, nil })
	y.post(y.David, y.Ping, "one")
	result := func() string {
		list := y.Call(y.tokens[y.Jason], "GET", "/api/chat/push_subscriptions", nil).List("subscriptions")
		text, _ := list[0]["last_result"].(string)
		return text
	}
	for !strings.HasPrefix(result(), "502") {
		time.Sleep(20 * time.Millisecond)
	}
	if n := y.Number(t, "SELECT COUNT(*) FROM jobs WHERE kind = 'push.deliver' AND state = 'waiting' AND attempts = 1"); n != 1 {
		t.Errorf("%d jobs wait for another attempt", n)
	}
	y.service.answers(nil)
	y.Exec(t, "UPDATE jobs SET run_at = '2020-01-01 00:00:00.000Z' WHERE state = 'waiting' AND kind = 'push.deliver'")
	y.service.deliveries(1)
	for result() != "delivered" {
		time.Sleep(20 * time.Millisecond)
	}
}

func TestWhatIsTooOldIsDroppedAndCounted(t *testing.T) {
	y := open(t)
	y.subscribe(y.Jason, "phone")
	y.service.answers(func(string, int, int) (int, map[string]string) { return http.StatusBadGateway, nil })
	y.post(y.David, y.Ping, "one")
	for y.service.called("phone") == 0 {
		time.Sleep(time.Millisecond)
	}
	waiting := "SELECT COUNT(*) FROM jobs WHERE kind = 'push.deliver' AND state = 'waiting'"
	for y.Number(t, waiting) == 0 {
		time.Sleep(time.Millisecond)
	}
	y.service.answers(nil)
	y.Exec(t, `UPDATE jobs SET payload = json_set(payload, '$.at', '2020-01-01 00:00:00.000Z'), run_at = '2020-01-01 00:00:00.000Z'
		WHERE state = 'waiting' AND kind = 'push.deliver'`)
	if n := y.settled(); n != 0 {
		t.Error("an old message was pushed")
	}
	if n := y.Call(y.Superuser(t), "GET", "/health/detailed", nil).Number("push", "pushes", "expired"); n != 1 {
		t.Errorf("%d are counted as expired", n)
	}
}

// The log is read again from the cursor after a crash, and a message may have got old or gone before its turn comes.
func TestG44AnEventThatComesAgainOldOrGoneMakesNoJob(t *testing.T) {
	y := open(t)
	y.subscribe(y.Jason, "phone")
	y.post(y.David, y.Ping, "one")
	y.service.deliveries(1)
	jobs := func() int64 { return y.Number(t, "SELECT COUNT(*) FROM jobs WHERE kind = 'push.deliver'") }
	if n := jobs(); n != 1 {
		t.Fatalf("%d jobs", n)
	}
	for _, change := range []string{"'$.again', 1", "'$.seq', 900001, '$.created', '2020-01-01 00:00:00.000Z'", "'$.seq', 900002, '$.deleted', json('true')"} {
		y.Exec(t, `INSERT INTO events (kind, room, rseq, user, prev, data, at) SELECT kind, room, rseq, user, 0, json_set(data, `+change+`), at
			FROM events WHERE kind = 'message.created' AND room = ? ORDER BY seq LIMIT 1`, y.Ping)
		y.settled()
		if n := jobs(); n != 1 {
			t.Errorf("%s made a job", change)
		}
	}
}

func TestABrowserThatSubscribedWithAnotherKeyIsNotAsked(t *testing.T) {
	y := open(t)
	id := y.subscribe(y.Jason, "phone")
	y.service.answers(func(string, int, int) (int, map[string]string) { return http.StatusBadGateway, nil })
	y.post(y.David, y.Ping, "one")
	for y.Number(t, "SELECT COUNT(*) FROM jobs WHERE kind = 'push.deliver' AND state = 'waiting' AND attempts = 1") == 0 {
		time.Sleep(time.Millisecond)
	}
	y.service.answers(nil)
	y.Exec(t, "UPDATE push_subscriptions SET key = 'of another server' WHERE id = ?", id)
	y.Exec(t, "UPDATE jobs SET run_at = '2020-01-01 00:00:00.000Z' WHERE state = 'waiting' AND kind = 'push.deliver'")
	if y.settled(); y.service.called("phone") != 1 {
		t.Errorf("asked %d times", y.service.called("phone"))
	}
}
