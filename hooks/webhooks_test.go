package hooks_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// call is one request that a bot got.
type call struct {
	header http.Header
	body   string
}

// listen starts a bot that answers as told, and has Bender called there.
func (c *camp) listen(answer http.HandlerFunc) (calls chan call, secret string) {
	c.t.Helper()
	calls = make(chan call, 100)
	bot := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		raw, _ := io.ReadAll(r.Body)
		calls <- call{r.Header, string(raw)}
		answer(w, r)
	}))
	c.t.Cleanup(bot.Close)
	set := c.ok(c.david, "PATCH", "/api/chat/bots/"+c.Bender, fields{"webhook_url": bot.URL})
	return calls, set.Text("webhook_secret")
}

func says(kind, text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", kind)
		_, _ = io.WriteString(w, text)
	}
}

// ended waits until so many calls have ended, and returns the state and error of the newest.
func (c *camp) ended(n int64) string {
	c.t.Helper()
	for end := time.Now().Add(testPatience); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if c.Number(c.t, "SELECT COUNT(*) FROM jobs WHERE kind = 'webhook.deliver' AND (state = 'done' OR error != '')") >= n {
			return c.Text(c.t, "SELECT state || ' ' || error FROM jobs WHERE kind = 'webhook.deliver' ORDER BY rowid DESC LIMIT 1")
		}
	}
	c.t.Fatal("the call did not end")
	return ""
}

func (c *camp) said() int64 {
	return c.Number(c.t, "SELECT COUNT(*) FROM messages WHERE author = ?", c.Bender)
}

// signed is the signature that a call should carry, made as Standard Webhooks says.
func signed(t *testing.T, secret string, got call) string {
	t.Helper()
	raw, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
	if err != nil || len(raw) != 32 {
		t.Fatalf("the secret is %q", secret)
	}
	mac := hmac.New(sha256.New, raw)
	_, _ = fmt.Fprintf(mac, "%s.%s.%s", got.header.Get("Webhook-Id"), got.header.Get("Webhook-Timestamp"), got.body)
	return "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// pathIn is where a call says that answers go.
func pathIn(t *testing.T, got call) string {
	t.Helper()
	var told struct{ Room struct{ Path string } }
	if err := json.Unmarshal([]byte(got.body), &told); err != nil {
		t.Fatal(err)
	}
	return told.Room.Path
}

func TestABotIsCalledSignedAndAnswersOnce(t *testing.T) {
	c := start(t)
	calls, secret := c.listen(says("text/plain", "1 < 2"))
	ping := c.room(c.kevin, "direct", "", c.Bender)
	c.post(c.kevin, ping, "<b>psst</b> @Bender there?")
	if got := c.ended(1); got != "done " {
		t.Fatalf("the call ended %q", got)
	}
	got := <-calls
	if want := signed(t, secret, got); got.header.Get("Webhook-Signature") != want {
		t.Errorf("signed %q, want %q", got.header.Get("Webhook-Signature"), want)
	}
	var told struct {
		User struct{ ID, Name string }
		Room struct {
			ID, Path string
			Name     *string
		}
		Message struct {
			ID, Path string
			Body     struct{ HTML, Plain string }
		}
	}
	if err := json.Unmarshal([]byte(got.body), &told); err != nil {
		t.Fatal(err)
	}
	if told.User.ID != c.Kevin || told.Room.ID != ping || told.Room.Name != nil || told.Message.Body.HTML != "<b>psst</b> @Bender there?" ||
		told.Message.Body.Plain != "psst  there?" || told.Message.Path != "/rooms/"+ping+"/@1" {
		t.Errorf("told %s", got.body)
	}
	if body := c.Text(t, "SELECT body FROM messages WHERE author = ?", c.Bender); body != "1 &lt; 2" {
		t.Errorf("the reply is %q", body)
	}
	if reply := c.Call("", "GET", told.Room.Path, nil); reply.Status != 200 {
		t.Errorf("the path in the call answers %d", reply.Status)
	}
	c.ok(c.david, "PATCH", "/api/chat/bots/"+c.Bender, fields{"webhook_url": ""})
	if reply := c.Call("", "GET", told.Room.Path, nil); reply.Status != 401 {
		t.Errorf("the key of a webhook that is gone answers %d", reply.Status)
	}
}

func TestWhoIsCalled(t *testing.T) {
	c := start(t)
	calls, _ := c.listen(says("text/html", "<b>yes</b>"))
	mention := `<span class="mention" data-user="` + c.Bender + `">@Bender</span> hi`
	c.post(c.kevin, c.Watercooler, "nobody is named")
	c.post(c.bender, c.Watercooler, mention)
	before := c.said()
	c.post(c.kevin, c.Watercooler, mention)
	c.ended(1)
	if len(calls) != 1 || !strings.Contains((<-calls).body, `"plain":"hi"`) || c.said() != before+1 {
		t.Errorf("%d more calls, %d replies", len(calls), c.said()-before)
	}
	c.Exec(t, "UPDATE webhooks SET rooms = json_array(?)", c.Watercooler)
	c.post(c.kevin, c.Watercooler, "everything")
	c.ended(2)
	if len(calls) != 1 || c.said() != before+2 {
		t.Errorf("with a chosen room: %d calls, %d replies", len(calls), c.said()-before)
	}
}

func TestWhatIsNoReply(t *testing.T) {
	for name, test := range map[string]struct {
		answer http.HandlerFunc
		ends   string
	}{
		"nothing":     {says("text/html", ""), "done "},
		"204":         {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(204) }, "done "},
		"other JSON":  {says("application/json", `{"ok":true}`), "done "},
		"10 MB":       {says("text/plain", strings.Repeat("x", 10<<20)), "dead the answer is over 256 KiB"},
		"bad UTF-8":   {says("text/plain", "a\xffb"), "dead the answer is not UTF-8"},
		"a HTML bomb": {says("text/html", strings.Repeat("<b>", 80_000)), "dead"},
		"an error page": {func(w http.ResponseWriter, _ *http.Request) {
			http.Error(w, "oops", 500)
		}, "waiting the webhook answered 500"},
		"not there": {http.NotFound, "dead the webhook answered 404"},
		"a redirect": {func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://169.254.169.254/", http.StatusFound)
		}, "dead the webhook answered 302"},
		"too many": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", "120")
			w.WriteHeader(429)
		}, "waiting the webhook answered 429"},
	} {
		t.Run(name, func(t *testing.T) {
			c := start(t)
			c.listen(test.answer)
			ping := c.room(c.kevin, "direct", "", c.Bender)
			c.post(c.kevin, ping, "hello")
			if got := c.ended(1); !strings.HasPrefix(got, test.ends) {
				t.Errorf("it ended %q, want %q", got, test.ends)
			}
			if n := c.said(); n != 0 {
				t.Errorf("the bot said %d things", n)
			}
		})
	}
}

