package hooks_test

import (
	"regexp"
	"strings"
	"testing"

	"campfire/collections"
	"campfire/hooks"
	"campfire/internal/testapp"
)

const authDoor = "/api/collections/users/"

var (
	digits    = regexp.MustCompile(`\b\d{8}\b`)
	resetLink = regexp.MustCompile(`https://chat\.example\.com/session/(reset|verify)/(\S+)`)
)

// code asks for a code by mail and returns what to sign in with.
func (c *camp) code(m *testapp.Mailbox, email string) fields {
	c.t.Helper()
	before := len(m.Mails())
	otp := c.ok("", "POST", authDoor+"request-otp", fields{"email": email}).Text("otpId")
	letters := m.Wait(before + 1)
	return fields{"otp_id": otp, "code": digits.FindString(letters[before].Text)}
}

func TestWithoutMailNoDoorThatNeedsItIsShownOrOpen(t *testing.T) {
	c := start(t)
	methods := c.ok("", "GET", "/api/chat/setup", nil)
	if methods.Get("auth_methods", "otp") != false || methods.Get("auth_methods", "reset") != false || methods.Get("auth_methods", "password") != true {
		t.Errorf("guests are shown %s", methods.Raw)
	}
	email := fields{"email": "kevin@example.com"}
	c.refused([]attempt{
		{"a code", "", "POST", authDoor + "request-otp", email, 403, "mail_off"},
		{"a reset", "", "POST", authDoor + "request-password-reset", email, 403, "mail_off"},
		{"a proof", "", "POST", authDoor + "request-verification", email, 403, "mail_off"},
		{"a change", c.kevin, "POST", authDoor + "request-email-change", fields{"newEmail": "kev@example.com"}, 403, "mail_off"},
	})
}

func TestACodeByMailSignsInOnce(t *testing.T) {
	c := start(t)
	m := testapp.NewMailbox(t, c.App)
	if methods := c.ok("", "GET", "/api/chat/setup", nil); methods.Get("auth_methods", "otp") != true || methods.Get("auth_methods", "reset") != true {
		t.Errorf("guests are shown %s", methods.Raw)
	}
	c.Exec(t, "UPDATE users SET verified = TRUE WHERE id = ?", c.Kevin)
	proof := c.code(m, "kevin@example.com")
	before := c.Stored(t)
	for name, wrong := range map[string]fields{
		"another code": with(proof, fields{"code": "00000000"}), "no code": with(proof, fields{"code": ""}), "another id": with(proof, fields{"otp_id": "x"}),
	} {
		if reply := c.Call("", "POST", "/api/chat/session", wrong); reply.Status != 401 || reply.Text("code") != "wrong_code" || cookieOf(reply) != nil {
			t.Errorf("%s: %d %s", name, reply.Status, reply.Raw)
		}
	}
	if changed := before.Changed(c.Stored(t)); changed != nil {
		t.Errorf("wrong codes changed %s", changed)
	}
	typed := proof["code"].(string)
	reply := c.ok("", "POST", "/api/chat/session", with(proof, fields{"code": typed[:4] + " " + typed[4:]}))
	if cookieOf(reply) == nil || reply.Text("user", "id") != c.Kevin {
		t.Fatalf("the code answers %s", reply.Raw)
	}
	c.ok(reply.Text("token"), "GET", "/api/chat/bootstrap", nil)
	if again := c.Call("", "POST", "/api/chat/session", proof); again.Text("code") != "wrong_code" {
		t.Errorf("the code works twice: %s", again.Raw)
	}
	c.ok("", "POST", "/api/chat/session", fields{"identity": "kevin@example.com", "password": testapp.Password})
}

func TestACodeIsForNobodyWhoMayNotComeIn(t *testing.T) {
	c := start(t)
	m := testapp.NewMailbox(t, c.App)
	c.ok(c.david, "POST", "/api/chat/users/"+c.Kevin+"/ban", nil)
	for _, email := range []string{"kevin@example.com", c.Email(t, c.Bender), "nobody@example.com"} {
		if reply := c.Call("", "POST", authDoor+"request-otp", fields{"email": email}); reply.Status != 200 || len(reply.Text("otpId")) != 15 {
			t.Errorf("%s: asking for a code answers %d %s", email, reply.Status, reply.Raw)
		}
		if reply := c.Call("", "POST", authDoor+"request-password-reset", fields{"email": email}); reply.Status != 204 {
			t.Errorf("%s: asking for a reset answers %d %s", email, reply.Status, reply.Raw)
		}
	}
	c.code(m, "jason@example.com") // mail goes out
	if got := m.Mails(); len(got) != 1 || got[0].To != "jason@example.com" {
		t.Errorf("mail went to %v", got)
	}
}

