package search_test

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"campfire/internal/testapp"

	"github.com/google/uuid"
)

// camp is a served app whose cast talks and searches.
type camp struct {
	*testapp.Server
	t                           *testing.T
	david, jason, kevin, bender string
}

func start(t *testing.T) *camp {
	t.Helper()
	return serve(t, testapp.New(t))
}

func serve(t *testing.T, app *testapp.App) *camp {
	t.Helper()
	return &camp{
		Server: testapp.Serve(t, app), t: t, david: app.Token(t, app.David), jason: app.Token(t, app.Jason),
		kevin: app.Token(t, app.Kevin), bender: app.BenderKey,
	}
}

const records = "/api/collections/messages/records"

func (c *camp) ok(as, method, path string, body any) testapp.Reply {
	c.t.Helper()
	reply := c.Call(as, method, path, body)
	if reply.Status < 200 || reply.Status > 299 {
		c.t.Fatalf("%s %s answers %d: %s", method, path, reply.Status, reply.Raw)
	}
	return reply
}

func (c *camp) post(as, room, body string) string {
	c.t.Helper()
	return c.ok(as, "POST", records, map[string]any{"room": room, "client_message_id": uuid.NewString(), "body": body}).Text("id")
}

// caughtUp waits until the index has everything that is in the log.
func (c *camp) caughtUp() {
	c.t.Helper()
	head := c.Number(c.t, "SELECT MAX(seq) FROM events")
	for range 500 {
		if c.Call("", "GET", "/health/detailed", nil).Number("search", "index", "applied") >= head {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	c.t.Fatalf("the index does not reach %d: %s", head, c.Call("", "GET", "/health/detailed", nil).Raw)
}

// find returns the texts that a query finds, newest first.
func (c *camp) find(as, query string, more ...string) []string {
	c.t.Helper()
	return texts(c.search(as, query, more...))
}

func (c *camp) search(as, query string, more ...string) testapp.Reply {
	c.t.Helper()
	values := url.Values{"q": {query}}
	for i := 0; i+1 < len(more); i += 2 {
		values.Set(more[i], more[i+1])
	}
	return c.ok(as, "GET", "/api/chat/search?"+values.Encode(), nil)
}

func texts(reply testapp.Reply) []string {
	found := []string{}
	for _, result := range reply.List("results") {
		message, _ := result["message"].(map[string]any)
		found = append(found, fmt.Sprint(message["body_text"]))
	}
	return found
}

func (c *camp) expect(as, query string, want ...string) {
	c.t.Helper()
	if got := c.find(as, query); !slices.Equal(got, want) {
		c.t.Errorf("%q finds\n\t%s\nwant\n\t%s", query, strings.Join(got, "\n\t"), strings.Join(want, "\n\t"))
	}
}
