package config_test

import (
	"errors"
	"maps"
	"net/netip"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"campfire/internal/config"
	"campfire/internal/flag"
)

func read(t *testing.T, environ ...string) config.Config {
	t.Helper()
	c, err := config.Read(environ)
	if err != nil {
		t.Fatalf("%v: %v", environ, err)
	}
	return c
}

func TestAnEmptyEnvironmentWorks(t *testing.T) {
	c := read(t)
	if c.Synchronous != "FULL" || c.EventLogBytes != 50<<20 || c.EventLogAge != 720*time.Hour || c.Limits.SignIns != 10 ||
		c.HeaderTimeout != 10*time.Second || c.Dashboard != "on" || len(c.TrustedProxies) != 2 || len(c.Names()) != 0 {
		t.Errorf("defaults: %+v", c)
	}
	for _, s := range c.Settings {
		if s.Origin != config.FromDefault || s.Default == "" && s.Unset == "" || s.Meaning == "" {
			t.Errorf("%s comes from %s, and by default is %q %q", s.Name, s.Origin, s.Default, s.Unset)
		}
	}
}

func TestSettingsAreRead(t *testing.T) {
	c := read(t, "DATABASE_PATH=/app/data/campfire.db", "SQLITE_SYNCHRONOUS=normal", "EVENT_LOG_BYTES=65536", "EVENT_LOG_AGE=24h",
		"RATE_LIMIT_SENDS=7", "PORT=8080", "ALLOW_EPHEMERAL=1", "SSL_DOMAIN=Chat.Example.com,www.example.com", "DASHBOARD=Local",
		"TRUSTED_PROXIES=10.1.2.3, 2001:db8::/32", "HOME=/root", "UNRELATED=")
	if c.DataDir != "/app/data" || c.Synchronous != "NORMAL" || c.EventLogBytes != 65536 || c.EventLogAge != 24*time.Hour ||
		c.Limits.Sends != 7 || c.Port != "8080" || !c.AllowEphemeral || c.AllowNetworkDisk || c.Dashboard != "local" {
		t.Errorf("read: %+v", c)
	}
	if !slices.Equal(c.Names(), []string{"chat.example.com", "www.example.com"}) {
		t.Errorf("names: %q", c.Names())
	}
	if want := []netip.Prefix{netip.MustParsePrefix("10.1.2.3/32"), netip.MustParsePrefix("2001:db8::/32")}; !slices.Equal(c.TrustedProxies, want) {
		t.Errorf("proxies: %v", c.TrustedProxies)
	}
	if c := read(t, "RATE_LIMITS=off", "RATE_LIMIT_SENDS=7"); c.Limits != (config.Limits{}) {
		t.Errorf("limits that are off: %+v", c.Limits)
	}
	if c := read(t, "DATABASE_PATH=/data", "TLS_DOMAIN=chat.example.com", "DISABLE_SSL=true", "TRUSTED_PROXIES=none"); c.DataDir != "/data" ||
		len(c.Domains) != 1 || len(c.Names()) != 0 || len(c.TrustedProxies) != 0 {
		t.Errorf("a directory, the other name of a domain, no TLS, no proxy: %+v", c)
	}
}

func TestAWrongSettingNamesItselfAndTheWayOut(t *testing.T) {
	for _, pair := range []string{
		"SQLITE_SYNCHRONOUS=OFF", "PORT=eighty", "PORT=0", "PORT=65536", "EVENT_LOG_BYTES=-1", "EVENT_LOG_BYTES=NaN", "EVENT_LOG_AGE=a month",
		"RATE_LIMIT_SENDS=many", "RATE_LIMITS=some", "ALLOW_EPHEMERAL=perhaps", "DISABLE_SSL=2", "DASHBOARD=hidden", "HEADER_TIMEOUT=0s",
		"SSL_DOMAIN=https://chat.example.com", "SSL_DOMAIN=chat.example.com:443", "SSL_DOMAIN=localhost", "SSL_DOMAIN=192.0.2.1",
		"SSL_DOMAIN=a..example.com", "ACME_DIRECTORY=letsencrypt", "TRUSTED_PROXIES=everybody", "TRUSTED_PROXIES=10.0.0.0/33",
		"FILES_ENABLED=maybe", "AVATARS_ENABLED=2", "OPENGRAPH_ENABLED=tru", "SEARCH_ENABLED=-", "PUSH_ENABLED=null", "BOTS_ENABLED=enabled",
		"MAX_FILE_SIZE=10MB",
	} {
		name, value, _ := strings.Cut(pair, "=")
		_, err := config.Read([]string{pair})
		var wrong *config.Error
		if !errors.As(err, &wrong) || !strings.HasPrefix(err.Error(), name+" is ") || !strings.Contains(err.Error(), value) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v", pair, err)
		}
	}
	if _, err := config.Read([]string{"PORT=x", "DASHBOARD=y"}); err == nil || strings.Count(err.Error(), "\n") != 1 {
		t.Errorf("two wrong settings: %v", err)
	}
}