func TestTriesAreCountedTogetherAtEveryDoor(t *testing.T) {
	c := start(t, func(config *hooks.Config) { config.Limits.SignIns = 10 })
	m := testapp.NewMailbox(t, c.App)
	proof := c.code(m, "kevin@example.com")                          // one of ten
	for i, doors := range [][]int{{0, 1, 2}, {0, 1, 2}, {2, 2, 2}} { // PocketBase itself takes five tries at a code
		for _, at := range doors {
			door := []struct {
				path string
				body fields
			}{
				{"/api/chat/session", with(proof, fields{"code": "00000000"})},
				{authDoor + "auth-with-otp", fields{"otpId": proof["otp_id"], "password": "00000000"}},
				{authDoor + "auth-with-password", fields{"identity": "kevin@example.com", "password": "wrong"}},
			}[at]
			if reply := c.Call("", "POST", door.path, door.body); reply.Status != 400 && reply.Status != 401 {
				t.Fatalf("round %d: %s answers %d %s", i, door.path, reply.Status, reply.Raw)
			}
		}
	}
	for path, body := range map[string]fields{
		"/api/chat/session":                                  proof,
		authDoor + "auth-with-otp":                           {"otpId": proof["otp_id"], "password": proof["code"]},
		authDoor + "auth-with-password":                      {"identity": "kevin@example.com", "password": testapp.Password},
		authDoor + "auth-with-oauth2":                        {"provider": "oidc", "code": "x"},
		authDoor + "request-otp":                             {"email": "kevin@example.com"},
		authDoor + "confirm-password-reset":                  {"token": "x", "password": "x"},
		"/api/collections/_superusers/auth-with-password":    {"identity": "dashboard@example.com", "password": testapp.Password},
		"/api/collections/_pb_users_auth_/auth-with-otp":     {"otpId": proof["otp_id"], "password": proof["code"]},
		"/api/collections/_pb_users_auth_/request-otp":       {"email": "kevin@example.com"},
		"/api/collections/users/auth-with-otp?fields=record": {"otpId": proof["otp_id"], "password": proof["code"]},
	} {
		if reply := c.Call("", "POST", path, body); reply.Status != 429 || reply.Header.Get("Retry-After") == "" {
			t.Errorf("the eleventh try at %s answers %d %s", path, reply.Status, reply.Raw)
		}
	}
}

func TestAPasswordIsResetByMail(t *testing.T) {
	c := start(t)
	m := testapp.NewMailbox(t, c.App)
	c.account(fields{"name": "Camp\r\nBcc: evil@example.com"})
	c.ok("", "POST", authDoor+"request-password-reset", fields{"email": "kevin@example.com"}, "Accept-Language", "de-AT,de;q=0.9,en;q=0.5")
	letter := m.Wait(1)[0]
	if letter.Header.Get("Bcc") != "" || strings.Contains(strings.SplitN(letter.Raw, "\r\n\r\n", 2)[0], "\nBcc") {
		t.Errorf("a name makes a header:\n%s", letter.Raw)
	}
	if !strings.HasPrefix(letter.Subject, "Neues Passwort wählen – Camp Bcc:") || !strings.Contains(letter.HTML, `<html lang="de">`) {
		t.Errorf("the subject is %q", letter.Subject)
	}
	link := resetLink.FindStringSubmatch(letter.Text)
	if link == nil || !strings.Contains(letter.HTML, link[0]) {
		t.Fatalf("no link in:\n%s", letter.Text)
	}
	confirm := fields{"token": link[2], "password": "another one", "passwordConfirm": "another one"}
	c.refused([]attempt{
		{"a short password", "", "POST", authDoor + "confirm-password-reset", with(confirm, fields{"password": "short", "passwordConfirm": "short"}), 400, ""},
		{"a token that is cut", "", "POST", authDoor + "confirm-password-reset", with(confirm, fields{"token": link[2][:len(link[2])-2]}), 400, ""},
	})
	c.ok("", "POST", authDoor+"confirm-password-reset", confirm)
	if reply := c.Call(c.kevin, "GET", "/api/chat/bootstrap", nil); reply.Status != 401 {
		t.Errorf("the old session answers %d", reply.Status)
	}
	c.ok("", "POST", "/api/chat/session", fields{"identity": "kevin@example.com", "password": "another one"})
	c.refused([]attempt{{"the link twice", "", "POST", authDoor + "confirm-password-reset", confirm, 400, ""}})
}

