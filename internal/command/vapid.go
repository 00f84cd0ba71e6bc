package command

import (
	"fmt"

	"campfire/internal/config"
	"campfire/internal/push"

	"github.com/pocketbase/pocketbase/core"
	"github.com/spf13/cobra"
)

// VAPID prints the keys that tell push services that it is us: those of the environment, or those in the database, which
// it makes if there are none. With --new it prints a new pair and stores nothing.
func VAPID(app core.App, settings config.Config) *cobra.Command {
	var fresh bool
	command := &cobra.Command{
		Use: "vapid", Short: "Prints the keys for push notifications", Args: cobra.NoArgs, SilenceUsage: true,
		RunE: func(c *cobra.Command, _ []string) error {
			keys, err := push.NewKeys()
			if !fresh {
				keys, err = push.LoadKeys(app, settings.VAPIDPublicKey, settings.VAPIDPrivateKey)
			}
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(c.OutOrStdout(), "VAPID_PUBLIC_KEY=%s\nVAPID_PRIVATE_KEY=%s\n", keys.Public, keys.Private)
			return err
		},
	}
	command.Flags().BoolVar(&fresh, "new", false, "print a new pair and store nothing")
	return command
}
