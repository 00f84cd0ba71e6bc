package command

import (
	"fmt"
	"strings"
	"text/tabwriter"

	"campfire/internal/config"

	"github.com/spf13/cobra"
)

// Config prints what the server would go by and where each value comes from. It takes what serve takes, so that the line
// that starts the server can be asked by changing one word of it.
func Config(settings config.Config, dataDir func() string) *cobra.Command {
	var listen listenFlags
	command := &cobra.Command{
		Use: "config [domain(s)]", Short: "Shows the settings and where each comes from", SilenceUsage: true,
		Long: "Shows the value of every setting and where it comes from: default, environment, file or flag. Secrets are hidden.\n" +
			"Put it in place of `serve` in the line that starts the server to see what that line means.",
		Annotations: map[string]string{"data": "closed"}, // it must not make what it only talks about
		RunE: func(c *cobra.Command, domains []string) error {
			if c.Flags().Changed("dir") {
				settings.SetFlag("DATABASE_PATH", dataDir())
			}
			table := tabwriter.NewWriter(c.OutOrStdout(), 0, 0, 2, ' ', 0)
			fmt.Fprintln(table, "SETTING\tVALUE\tORIGIN")
			for _, s := range settings.Settings {
				fmt.Fprintf(table, "%s\t%s\t%s\n", s.Name, strings.ReplaceAll(s.Shown(), "`", ""), s.Origin)
			}
			if err := table.Flush(); err != nil {
				return err
			}
			_, err := fmt.Fprintf(c.OutOrStdout(), "\nData directory: %s\nListens on: %s\n", dataDir(), listen.addresses(settings, domains))
			return err
		},
	}
	listen.bind(command)
	command.Flags().StringSlice("origins", nil, "as for serve")
	return command
}
