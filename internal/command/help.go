package command

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
)

// Help is --help for people who ask the way git is asked.
func Help(root *cobra.Command) *cobra.Command {
	return &cobra.Command{
		Use: "help [COMMAND]", Short: "Says how a command is used", SilenceUsage: true,
		Annotations: map[string]string{dataNeed: dataClosed}, Example: "  campfire help backup schedule",
		ValidArgsFunction: func(_ *cobra.Command, args []string, begun string) ([]string, cobra.ShellCompDirective) {
			var names []string
			if above, rest, err := root.Find(args); err == nil && len(rest) == 0 {
				for _, c := range above.Commands() {
					if c.IsAvailableCommand() && strings.HasPrefix(c.Name(), begun) {
						names = append(names, c.Name())
					}
				}
			}
			return names, cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(c *cobra.Command, args []string) error {
			about, rest, err := root.Find(args)
			if err != nil || len(rest) > 0 || about.Hidden {
				return fmt.Errorf("there is no command %q; campfire help lists them", strings.Join(args, " "))
			}
			about.InitDefaultHelpFlag() // or it would not be listed
			about.SetOut(c.OutOrStdout())
			return about.Help()
		},
	}
}
