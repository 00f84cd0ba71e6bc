package command

import (
	"slices"
	"strings"

	"campfire/internal/config"

	"github.com/spf13/cobra"
)

// Where a server with a certificate listens, and one without that nobody told where.
const (
	plainAddress  = "0.0.0.0:80"
	secureAddress = "0.0.0.0:443"
	localAddress  = "127.0.0.1:8090"
)

// listenFlags are what serve is told on the command line; it wins over the settings.
type listenFlags struct{ http, https string }

func (l *listenFlags) bind(command *cobra.Command) {
	command.Flags().StringVar(&l.http, "http", "", "listen there for http, such as 127.0.0.1:8090")
	command.Flags().StringVar(&l.https, "https", "", "listen there for https, such as 0.0.0.0:443; http then leads there")
}

// addresses are where serve listens: with a secure one the plain one only leads there.
type addresses struct {
	plain, secure string
	names         []string
}

func (l *listenFlags) addresses(settings config.Config, domains []string) addresses {
	a := addresses{l.http, l.https, append(slices.Clone(domains), settings.Names()...)}
	if len(a.names) > 0 && a.secure == "" {
		a.secure = secureAddress
	}
	switch {
	case a.plain != "":
	case len(a.names) > 0:
		a.plain = plainAddress
	case settings.Port != "":
		a.plain = "0.0.0.0:" + settings.Port
	default:
		a.plain = localAddress
	}
	return a
}

// String says it in words for people.
func (a addresses) String() string {
	if a.secure == "" {
		return "http://" + a.plain
	}
	who := ""
	if len(a.names) > 0 {
		who = " for " + strings.Join(a.names, ", ")
	}
	return "https://" + a.secure + who + ", and http://" + a.plain + " which leads there"
}
