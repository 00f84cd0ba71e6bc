package reliability

import (
	"bytes"
	"compress/gzip"
	"database/sql"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"campfire/internal/reliability/harness"
)

// planted holds what must never be logged, by what it is.
type planted map[string]string

// Guards: addresses are cut before PocketBase's logger reads them (hooks/secrets.go), and no line of ours carries a body
// (hooks/errors.go, hooks/realtime.go nack); a refused request is no error of ours (levelFor in hooks/logs.go).
func TestE10SecretsAndTextsAreNotLogged(t *testing.T) {
	t.Parallel()
	reports := collect(t)
	w := harness.Start(t, map[string]string{"LOG_LEVEL": "info", "LOG_FORMAT": "json", "SENTRY_DSN": reports.dsn()})
	room := w.Room("Secrets", w.Users[0], w.Users[1])
	w.Client(w.Users[1])
	w.AllReady()
	p := planted{
		"a password": "planted-password-1", "a wrong password": "planted-password-2", "a text": "planted text one",
		"a text that could not be stored": "planted text two", "an edit": "planted text three", "a text without its room": "planted text four",
		"words of a search": "planted-search", "a filter": "planted-filter", "a token that is none": "planted-token", "a link that is none": "planted-link",
		"a code that is none": "planted-code", "a key that is none": "planted-key-in-a-path", "half a body": "planted-body", "a frame": "planted-frame", "a referer": "planted-referer",
	}
	p.signIn(t, w, room)
	p.write(t, w, room)
	p.wander(w, room)
	w.Quiesce()
	if _, err := w.Term(); err != nil { // the log is written down
		t.Fatal(err)
	}
	logged := w.WholeLog() + stored(t, w) + reports.text()
	for where, text := range map[string]string{"standard error": w.WholeLog(), "the collector": reports.text()} {
		if !strings.Contains(text, "A message failed") {
			t.Errorf("a failure is not told to %s: the test proves nothing", where)
		}
	}
	if strings.Contains(reports.text(), "/api/chat/transfers/hidden") { // PocketBase logs every refusal as an error
		t.Error("a link that was used twice is told to the collector of errors")
	}
	if !strings.Contains(w.WholeLog(), `"meta":{"request":"`) {
		t.Error("standard error does not name the requests")
	}
	for _, line := range []string{"A message failed", "/api/chat/join/", "/api/chat/bootstrap", "/api/chat/transfers/hidden", "/rooms/" + room + "/hidden/messages", "/hooks/hidden"} {
		if !strings.Contains(logged, line) {
			t.Errorf("%q is not in the log: the test proves nothing", line)
		}
	}
	for what, secret := range p {
		for _, form := range []string{secret, url.QueryEscape(secret), url.PathEscape(secret)} {
			if at := strings.Index(logged, form); at >= 0 {
				t.Errorf("%s is in the log: ...%s...", what, logged[max(0, at-120):min(len(logged), at+60)])
				break
			}
		}
	}
	w.Restart()
	w.Check()
}

// signIn goes through the doors with a password and adds what the server makes of it.
func (p planted) signIn(t *testing.T, w *harness.World, room string) {
	t.Helper()
	guest := harness.Guest(w.Addr)
	var b struct {
		Account struct {
			JoinCode string `json:"join_code"`
		}
	}
	if err := w.Users[0].Call(http.MethodGet, "/api/chat/bootstrap", nil).Into(&b); err != nil {
		t.Fatal(err)
	}
	p["the join code"], p["a token"] = b.Account.JoinCode, w.Users[0].Token
	join := form{"name": "Late", "email": "late@example.com", "password": p["a password"]}
	if err := guest.Call(http.MethodPost, "/api/chat/join/"+b.Account.JoinCode, join).Into(nil); err != nil {
		t.Fatal(err)
	}
	for _, password := range []string{p["a password"], p["a wrong password"]} {
		guest.Call(http.MethodPost, "/api/chat/session", form{"identity": "late@example.com", "password": password})
		guest.Call(http.MethodPost, "/api/collections/users/auth-with-password", form{"identity": "late@example.com", "password": password})
	}
	var link struct{ URL string }
	if err := w.Users[0].Call(http.MethodPost, "/api/chat/transfers", nil).Into(&link); err != nil {
		t.Fatal(err)
	}
	token := link.URL[strings.LastIndex(link.URL, "/")+1:]
	p["a sign-in link"] = token
	for range 2 {
		guest.Call(http.MethodPost, "/api/chat/transfers/"+token, nil)
	}
	var bot struct{ Key string }
	if err := w.Admin.Call(http.MethodPost, "/api/chat/bots", form{"name": "Bot"}).Into(&bot); err != nil {
		t.Fatal(err)
	}
	p["a bot's key"] = bot.Key
	keyed := harness.Guest(w.Addr)
	keyed.Token = bot.Key
	keyed.Call(http.MethodGet, "/api/chat/bootstrap", nil)
	for _, key := range []string{bot.Key, p["a key that is none"]} {
		for _, path := range []string{
			"/rooms/%/messages", "/rooms/%/messages/nosuchmessage00", "/rooms/%/messages?before=nosuchmessage00", "/rooms/%", "/rooms/%/mesages", "/rooms//%/messages",
		} {
			for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodPatch, http.MethodDelete} {
				guest.Call(method, strings.Replace(path, "%", room+"/"+key, 1), nil)
			}
		}
		guest.Call(http.MethodPost, "/hooks/"+key, form{"text": "x"})
		guest.Call(http.MethodGet, "/hooks/"+key, nil)
		guest.Call(http.MethodPost, "/hooks/"+key+"/", form{"text": "x"})
	}
}

