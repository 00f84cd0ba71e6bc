package hooks_test

import (
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"campfire/hooks"
	"campfire/internal/testapp"

	"github.com/google/uuid"
)

// metrics reads what Prometheus would, by name and label.
func (c *camp) metrics(t *testing.T) map[string]float64 {
	t.Helper()
	values := map[string]float64{}
	for line := range strings.Lines(c.ok(metricsToken, "GET", "/metrics", nil, "X-Forwarded-For", "203.0.113.9").Raw) {
		if name, value, found := strings.Cut(strings.TrimSpace(line), " "); found && !strings.HasPrefix(line, "#") {
			number, err := strconv.ParseFloat(value, 64)
			if err != nil {
				t.Fatalf("%s: %v", line, err)
			}
			if _, twice := values[name]; twice {
				t.Errorf("%s is there twice", name)
			}
			values[name] = number
		}
	}
	return values
}

// Guards: each number of the architecture's list (OBS-04 to OBS-08) moves by what happened, and by nothing else.
func TestMetricsMoveByWhatHappened(t *testing.T) {
	c := start(t, func(s *hooks.Config) { s.MetricsToken = metricsToken })
	before := c.metrics(t)
	client := c.Socket(c.kevin)
	client.Live()
	for n := range 7 {
		c.post(c.kevin, c.Watercooler, fmt.Sprintf("counted %d", n))
	}
	form := fields{"room": c.Watercooler, "client_message_id": uuid.NewString(), "body": "twice"}
	for range 2 {
		c.ok(c.kevin, "POST", messages, form)
	}
	form["room"] = c.Designers
	if reply := c.Call(c.kevin, "POST", messages, form); reply.Status != 404 {
		t.Fatalf("a foreign room answers %d", reply.Status)
	}
	c.ok(c.kevin, "GET", "/api/chat/rooms/"+c.Watercooler+"/messages", nil)
	c.ok(c.kevin, "GET", "/api/chat/bootstrap", nil)
	c.ok(c.kevin, "GET", "/api/chat/search?q=counted", nil)
	client.Hang()
	for end := time.Now().Add(10 * time.Second); c.metrics(t)["campfire_sockets"] != 0 && time.Now().Before(end); {
		time.Sleep(10 * time.Millisecond)
	}
	after := c.metrics(t)
	for name, want := range map[string]float64{
		`campfire_messages_total{result="sent"}`: 8, `campfire_messages_total{result="duplicate"}`: 1,
		`campfire_messages_total{result="refused"}`: 1, `campfire_messages_total{result="failed"}`: 0, `campfire_messages_total{result="busy"}`: 0,
		`campfire_message_seconds_count`: 8, `campfire_sockets_opened_total`: 1, `campfire_sockets_ended_total{how="broken"}`: 1,
		`campfire_sockets_ended_total{how="silent"}`: 0, `campfire_read_seconds_count{what="history"}`: 1,
		`campfire_read_seconds_count{what="bootstrap"}`: 1, `campfire_read_seconds_count{what="search"}`: 1,
		`campfire_transactions_total{result="undone"}`: 0, `campfire_breakers_open`: 0, `campfire_breaker_probes_total`: 0,
	} {
		if got := after[name] - before[name]; got != want {
			t.Errorf("%s moved by %v, want %v", name, got, want)
		}
	}
	for name, least := range map[string]float64{
		`campfire_transactions_total{result="committed"}`: 8, `campfire_log_head`: 8,
	} {
		if got := after[name] - before[name]; got < least {
			t.Errorf("%s moved by %v, want at least %v", name, got, least)
		}
	}
	for _, name := range []string{
		"campfire_database_connections{pool=\"write\"}", "campfire_memory_live_bytes", "campfire_disk_free_bytes", "go_goroutines",
		"process_resident_memory_bytes", `campfire_info{build="test"}`, `campfire_well{part="writer"}`, `campfire_log_events`,
	} {
		if after[name] == 0 {
			t.Errorf("%s says nothing", name)
		}
	}
	if len(after) > 400 { // E10: it grows with nothing
		t.Errorf("there are %d series", len(after))
	}
}

