package command

import (
	"slices"
	"strings"

	"campfire/internal/config"
)

// Where a server with a certificate listens, and one without that nobody told where.
const (
	plainAddress  = "0.0.0.0:80"
	secureAddress = "0.0.0.0:443"
	localAddress  = "127.0.0.1:8090"
)

// listenFlags are what serve is told on the command line.
type listenFlags struct{ http, https string }

// with says where serve listens with these flags, in words for people.
func (l listenFlags) with(settings config.Config, domains []string) string {
	names := append(slices.Clone(domains), settings.Names()...)
	plain, secure := l.http, l.https
	if len(names) > 0 && secure == "" {
		secure = secureAddress
	}
	switch {
	case plain != "":
	case secure != "" && len(names) > 0:
		plain = plainAddress
	case settings.Port != "":
		plain = "0.0.0.0:" + settings.Port
	default:
		plain = localAddress
	}
	if secure == "" {
		return "http://" + plain
	}
	who := ""
	if len(names) > 0 {
		who = " for " + strings.Join(names, ", ")
	}
	return "https://" + secure + who + ", and http://" + plain + " which leads there"
}

// ServeArgs returns the command line of the process with what the environment says about listening, which the command line
// itself overrides. Lines that run something else are returned as they are.
func ServeArgs(args []string, command string, settings config.Config) []string {
	if command != "serve" {
		return args
	}
	names := settings.Names()
	if len(names) == 0 && settings.Port != "" && !slices.ContainsFunc(args, isListenFlag) {
		args = append(args, "--http=0.0.0.0:"+settings.Port)
	}
	return append(args, names...) // PocketBase listens on 80 and 443 for names unless flags say otherwise
}

func isListenFlag(arg string) bool { return strings.HasPrefix(arg, "--http") }
