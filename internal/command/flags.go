package command

import (
	"errors"
	"fmt"
	"io"
	"text/tabwriter"

	"campfire/internal/flag"

	"github.com/pocketbase/pocketbase/core"
	"github.com/spf13/cobra"
)

// attempts is how often a change is tried when somebody else changes the flags at the same moment.
const attempts = 5

// Flags lists and changes the feature flags, also beside a running server, which takes a change over within a second or
// two.
func Flags(app core.App) *cobra.Command {
	command := &cobra.Command{Use: "flags", Short: "Shows and changes the feature flags", SilenceUsage: true}
	command.AddCommand(
		&cobra.Command{
			Use: "list", Short: "Shows every flag and where its value comes from", Args: cobra.NoArgs, SilenceUsage: true,
			RunE: func(c *cobra.Command, _ []string) error { return listFlags(app, c.OutOrStdout()) },
		},
		&cobra.Command{
			Use: "set NAME VALUE", Short: "Overrides a flag: on, off, or a number of bytes", Args: cobra.ExactArgs(2), SilenceUsage: true,
			RunE: func(c *cobra.Command, args []string) error { return changeFlag(app, c.OutOrStdout(), args[0], args[1]) },
		},
		&cobra.Command{
			Use: "unset NAME", Short: "Takes the override of a flag away", Args: cobra.ExactArgs(1), SilenceUsage: true,
			RunE: func(c *cobra.Command, args []string) error { return changeFlag(app, c.OutOrStdout(), args[0], nil) },
		},
	)
	return command
}

func readFlags(app core.App) (flag.Values, map[string]flag.Setting, error) {
	values, settings, err := flag.Read(app.ConcurrentDB())
	if err != nil {
		err = fmt.Errorf("%s holds no flags; start the server there once: %w", app.DataDir(), err)
	}
	return values, settings, err
}

func listFlags(app core.App, out io.Writer) error {
	values, settings, err := readFlags(app)
	if err != nil {
		return err
	}
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(table, "FLAG\tVALUE\tORIGIN\tDEFAULT\tENVIRONMENT\tOVERRIDE")
	for _, name := range flag.Names() {
		s := settings[name]
		_, _ = fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\n", name, shown(s.Value), s.Origin, shown(s.Default), shown(s.Environment), shown(s.Override))
	}
	_, _ = fmt.Fprintf(table, "version %d\n", values.Version)
	return table.Flush()
}

func shown(value any) string {
	switch v := value.(type) {
	case nil:
		return "-"
	case bool:
		if v {
			return "on"
		}
		return "off"
	}
	return fmt.Sprint(value)
}

func changeFlag(app core.App, out io.Writer, name string, value any) error {
	err := flag.ErrConflict
	for try := 0; try < attempts && errors.Is(err, flag.ErrConflict); try++ {
		var values flag.Values
		if values, _, err = readFlags(app); err == nil {
			err = flag.Change(app, values.Version, map[string]any{name: value})
		}
	}
	if err != nil {
		return err
	}
	_, settings, err := readFlags(app)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "%s is %s (%s)\n", name, shown(settings[name].Value), settings[name].Origin)
	return err
}
