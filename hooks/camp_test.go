package hooks_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"testing"

	"campfire/hooks"
	"campfire/internal/testapp"

	"github.com/google/uuid"
)

// camp is a served app with a token for everybody in the cast.
type camp struct {
	*testapp.Server
	t                                  *testing.T
	david, jason, kevin, bender, super string
}

func start(t *testing.T, changes ...func(*hooks.Config)) *camp {
	t.Helper()
	t.Parallel()
	app := testapp.New(t, changes...)
	return &camp{
		Server: testapp.Serve(t, app), t: t, david: app.Token(t, app.David), jason: app.Token(t, app.Jason),
		kevin: app.Token(t, app.Kevin), bender: app.BenderKey, super: app.Superuser(t),
	}
}

// attempt is one request and its verdict.
type attempt struct {
	name, as, method, path string
	body                   any
	status                 int // 0 is any refusal: 400 to 499
	code                   string
}

// refused holds that every attempt fails as it should and leaves everything as it was.
func (c *camp) refused(attempts []attempt) {
	c.t.Helper()
	before := c.Stored(c.t)
	for _, a := range attempts {
		c.t.Run(a.name, func(t *testing.T) {
			t.Helper()
			reply := c.Call(a.as, a.method, a.path, a.body)
			if reply.Status < 400 || reply.Status >= 500 || a.status != 0 && reply.Status != a.status {
				t.Errorf("%s %s answers %d, want %d: %s", a.method, a.path, reply.Status, a.status, reply.Raw)
			}
			if a.code != "" && reply.Text("code") != a.code {
				t.Errorf("%s %s answers the code %q, want %q: %s", a.method, a.path, reply.Text("code"), a.code, reply.Raw)
			}
			if changed := before.Changed(c.Stored(t)); changed != nil {
				t.Errorf("%s %s was refused and yet changed %s", a.method, a.path, changed)
				before = c.Stored(t)
			}
		})
	}
}

// ok asks and demands success.
func (c *camp) ok(as, method, path string, body any, headers ...string) testapp.Reply {
	c.t.Helper()
	reply := c.Call(as, method, path, body, headers...)
	if reply.Status < 200 || reply.Status > 299 {
		c.t.Fatalf("%s %s answers %d: %s", method, path, reply.Status, reply.Raw)
	}
	return reply
}

const (
	messages    = "/api/collections/messages/records"
	boosts      = "/api/collections/boosts/records"
	rooms       = "/api/collections/rooms/records"
	memberships = "/api/collections/memberships/records"
	users       = "/api/collections/users/records"
)

type fields = map[string]any

// post sends a message and returns the record.
func (c *camp) post(as, room, body string) testapp.Reply {
	c.t.Helper()
	return c.ok(as, "POST", messages, fields{"room": room, "client_message_id": uuid.NewString(), "body": body})
}

func (c *camp) events(kind string) int64 {
	c.t.Helper()
	return c.Number(c.t, "SELECT COUNT(*) FROM events WHERE kind = ?", kind)
}

func (c *camp) isMember(room, user string) bool {
	c.t.Helper()
	return c.Number(c.t, "SELECT COUNT(*) FROM memberships WHERE room = ? AND user = ?", room, user) == 1
}

func (c *camp) membership(room, user string) string {
	c.t.Helper()
	return c.Text(c.t, "SELECT id FROM memberships WHERE room = ? AND user = ?", room, user)
}

// room makes one and returns its id.
func (c *camp) room(as, kind, name string, members ...string) string {
	c.t.Helper()
	return c.ok(as, "POST", rooms, fields{"kind": kind, "name": name, "members": append([]string{}, members...)}).Text("id")
}

// with returns the fields with some changed.
func with(base fields, changes fields) fields {
	made := maps.Clone(base)
	maps.Copy(made, changes)
	return made
}

func keys(object map[string]any) []string { return slices.Sorted(maps.Keys(object)) }

func encode(t *testing.T, value any) string {
	t.Helper()
	raw, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// cookieOf returns the session cookie that an answer sets, or nil.
func cookieOf(reply testapp.Reply) *http.Cookie {
	for _, cookie := range (&http.Response{Header: reply.Header}).Cookies() {
		if cookie.Name == "campfire_session" {
			return cookie
		}
	}
	return nil
}

// object is the data of an event.
func object(t *testing.T, f testapp.Frame) map[string]any {
	t.Helper()
	var data map[string]any
	if err := json.Unmarshal(f.Data, &data); err != nil {
		t.Fatal(err)
	}
	return data
}
