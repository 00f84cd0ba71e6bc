package config

import (
	"fmt"
	"os"
	"strings"
)

// maxSecret is more than any secret is long: whoever names a database as a file of a secret is told so.
const maxSecret = 64 << 10

// Read returns the configuration that an environment of NAME=value describes, or an *Error.
func Read(environ []string) (Config, error) {
	c := Config{Flags: map[string]string{}}
	r := reader{values: map[string]string{}}
	for _, pair := range environ {
		name, value, _ := strings.Cut(pair, "=")
		if value != "" { // as compose files and dashboards of platforms say that there is none
			r.values[name] = value
		}
	}
	for i := range Variables {
		v := &Variables[i]
		s := Setting{Variable: v}
		s.Value, s.Origin = r.find(v)
		if want := v.set(&c, s.Value); want != "" {
			r.failf("%s is %s; set it to %s, or unset it", v.Name, quoted(v, s.Value), want)
		}
		c.Settings = append(c.Settings, s)
	}
	if !c.limited {
		c.Limits = Limits{}
	}
	r.findTypos()
	if len(r.problems) > 0 {
		return c, &Error{strings.Join(r.problems, "\n")}
	}
	return c, nil
}

type reader struct {
	values   map[string]string
	problems []string
}

func (r *reader) failf(format string, args ...any) {
	r.problems = append(r.problems, fmt.Sprintf(format, args...))
}

// find returns the value of a variable, under whichever of its names it is set, and where it comes from.
func (r *reader) find(v *Variable) (value, origin string) {
	from := ""
	for _, name := range v.names() {
		found, ok := r.values[name]
		if !ok {
			continue
		}
		if from != "" {
			r.failf("%s and %s are both set; unset one of them", from, name)
			continue
		}
		from, value, origin = name, found, FromEnvironment
		if v.Secret && strings.HasSuffix(name, fileSuffix) {
			value, origin = r.secret(name, found), FromFile
		}
	}
	if from == "" {
		return v.Default, FromDefault
	}
	return value, origin
}

// secret reads a value from the file that a variable such as SECRET_KEY_BASE_FILE names, where container platforms put
// them.
func (r *reader) secret(name, path string) string {
	raw, err := os.ReadFile(path)
	switch {
	case err != nil:
		r.failf("%s names a file that cannot be read (%v); name one that can, or unset it", name, err)
	case len(raw) > maxSecret || strings.TrimSpace(string(raw)) == "":
		r.failf("%s names %s, which holds no secret; name the file that does, or unset it", name, path)
	}
	return strings.TrimSpace(string(raw))
}

// quoted shows a wrong value, unless it is nobody's business.
func quoted(v *Variable, value string) string {
	if v.Secret {
		return "not as it should be"
	}
	return fmt.Sprintf("%q", value)
}
