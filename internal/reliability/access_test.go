package reliability

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"testing"
	"time"

	"campfire/internal/reliability/harness"
)

const revoked = time.Second // a taken right is gone within this, everywhere

// Guards: every fan-out asks the current membership, which the same ordered stream keeps (internal/realtime), and a
// resume asks again for every room.
func TestG23ARemovedMemberHearsNothingMore(t *testing.T) {
	t.Parallel()
	w := harness.Start(t, nil)
	room := w.Room("Members only", w.Users...)
	var clients []*harness.Client
	for _, u := range w.Users {
		clients = append(clients, w.Client(u))
	}
	w.AllReady()
	from, err := w.Admin.Bootstrap()
	if err != nil {
		t.Fatal(err)
	}
	stop := load(w, w.Admin, room, 100)
	rng := rand.New(rand.NewPCG(23, 1))
	in := map[*harness.Client]bool{}
	for _, c := range clients {
		in[c] = true
	}
	for range 120 {
		c := clients[rng.IntN(len(clients))]
		var reply harness.Reply
		switch {
		case rng.IntN(4) == 0:
			c.Break() // so that a resume crosses the change
			continue
		case in[c]:
			reply = w.Admin.RemoveMember(room, c.User)
		default:
			reply = w.Admin.AddMember(room, c.User)
		}
		if err := reply.Into(nil); err != nil {
			t.Fatalf("membership of %s: %v", c.User.Name, err)
		}
		in[c] = !in[c]
		time.Sleep(time.Duration(rng.IntN(8)) * time.Millisecond)
	}
	stop()
	w.Check() // I6
	for _, c := range clients {
		if polled := w.CheckPolled(c.User, from.Epoch, from.Seq); in[c] && polled == 0 {
			t.Errorf("%s polled nothing", c.User.Name)
		}
		if in[c] {
			continue
		}
		for name, reply := range map[string]harness.Reply{
			"history": c.User.Call("GET", "/api/chat/rooms/"+room+"/messages", nil),
			"send":    c.User.Post(room, harness.NewID(), "let me in"),
			"read":    c.User.MarkRead(room, 1),
		} {
			if reply.Status != http.StatusForbidden && reply.Status != http.StatusNotFound {
				t.Errorf("%s of a removed member answered %d", name, reply.Status)
			}
		}
	}
}

// Guards: the PocketBase topics are fed by the same hub with the same membership question, in the same order.
func TestG23PocketBaseTopicsKnowMembersOnlyAndKeepTheOrder(t *testing.T) {
	w := harness.Start(t, nil)
	room := w.Room("Topics", w.Users[0], w.Users[1])
	author := w.Client(w.Admin)
	w.AllReady()
	streams := map[string]*harness.Stream{}
	for _, u := range w.Users[:3] {
		s, err := harness.Listen(u, "messages/*")
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(s.Close)
		streams[u.Name] = s
	}
	for n := range 300 {
		author.Send(room, fmt.Sprintf("message %d", n))
		if n%100 == 99 { // a burst that fits the queue of an SDK client
			time.Sleep(100 * time.Millisecond)
		}
	}
	w.Quiesce()
	time.Sleep(revoked) // PocketBase's own hand-over to its SSE handler takes a moment
	if err := w.Admin.RemoveMember(room, w.Users[1]).Into(nil); err != nil {
		t.Fatal(err)
	}
	last := w.Post(w.Admin, room, "only for the one who stayed")
	time.Sleep(revoked)
	for i, want := range []int{301, 300, 0} {
		events, _ := streams[w.Users[i].Name].Events()
		got, rseq := 0, int64(0)
		for _, e := range events {
			if e.Record.Room != room || e.Action != "create" {
				continue
			}
			got++
			if e.Record.RSeq <= rseq {
				t.Errorf("%s: rseq %d after %d on a PocketBase topic", w.Users[i].Name, e.Record.RSeq, rseq)
			}
			rseq = e.Record.RSeq
			if i > 0 && e.Record.ID == last.ID {
				t.Errorf("%s was removed and got the message after it", w.Users[i].Name)
			}
		}
		if got != want {
			t.Errorf("%s got %d messages on messages/*, want %d", w.Users[i].Name, got, want)
		}
	}
	w.Check()
}

