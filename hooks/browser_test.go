package hooks_test

import (
	"net/http"

	"campfire/internal/testapp"
)

// browser is one that keeps its cookies.
type browser struct {
	c              *camp
	agent          string
	name, id, auth string
}

func (c *camp) browser(agent string) *browser { return &browser{c: c, agent: agent} }

// send puts a request as a page of ours does.
func (b *browser) send(method, path string, body any) testapp.Reply {
	b.c.t.Helper()
	headers := []string{"Sec-Fetch-Site", "same-origin", "User-Agent", b.agent}
	if b.name != "" {
		headers = append(headers, "Cookie", "campfire_device="+b.name)
	}
	reply := b.c.Call("", method, path, body, headers...)
	if cookie := deviceOf(reply); cookie != nil {
		b.name = cookie.Value
	}
	if reply.Status == 200 && reply.Text("token") != "" {
		b.auth, b.id = reply.Text("token"), reply.Text("session", "id")
	}
	return reply
}

// signIn signs one of the cast in with their password.
func (b *browser) signIn(user string) *browser {
	b.c.t.Helper()
	reply := b.send("POST", "/api/chat/session", fields{"identity": b.c.Email(b.c.t, user), "password": testapp.Password})
	if reply.Status != 200 {
		b.c.t.Fatalf("sign-in answers %d %s", reply.Status, reply.Raw)
	}
	return b
}

func deviceOf(reply testapp.Reply) *http.Cookie {
	for _, cookie := range (&http.Response{Header: reply.Header}).Cookies() {
		if cookie.Name == "campfire_device" {
			return cookie
		}
	}
	return nil
}

func (b *browser) named(name string) *browser {
	b.name = name
	return b
}
