// Package command makes the command line honest: PocketBase 0.39 prints the error of a command and exits with 0.
package command

import (
	"errors"
	"sync"

	"campfire/internal/config"

	"github.com/spf13/cobra"
)

// ErrSaid is a failure that the command line has told already.
var ErrSaid = errors.New("a command failed")

// Exit codes besides 0.
const (
	exitFailed = 1
	// exitUsage is for settings that make no sense: a supervisor need not try again.
	exitUsage = 2
	// exitFound is for a command that looked for trouble and found some: another thing than that it could not look.
	exitFound = 3
)

// errFound is what a command returns that looked for trouble and found some.
var errFound = errors.New("there is something to mend")

// Code returns the exit code for what run returned.
func Code(err error) int {
	switch {
	case err == nil:
		return 0
	case errors.As(err, new(*config.Error)):
		return exitUsage
	case errors.Is(err, errFound):
		return exitFound
	}
	return exitFailed
}

// Verdict watches every command below root, which must all be there by now, and returns a function that runs execute and
// answers its error, or ErrSaid if the command failed and execute kept silent about it.
func Verdict(root *cobra.Command) func(execute func() error) error {
	var mu sync.Mutex // the command and the end of the process are in two goroutines
	var failure error
	note := func(err error) error {
		if err != nil {
			mu.Lock()
			defer mu.Unlock()
			failure = err
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
		if failure != nil {
			return errors.Join(ErrSaid, failure)
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

// Named returns the command that args run, nil for none or when they only ask for help. A word that is no command is an
// error: PocketBase would print it and go on.
func Named(root *cobra.Command, args []string) (*cobra.Command, error) {
	for _, arg := range args {
		if arg == "-h" || arg == "--help" {
			return nil, nil
		}
	}
	found, _, err := root.Find(args)
	if err != nil || found == root {
		return nil, err
	}
	return found, nil
}
