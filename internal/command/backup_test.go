package command_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"campfire/internal/command"
	"campfire/internal/testapp"

	"github.com/spf13/cobra"
)

func runOf(c *cobra.Command, args ...string) (string, error) {
	var out bytes.Buffer
	c.SetArgs(args)
	c.SetOut(&out)
	c.SetErr(&out)
	err := c.Execute()
	return out.String(), err
}

func TestBackupsGoWhereTheyAreWanted(t *testing.T) {
	app := testapp.New(t)
	dir := t.TempDir()
	for _, name := range []string{"campfire_20200101000000.zip", "campfire_20200102000000.zip", "mine.zip"} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	says, err := runOf(command.Backup(app), dir, "--keep", "2")
	left, _ := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(left) != 3 || strings.Contains(strings.Join(left, " "), "20200101") {
		t.Errorf("a directory has %v (%v, %s)", left, err, says)
	}
	file := filepath.Join(dir, "one.zip")
	if says, err := runOf(command.Backup(app), file); err != nil || !strings.HasPrefix(says, file) {
		t.Errorf("a file: %s %v", says, err)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("others may read it: %v %v", info, err)
	}
	if says, err := runOf(command.Backup(app), "-"); err != nil || !strings.HasPrefix(says, "PK") {
		t.Errorf("the output has %.20q, %v", says, err)
	}
	if says, err := runOf(command.Backup(app)); err != nil || !strings.Contains(says, filepath.Join(app.DataDir(), "backups", "campfire_")) {
		t.Errorf("without a place: %s %v", says, err)
	}
	for _, wrong := range [][]string{
		{file}, {filepath.Join(app.DataDir(), "b.zip")}, {filepath.Join(dir, "nowhere", "b.zip")}, {file + "2", "--keep", "3"}, {"--keep", "3"}, {dir, "--keep", "-1"}, {dir, dir},
	} {
		if says, err := runOf(command.Backup(app), wrong...); err == nil {
			t.Errorf("%v works: %s", wrong, says)
		}
	}
	if parts, _ := filepath.Glob(filepath.Join(dir, ".*")); len(parts) > 0 {
		t.Errorf("left over: %v", parts)
	}
}

func TestBackupsAreScheduled(t *testing.T) {
	app := testapp.New(t)
	for _, step := range []struct {
		args  []string
		says  string
		fails bool
	}{
		{[]string{}, "packs no backups", false},
		{[]string{"daily"}, `at "0 3 * * *" (UTC) and keeps 7`, false},
		{[]string{"30 */6 * * *", "--keep", "12"}, `at "30 */6 * * *" (UTC) and keeps 12`, false},
		{[]string{"sometimes"}, "cannot be the schedule", true},
		{[]string{"daily", "--keep", "0"}, "cannot be the schedule", true},
		{[]string{"--keep", "3"}, "goes with a schedule", true},
		{[]string{"off"}, "packs no backups", false},
	} {
		says, err := runOf(command.Backup(app), append([]string{"schedule"}, step.args...)...)
		if !strings.Contains(says, step.says) || (err != nil) != step.fails {
			t.Errorf("schedule %v: %v %s", step.args, err, says)
		}
	}
	if err := app.ReloadSettings(); err != nil || app.Settings().Backups.Cron != "" {
		t.Errorf("stored is %q, %v", app.Settings().Backups.Cron, err)
	}
}
