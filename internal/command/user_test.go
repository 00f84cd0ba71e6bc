package command_test

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"campfire/internal/command"
	"campfire/internal/testapp"

	"github.com/pocketbase/pocketbase/core"
)

func runUser(app core.App, args ...string) (string, error) {
	var out bytes.Buffer
	c := command.User(app)
	c.SetArgs(args)
	c.SetOut(&out)
	c.SetErr(&out)
	err := c.Execute()
	return out.String(), err
}

var link = regexp.MustCompile(`^(\S+)/session/reset/(\S+)\n`)

func TestSomebodyIsHelpedBackIn(t *testing.T) {
	app := testapp.New(t)
	before := app.User(t, app.Kevin).TokenKey()
	says, err := runUser(app, "reset-password", " Kevin@Example.com")
	found := link.FindStringSubmatch(says)
	if err != nil || found == nil {
		t.Fatalf("reset-password says %q, %v", says, err)
	}
	user, err := app.FindAuthRecordByToken(found[2], core.TokenTypePasswordReset)
	if err != nil || user.Id != app.Kevin || app.User(t, app.Kevin).TokenKey() != before {
		t.Errorf("the link is for %v (%v), or it has changed something already", user, err)
	}
	says, err = runUser(app, "reset-password", "kevin@example.com", "--password")
	if err != nil || !app.User(t, app.Kevin).ValidatePassword(strings.TrimSpace(says)) {
		t.Errorf("the new password %q is not Kevin's: %v", says, err)
	}
	if n := app.Number(t, "SELECT COUNT(*) FROM sessions WHERE user = ?", app.Kevin); n != 0 {
		t.Errorf("%d sessions are left", n)
	}
	if _, err := app.FindAuthRecordByToken(found[2], core.TokenTypePasswordReset); err == nil {
		t.Error("the link works after the password changed")
	}
}

func TestPeopleAreMadeAndGivenARole(t *testing.T) {
	app := testapp.New(t)
	says, err := runUser(app, "create", "Ria@Example.com", "--name", "Ria")
	found := link.FindStringSubmatch(says)
	if err != nil || found == nil {
		t.Fatalf("create says %q, %v", says, err)
	}
	ria, err := app.FindAuthRecordByToken(found[2], core.TokenTypePasswordReset)
	if err != nil || ria.Email() != "ria@example.com" || ria.GetString("role") != "member" {
		t.Fatalf("the link is for %v: %v", ria, err)
	}
	if n := app.Number(t, "SELECT COUNT(*) FROM memberships WHERE user = ? AND room = ?", ria.Id, app.Watercooler); n != 1 {
		t.Error("she is not in the open room")
	}
	if says, err := runUser(app, "role", "ria@example.com", "administrator"); err != nil || app.User(t, ria.Id).GetString("role") != "administrator" {
		t.Errorf("role says %q, %v", says, err)
	}
	if n := app.Number(t, "SELECT COUNT(*) FROM events WHERE kind = 'user.updated' AND data LIKE '%' || ? || '%'", ria.Id); n != 2 {
		t.Errorf("the log tells of %d changes", n)
	}
	if _, err := runUser(app, "role", "ria@example.com", "member"); err != nil {
		t.Error(err)
	}
	for _, wrong := range [][]string{
		{"create", "kevin@example.com", "--name", "Kevin"}, {"create", "new@example.com"}, {"create", "new@example.com", "--name", "N", "--role", "bot"},
		{"create", "no address", "--name", "N"}, {"role", "ria@example.com", "bot"}, {"role", "nobody@example.com", "member"},
		{"role", "david@example.com", "member"}, {"reset-password", "nobody@example.com"}, {"reset-password", app.Email(t, app.Bender)}, {"reset-password"},
	} {
		if says, err := runUser(app, wrong...); err == nil {
			t.Errorf("%v works: %s", wrong, says)
		}
	}
	if n := app.Number(t, "SELECT COUNT(*) FROM users"); n != 5 {
		t.Errorf("there are %d users", n)
	}
}

func TestACommandSaysThatThereIsNoAccount(t *testing.T) {
	if says, err := runUser(testapp.Fresh(t), "create", "ria@example.com", "--name", "Ria"); err == nil || !strings.Contains(err.Error(), "first run") {
		t.Errorf("it says %q, %v", says, err)
	}
}
