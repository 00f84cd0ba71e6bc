package command

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"time"

	"campfire/collections"
	"campfire/internal/account"
	"campfire/internal/backup"
	"campfire/internal/moveout"

	"github.com/pocketbase/pocketbase/core"
	"github.com/spf13/cobra"
)

// Export writes a person's data or the whole account's as files, also beside a running server.
func Export(app core.App) *cobra.Command {
	var user string
	var all, noPings bool
	c := &cobra.Command{
		Use: "export DIR|FILE.zip", Short: "Writes out one person's data, or everything, to read and as JSON; safe while the server runs",
		Args: cobra.ExactArgs(1), SilenceUsage: true,
		Long: "Writes out what is stored of one person (--user), or of the whole account (--all): pages for a browser, beginning with\n" +
			"index.html, and the same as JSON. It is of one moment, and nobody waits for it. DIR or FILE.zip must not be there yet.\n\n" +
			"A person's has their own messages in every room, and nobody else's. The account's has every message that was not deleted,\n" +
			"those of pings too. Passwords, keys and tokens are in neither. See docs/moving-out.md. To move a chat to another machine,\n" +
			"or to be able to put it back, make a backup instead.",
		Example: "  campfire export ada.zip --user ada@example.com --dir /var/lib/campfire\n" +
			"  campfire export /srv/archive/2026 --all --no-pings",
		RunE: func(c *cobra.Command, args []string) error {
			switch {
			case all == (user != ""):
				return errors.New("name either somebody with --user, or everything with --all")
			case noPings && !all:
				return errors.New("--no-pings goes with --all: a person's has only what they wrote themselves")
			}
			ctx, cancel := signal.NotifyContext(c.Context(), os.Interrupt, syscall.SIGTERM)
			defer cancel()
			ctx = backup.Tell(ctx, func(what string) { fmt.Fprintln(os.Stderr, what+".") })
			beGentle()
			if err := upToDate(app); err != nil {
				return err
			}
			choice := moveout.Choice{NoPings: noPings}
			if user != "" {
				id, err := anybody(app, user)
				if err != nil {
					return err
				}
				choice.User = id
			}
			return exportTo(ctx, app, c, args[0], choice)
		},
	}
	c.Flags().StringVar(&user, "user", "", "whose data: an e-mail address, also that of somebody who was deactivated, or an id")
	c.Flags().BoolVar(&all, "all", false, "the whole account's")
	c.Flags().BoolVar(&noPings, "no-pings", false, "leave out the rooms in which people write to each other directly")
	return c
}

func exportTo(ctx context.Context, app core.App, c *cobra.Command, path string, choice moveout.Choice) error {
	began := time.Now()
	if inside(app.DataDir(), path) {
		return fmt.Errorf("%s is in the data directory; name another place", path)
	}
	out, err := moveout.Open(path)
	if err != nil {
		return err
	}
	var report moveout.Report
	err = backup.Copy(ctx, app, func(copied string) (err error) {
		report, err = moveout.Write(ctx, copied, out, choice, progress(os.Stderr))
		return err
	})
	if report.Messages > 0 {
		fmt.Fprintln(os.Stderr)
	}
	if err = out.Close(err); err != nil {
		return err
	}
	return say(c, nil, "%s: %s in %s, in %s\n", path, many(int64(report.Messages), "message", "messages"), many(int64(report.Rooms), "room", "rooms"), time.Since(began).Round(time.Millisecond))
}

// anybody returns the id of a person, also of one who may not come any more: they may ask for what is theirs all the same.
func anybody(app core.App, who string) (string, error) {
	users, err := collections.AllUsers(app.ConcurrentDB())
	if err != nil {
		return "", fmt.Errorf("read the people: %w", err)
	}
	who = strings.TrimSpace(who)
	var former []string
	for _, u := range users {
		switch {
		case u.ID != who && (u.Role == collections.RoleBot || !strings.EqualFold(account.FormerEmail(u.Email), who)):
			continue
		case u.Role == collections.RoleBot:
			return "", fmt.Errorf("%s is a bot; what it wrote is in the export of --all", who)
		case u.ID == who || strings.EqualFold(u.Email, who):
			return u.ID, nil
		}
		former = append(former, u.ID)
	}
	switch len(former) {
	case 0:
		return "", fmt.Errorf("%s: %w", who, errNobody)
	case 1:
		return former[0], nil
	}
	slices.Sort(former)
	return "", fmt.Errorf("%s was the address of several people who are deactivated; name one by their id: %s", who, strings.Join(former, ", "))
}
