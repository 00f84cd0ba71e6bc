package command_test

import (
	"errors"
	"io"
	"strings"
	"testing"

	"campfire/internal/command"

	"github.com/spf13/cobra"
)

func TestAFailedCommandIsNotAZero(t *testing.T) {
	broken := errors.New("broken")
	for _, run := range []struct {
		name string
		args []string
		want error
	}{
		{"a command that works", []string{"works"}, nil},
		{"a command that fails", []string{"fails"}, command.ErrSaid},
		{"a command below one", []string{"works", "fails-below"}, command.ErrSaid},
		{"a flag that makes no sense", []string{"works", "--number=x"}, command.ErrSaid},
		{"an argument too many", []string{"alone", "x"}, command.ErrSaid},
	} {
		t.Run(run.name, func(t *testing.T) {
			root := &cobra.Command{Use: "campfire"}
			works := &cobra.Command{Use: "works", RunE: func(*cobra.Command, []string) error { return nil }}
			works.Flags().Int("number", 0, "")
			works.AddCommand(&cobra.Command{Use: "fails-below", RunE: func(*cobra.Command, []string) error { return broken }})
			root.AddCommand(works,
				&cobra.Command{Use: "fails", RunE: func(*cobra.Command, []string) error { return broken }},
				&cobra.Command{Use: "alone", Args: cobra.NoArgs, RunE: func(*cobra.Command, []string) error { return nil }})
			root.SetOut(io.Discard)
			root.SetErr(io.Discard)
			root.SetArgs(run.args)
			verdict := command.Verdict(root)
			// As PocketBase does it: the error goes nowhere.
			err := verdict(func() error { _ = root.Execute(); return nil })
			if !errors.Is(err, run.want) {
				t.Errorf("campfire %v ends with %v, want %v", run.args, err, run.want)
			}
			if err := verdict(func() error { return broken }); !errors.Is(err, broken) {
				t.Errorf("an error that is told is answered as %v", err)
			}
		})
	}
}

func TestHelpIsACommandToo(t *testing.T) {
	for _, c := range []struct {
		args  []string
		says  string
		fails bool
	}{
		{nil, "Usage:\n  campfire [command]", false}, {[]string{"works"}, "Usage:\n  campfire works", false},
		{[]string{"works", "below"}, "Usage:\n  campfire works below", false}, {[]string{"wroks"}, `no command "wroks"`, true},
		{[]string{"works", "above"}, `no command "works above"`, true},
	} {
		root := &cobra.Command{Use: "campfire"}
		run := func(*cobra.Command, []string) error { return nil }
		works := &cobra.Command{Use: "works", RunE: run}
		works.AddCommand(&cobra.Command{Use: "below", RunE: run})
		root.AddCommand(works, command.Help(root))
		if says, err := runOf(root, append([]string{"help"}, c.args...)...); (err != nil) != c.fails || !strings.Contains(says, c.says) {
			t.Errorf("help %v: %v\n%s", c.args, err, says)
		}
	}
}

func TestTheCommandIsKnownBeforeItRuns(t *testing.T) {
	root := &cobra.Command{Use: "campfire"}
	root.PersistentFlags().String("dir", "", "")
	root.AddCommand(&cobra.Command{Use: "serve", RunE: func(*cobra.Command, []string) error { return nil }})
	for _, line := range []struct {
		args    []string
		want    string
		unknown bool
	}{
		{[]string{"serve"}, "serve", false}, {[]string{"--dir", "x", "serve"}, "serve", false},
		{[]string{"serve", "--help"}, "", false}, {nil, "", false}, {[]string{"sevre"}, "", true},
	} {
		found, err := command.Named(root, line.args)
		name := ""
		if found != nil {
			name = found.Name()
		}
		if name != line.want || (err != nil) != line.unknown {
			t.Errorf("campfire %v is %q (%v), want %q", line.args, name, err, line.want)
		}
	}
}
