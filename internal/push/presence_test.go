package push_test

import (
	"fmt"
	"net/http"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"campfire/collections"
)

// looks opens a socket of a user that looks at a room, and waits until the server knows.
func (y *yard) looks(user, room string, visible bool) {
	y.t.Helper()
	socket := y.Socket(y.tokens[user])
	socket.Send(map[string]any{"type": "resume"})
	socket.Send(map[string]any{"type": "here", "room": room, "visible": visible})
	socket.Type("presence")
}

func TestG44NobodyWhoLooksAtTheRoomIsPushed(t *testing.T) {
	y := open(t)
	y.subscribe(y.Jason, "jason")
	y.subscribe(y.David, "david")
	y.looks(y.Jason, y.Ping, true)
	y.post(y.David, y.Ping, "you see this")
	if n := y.settled(); n != 0 {
		t.Errorf("%d pushes to somebody who looks, or to the author", n)
	}
}

func TestG44WhoLooksElsewhereIsPushed(t *testing.T) {
	y := open(t)
	y.subscribe(y.Jason, "jason")
	y.looks(y.Jason, y.Watercooler, true)
	y.looks(y.Jason, y.Ping, false)
	y.post(y.David, y.Ping, "you do not see this")
	y.service.deliveries(1)
}

func TestG44QuietHoursAndTheBellAreHeeded(t *testing.T) {
	y := open(t)
	for _, user := range []string{y.Jason, y.Kevin, y.David} {
		y.subscribe(user, user)
	}
	quiet := func(user string, body map[string]any) {
		if reply := y.Call(y.tokens[user], "PATCH", "/api/chat/quiet", body); reply.Status != http.StatusOK {
			t.Fatalf("quiet: %d %s", reply.Status, reply.Raw)
		}
	}
	everything := func(user string) {
		y.Exec(t, "UPDATE memberships SET involvement = 'everything' WHERE user = ? AND room = ?", user, y.Watercooler)
	}
	everything(y.Jason)
	quiet(y.Jason, map[string]any{"pause": "hour"})
	y.post(y.David, y.Watercooler, mention(y.Jason, "Jason"))
	if n := y.settled(); n != 0 {
		t.Fatalf("%d pushes in a pause, or to one who was not named", n)
	}
	quiet(y.Jason, map[string]any{"pause": ""})
	everything(y.Kevin)
	y.post(y.David, y.Watercooler, "no names")
	got := y.service.deliveries(2)
	if to := []string{got[0].browser, got[1].browser}; !slices.Contains(to, y.Jason) || !slices.Contains(to, y.Kevin) || y.settled() != 2 {
		t.Errorf("pushes went to %v", to)
	}
}

// G20: a laptop is shut while a room is open. What comes within the minute that nobody notices is pushed when it is noticed.
func TestG20WhatALostConnectionMissedIsPushed(t *testing.T) {
	y := open(t)
	y.subscribe(y.Jason, "phone")
	socket := y.Socket(y.tokens[y.Jason])
	socket.Send(map[string]any{"type": "resume"})
	socket.Send(map[string]any{"type": "here", "room": y.Ping, "visible": true})
	socket.Type("presence")
	y.post(y.David, y.Ping, "into the void")
	if n := y.settled(); n != 0 {
		t.Fatalf("%d pushes to somebody who seems to look", n)
	}
	socket.Hang()
	if got := y.service.deliveries(1)[0]; got.payload.Body != "into the void" {
		t.Errorf("the push says %q", got.payload.Body)
	}
}

// crowd makes so many members of Watercooler, each with a browser, by the shortest way.
func (y *yard) crowd(n int) {
	y.t.Helper()
	now := collections.Time(time.Now())
	b := y.service.browser("shared")
	key := y.Call(y.tokens[y.David], "GET", "/api/chat/push_subscriptions", nil).Text("public_key")
	for i := range n {
		user := fmt.Sprintf("crowd%010d", i)
		name := fmt.Sprint("crowd", i)
		y.service.mu.Lock()
		y.service.known[name] = b
		y.service.mu.Unlock()
		y.Exec(y.t, "INSERT INTO users (id, name, email, role, status, tokenKey, password, created, updated) VALUES (?, ?, ?, 'member', 'active', ?, 'x', ?, ?)",
			user, name, name+"@example.com", name, now, now)
		y.Exec(y.t, "INSERT INTO sessions (id, user, kind, key_hash, created, updated) VALUES (?, ?, 'person', '', ?, ?)", user, user, now, now)
		y.Exec(y.t, "INSERT INTO memberships (id, room, user, involvement, read_rseq, created, updated) VALUES (?, ?, ?, 'everything', 0, ?, ?)",
			user, y.Watercooler, user, now, now)
		y.Exec(y.t, `INSERT INTO push_subscriptions (id, user, session, endpoint, p256dh, auth, key, created, updated) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			user, user, user, y.service.URL+"/push/"+name, b.p256dh(), b.subscription()["keys"].(map[string]any)["auth"], key, now, now)
	}
}

// The promise is 2 s for 99 of 100, from the commit to the push service, with 500 browsers. This runs beside other tests on
// a shared machine, so what fails it is five times that (one after the other would be 25 s); docs/reliability.md has what was measured alone.
func TestFiveHundredBrowsersAreToldInTwoSeconds(t *testing.T) {
	const browsers, answerTakes, bound = 500, 50 * time.Millisecond, 10 * time.Second
	y := open(t)
	y.crowd(browsers)
	y.service.answers(func(string, int, int) (int, map[string]string) {
		time.Sleep(answerTakes)
		return http.StatusCreated, nil
	})
	message := y.post(y.David, y.Watercooler, "hello, all")
	committed, err := time.Parse(collections.TimeLayout, message.Text("created"))
	if err != nil {
		t.Fatal(err)
	}
	got := y.service.deliveries(browsers)
	took := make([]time.Duration, len(got))
	for i := range got {
		took[i] = got[i].at.Sub(committed)
	}
	slices.Sort(took)
	p99 := took[len(took)*99/100]
	t.Logf("%d browsers whose service takes %v: p50 %v, p99 %v, last %v", browsers, answerTakes, took[len(took)/2], p99, took[len(took)-1])
	if p99 > bound {
		t.Errorf("p99 is %v", p99)
	}
	if n := y.settled(); n != browsers {
		t.Errorf("%d deliveries to %d browsers", n, browsers)
	}
}

// G44: the sender's answer does not depend on a push service that never answers.
func TestG44APushServiceThatHangsCostsSendersNothing(t *testing.T) {
	y := open(t)
	release := make(chan struct{})
	var hanging atomic.Int32
	y.service.answers(func(string, int, int) (int, map[string]string) {
		hanging.Add(1)
		<-release
		return http.StatusCreated, nil
	})
	t.Cleanup(func() { close(release) })
	sends := func() time.Duration {
		took := make([]time.Duration, 60)
		for i := range took {
			began := time.Now()
			y.post(y.David, y.Watercooler, "hello, all")
			took[i] = time.Since(began)
		}
		slices.Sort(took)
		return took[len(took)*9/10]
	}
	without := sends()
	y.crowd(20)
	with := sends()
	for end := time.Now().Add(10 * time.Second); hanging.Load() == 0; time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("the service was never asked: this test says nothing")
		}
	}
	t.Logf("nine of ten sends within %v, and %v with a push service that hangs", without, with)
	if with > without+250*time.Millisecond {
		t.Errorf("sends take %v with a push service that hangs, %v without", with, without)
	}
}
