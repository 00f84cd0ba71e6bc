package push_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"campfire/internal/push"
	"campfire/internal/testapp"
)

// E6: whatever the text is, it fits, and it is cut between letters.
func TestE6APayloadFitsAndItsTextIsWhole(t *testing.T) {
	family, flag, accent := "\U0001F469\u200d\U0001F467", "\U0001F1E9\U0001F1EA", "e\u0301"
	for _, letter := range []string{"a", "ü", "上", `"`, "<", "\\", family, flag, accent, "\U0001F44D\U0001F3FD"} {
		for _, most := range []int{3800, 1200} {
			for shift := range 12 {
				p := push.Payload{Kind: "message", Title: "Room", Body: strings.Repeat("x", shift) + strings.Repeat(letter, 5000), Unread: make([]string, 40)}
				raw := push.Encode(p, most)
				var back push.Payload
				if err := json.Unmarshal(raw, &back); err != nil || len(raw) > most || !utf8.Valid(raw) {
					t.Fatalf("%q: %d bytes of %d, %v", letter, len(raw), most, err)
				}
				text := strings.TrimSuffix(strings.TrimPrefix(back.Body, strings.Repeat("x", shift)), "\u2026")
				if len(text) < 100 || strings.ReplaceAll(text, letter, "") != "" {
					t.Fatalf("%q is cut to %q", letter, text[max(0, len(text)-40):])
				}
			}
		}
	}
	if raw := push.Encode(push.Payload{Body: "short"}, 3800); !strings.Contains(string(raw), `"short"`) {
		t.Errorf("a short text becomes %s", raw)
	}
}

func TestWhichEndpointsWeTalkTo(t *testing.T) {
	e := push.Endpoints{Allowed: []string{"127.0.0.1:9000"}}
	for endpoint, want := range map[string]string{
		"https://fcm.googleapis.com/fcm/send/abc":          "https://fcm.googleapis.com",
		"https://web.push.apple.com:443/abc":               "https://web.push.apple.com:443",
		"http://127.0.0.1:9000/push":                       "http://127.0.0.1:9000",
		"https://203.0.114.7/x":                            "https://203.0.114.7",
		"http://fcm.googleapis.com/x":                      "",
		"https://fcm.googleapis.com:8443/x":                "",
		"https://user:pass@fcm.googleapis.com/x":           "",
		"https://127.0.0.1/x":                              "",
		"http://127.0.0.1:9001/x":                          "",
		"https://10.1.2.3/x":                               "",
		"https://172.16.0.1/x":                             "",
		"https://192.168.1.1/x":                            "",
		"https://169.254.169.254/latest":                   "",
		"https://100.64.0.1/x":                             "",
		"https://0.0.0.0/x":                                "",
		"https://[::1]/x":                                  "",
		"https://[::]/x":                                   "",
		"https://[fe80::1]/x":                              "",
		"https://[fd00::1]/x":                              "",
		"https://[::ffff:127.0.0.1]/x":                     "",
		"https://[64:ff9b::7f00:1]/x":                      "",
		"https://224.0.0.1/x":                              "",
		"ftp://fcm.googleapis.com/x":                       "",
		"javascript:alert(1)":                              "",
		"fcm.googleapis.com":                               "",
		"https:///x":                                       "",
		"":                                                 "",
		"https://example.com/" + strings.Repeat("x", 2000): "",
	} {
		got, err := e.Check(endpoint)
		if got != want || (want == "") != errors.Is(err, push.ErrEndpoint) {
			t.Errorf("%.60q: %q %v, want %q", endpoint, got, err, want)
		}
	}
}

func TestAVAPIDSubjectIsWhatApplesServiceTakes(t *testing.T) {
	app := testapp.New(t)
	settings := app.Settings()
	settings.Meta.SenderAddress, settings.Meta.AppURL = "camp@example.net", "http://localhost:8090"
	if err := app.Save(settings); err != nil {
		t.Fatal(err)
	}
	for said, want := range map[string]string{
		"": "camp@example.net", "mailto:ops@example.org": "ops@example.org", "MAILTO:ops@example.org": "ops@example.org",
		"ops@example.org": "ops@example.org", "https://chat.example.org": "https://chat.example.org", "https://localhost": "camp@example.net",
		"http://chat.example.org": "camp@example.net", "nonsense": "camp@example.net",
	} {
		if got := push.Subject(app.App, said); got != want {
			t.Errorf("%q becomes %q, want %q", said, got, want)
		}
	}
	settings.Meta.AppURL = "https://chat.example.net"
	if err := app.Save(settings); err != nil {
		t.Fatal(err)
	}
	if got := push.Subject(app.App, ""); got != "https://chat.example.net" {
		t.Errorf("with an address of its own: %q", got)
	}
}

func TestVAPIDKeysAreMadeOnceAndThoseOfTheEnvironmentMustMatch(t *testing.T) {
	app := testapp.New(t)
	first, err := push.LoadKeys(app.App, "", "")
	if err != nil {
		t.Fatal(err)
	}
	if again, err := push.LoadKeys(app.App, "", ""); err != nil || again != first {
		t.Errorf("the second time: %v %v", again, err)
	}
	own, err := push.NewKeys()
	if err != nil || own == first {
		t.Fatalf("a new pair: %v %v", own, err)
	}
	if got, err := push.LoadKeys(app.App, own.Public, own.Private+"="); err != nil || got != own {
		t.Errorf("keys of the environment: %v %v", got, err)
	}
	for _, pair := range [][2]string{{own.Public, ""}, {"", own.Private}, {own.Public, first.Private}, {"x", "y"}} {
		if _, err := push.LoadKeys(app.App, pair[0], pair[1]); !errors.Is(err, push.ErrKeys) {
			t.Errorf("%v: %v", pair, err)
		}
	}
}

func TestRetryAfter(t *testing.T) {
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	for header, want := range map[string]time.Duration{
		"120": 2 * time.Minute, "": time.Minute, "soon": time.Minute, "-5": time.Minute,
		"Fri, 02 Jan 2026 03:05:05 GMT": time.Minute, "Fri, 02 Jan 2026 03:00:00 GMT": 0,
	} {
		if got := push.RetryAfter(header, now); got != want {
			t.Errorf("%q: %v, want %v", header, got, want)
		}
	}
}