func TestG43ARepeatedCallIsAnsweredOnce(t *testing.T) {
	c := start(t)
	var n atomic.Int64
	calls, _ := c.listen(func(w http.ResponseWriter, r *http.Request) {
		says("text/plain", fmt.Sprint("answer ", n.Add(1)))(w, r)
	})
	ping := c.room(c.kevin, "direct", "", c.Bender)
	c.post(c.kevin, ping, "hello")
	c.ended(1)
	first := (<-calls).header.Get("Webhook-Id")
	// As after a death between the reply and the note of it.
	c.Exec(t, "UPDATE jobs SET state = 'waiting', finished = '' WHERE kind = 'webhook.deliver'")
	select {
	case again := <-calls:
		if again.header.Get("Webhook-Id") != first {
			t.Error("the call has another id")
		}
	case <-time.After(testPatience):
		t.Fatal("it was not called again")
	}
	if got := c.ended(1); got != "done " || c.said() != 1 {
		t.Errorf("it ended %q, and the bot said %d things", got, c.said())
	}
}

func TestG43AReplyCallsNobody(t *testing.T) {
	c := start(t)
	calls, _ := c.listen(says("text/plain", "and you?"))
	url := c.Text(t, "SELECT url FROM webhooks")
	other := c.ok(c.david, "POST", "/api/chat/bots", fields{"name": "R2", "webhook_url": url}).Text("user", "id")
	c.post(c.kevin, c.room(c.kevin, "direct", "", c.Bender, other), "hello, both")
	c.ended(2)
	// A call for a later message shows that the replies were looked at.
	c.post(c.kevin, c.room(c.kevin, "direct", "", c.Bender), "hello")
	c.ended(3)
	if len(calls) != 3 {
		t.Errorf("%d calls, want 3", len(calls))
	}
}

func TestSilenceIsToldInTheRoom(t *testing.T) {
	for name, answer := range map[string]http.HandlerFunc{
		"a hang": func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() },
		"an endless stream": func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "text/plain")
			for r.Context().Err() == nil {
				_, _ = io.WriteString(w, "x")
				w.(http.Flusher).Flush()
				time.Sleep(100 * time.Millisecond)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			c := start(t)
			c.listen(answer)
			c.post(c.kevin, c.room(c.kevin, "direct", "", c.Bender), "hello")
			for end := time.Now().Add(20 * time.Second); c.said() == 0 && time.Now().Before(end); {
				time.Sleep(50 * time.Millisecond)
			}
			if got := c.ended(1); !strings.HasPrefix(got, "dead") {
				t.Errorf("it ended %q", got)
			}
			if text := c.Text(t, "SELECT body FROM messages WHERE author = ?", c.Bender); text != "Failed to respond within 7 seconds" {
				t.Errorf("the room is told %q", text)
			}
		})
	}
}
