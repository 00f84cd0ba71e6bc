// Package command makes the command line honest: PocketBase 0.39 prints the error of a command and exits with 0.
package command

import (
	"errors"
	"sync"

	"github.com/spf13/cobra"
)

// ErrSaid is a failure that the command line has told already.
var ErrSaid = errors.New("a command failed")

// ExitUsage is the exit code when the settings make no sense: a supervisor need not try again.
const ExitUsage = 2

// Verdict watches every command below root, which must all be there by now, and returns a function that runs execute and
// answers its error, or ErrSaid if the command failed and execute kept silent about it.
func Verdict(root *cobra.Command) func(execute func() error) error {
	var mu sync.Mutex // the command and the end of the process are in two goroutines
	failed := false
	note := func(err error) error {
		if err != nil {
			mu.Lock()
			defer mu.Unlock()
			failed = true
		}
		return err
	}
	watch(root, note)
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return note(err) })
	return func(execute func() error) error {
		if err := execute(); err != nil {
			return err
		}
		mu.Lock()
		defer mu.Unlock()
		if failed {
			return ErrSaid
		}
		return nil
	}
}

func watch(c *cobra.Command, note func(error) error) {
	if run := c.RunE; run != nil {
		c.RunE = func(c *cobra.Command, args []string) error { return note(run(c, args)) }
	}
	if judge := c.Args; judge != nil {
		c.Args = func(c *cobra.Command, args []string) error { return note(judge(c, args)) }
	}
	for _, below := range c.Commands() {
		watch(below, note)
	}
}

// Named returns the name of the command that args run, "" for none or when they only ask for help. A word that is no
// command is an error: PocketBase would print it and go on.
func Named(root *cobra.Command, args []string) (string, error) {
	for _, arg := range args {
		if arg == "-h" || arg == "--help" {
			return "", nil
		}
	}
	found, _, err := root.Find(args)
	if err != nil || found == root {
		return "", err
	}
	return found.Name(), nil
}
