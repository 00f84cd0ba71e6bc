package config

import (
	"path/filepath"
	"strings"
	"time"
)

// fileSuffix makes of the name of a secret the name of a variable that says in which file it is.
const fileSuffix = "_FILE"

// Variable is one setting.
type Variable struct {
	Name string
	// Alias is another name for it, "" for none.
	Alias string
	// Group is what it is about; variables of a group stand together.
	Group string
	// Default is its value when it is not set; for "", Unset says in words what happens then.
	Default, Unset string
	// Meaning is what it does, in Markdown.
	Meaning string
	// Secret is shown to nobody, and may come from a file that NAME_FILE names.
	Secret bool

	set setter
}

// names are all variables of the environment that set v.
func (v *Variable) names() []string {
	names := []string{v.Name}
	if v.Alias != "" {
		names = append(names, v.Alias)
	}
	if v.Secret {
		names = append(names, v.Name+fileSuffix)
	}
	return names
}

// What variables are about, in the order of the documentation.
const (
	aboutData    = "Data"
	aboutReach   = "How it is reached"
	aboutWatch   = "Watching it"
	aboutNotify  = "Notifications"
	aboutLimits  = "Limits"
	aboutFeature = "Features"
)

// Variables are all settings there are.
var Variables = []Variable{
	{Name: "DATABASE_PATH", Group: aboutData, Unset: "`/data` or `/app/data` in the image, else `pb_data` beside the binary",
		Meaning: "the data directory, as `--dir`; the path of a `.db` file means the directory it is in, and the file itself is called `data.db`",
		set:     func(c *Config, value string) string { c.DataDir = dataDir(value); return "" }},
	{Name: "SECRET_KEY_BASE", Group: aboutData, Secret: true, Unset: "random ones, made at the first start and kept in the database",
		Meaning: "what the secrets are made from that sign-ins, links in mail and the dashboard are signed with. Whoever changes it signs everybody out, and links under way end; bots keep their keys. Unset again, the last ones stay",
		set:     text(func(c *Config) *string { return &c.SecretKeyBase })},
	{Name: "SQLITE_SYNCHRONOUS", Group: aboutData, Default: "FULL",
		Meaning: "`FULL`: an acknowledged message survives a loss of power. `NORMAL`: it survives the death of the program, but the last moments before a loss of power may be gone",
		set:     oneOf(func(c *Config) *string { return &c.Synchronous }, "FULL", "NORMAL")},
	{Name: "EVENT_LOG_BYTES", Group: aboutData, Default: "52428800",
		Meaning: "how large the event log may grow before its oldest rows go (50 MB). Messages stay; only a client that was away for longer loads its rooms anew",
		set:     number(func(c *Config) *int64 { return &c.EventLogBytes })},
	{Name: "EVENT_LOG_AGE", Group: aboutData, Default: "720h", Meaning: "the same by age, looked at once an hour",
		set: duration(func(c *Config) *time.Duration { return &c.EventLogAge }, "720h")},
	{Name: "ALLOW_EPHEMERAL", Group: aboutData, Default: "false",
		Meaning: "serve from a container's own layer, which goes with the container. Otherwise such a data directory is refused",
		set:     yes(func(c *Config) *bool { return &c.AllowEphemeral })},
	{Name: "ALLOW_NETWORK_DISK", Group: aboutData, Default: "false",
		Meaning: "serve from NFS, SMB, FUSE and the like, where SQLite's locks may not hold",
		set:     yes(func(c *Config) *bool { return &c.AllowNetworkDisk })},

	{Name: "PORT", Group: aboutReach, Unset: "8090, for this machine only",
		Meaning: "listen on this port of every address, unless `--http` or `SSL_DOMAIN` says otherwise", set: port},
	{Name: "SSL_DOMAIN", Alias: "TLS_DOMAIN", Group: aboutReach, Unset: "no TLS",
		Meaning: "the name that people type, or several with commas: listen on the ports 443 and 80, get certificates for it and renew them. See [self-hosting.md](self-hosting.md)",
		set:     domains},
	{Name: "DISABLE_SSL", Group: aboutReach, Default: "false",
		Meaning: "there is no TLS, neither here nor at a proxy: `SSL_DOMAIN` is ignored, cookies may travel in the clear and browsers are not told to insist on https",
		set:     yes(func(c *Config) *bool { return &c.DisableSSL })},
	{Name: "ACME_DIRECTORY", Group: aboutReach, Unset: "Let's Encrypt", Meaning: "the certificate authority, by the address of its ACME directory",
		set: webAddress(func(c *Config) *string { return &c.ACMEDirectory })},
	{Name: "TRUSTED_PROXIES", Group: aboutReach, Default: "loopback",
		Meaning: "whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed: addresses and ranges with commas, `loopback`, `private` (all addresses of inner networks) or `none`. From everybody else these headers are taken away",
		set:     proxies},
	{Name: "DASHBOARD", Group: aboutReach, Default: "on",
		Meaning: "from where PocketBase's dashboard at `/_/`, and superusers, may be reached: `on` from anywhere, `local` from the machine itself (`ssh -L`), `off` from nowhere",
		set:     oneOf(func(c *Config) *string { return &c.Dashboard }, "on", "local", "off")},
	{Name: "HEADER_TIMEOUT", Group: aboutReach, Default: "10s", Meaning: "how long a client may take to say what it wants before it is cut off",
		set: duration(func(c *Config) *time.Duration { return &c.HeaderTimeout }, "10s")},

	{Name: "METRICS_TOKEN", Group: aboutWatch, Secret: true, Unset: "nobody from afar",
		Meaning: "who sends this as `Authorization: Bearer …` may ask `/health/detailed` and `/metrics` from anywhere",
		set:     text(func(c *Config) *string { return &c.MetricsToken })},
	{Name: "LOG_LEVEL", Group: aboutWatch, Default: "warn",
		Meaning: "from which level on lines of the log go to standard error as well as to the dashboard (Logs): `debug`, `info` (every request), `warn`, `error` or `off`. The dashboard's own setting decides what is logged at all",
		set:     oneOf(func(c *Config) *string { return &c.LogLevel }, "debug", "info", "warn", "error", "off")},
	{Name: "LOG_FORMAT", Group: aboutWatch, Default: "text", Meaning: "how they are written there: `text` or `json`",
		set: oneOf(func(c *Config) *string { return &c.LogFormat }, "text", "json")},
	{Name: "SENTRY_DSN", Group: aboutWatch, Secret: true, Unset: "errors are told to nobody",
		Meaning: "where errors are reported to, as Sentry and those who speak its language give it out",
		set:     webAddress(func(c *Config) *string { return &c.SentryDSN })},

	{Name: "VAPID_PUBLIC_KEY", Group: aboutNotify, Unset: "made at the first start and kept in the database",
		Meaning: "with the next one the pair that tells push services that it is you; set both or neither",
		set:     text(func(c *Config) *string { return &c.VAPIDPublicKey })},
	{Name: "VAPID_PRIVATE_KEY", Group: aboutNotify, Secret: true, Unset: "made at the first start and kept in the database", Meaning: "its other half",
		set: text(func(c *Config) *string { return &c.VAPIDPrivateKey })},
	{Name: "VAPID_SUBJECT", Group: aboutNotify, Unset: "the https address of the application settings, or else the mails' sender",
		Meaning: "an address of yours, `https://…` or e-mail, for the people who run push services",
		set:     text(func(c *Config) *string { return &c.VAPIDSubject })},
	{Name: "PUSH_ENDPOINTS_ALLOWED", Group: aboutNotify, Unset: "none",
		Meaning: "push services on your own network, as `host:port,host:port`; they may speak plain http. Others must be on the internet and speak https",
		set:     words(func(c *Config) *[]string { return &c.PushEndpointsAllowed })},

	{Name: "RATE_LIMITS", Group: aboutLimits, Default: "on", Meaning: "`off` turns every limit below off", set: yes(func(c *Config) *bool { return &c.limited })},
	{Name: "RATE_LIMIT_SENDS", Group: aboutLimits, Default: "100", Meaning: "messages per second for one account over all its connections; ten times that in one burst",
		set: number(func(c *Config) *float64 { return &c.Limits.Sends })},
	{Name: "RATE_LIMIT_REQUESTS", Group: aboutLimits, Default: "200",
		Meaning: "requests per second from one address; ten times that in one burst. Raise it for an office behind one address",
		set:     number(func(c *Config) *float64 { return &c.Limits.Requests })},
	{Name: "RATE_LIMIT_BOTS", Group: aboutLimits, Default: "200",
		Meaning: "requests per second of one bot, over all its keys and wherever they come from; ten times that in one burst",
		set:     number(func(c *Config) *float64 { return &c.Limits.Bots })},
	{Name: "RATE_LIMIT_SIGN_INS", Group: aboutLimits, Default: "10", Meaning: "attempts to sign in in three minutes, counted per address and per account",
		set: number(func(c *Config) *int { return &c.Limits.SignIns })},
	{Name: "RATE_LIMIT_JOINS", Group: aboutLimits, Default: "60", Meaning: "looks at join links and attempts to join in three minutes, from one address; a newcomer needs two",
		set: number(func(c *Config) *int { return &c.Limits.Joins })},
	{Name: "RATE_LIMIT_SEARCHES", Group: aboutLimits, Default: "10", Meaning: "searches per second for one account; ten times that in one burst",
		set: number(func(c *Config) *float64 { return &c.Limits.Searches })},
	{Name: "RATE_LIMIT_FRAMES", Group: aboutLimits, Default: "200", Meaning: "frames per second on one socket; ten times that in one burst",
		set: number(func(c *Config) *float64 { return &c.Limits.Frames })},
	{Name: "RATE_LIMIT_SOCKETS", Group: aboutLimits, Default: "100",
		Meaning: "open sockets of one account; the next is answered `bye` with `too_many_connections` and closed with 1008",
		set:     number(func(c *Config) *int { return &c.Limits.Sockets })},

	{Name: "FILES_ENABLED", Group: aboutFeature, Unset: "off", Meaning: "uploads. Not built yet in this version: switched on, the doors answer `not_built`", set: feature("files_enabled")},
	{Name: "AVATARS_ENABLED", Group: aboutFeature, Unset: "off", Meaning: "pictures of people and of the account. Not built yet, as above", set: feature("avatars_enabled")},
	{Name: "OPENGRAPH_ENABLED", Group: aboutFeature, Unset: "off", Meaning: "previews of links. Not built yet, as above", set: feature("opengraph_enabled")},
	{Name: "MAX_FILE_SIZE", Group: aboutFeature, Unset: "0", Meaning: "bytes; `0` refuses every file", set: size("max_file_size")},
	{Name: "SEARCH_ENABLED", Group: aboutFeature, Unset: "on", Meaning: "searching messages", set: feature("search_enabled")},
	{Name: "PUSH_ENABLED", Group: aboutFeature, Unset: "on", Meaning: "notifications outside the open page", set: feature("push_notifications")},
	{Name: "BOTS_ENABLED", Group: aboutFeature, Unset: "on", Meaning: "bots; `false` refuses their keys and closes their connections", set: feature("bot_integrations")},
}

// dataDir accepts the path of a directory or of a database file in it.
func dataDir(path string) string {
	if strings.HasSuffix(path, ".db") || strings.HasSuffix(path, ".sqlite3") {
		return filepath.Dir(path)
	}
	return path
}
