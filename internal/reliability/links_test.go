package reliability

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"campfire/internal/reliability/harness"
)

// Guards: there is no code that follows a link in a message, whatever the flag for previews says. Whoever writes it meets
// this test first, and lets previews of public addresses only through internal/outbound.
func TestE8NoLinkInAMessageIsEverFollowed(t *testing.T) {
	t.Parallel()
	var asked atomic.Int64
	inside := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1) }))
	defer inside.Close()
	for previews, code := range map[string]string{"false": "previews_off", "true": "not_built"} {
		w := harness.Start(t, map[string]string{"OPENGRAPH_ENABLED": previews})
		room := w.Room("Links", w.Users[0])
		w.Client(w.Users[0])
		w.AllReady()
		for _, link := range []string{inside.URL, inside.URL + "/x.png", "http://localhost" + inside.URL[len("http://127.0.0.1"):]} {
			for _, text := range []string{link, `<a href="` + link + `">look</a>`, `<img src="` + link + `">see`, `[it](` + link + `)`} {
				w.Post(w.Users[0], room, text)
			}
			if r := w.Users[0].Call("POST", "/api/chat/unfurl", map[string]string{"url": link}); !strings.Contains(string(r.Body), code) {
				t.Errorf("with previews %s the door answers %d %s", previews, r.Status, r.Body)
			}
		}
		w.Check()
		time.Sleep(200 * time.Millisecond) // a queue would have begun by now
		w.Restart()
		w.AllReady()
	}
	if asked.Load() != 0 {
		t.Errorf("the server followed %d links", asked.Load())
	}
}