// write puts texts in, also those that fail inside the server.
func (p planted) write(t *testing.T, w *harness.World, room string) {
	t.Helper()
	m := w.Post(w.Users[0], room, p["a text"])
	if err := w.Users[0].Edit(m.ID, p["an edit"]).Into(nil); err != nil {
		t.Fatal(err)
	}
	w.Users[0].Post("no-such-room", harness.NewID(), p["a text without its room"])
	w.Users[0].Call(http.MethodPost, "/api/collections/messages/records", []byte(`{"room":"`+room+`","body":"`+p["half a body"]))
	w.Arm("send.inTx=error@1")
	author := w.Client(w.Users[0])
	author.Ready(arrival)
	author.Send(room, p["a text that could not be stored"])
	author.Settled(arrival)
	w.Struck("send.inTx")
	sock, err := harness.Dial(w.Addr, w.Users[0])
	if err != nil {
		t.Fatal(err)
	}
	defer sock.Close()
	_ = sock.Send(form{"type": "send", "room": 7, "body": p["a frame"]})
	_ = sock.Send(form{"type": p["a frame"]})
	time.Sleep(50 * time.Millisecond)
}

// wander asks for addresses that hold what is nobody's business.
func (p planted) wander(w *harness.World, room string) {
	guest := harness.Guest(w.Addr)
	guest.Token = p["a token that is none"]
	guest.Call(http.MethodGet, "/api/chat/bootstrap", nil)
	guest.Call(http.MethodGet, "/api/chat/bootstrap?token="+p["a token that is none"], nil)
	guest.Call(http.MethodPost, "/api/chat/transfers/"+p["a link that is none"], nil)
	guest.Call(http.MethodPost, "/api/chat/join/"+p["a code that is none"], form{"name": "x"})
	guest.Call(http.MethodGet, "/join/"+p["a code that is none"], nil)
	for _, user := range []*harness.User{guest, w.Users[0]} {
		user.Call(http.MethodGet, "/api/chat/search?q="+p["words of a search"], nil)
		user.Call(http.MethodGet, "/api/chat/search?room=nowhere&q="+p["words of a search"], nil)
		user.Call(http.MethodGet, "/api/collections/messages/records?filter="+url.QueryEscape(`body~"`+p["a filter"]+`"`), nil)
		user.Call(http.MethodGet, "/api/chat/rooms/"+room+"/messages?"+p["a filter"], nil)
	}
	request, err := http.NewRequest(http.MethodGet, "http://"+w.Addr+"/api/chat/bootstrap", nil)
	if err != nil {
		return
	}
	request.Header.Set("Referer", "http://"+w.Addr+"/search?q="+p["a referer"])
	if reply, err := http.DefaultClient.Do(request); err == nil {
		_ = reply.Body.Close()
	}
}

// collector takes what would go to Sentry.
type collector struct {
	*httptest.Server
	mu   sync.Mutex
	body bytes.Buffer
}

func collect(t *testing.T) *collector {
	c := &collector{}
	c.Server = httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		var body io.Reader = r.Body
		if r.Header.Get("Content-Encoding") == "gzip" {
			var err error
			if body, err = gzip.NewReader(r.Body); err != nil {
				t.Error(err)
				return
			}
		}
		c.mu.Lock()
		defer c.mu.Unlock()
		_, _ = io.Copy(&c.body, body)
	}))
	t.Cleanup(c.Close)
	return c
}

func (c *collector) dsn() string { return strings.Replace(c.URL, "://", "://publickey@", 1) + "/1" }

func (c *collector) text() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.body.String()
}

// stored is the log that the dashboard shows.
func stored(t *testing.T, w *harness.World) string {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(w.Dir, "auxiliary.db")+"?mode=ro&_pragma=busy_timeout(5000)")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var text string
	if err := db.QueryRow("SELECT group_concat(message || ' ' || data, char(10)) FROM _logs").Scan(&text); err != nil {
		t.Fatal(err)
	}
	return text
}
