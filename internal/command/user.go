package command

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"campfire/collections"
	"campfire/internal/account"
	"campfire/internal/mail"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/security"
	"github.com/spf13/cobra"
)

// passwordLength is that of a password which the command makes up: nobody guesses it, and one can still read it out.
const passwordLength = 16

var errNobody = errors.New("nobody here has this email address")

// User makes people, helps them back in and gives them a role, also beside a running server, where a new password ends
// open sessions within a minute.
func User(app core.App) *cobra.Command {
	command := &cobra.Command{
		Use: "user", Short: "Creates people, helps them back in, changes their role", SilenceUsage: true,
		Long: "Creates people, helps them back in, changes their role. It works on the data directory (--dir), whether the server runs or not.",
	}
	command.AddCommand(resetPassword(app), createUser(app), changeRole(app))
	return command
}

func resetPassword(app core.App) *cobra.Command {
	var ours bool
	c := &cobra.Command{
		Use: "reset-password EMAIL", Short: "Prints a link by which somebody chooses a new password", Args: cobra.ExactArgs(1), SilenceUsage: true,
		Long: "Prints a link by which somebody chooses a new password: it works once, for half an hour. Hand it to them on a way that you trust.\n" +
			"With --password it sets a new password at once and prints that. Either way their other devices are signed out when the\n" +
			"password changes. A second factor that is switched on stays.",
		Example: "  campfire user reset-password ada@example.com --dir /var/lib/campfire\n" +
			"  campfire user reset-password ada@example.com --password",
		RunE: func(c *cobra.Command, args []string) error {
			user, err := find(app, args[0])
			if err != nil {
				return err
			}
			if ours {
				return newPassword(app, c.OutOrStdout(), user)
			}
			return resetLink(app, c.OutOrStdout(), user)
		},
	}
	c.Flags().BoolVar(&ours, "password", false, "set a new password and print it, instead of a link")
	return c
}

func resetLink(app core.App, out io.Writer, user *core.Record) error {
	token, err := user.NewPasswordResetToken()
	if err != nil {
		return fmt.Errorf("make a link: %w", err)
	}
	_, err = fmt.Fprintf(out, "%s%s%s\nIt works once, for half an hour.\n",
		strings.TrimRight(app.Settings().Meta.AppURL, "/"), mail.ResetPage, token)
	return err
}

func newPassword(app core.App, out io.Writer, user *core.Record) error {
	password := security.RandomStringWithAlphabet(passwordLength, readable)
	user.SetPassword(password)
	if err := app.Save(user); err != nil {
		return fmt.Errorf("store the password: %w", err)
	}
	_, err := fmt.Fprintf(out, "%s\n", password)
	return err
}

// readable leaves out what people misread.
const readable = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"

func createUser(app core.App) *cobra.Command {
	var name, role string
	c := &cobra.Command{
		Use: "create EMAIL", Short: "Creates somebody and prints the link by which they choose their password", Args: cobra.ExactArgs(1), SilenceUsage: true,
		Long: "Creates somebody, who is then in every open room, and prints a link by which they choose their password: it works once, for\n" +
			"half an hour. Who may join by themselves (account settings) does not matter here.",
		Example: "  campfire user create ada@example.com --name \"Ada Moreno\"\n" +
			"  campfire user create root@example.com --name Root --role administrator",
		RunE: func(c *cobra.Command, args []string) error {
			if !app.HasTable("account") {
				return fmt.Errorf("%s holds no account; start the server there once", app.DataDir())
			}
			if exists, err := collections.AccountExists(app.DB()); err != nil || !exists {
				return errors.Join(err, errors.New("nobody has completed the first run yet: open the page in a browser"))
			}
			form := account.Form{Name: name, Email: args[0], Password: security.RandomString(40)}
			if err := form.Validate(); err != nil {
				return err
			}
			if err := knownRole(role); err != nil {
				return err
			}
			user, err := account.NewUser(app, form, role)
			if err != nil {
				return err
			}
			if err := app.Save(user); err != nil {
				return fmt.Errorf("create %s: %w", form.Email, err)
			}
			return resetLink(app, c.OutOrStdout(), user)
		},
	}
	c.Flags().StringVar(&name, "name", "", "what they are called (needed)")
	c.Flags().StringVar(&role, "role", collections.RoleMember, "member or administrator")
	return c
}

func changeRole(app core.App) *cobra.Command {
	return &cobra.Command{
		Use: "role EMAIL ROLE", Short: "Makes somebody a member or an administrator", Args: cobra.ExactArgs(2), SilenceUsage: true,
		Long:    "Makes somebody a member or an administrator. One administrator always stays.",
		Example: "  campfire user role ada@example.com administrator",
		RunE: func(c *cobra.Command, args []string) error {
			user, err := find(app, args[0])
			if err != nil {
				return err
			}
			if err := knownRole(args[1]); err != nil {
				return err
			}
			user.Set(collections.UserRole, args[1])
			if err := app.Save(user); err != nil {
				return fmt.Errorf("change %s: %w", args[0], err)
			}
			_, err = fmt.Fprintf(c.OutOrStdout(), "%s is %s\n", user.Email(), args[1])
			return err
		},
	}
}

func knownRole(role string) error {
	if role != collections.RoleMember && role != collections.RoleAdministrator {
		return fmt.Errorf("%s: a role is member or administrator", role)
	}
	return nil
}

// find returns the person with an address. Bots have none that anybody knows.
func find(app core.App, email string) (*core.Record, error) {
	if !app.HasTable("account") {
		return nil, fmt.Errorf("%s holds no account; start the server there once", app.DataDir())
	}
	user, err := app.FindAuthRecordByEmail(collections.Users, strings.ToLower(strings.TrimSpace(email)))
	if err != nil || user.GetString(collections.UserRole) == collections.RoleBot {
		return nil, fmt.Errorf("%s: %w", email, errNobody)
	}
	if user.GetString(collections.UserStatus) != collections.StatusActive {
		return nil, fmt.Errorf("%s is %s; bring them back in the account settings first", email, user.GetString(collections.UserStatus))
	}
	return user, nil
}
