package config

import (
	"fmt"
	"strings"
)

// Markdown is the tables of docs/configuration.md, one for each group.
func Markdown() string {
	var out strings.Builder
	group := ""
	for i := range Variables {
		v := &Variables[i]
		if v.Group != group {
			group = v.Group
			fmt.Fprintf(&out, "\n## %s\n\n| variable | default | meaning |\n|---|---|---|\n", group)
		}
		name := "`" + v.Name + "`"
		if v.Alias != "" {
			name += " or `" + v.Alias + "`"
		}
		if v.Secret {
			name += " *"
		}
		fallback := v.Unset
		if v.Default != "" {
			fallback = "`" + v.Default + "`"
		}
		fmt.Fprintf(&out, "| %s | %s | %s |\n", name, fallback, v.Meaning)
	}
	return out.String()
}
