// Package config reads the environment once, into one value. Every setting has a default that works. The table of them in
// variables.go is also the table of docs/configuration.md and of `campfire config`.
package config

import (
	"net/netip"
	"time"
)

// Config is what the operator may choose.
type Config struct {
	// DataDir is where everything is kept; "" leaves the choice to DefaultDir, and then to PocketBase.
	DataDir string
	// SecretKeyBase is what tokens are signed with, besides each person's own key; "" keeps what is in the database.
	SecretKeyBase string

	// Port binds to all addresses when set; the --http flag wins.
	Port string
	// Domains are the names that we get certificates for; none leaves TLS to somebody in front.
	Domains []string
	// DisableSSL says that nobody speaks TLS, neither we nor a proxy.
	DisableSSL bool
	// ACMEDirectory is the certificate authority; "" is Let's Encrypt.
	ACMEDirectory string
	// TrustedProxies are whose word about the client is believed.
	TrustedProxies []netip.Prefix
	// Dashboard is from where a superuser may come: on (anywhere), local or off.
	Dashboard string
	// HeaderTimeout is how long a client may take to say what it wants.
	HeaderTimeout time.Duration

	// Synchronous is SQLite's durability of the data database: FULL or NORMAL.
	Synchronous string
	// EventLogBytes bounds the event log; older events are dropped and clients that need them resync.
	EventLogBytes int64
	// EventLogAge bounds the age of events.
	EventLogAge time.Duration
	// AllowEphemeral serves from a container's own layer, AllowNetworkDisk from a network file system.
	AllowEphemeral, AllowNetworkDisk bool

	// MetricsToken lets whoever has it see how the server is, from anywhere; "" lets nobody.
	MetricsToken string
	// VAPIDPublicKey and VAPIDPrivateKey tell push services that it is us; "" keeps a pair in the database. VAPIDSubject is
	// whom they may turn to.
	VAPIDPublicKey, VAPIDPrivateKey, VAPIDSubject string
	// PushEndpointsAllowed are addresses such as 127.0.0.1:9000 of push services on one's own network.
	PushEndpointsAllowed []string

	// LogLevel is from where on lines go to standard error, in LogFormat: debug, info, warn, error or off; text or json.
	LogLevel, LogFormat string
	// SentryDSN is where errors are reported to; "" tells nobody.
	SentryDSN string

	Limits  Limits
	limited bool
	// Flags is what the environment says about features, by flag name: "on", "off" or a number. A flag that it does not
	// mention keeps its default.
	Flags map[string]string

	// Settings are all of these as an operator knows them: by variable, with where the value comes from.
	Settings []Setting
}

// Limits are rates, per second unless said otherwise. Zero means unlimited.
type Limits struct {
	// Sends is per account, over all doors; the burst is ten times it.
	Sends float64
	// Requests is per address; the burst is ten times it.
	Requests float64
	// Bots is requests per bot, over all its keys and addresses; the burst is ten times it.
	Bots float64
	// SignIns is per address and, apart from that, per account, in three minutes.
	SignIns int
	// Joins is per address, in three minutes.
	Joins int
	// Searches is per account; the burst is ten times it.
	Searches float64
	// Frames is per socket; the burst is ten times it.
	Frames float64
	// Sockets is how many an account may have open at once; 0 is no limit.
	Sockets int
}

// Where a value comes from.
const (
	FromDefault     = "default"
	FromEnvironment = "environment"
	FromFile        = "file"
	FromFlag        = "flag"
)

// Setting is the value of one variable and where it comes from.
type Setting struct {
	*Variable
	Value, Origin string
}

// Shown is the value for people to read: a secret only says that it is there.
func (s Setting) Shown() string {
	switch {
	case s.Value == "" && s.Unset != "":
		return "(" + s.Unset + ")"
	case s.Value == "":
		return "-"
	case s.Secret:
		return "(hidden)"
	}
	return s.Value
}

// Names are what certificates are to be had for: none when somebody in front speaks TLS, or nobody does.
func (c *Config) Names() []string {
	if c.DisableSSL {
		return nil
	}
	return c.Domains
}

// SetFlag notes that a flag of the command line decides a variable.
func (c *Config) SetFlag(name, value string) {
	for i := range c.Settings {
		if c.Settings[i].Name == name {
			c.Settings[i].Value, c.Settings[i].Origin = value, FromFlag
		}
	}
}

// Error says which variables are wrong and how to mend each, one sentence per line.
type Error struct{ sentences string }

func (e *Error) Error() string { return e.sentences }
