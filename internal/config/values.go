package config

import (
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// maxFileSize is beyond every file and still a whole number in JavaScript.
const maxFileSize = 1 << 49

// A setter stores a value, or returns what a value should look like.
type setter func(c *Config, value string) (want string)

func text(at func(*Config) *string) setter {
	return func(c *Config, value string) string { *at(c) = value; return "" }
}

func words(at func(*Config) *[]string) setter {
	return func(c *Config, value string) string { *at(c) = list(value); return "" }
}

func oneOf(at func(*Config) *string, choices ...string) setter {
	return func(c *Config, value string) string {
		for _, choice := range choices {
			if strings.EqualFold(value, choice) {
				*at(c) = choice
				return ""
			}
		}
		return strings.Join(choices[:len(choices)-1], ", ") + " or " + choices[len(choices)-1]
	}
}

func yes(at func(*Config) *bool) setter {
	return func(c *Config, value string) (want string) {
		on, ok := truth(value)
		if !ok && value != "" {
			return "true or false"
		}
		*at(c) = on
		return ""
	}
}

// truth understands what people write for yes and no.
func truth(value string) (on, ok bool) {
	switch strings.ToLower(value) {
	case "true", "on", "yes", "1":
		return true, true
	case "false", "off", "no", "0":
		return false, true
	}
	return false, false
}

// feature is a flag that is on or off, feature of sizes one that is a number of bytes.
func feature(name string) setter {
	return func(c *Config, value string) string {
		if value == "" {
			return ""
		}
		on, ok := truth(value)
		if !ok {
			return "true or false"
		}
		c.Flags[name] = map[bool]string{true: "on", false: "off"}[on]
		return ""
	}
}

func size(name string) setter {
	return func(c *Config, value string) string {
		if value == "" {
			return ""
		}
		n, err := strconv.ParseInt(value, 10, 64)
		if err != nil || n < 0 || n > maxFileSize {
			return "a number of bytes such as 10485760, 0 for none"
		}
		c.Flags[name] = strconv.FormatInt(n, 10)
		return ""
	}
}

func number[T int | int64 | float64](at func(*Config) *T) setter {
	return func(c *Config, value string) string {
		n, err := strconv.ParseFloat(value, 64)
		if err != nil || !(n >= 0 && n < 1<<53) { // NaN is neither
			return "a number that is not negative"
		}
		*at(c) = T(n)
		return ""
	}
}

func duration(at func(*Config) *time.Duration, example string) setter {
	return func(c *Config, value string) string {
		d, err := time.ParseDuration(value)
		if err != nil || d <= 0 {
			return "a duration such as " + example
		}
		*at(c) = d
		return ""
	}
}

func port(c *Config, value string) string {
	c.Port = value
	if n, err := strconv.Atoi(value); value != "" && (err != nil || n < 1 || n > 65535) {
		return "a number between 1 and 65535"
	}
	return ""
}

var hostName = regexp.MustCompile(`^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$`)

func domains(c *Config, value string) string {
	c.Domains = list(strings.ToLower(value))
	if slices.ContainsFunc(c.Domains, func(name string) bool { return !hostName.MatchString(name) }) {
		return "the name that people type, such as chat.example.com, without https:// and port"
	}
	return ""
}

func webAddress(at func(*Config) *string) setter {
	return func(c *Config, value string) string {
		*at(c) = value
		if u, err := url.Parse(value); value != "" && (err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http") {
			return "an address that begins with https://"
		}
		return ""
	}
}

// networks are names for addresses that no router of the internet passes on.
var networks = map[string][]string{
	"loopback": {"127.0.0.0/8", "::1/128"},
	"private":  {"127.0.0.0/8", "::1/128", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16", "fc00::/7", "fe80::/10"},
	"none":     {},
}

func proxies(c *Config, value string) string {
	for _, word := range list(value) {
		ranges, named := networks[strings.ToLower(word)]
		if !named {
			ranges = []string{word}
		}
		for _, text := range ranges {
			prefix, err := netip.ParsePrefix(text)
			if address, single := netip.ParseAddr(text); err != nil && single == nil {
				prefix, err = address.Prefix(address.BitLen())
			}
			if err != nil {
				return "addresses and ranges such as 10.0.0.7 or 10.0.0.0/8, or loopback, private or none"
			}
			c.TrustedProxies = append(c.TrustedProxies, prefix.Masked())
		}
	}
	return ""
}

// list takes a text apart at its commas.
func list(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ' ' })
}