func TestASlipInANameIsNoticed(t *testing.T) {
	for slip, meant := range map[string]string{
		"VAPID_PUBLC_KEY": "VAPID_PUBLIC_KEY", "vapid_public_key": "VAPID_PUBLIC_KEY", "DATABSE_PATH": "DATABASE_PATH", "DATABASE_PAHT": "DATABASE_PATH",
		"SSL_DOMAINS": "SSL_DOMAIN", "FILE_ENABLED": "FILES_ENABLED", "RATE_LIMIT_SING_INS": "RATE_LIMIT_SIGN_INS",
		"SECRET_KEY_BASE_FIEL": "SECRET_KEY_BASE_FILE", "SENTRY_DNS": "SENTRY_DSN",
	} {
		_, err := config.Read([]string{slip + "=x"})
		if err == nil || !strings.HasPrefix(err.Error(), slip+" is no setting") || !strings.Contains(err.Error(), meant) {
			t.Errorf("%s: %v", slip, err)
		}
	}
	read(t, "HOST=x", "POST=x", "DATABASE_URL=x", "DATABASE_PASS=x", "DATABASE_HOST=x", "SSL_CERT_FILE=x", "CAMPFIRE_PORT=tcp://10.0.0.1:80",
		"CAMPFIRE_SERVICE_HOST=10.0.0.1", "VAPID_PUBLC_KEY=") // an empty one says nothing
}

