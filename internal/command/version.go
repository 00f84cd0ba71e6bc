package command

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
)

// Version prints what this binary is: what to name in a report of a problem.
func Version(version string) *cobra.Command {
	return &cobra.Command{
		Use: "version", Short: "Prints the version of this binary and what it is made with", Args: cobra.NoArgs, SilenceUsage: true,
		Annotations: map[string]string{dataNeed: dataClosed},
		RunE: func(c *cobra.Command, _ []string) error {
			pocketbase := "unknown"
			if info, ok := debug.ReadBuildInfo(); ok {
				for _, module := range info.Deps {
					if module.Path == "github.com/pocketbase/pocketbase" {
						pocketbase = module.Version
					}
				}
			}
			_, err := fmt.Fprintf(c.OutOrStdout(), "campfire %s\nPocketBase %s\n%s %s/%s\n", version, pocketbase, runtime.Version(), runtime.GOOS, runtime.GOARCH)
			return err
		},
	}
}

// Completion prints what makes a shell complete the words of the command line.
func Completion(root *cobra.Command) *cobra.Command {
	c := &cobra.Command{
		Use: "completion bash|zsh|fish|powershell", Short: "Prints the script that completes commands in a shell",
		Annotations: map[string]string{dataNeed: dataClosed}, SilenceUsage: true,
		Long:    "Prints the script that completes commands and flags in a shell. Load it in the shell's start file.",
		Example: "  source <(campfire completion bash)\n  campfire completion fish > ~/.config/fish/completions/campfire.fish",
		Args:    cobra.MatchAll(cobra.ExactArgs(1), cobra.OnlyValidArgs), ValidArgs: []string{"bash", "zsh", "fish", "powershell"},
	}
	c.RunE = func(c *cobra.Command, args []string) error {
		out := c.OutOrStdout()
		switch args[0] {
		case "bash":
			return root.GenBashCompletionV2(out, true)
		case "zsh":
			return root.GenZshCompletion(out)
		case "fish":
			return root.GenFishCompletion(out, true)
		}
		return root.GenPowerShellCompletionWithDesc(out)
	}
	return c
}
