package command_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"campfire/internal/command"
	"campfire/internal/testapp"
)

func TestExportsGoWhereTheyAreWanted(t *testing.T) {
	app, dir := testapp.New(t), t.TempDir()
	released := "UPDATE users SET status = 'deactivated', email = ? WHERE id = ?"
	app.Exec(t, released, "kevin-deactivated-abcdefghijkl@example.com", app.Kevin)
	for i, who := range []string{" David@Example.com", "kevin@example.com", app.Jason} {
		path := filepath.Join(dir, string(rune('a'+i)))
		if says, err := runOf(command.Export(app), path, "--user", who); err != nil || !strings.HasPrefix(says, path+": 0 messages") {
			t.Errorf("%s: %s %v", who, says, err)
		}
	}
	if raw, err := os.ReadFile(filepath.Join(dir, "b", "person.json")); err != nil || !strings.Contains(string(raw), `"email": "kevin@example.com"`) {
		t.Errorf("somebody who left: %s %v", raw, err)
	}
	if says, err := runOf(command.Export(app), filepath.Join(dir, "all.zip"), "--all"); err != nil || !strings.Contains(says, "in 3 rooms") {
		t.Errorf("everything: %s %v", says, err)
	}
	app.Exec(t, released, "kevin-deactivated-mmmmmmmmmmmm@example.com", app.Jason)
	fresh := filepath.Join(dir, "fresh")
	for _, wrong := range []struct {
		args []string
		says string
	}{
		{[]string{fresh}, "--user"}, {[]string{fresh, "--all", "--user", "david@example.com"}, "either"}, {[]string{"--all"}, "arg"},
		{[]string{fresh, "--user", "david@example.com", "--no-pings"}, "goes with --all"}, {[]string{fresh, "--user", "nobody@example.com"}, "nobody here"},
		{[]string{fresh, "--user", app.Bender}, "is a bot"}, {[]string{fresh, "--user", app.Email(t, app.Bender)}, "nobody here"},
		{[]string{fresh, "--user", "kevin@example.com"}, "several people"}, {[]string{filepath.Join(dir, "a"), "--all"}, "is there already"},
		{[]string{filepath.Join(app.DataDir(), "out"), "--all"}, "in the data directory"}, {[]string{filepath.Join(dir, "no", "where"), "--all"}, "no such"},
	} {
		if says, err := runOf(command.Export(app), wrong.args...); err == nil || !strings.Contains(err.Error(), wrong.says) {
			t.Errorf("%v: %s %v", wrong.args, says, err)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "*")); len(left) != 4 {
		t.Errorf("there are %v", left)
	}
	if _, err := runOf(command.Export(testapp.Fresh(t)), fresh, "--all"); err == nil || !strings.Contains(err.Error(), "first run") {
		t.Errorf("before the first run: %v", err)
	}
}