// Guards: behind (hooks/metrics.go), and that each follower says how far it has come.
func TestMetricsTellOfEveryFollowerAndOfMails(t *testing.T) {
	c := start(t, func(s *hooks.Config) { s.MetricsToken = metricsToken })
	m := testapp.NewMailbox(t, c.App)
	c.post(c.kevin, c.Watercooler, "so that there is one")
	c.browser(firefox).signIn(c.Kevin)
	c.browser(chrome).signIn(c.Kevin)
	m.Wait(1)
	var now map[string]float64
	settled := func() bool {
		now = c.metrics(t)
		for _, follower := range []string{"fanout", "push", "search", "webhooks", "mail"} {
			if behind, there := now[`campfire_log_behind{follower="`+follower+`"}`]; !there || behind != 0 {
				return false
			}
		}
		return now["campfire_log_head"] > 0 && now[`campfire_mails_total{result="sent"}`] == 1
	}
	for end := time.Now().Add(20 * time.Second); !settled(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("%v", now)
		}
	}
	m.Fail("554 spam")
	c.browser(iphone).signIn(c.Kevin)
	for end := time.Now().Add(20 * time.Second); c.metrics(t)[`campfire_mails_total{result="failed"}`] != 1; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("a letter that was refused is not counted")
		}
	}
}

func TestMetricsAreForTheOperator(t *testing.T) {
	c := start(t, func(s *hooks.Config) { s.MetricsToken = metricsToken })
	for name, token := range map[string]string{"guest": "", "member": c.kevin, "administrator": c.david, "wrong token": metricsToken + "!"} {
		if reply := c.Call(token, "GET", "/metrics", nil, "X-Forwarded-For", "203.0.113.9"); reply.Status != 403 || strings.Contains(reply.Raw, "campfire_") {
			t.Errorf("%s gets %d", name, reply.Status)
		}
	}
	c.ok(c.super, "GET", "/metrics", nil, "X-Forwarded-For", "203.0.113.9")
	text := c.ok("", "GET", "/metrics", nil).Raw // from the box itself
	for _, secret := range []string{metricsToken, c.epoch(), c.DataDir(), c.Watercooler, "kevin"} {
		if strings.Contains(text, secret) {
			t.Errorf("the metrics tell %q", secret)
		}
	}
}

// What is drawn and what raises an alarm must exist, or it never does.
func TestEveryNumberOfTheDashboardAndTheAlertsExists(t *testing.T) {
	c := start(t, func(s *hooks.Config) { s.MetricsToken = metricsToken })
	c.post(c.kevin, c.Watercooler, "so that there is one")
	c.ok(c.kevin, "GET", "/api/chat/rooms/"+c.Watercooler+"/messages", nil)
	text := c.ok(c.super, "GET", "/metrics", nil).Raw
	for _, file := range []string{"../deploy/prometheus/alerts.yml", "../deploy/prometheus/alerts.test.yml", "../deploy/grafana/dashboard.json"} {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		names := regexp.MustCompile(`\b(campfire|process)_[a-z_]+\b`).FindAllString(string(raw), -1)
		if len(names) < 7 {
			t.Errorf("%s names %v", file, names)
		}
		for _, name := range names {
			if !strings.Contains(text, "\n"+name+"{") && !strings.Contains(text, "\n"+name+" ") && !strings.Contains(text, "\n"+name+"_count ") {
				t.Errorf("%s asks for %s, which there is not", file, name)
			}
		}
	}
}

// Guards: deploy/prometheus/alerts.yml fires and clears. Needs Debian's package prometheus.
func TestAlertsFireAndClear(t *testing.T) {
	promtool, err := exec.LookPath("promtool")
	if err != nil {
		t.Skip("NOT TESTED: there is no promtool (apt-get install prometheus)")
	}
	test := exec.Command(promtool, "test", "rules", "alerts.test.yml")
	test.Dir = "../deploy/prometheus"
	if out, err := test.CombinedOutput(); err != nil {
		t.Errorf("%v: %s", err, out)
	}
	c := start(t)
	check := exec.Command(promtool, "check", "metrics")
	check.Stdin = strings.NewReader(c.ok("", "GET", "/metrics", nil).Raw)
	if out, err := check.CombinedOutput(); err != nil {
		t.Errorf("%v: %s", err, out)
	}
}
