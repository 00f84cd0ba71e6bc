// Package flag is which features are on: a default, changed by the environment, changed by a live override. The stored row
// has a version that only grows, so that everybody who sees two states knows which one is newer.
package flag

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"campfire/collections"

	"github.com/pocketbase/dbx"
)

var (
	// ErrConflict means that the row changed since its version was read.
	ErrConflict = errors.New("the flags were changed meanwhile")
	// ErrValue means that a flag cannot have such a value.
	ErrValue = errors.New("a switch is on or off, a size a number of bytes")
	// ErrUnknown means that there is no such flag.
	ErrUnknown = errors.New("no such flag")
)

// Values are the flags at one version. Of the zero value everything is off.
type Values struct {
	Version     int64 `json:"version"`
	Files       bool  `json:"files_enabled"`
	Avatars     bool  `json:"avatars_enabled"`
	Previews    bool  `json:"opengraph_enabled"`
	MaxFileSize int64 `json:"max_file_size"`
	Search      bool  `json:"search_enabled"`
	Push        bool  `json:"push_notifications"`
	Bots        bool  `json:"bot_integrations"`
}

// Origins of a value. The later one wins.
const (
	OriginDefault     = "default"
	OriginEnvironment = "environment"
	OriginOverride    = "override"
)

// Setting is where the value of one flag comes from; what is not set is nil.
type Setting struct {
	Value       any    `json:"value"`
	Origin      string `json:"origin"`
	Default     any    `json:"default"`
	Environment any    `json:"environment"`
	Override    any    `json:"override"`
}

// one is a flag: its name, its default and where its value goes.
type one struct {
	name, fallback string
	into           func(*Values) any
}

var all = []one{
	{collections.FlagFiles, collections.FlagOff, func(v *Values) any { return &v.Files }},
	{collections.FlagAvatars, collections.FlagOff, func(v *Values) any { return &v.Avatars }},
	{collections.FlagPreviews, collections.FlagOff, func(v *Values) any { return &v.Previews }},
	{collections.FlagMaxFileSize, "0", func(v *Values) any { return &v.MaxFileSize }},
	{collections.FlagSearch, collections.FlagOn, func(v *Values) any { return &v.Search }},
	{collections.FlagPush, collections.FlagOn, func(v *Values) any { return &v.Push }},
	{collections.FlagBots, collections.FlagOn, func(v *Values) any { return &v.Bots }},
}

// Names lists the flags.
func Names() []string {
	names := make([]string, len(all))
	for i, f := range all {
		names[i] = f.name
	}
	return names
}

// Read returns the flags as they are stored, and where each comes from.
func Read(db dbx.Builder) (Values, map[string]Setting, error) {
	row, err := collections.FindFlags(db)
	if err != nil {
		return Values{}, nil, fmt.Errorf("read flags: %w", err)
	}
	v, settings := resolve(row)
	return v, settings, nil
}

func resolve(row collections.FlagsRow) (Values, map[string]Setting) {
	v := Values{Version: row.Version}
	settings := make(map[string]Setting, len(all))
	for _, f := range all {
		s := Setting{Default: f.value(f.fallback), Environment: f.value(row.Environment[f.name]), Override: f.value(row.Overrides[f.name])}
		s.Value, s.Origin = s.Default, OriginDefault
		if s.Environment != nil {
			s.Value, s.Origin = s.Environment, OriginEnvironment
		}
		if s.Override != nil {
			s.Value, s.Origin = s.Override, OriginOverride
		}
		switch into := f.into(&v).(type) {
		case *bool:
			*into, _ = s.Value.(bool)
		case *int64:
			*into, _ = s.Value.(int64)
		}
		settings[f.name] = s
	}
	return v, settings
}

// value turns what is stored into what it means; nil for what is not set or, after an edit by hand, makes no sense.
func (f one) value(stored string) any {
	if _, size := f.into(&Values{}).(*int64); size {
		if n, err := strconv.ParseInt(stored, 10, 64); err == nil && n >= 0 {
			return n
		}
		return nil
	}
	switch stored {
	case collections.FlagOn:
		return true
	case collections.FlagOff:
		return false
	}
	return nil
}

// maxSize is beyond every file and still a whole number in JavaScript.
const maxSize = 1 << 49

// Stored returns how a value is stored: nil takes an override away, a switch may be spelled as people do.
func Stored(name string, value any) (string, error) {
	for _, f := range all {
		if f.name != name {
			continue
		}
		stored := spelled(value)
		if value != nil && f.value(stored) == nil {
			return "", ErrValue
		}
		if n, size := f.value(stored).(int64); size && n > maxSize {
			return "", ErrValue
		}
		return stored, nil
	}
	return "", ErrUnknown
}

func spelled(value any) string {
	switch v := value.(type) {
	case bool:
		if v {
			return collections.FlagOn
		}
		return collections.FlagOff
	case float64:
		if v >= 0 && v <= maxSize && v == math.Trunc(v) {
			return strconv.FormatInt(int64(v), 10)
		}
		return "?"
	case string:
		switch text := strings.ToLower(strings.TrimSpace(v)); text {
		case "true", "yes", collections.FlagOn:
			return collections.FlagOn
		case "false", "no", collections.FlagOff:
			return collections.FlagOff
		default:
			return text
		}
	case nil:
		return ""
	}
	return "?"
}