func TestASecondProofIsAskedForAtEveryDoor(t *testing.T) {
	c := start(t)
	m := testapp.NewMailbox(t, c.App)
	p := testapp.NewProvider(t)
	p.Enable(t, c.App, false)
	users, err := c.FindCollectionByNameOrId(collections.Users)
	if err != nil {
		t.Fatal(err)
	}
	users.MFA.Enabled = true
	if err := c.Save(users); err != nil {
		t.Fatal(err)
	}
	c.Exec(t, "UPDATE users SET verified = TRUE WHERE id = ?", c.Kevin)
	p.Is(ria(fields{"sub": "k-1", "email": "kevin@example.com"}))
	sessions := c.Number(t, "SELECT COUNT(*) FROM sessions")
	password := fields{"identity": "kevin@example.com", "password": testapp.Password}
	for name, reply := range map[string]testapp.Reply{
		"password": c.Call("", "POST", "/api/chat/session", password), "provider": c.arrive(p, nil),
	} {
		mfa := reply.Text("data", "mfa_id")
		if reply.Status != 401 || reply.Text("code") != "mfa_required" || mfa == "" || cookieOf(reply) != nil || reply.Text("token") != "" {
			t.Fatalf("%s alone answers %d %s", name, reply.Status, reply.Raw)
		}
		if n := c.Number(t, "SELECT COUNT(*) FROM sessions"); n != sessions {
			t.Errorf("%s alone makes a session", name)
		}
		if name == "password" {
			if again := c.Call("", "POST", "/api/chat/session", with(password, fields{"mfa_id": mfa})); again.Status == 200 {
				t.Error("the password twice is enough")
			}
		}
		proof := c.code(m, "kevin@example.com")
		if reply := c.Call("", "POST", "/api/chat/session", with(proof, fields{"mfa_id": "nosuchproof0000"})); reply.Status == 200 {
			t.Error("a made-up first proof is enough")
		}
		proof = c.code(m, "kevin@example.com")
		done := c.ok("", "POST", "/api/chat/session", with(proof, fields{"mfa_id": mfa}))
		c.ok(done.Text("token"), "GET", "/api/chat/bootstrap", nil)
		sessions++
	}
	first := func() string { return c.Call("", "POST", "/api/chat/session", password).Text("data", "mfa_id") }
	if done := c.arrive(p, fields{"mfa_id": first()}); done.Status != 200 || cookieOf(done) == nil {
		t.Errorf("the password and then the provider: %d %s", done.Status, done.Raw)
	}
	if done := c.arrive(p, fields{"mfa_id": "nosuchproof0000"}); done.Status == 200 {
		t.Error("a made-up first proof and then the provider are enough")
	}
	c.Exec(t, "UPDATE users SET verified = TRUE WHERE id = ?", c.Jason)
	p.Is(ria(fields{"sub": "j-1", "email": "jason@example.com"}))
	if done := c.arrive(p, fields{"mfa_id": first()}); done.Status == 200 || cookieOf(done) != nil {
		t.Error("Kevin's password and Jason's provider are enough")
	}
	p.Is(ria(fields{"sub": "k-1", "email": "kevin@example.com"}))
	if reply := c.end(c.begin(p, c.kevin, nil), c.kevin); reply.Status != 200 {
		t.Errorf("somebody who is inside connects the provider and gets %d %s", reply.Status, reply.Raw)
	}
	if reply := c.Call("", "POST", authDoor+"auth-with-password", password); reply.Status != 401 || reply.Text("token") != "" {
		t.Errorf("PocketBase's door answers %d %s", reply.Status, reply.Raw)
	}
	c.refused([]attempt{{"a wrong password", "", "POST", "/api/chat/session", with(password, fields{"password": "wrong"}), 401, "unauthorized"}})
}

func TestWithoutPasswordsNobodySignsInOrJoinsWithOne(t *testing.T) {
	c := start(t)
	users, err := c.FindCollectionByNameOrId(collections.Users)
	if err != nil {
		t.Fatal(err)
	}
	users.PasswordAuth.Enabled = false
	if err := c.Save(users); err != nil {
		t.Fatal(err)
	}
	c.refused([]attempt{
		{"signs in", "", "POST", "/api/chat/session", fields{"identity": "kevin@example.com", "password": testapp.Password}, 403, "password_off"},
		{"joins", "", "POST", "/api/chat/join/" + testapp.JoinCode, fields{"name": "Ria", "email": "ria@example.com", "password": testapp.Password}, 403, "join_provider"},
		{"PocketBase's door", "", "POST", authDoor + "auth-with-password", fields{"identity": "kevin@example.com", "password": testapp.Password}, 403, ""},
	})
}
