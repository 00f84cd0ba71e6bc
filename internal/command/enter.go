package command

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"campfire/internal/backup"
	"campfire/internal/config"
	"campfire/internal/database"

	"github.com/pocketbase/pocketbase"
	"github.com/spf13/cobra"
)

// What a command wants of the data directory, as its annotation dataNeed. Without one it wants what a server has made:
// a mistyped --dir must not become an empty chat.
const (
	dataNeed = "data"
	// dataAny makes the database if there is none.
	dataAny = "any"
	// dataClosed leaves the database closed.
	dataClosed = "closed"
)

// cleanUpWithin is how long an interrupted command may take to remove what it had begun.
const cleanUpWithin = 5 * time.Second

// Enter judges whether the command of this process may run on the data directory, and claims it for a server. It returns
// how to run the command, and what to call after it.
func Enter(app *pocketbase.PocketBase, settings config.Config) (execute func() error, leave func(), err error) {
	leave = func() {}
	if len(os.Args) > 1 && strings.HasPrefix(os.Args[1], cobra.ShellCompRequestCmd) { // a shell asks how a line goes on
		return app.RootCmd.Execute, leave, nil
	}
	chosen, err := Named(app.RootCmd, os.Args[1:])
	if err != nil || chosen == nil {
		return app.Execute, leave, err
	}
	dir, need := app.DataDir(), needOf(chosen)
	switch {
	case chosen.Name() == "serve":
		lock, err := database.Claim(dir, database.Force{Ephemeral: settings.AllowEphemeral, Network: settings.AllowNetworkDisk})
		if err != nil {
			return nil, nil, err
		}
		if err := backup.Resume(dir); err != nil {
			lock.Release()
			return nil, nil, fmt.Errorf("finish the restore that was interrupted: %w", err)
		}
		return app.Execute, lock.Release, nil
	case need == dataClosed || chosen.RunE == nil && chosen.Run == nil:
		return func() error { _ = app.RootCmd.Execute(); return nil }, leave, nil // it has said what was wrong
	case backup.Interrupted(dir):
		return nil, nil, backup.ErrHalf
	case need != dataAny && !hasData(dir):
		return nil, nil, fmt.Errorf("%s holds no chat; name its data directory with --dir, or start the server there once", dir)
	}
	return patiently(chosen, app.Execute), leave, nil
}

func needOf(c *cobra.Command) string {
	for ; c != nil; c = c.Parent() {
		if need, ok := c.Annotations[dataNeed]; ok {
			return need
		}
		if c.Name() == "superuser" {
			return dataAny
		}
	}
	return ""
}

func hasData(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, "data.db"))
	return err == nil
}

// patiently lets a command end that was interrupted: PocketBase would not wait for what it removes again.
func patiently(c *cobra.Command, execute func() error) func() error {
	run, ended := c.RunE, make(chan struct{})
	if run == nil {
		return execute
	}
	c.RunE = func(c *cobra.Command, args []string) error {
		defer close(ended)
		return run(c, args)
	}
	began := make(chan struct{})
	judge := c.PreRunE
	c.PreRunE = func(c *cobra.Command, args []string) error {
		close(began)
		if judge != nil {
			return judge(c, args)
		}
		return nil
	}
	return func() error {
		err := execute()
		select {
		case <-began:
		default:
			return err // refused before it ran
		}
		select {
		case <-ended:
		case <-time.After(cleanUpWithin):
		}
		return err
	}
}
