// Sbom lists what a binary of ours is made of, in CycloneDX's JSON: the Go modules that are linked into it, as the binary
// itself says, and the packages that the interface inside it is built from, as the lock file says.
//
//	go run ./.ci/sbom campfire > campfire.cdx.json
package main

import (
	"cmp"
	"debug/buildinfo"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
)

type component struct {
	Type    string `json:"type"`
	Name    string `json:"name"`
	Version string `json:"version"`
	PURL    string `json:"purl,omitempty"`
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "sbom:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 1 {
		return fmt.Errorf("give the binary as the only argument")
	}
	info, err := buildinfo.ReadFile(args[0])
	if err != nil {
		return err
	}
	parts := []component{{"platform", "go", strings.TrimPrefix(info.GoVersion, "go"), "pkg:golang/stdlib@" + strings.TrimPrefix(info.GoVersion, "go")}}
	for _, module := range info.Deps {
		if module.Replace != nil {
			module = module.Replace
		}
		parts = append(parts, component{"library", module.Path, module.Version, "pkg:golang/" + module.Path + "@" + module.Version})
	}
	packages, err := packages("frontend/package-lock.json")
	if err != nil {
		return err
	}
	out := json.NewEncoder(os.Stdout)
	out.SetIndent("", " ")
	return out.Encode(map[string]any{
		"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "components": append(parts, packages...),
		"metadata": map[string]any{"component": component{Type: "application", Name: "campfire", Version: setting(info, "-X main.version=")}},
	})
}

// packages returns what npm installs for more than building.
func packages(lock string) (all []component, err error) {
	raw, err := os.ReadFile(lock)
	if err != nil {
		return nil, err
	}
	var file struct {
		Packages map[string]struct {
			Version string
			Dev     bool
		}
	}
	if err := json.Unmarshal(raw, &file); err != nil {
		return nil, fmt.Errorf("%s: %w", lock, err)
	}
	for path, found := range file.Packages {
		if at := strings.LastIndex(path, "node_modules/"); at >= 0 && !found.Dev {
			name := path[at+len("node_modules/"):]
			all = append(all, component{"library", name, found.Version, "pkg:npm/" + strings.Replace(name, "@", "%40", 1) + "@" + found.Version})
		}
	}
	slices.SortFunc(all, func(a, b component) int { return cmp.Compare(a.PURL, b.PURL) })
	return slices.Compact(all), nil
}

// setting finds a value among the flags of the linker.
func setting(info *buildinfo.BuildInfo, flag string) string {
	for _, s := range info.Settings {
		if _, rest, found := strings.Cut(s.Value, flag); found {
			return strings.Fields(rest)[0]
		}
	}
	return "dev"
}
