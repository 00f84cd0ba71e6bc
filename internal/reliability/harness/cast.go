package harness

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
)

// Members is how many accounts the cast has beside the administrator.
const Members = 20

const password = "correct horse battery"

var root = sync.OnceValues(func() (string, error) { return os.MkdirTemp("", "campfire-reliability-") })

// RemoveAll clears what the run left on disk; TestMain calls it last.
func RemoveAll() {
	if dir, err := root(); err == nil {
		os.RemoveAll(dir)
	}
}

type cast struct {
	dir              string
	admin, superuser User
	users            []User
	allTalk          string
}

// template sets a server up once: bcrypt makes accounts dear, and a copied directory costs nothing.
var template = sync.OnceValues(func() (*cast, error) {
	base, err := root()
	if err != nil {
		return nil, err
	}
	c := &cast{dir: filepath.Join(base, "template")}
	p := NewProc(c.dir, nil)
	if err := p.Start(); err != nil {
		return nil, err
	}
	if err := c.populate(p.Addr); err != nil {
		p.Kill9()
		return nil, fmt.Errorf("%w\n%s", err, p.Log())
	}
	_, err = p.Term()
	return c, err
})

func (c *cast) populate(addr string) error {
	guest := &User{addr: addr}
	c.admin = User{Name: "David", Email: "david@example.com", Password: password, addr: addr}
	if err := c.admin.enter(guest.Call("POST", "/api/chat/setup", c.admin.form())); err != nil {
		return fmt.Errorf("setup: %w", err)
	}
	var b struct {
		Account struct {
			JoinCode string `json:"join_code"`
		} `json:"account"`
		Rooms []Room `json:"rooms"`
	}
	if err := c.admin.Call("GET", "/api/chat/bootstrap", nil).Into(&b); err != nil {
		return fmt.Errorf("bootstrap: %w", err)
	}
	if len(b.Rooms) != 1 {
		return fmt.Errorf("setup left %d rooms, want 1", len(b.Rooms))
	}
	c.allTalk = b.Rooms[0].ID
	for i := range Members {
		u := User{Name: fmt.Sprintf("Member %02d", i), Email: fmt.Sprintf("member%02d@example.com", i), Password: password, addr: addr}
		if err := u.enter(guest.Call("POST", "/api/chat/join/"+b.Account.JoinCode, u.form())); err != nil {
			return fmt.Errorf("join: %w", err)
		}
		c.users = append(c.users, u)
	}
	c.superuser = User{Name: "superuser", addr: addr}
	err := guest.Call("POST", "/api/collections/_superusers/auth-with-password",
		map[string]string{"identity": c.admin.Email, "password": password}).Into(&struct {
		Token *string `json:"token"`
	}{&c.superuser.Token})
	if err != nil {
		return fmt.Errorf("superuser: %w", err)
	}
	batch := map[string]any{"batch": map[string]any{"enabled": true, "maxRequests": 100, "timeout": 5}}
	return c.superuser.Call("PATCH", "/api/settings", batch).Into(nil)
}

func (u *User) form() map[string]string {
	return map[string]string{"name": u.Name, "email": u.Email, "password": u.Password}
}

// enter takes the session out of a successful sign-in.
func (u *User) enter(r Reply) error {
	var in struct {
		User struct {
			ID string `json:"id"`
		} `json:"user"`
		Session struct {
			ID string `json:"id"`
		} `json:"session"`
		Token string `json:"token"`
	}
	if err := r.Into(&in); err != nil {
		return err
	}
	u.ID, u.Session, u.Token = in.User.ID, in.Session.ID, in.Token
	return nil
}

// SignIn opens one more session of the user.
func (u *User) SignIn() (*User, error) {
	next := &User{Name: u.Name, Email: u.Email, Password: u.Password, addr: u.addr}
	guest := &User{addr: u.addr}
	return next, next.enter(guest.Call("POST", "/api/chat/session",
		map[string]string{"identity": u.Email, "password": u.Password}))
}

// Join makes one more account, as somebody with the join link does.
func (w *World) Join(name string) *User {
	w.t.Helper()
	var b struct {
		Account struct {
			JoinCode string `json:"join_code"`
		} `json:"account"`
	}
	if err := w.Admin.Call("GET", "/api/chat/bootstrap", nil).Into(&b); err != nil {
		w.t.Fatal(err)
	}
	email := strings.ToLower(strings.ReplaceAll(name, " ", "")) + "@example.com"
	u := &User{Name: name, Email: email, Password: password, addr: w.Addr}
	if err := u.enter(Guest(w.Addr).Call("POST", "/api/chat/join/"+b.Account.JoinCode, u.form())); err != nil {
		w.t.Fatalf("join: %v", err)
	}
	return u
}

// Guest is nobody on the server at addr.
func Guest(addr string) *User { return &User{addr: addr} }

// CopyDir copies a data directory as it lies there.
func CopyDir(to, from string) error { return os.CopyFS(to, os.DirFS(from)) }
