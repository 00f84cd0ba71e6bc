package command_test

import (
	"bytes"
	"strings"
	"testing"

	"campfire/internal/command"
	"campfire/internal/testapp"

	"github.com/pocketbase/pocketbase/core"
)

func run(app core.App, args ...string) (string, error) {
	var out bytes.Buffer
	c := command.Flags(app)
	c.SetArgs(args)
	c.SetOut(&out)
	c.SetErr(&out)
	err := c.Execute()
	return out.String(), err
}

func TestFlagsAreShownAndChanged(t *testing.T) {
	app := testapp.New(t)
	steps := []struct {
		args, says string
		fails      bool
	}{
		{"list", "search_enabled      on     default  on       -            -", false},
		{"set search_enabled off", "search_enabled is off (override)", false},
		{"list", "search_enabled      off    override  on       -            off", false},
		{"set max_file_size 1048576", "max_file_size is 1048576 (override)", false},
		{"set files_enabled TRUE", "files_enabled is on (override)", false},
		{"unset search_enabled", "search_enabled is on (default)", false},
		{"list", "version 5", false},
		{"set search_enabled perhaps", "search_enabled: a switch is on or off", true},
		{"set max_file_size -1", "unknown shorthand flag", true},
		{"set max_file_size big", "max_file_size: a switch is on or off, a size a number of bytes", true},
		{"set teleport on", "teleport: no such flag", true},
		{"set search_enabled", "accepts 2 arg(s)", true},
	}
	for _, step := range steps {
		says, err := run(app, strings.Fields(step.args)...)
		if !strings.Contains(says, step.says) || (err != nil) != step.fails {
			t.Errorf("flags %s: %v\n%s", step.args, err, says)
		}
	}
	if n := app.Number(t, "SELECT COUNT(*) FROM events WHERE kind = 'flags.updated'"); n != 4 {
		t.Errorf("four changes made %d events", n)
	}
}
