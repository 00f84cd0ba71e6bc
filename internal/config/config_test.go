package config_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"campfire/internal/config"
	"campfire/internal/flag"
)

func env(pairs ...string) func(string) string {
	return func(name string) string {
		for i := 0; i < len(pairs); i += 2 {
			if pairs[i] == name {
				return pairs[i+1]
			}
		}
		return ""
	}
}

func TestAnEmptyEnvironmentWorks(t *testing.T) {
	c, err := config.Read(env())
	if err != nil {
		t.Fatal(err)
	}
	if c.Synchronous != "FULL" || c.EventLogBytes != 50<<20 || c.EventLogAge != 720*time.Hour || c.Limits.SignIns != 10 {
		t.Errorf("defaults: %+v", c)
	}
}

func TestSettingsAreRead(t *testing.T) {
	c, err := config.Read(env("DATABASE_PATH", "/app/data/campfire.db", "SQLITE_SYNCHRONOUS", "normal", "EVENT_LOG_BYTES", "65536",
		"EVENT_LOG_AGE", "24h", "RATE_LIMIT_SENDS", "7", "PORT", "8080", "ALLOW_EPHEMERAL", "1"))
	if err != nil {
		t.Fatal(err)
	}
	if c.DataDir != "/app/data" || c.Synchronous != "NORMAL" || c.EventLogBytes != 65536 || c.EventLogAge != 24*time.Hour ||
		c.Limits.Sends != 7 || c.Port != "8080" || !c.AllowEphemeral || c.AllowNetworkDisk {
		t.Errorf("read: %+v", c)
	}
	if c, _ := config.Read(env("RATE_LIMITS", "off")); c.Limits != (config.Limits{}) {
		t.Errorf("limits that are off: %+v", c.Limits)
	}
	if c, _ := config.Read(env("DATABASE_PATH", "/data")); c.DataDir != "/data" {
		t.Errorf("a directory as DATABASE_PATH: %q", c.DataDir)
	}
}

func TestAWrongSettingNamesItselfAndTheWayOut(t *testing.T) {
	for name, value := range map[string]string{
		"SQLITE_SYNCHRONOUS": "OFF", "PORT": "eighty", "EVENT_LOG_BYTES": "-1", "EVENT_LOG_AGE": "a month", "RATE_LIMIT_SENDS": "many",
		"FILES_ENABLED": "maybe", "AVATARS_ENABLED": "2", "OPENGRAPH_ENABLED": "tru", "SEARCH_ENABLED": "-", "PUSH_ENABLED": "null",
		"BOTS_ENABLED": "enabled", "MAX_FILE_SIZE": "10MB",
	} {
		_, err := config.Read(env(name, value))
		if err == nil || !strings.Contains(err.Error(), name) || !strings.Contains(err.Error(), value) {
			t.Errorf("%s=%s: %v", name, value, err)
		}
	}
}

func TestFlagsAreReadOnlyWhereTheyAreSet(t *testing.T) {
	c, err := config.Read(env("FILES_ENABLED", "True", "SEARCH_ENABLED", "0", "PUSH_ENABLED", "no", "BOTS_ENABLED", "on", "MAX_FILE_SIZE", "007"))
	want := map[string]string{"files_enabled": "on", "search_enabled": "off", "push_notifications": "off", "bot_integrations": "on", "max_file_size": "7"}
	if err != nil || !maps.Equal(c.Flags, want) {
		t.Errorf("read: %v, %v", c.Flags, err)
	}
	for name := range want {
		if !slices.Contains(flag.Names(), name) {
			t.Errorf("%s is set by the environment and is no flag", name)
		}
	}
	if c, _ := config.Read(env()); len(c.Flags) != 0 {
		t.Errorf("an empty environment sets %v", c.Flags)
	}
}
