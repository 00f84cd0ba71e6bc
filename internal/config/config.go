// Package config reads the environment once, into one value. Every setting has a default that works.
package config

import (
	"fmt"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// Config is what the operator may choose. docs/self-hosting.md describes every variable.
type Config struct {
	// DataDir is where everything is kept; "" leaves PocketBase's default, pb_data beside the binary.
	DataDir string
	// Port binds to all addresses when set; the --http flag wins.
	Port string
	// Synchronous is SQLite's durability of the data database: FULL or NORMAL.
	Synchronous string
	// EventLogBytes bounds the event log; older events are dropped and clients that need them resync.
	EventLogBytes int64
	// EventLogAge bounds the age of events.
	EventLogAge time.Duration
	// MetricsToken lets whoever has it see how the server is, from anywhere; "" lets nobody.
	MetricsToken string
	// VAPIDPublicKey and VAPIDPrivateKey tell push services that it is us; "" keeps a pair in the database. VAPIDSubject is
	// whom they may turn to.
	VAPIDPublicKey, VAPIDPrivateKey, VAPIDSubject string
	// PushEndpointsAllowed are addresses such as 127.0.0.1:9000 of push services on one's own network.
	PushEndpointsAllowed []string
	// AllowEphemeral serves from a container's own layer, AllowNetworkDisk from a network file system.
	AllowEphemeral, AllowNetworkDisk bool

	Limits Limits
	// Flags is what the environment says about features, by flag name: "on", "off" or a number. A flag that it does not
	// mention keeps its default.
	Flags map[string]string
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
	// Searches is per account; the burst is ten times it.
	Searches float64
	// Frames is per socket; the burst is ten times it.
	Frames float64
	// Sockets is how many an account may have open at once; 0 is no limit.
	Sockets int
}

const (
	defaultEventLogBytes = 50 << 20
	defaultEventLogAge   = 30 * 24 * time.Hour
	defaultSends         = 100
	defaultRequests      = 200
	defaultBots          = 200
	defaultSignIns       = 10
	defaultSearches      = 10
	defaultSockets       = 100
	defaultFrames        = 200
	// maxFileSize is beyond every file and still a whole number in JavaScript.
	maxFileSize = 1 << 49
)

// Read returns the configuration that getenv describes, or one sentence that says which variable is wrong and how.
func Read(getenv func(string) string) (Config, error) {
	r := reader{getenv: getenv}
	c := Config{
		DataDir:       dataDir(getenv("DATABASE_PATH")),
		Port:          getenv("PORT"),
		Synchronous:   strings.ToUpper(r.text("SQLITE_SYNCHRONOUS", "FULL")),
		EventLogBytes: int64(r.number("EVENT_LOG_BYTES", defaultEventLogBytes)),
		EventLogAge:   r.duration("EVENT_LOG_AGE", defaultEventLogAge),
		MetricsToken:  getenv("METRICS_TOKEN"),

		VAPIDPublicKey:  getenv("VAPID_PUBLIC_KEY"),
		VAPIDPrivateKey: getenv("VAPID_PRIVATE_KEY"),
		VAPIDSubject:    getenv("VAPID_SUBJECT"),

		PushEndpointsAllowed: list(getenv("PUSH_ENDPOINTS_ALLOWED")),

		AllowEphemeral:   r.yes("ALLOW_EPHEMERAL"),
		AllowNetworkDisk: r.yes("ALLOW_NETWORK_DISK"),
		Limits: Limits{
			Sends:    r.number("RATE_LIMIT_SENDS", defaultSends),
			Requests: r.number("RATE_LIMIT_REQUESTS", defaultRequests),
			Bots:     r.number("RATE_LIMIT_BOTS", defaultBots),
			SignIns:  int(r.number("RATE_LIMIT_SIGN_INS", defaultSignIns)),
			Searches: r.number("RATE_LIMIT_SEARCHES", defaultSearches),
			Frames:   r.number("RATE_LIMIT_FRAMES", defaultFrames),
			Sockets:  int(r.number("RATE_LIMIT_SOCKETS", defaultSockets)),
		},
	}
	c.Flags = r.flags()
	if strings.EqualFold(getenv("RATE_LIMITS"), "off") {
		c.Limits = Limits{}
	}
	if c.Synchronous != "FULL" && c.Synchronous != "NORMAL" {
		r.fail("SQLITE_SYNCHRONOUS", c.Synchronous, "FULL or NORMAL")
	}
	if c.Port != "" {
		if n, err := strconv.Atoi(c.Port); err != nil || n < 1 || n > 65535 {
			r.fail("PORT", c.Port, "a number between 1 and 65535")
		}
	}
	return c, r.err
}

// dataDir accepts the path of a directory or of a database file in it.
func dataDir(path string) string {
	if strings.HasSuffix(path, ".db") || strings.HasSuffix(path, ".sqlite3") {
		return filepath.Dir(path)
	}
	return path
}

// list takes a text apart at its commas.
func list(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ' ' })
}

type reader struct {
	getenv func(string) string
	err    error
}

func (r *reader) fail(name, value, want string) {
	if r.err == nil {
		r.err = fmt.Errorf("%s is %q; set it to %s, or unset it", name, value, want)
	}
}

// switches are the variables of the flags that are on or off.
var switches = []struct{ variable, flag string }{
	{"FILES_ENABLED", "files_enabled"}, {"AVATARS_ENABLED", "avatars_enabled"}, {"OPENGRAPH_ENABLED", "opengraph_enabled"},
	{"SEARCH_ENABLED", "search_enabled"}, {"PUSH_ENABLED", "push_notifications"}, {"BOTS_ENABLED", "bot_integrations"},
}

func (r *reader) flags() map[string]string {
	set := map[string]string{}
	for _, s := range switches {
		switch value := r.getenv(s.variable); strings.ToLower(value) {
		case "":
		case "true", "on", "yes", "1":
			set[s.flag] = "on"
		case "false", "off", "no", "0":
			set[s.flag] = "off"
		default:
			r.fail(s.variable, value, "true or false")
		}
	}
	if value := r.getenv("MAX_FILE_SIZE"); value != "" {
		if n, err := strconv.ParseInt(value, 10, 64); err != nil || n < 0 || n > maxFileSize {
			r.fail("MAX_FILE_SIZE", value, "a number of bytes such as 10485760, 0 for none")
		} else {
			set["max_file_size"] = strconv.FormatInt(n, 10)
		}
	}
	return set
}

func (r *reader) text(name, fallback string) string {
	if v := r.getenv(name); v != "" {
		return v
	}
	return fallback
}

func (r *reader) yes(name string) bool {
	switch v := r.getenv(name); v {
	case "", "0":
		return false
	case "1":
		return true
	default:
		r.fail(name, v, "1")
		return false
	}
}

func (r *reader) number(name string, fallback float64) float64 {
	v := r.getenv(name)
	if v == "" {
		return fallback
	}
	n, err := strconv.ParseFloat(v, 64)
	if err != nil || n < 0 {
		r.fail(name, v, "a number that is not negative")
		return fallback
	}
	return n
}

func (r *reader) duration(name string, fallback time.Duration) time.Duration {
	v := r.getenv(name)
	if v == "" {
		return fallback
	}
	d, err := time.ParseDuration(v)
	if err != nil || d <= 0 {
		r.fail(name, v, "a duration such as 720h")
		return fallback
	}
	return d
}