func TestSecretsComeFromFilesAndAreNotShown(t *testing.T) {
	file := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(file, []byte("a secret of ours\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	c := read(t, "SECRET_KEY_BASE_FILE="+file, "METRICS_TOKEN=another secret", "PORT=81")
	if c.SecretKeyBase != "a secret of ours" || c.MetricsToken != "another secret" {
		t.Errorf("read: %q, %q", c.SecretKeyBase, c.MetricsToken)
	}
	origins := map[string]string{}
	for _, s := range c.Settings {
		origins[s.Name] = s.Origin
		if strings.Contains(s.Shown(), "secret of ours") || strings.Contains(s.Shown(), "another") {
			t.Errorf("%s shows %q", s.Name, s.Shown())
		}
	}
	if origins["SECRET_KEY_BASE"] != config.FromFile || origins["METRICS_TOKEN"] != config.FromEnvironment || origins["SENTRY_DSN"] != config.FromDefault {
		t.Errorf("origins: %v", origins)
	}
	empty := filepath.Join(t.TempDir(), "empty")
	if err := os.WriteFile(empty, []byte(" \n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, environ := range [][]string{
		{"SECRET_KEY_BASE_FILE=/nowhere"}, {"SECRET_KEY_BASE_FILE=" + empty}, {"SECRET_KEY_BASE_FILE=" + file, "SECRET_KEY_BASE=x"},
		{"SSL_DOMAIN=a.example", "TLS_DOMAIN=b.example"}, {"SENTRY_DSN=hush"},
	} {
		if _, err := config.Read(environ); err == nil || strings.Contains(err.Error(), "hush") || strings.Contains(err.Error(), "\n") {
			t.Errorf("%v: %v", environ, err)
		}
	}
}

func TestFlagsAreReadOnlyWhereTheyAreSet(t *testing.T) {
	c := read(t, "FILES_ENABLED=True", "SEARCH_ENABLED=0", "PUSH_ENABLED=no", "BOTS_ENABLED=on", "MAX_FILE_SIZE=007", "AVATARS_ENABLED=1", "OPENGRAPH_ENABLED=yes")
	want := map[string]string{"files_enabled": "on", "search_enabled": "off", "push_notifications": "off", "bot_integrations": "on", "max_file_size": "7", "avatars_enabled": "on", "opengraph_enabled": "on"}
	if !maps.Equal(c.Flags, want) {
		t.Errorf("read: %v", c.Flags)
	}
	for name := range want {
		if !slices.Contains(flag.Names(), name) {
			t.Errorf("%s is set by the environment and is no flag", name)
		}
	}
	if c := read(t); len(c.Flags) != 0 {
		t.Errorf("an empty environment sets %v", c.Flags)
	}
}

// Guards: docs/configuration.md. UPDATE_DOCS=1 writes it anew.
func TestTheDocumentedTableIsTheTable(t *testing.T) {
	const page = "../../docs/configuration.md"
	const from, to = "<!-- settings -->\n", "<!-- /settings -->\n"
	raw, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, found := strings.Cut(string(raw), from)
	_, after, ended := strings.Cut(rest, to)
	if !found || !ended {
		t.Fatalf("%s has no place for the table", page)
	}
	want := before + from + config.Markdown() + "\n" + to + after
	if string(raw) == want {
		return
	}
	if os.Getenv("UPDATE_DOCS") == "" {
		t.Fatalf("%s is not what the code says; UPDATE_DOCS=1 go test ./internal/config writes it", page)
	}
	if err := os.WriteFile(page, []byte(want), 0o644); err != nil {
		t.Fatal(err)
	}
}

// Everything that is set must be told to whoever runs the server, and the other way round.
func TestEveryFieldIsSetByAVariable(t *testing.T) {
	untouched, tried := read(t), map[string]bool{}
	for _, environ := range []string{
		"DATABASE_PATH=/x", "SECRET_KEY_BASE=x", "PORT=1", "SSL_DOMAIN=a.example", "DISABLE_SSL=1", "ACME_DIRECTORY=https://ca.example", "TRUSTED_PROXIES=none",
		"DASHBOARD=off", "HEADER_TIMEOUT=1s", "SQLITE_SYNCHRONOUS=NORMAL", "EVENT_LOG_BYTES=1", "EVENT_LOG_AGE=1h", "ALLOW_EPHEMERAL=1",
		"ALLOW_NETWORK_DISK=1", "METRICS_TOKEN=x", "SENTRY_DSN=https://x@sentry.example/1", "LOG_LEVEL=error", "LOG_FORMAT=json", "VAPID_PUBLIC_KEY=x", "VAPID_PRIVATE_KEY=x", "VAPID_SUBJECT=x",
		"PUSH_ENDPOINTS_ALLOWED=x:1", "RATE_LIMITS=off", "RATE_LIMIT_SENDS=1", "RATE_LIMIT_REQUESTS=1", "RATE_LIMIT_BOTS=1", "RATE_LIMIT_SIGN_INS=1", "RATE_LIMIT_JOINS=1",
		"RATE_LIMIT_SEARCHES=1", "RATE_LIMIT_FRAMES=1", "RATE_LIMIT_SOCKETS=1", "FILES_ENABLED=1", "AVATARS_ENABLED=1", "OPENGRAPH_ENABLED=1",
		"MAX_FILE_SIZE=1", "SEARCH_ENABLED=0", "PUSH_ENABLED=0", "BOTS_ENABLED=0",
	} {
		c := read(t, environ)
		c.Settings = untouched.Settings
		if reflect.DeepEqual(c, untouched) {
			t.Errorf("%s changes nothing", environ)
		}
		name, _, _ := strings.Cut(environ, "=")
		tried[name] = true
	}
	for _, v := range config.Variables {
		if !tried[v.Name] {
			t.Errorf("%s is not tried here", v.Name)
		}
	}
}