// Guards: session rows are asked on every request and end their sockets (internal/session, internal/realtime).
func TestG23ALostSessionEndsItsSockets(t *testing.T) {
	w := harness.Start(t, nil)
	for _, c := range []struct {
		name string
		end  func(victim, other *harness.User) harness.Reply
	}{
		{"signing out", func(v, _ *harness.User) harness.Reply { return v.Call("DELETE", "/api/chat/session", nil) }},
		{"revoked on another device", func(v, other *harness.User) harness.Reply {
			return other.Call("DELETE", "/api/chat/sessions/"+v.Session, nil)
		}},
		{"all others revoked", func(_, other *harness.User) harness.Reply {
			return other.Call("DELETE", "/api/chat/sessions", nil)
		}},
		{"deactivated", func(v, _ *harness.User) harness.Reply {
			return w.Superuser.Call("PATCH", "/api/collections/users/records/"+v.ID, map[string]string{"status": "deactivated"})
		}},
		{"banned", func(v, _ *harness.User) harness.Reply {
			return w.Superuser.Call("PATCH", "/api/collections/users/records/"+v.ID, map[string]string{"status": "banned"})
		}},
		{"new password by the administrator", func(v, _ *harness.User) harness.Reply {
			return w.Superuser.Call("PATCH", "/api/collections/users/records/"+v.ID,
				map[string]string{"password": "another password", "passwordConfirm": "another password"})
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			owner := w.Users[0]
			w.Users = w.Users[1:]
			victim, err := owner.SignIn()
			if err != nil {
				t.Fatal(err)
			}
			stays, err := owner.SignIn()
			if err != nil {
				t.Fatal(err)
			}
			sock, err := harness.Dial(w.Addr, victim)
			if err != nil {
				t.Fatal(err)
			}
			defer sock.Close()
			if err := sock.Send(map[string]string{"type": "resume"}); err != nil {
				t.Fatal(err)
			}
			if _, err := sock.ReadUntil(arrival, harness.TypeIs("caught_up")); err != nil {
				t.Fatal(err)
			}
			if err := c.end(victim, stays).Into(nil); err != nil {
				t.Fatal(err)
			}
			expectEnded(t, sock, revoked)
			if status := victim.Call("GET", "/api/chat/bootstrap", nil).Status; status != http.StatusUnauthorized {
				t.Errorf("an ended session answered %d over HTTP, want 401", status)
			}
			if again, err := harness.Dial(w.Addr, victim); err == nil {
				again.Close()
				t.Error("an ended session opened a socket")
			}
		})
	}
	w.Client(w.Admin)
	w.Check()
}

// expectEnded: the connection says bye for auth and closes, and carries no event after that.
func expectEnded(t *testing.T, sock *harness.Socket, limit time.Duration) {
	t.Helper()
	bye := ""
	_, err := sock.ReadUntil(limit, func(f harness.Frame) bool {
		if f.Type == "bye" {
			bye = f.Reason
		} else if bye != "" && f.Type == "event" {
			t.Errorf("event %d after bye", f.Seq)
		}
		return false
	})
	var refused *harness.CloseError
	if !errors.As(err, &refused) || bye != "auth" {
		t.Errorf("bye %q, then %v; want bye auth and a close frame within %v", bye, err, limit)
	}
}

// Guards: the expiry timer of the connection, `bye {auth}` (internal/realtime).
func TestG24ATokenThatExpiresEndsItsSocket(t *testing.T) {
	t.Parallel()
	const life = 10 * time.Second // the shortest that PocketBase allows
	w := harness.Start(t, nil)
	var users struct {
		AuthToken map[string]any `json:"authToken"`
	}
	if err := w.Superuser.Call("GET", "/api/collections/users", nil).Into(&users); err != nil {
		t.Fatal(err)
	}
	err := w.Superuser.Call("PATCH", "/api/collections/users",
		map[string]any{"authToken": map[string]any{"duration": int(life / time.Second)}}).Into(nil)
	if err != nil {
		t.Fatal(err)
	}
	short, err := w.Users[0].SignIn()
	if err != nil {
		t.Fatal(err)
	}
	sock, err := harness.Dial(w.Addr, short)
	if err != nil {
		t.Fatal(err)
	}
	defer sock.Close()
	if err := sock.Send(map[string]string{"type": "resume"}); err != nil {
		t.Fatal(err)
	}
	expectEnded(t, sock, life+2*time.Second)
	if status := short.Call("GET", "/api/chat/bootstrap", nil).Status; status != http.StatusUnauthorized {
		t.Errorf("an expired token answered %d, want 401", status)
	}
	if _, err := harness.Dial(w.Addr, short); err == nil {
		t.Error("an expired token opened a socket")
	}
	w.Client(w.Admin)
	w.Check()
}
