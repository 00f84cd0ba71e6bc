// Package arch holds the walls of the house as tests: which package may import which, how long a file may grow,
// and two habits that a compiler cannot see.
package arch

import (
	"go/parser"
	"go/token"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "campfire"

// row says what one package may import of ours. Every package may import PocketBase and the standard library.
type row struct {
	pkg  string
	uses []string
}

// table is docs/architecture.md as code. A row may only name rows above it, so no cycle can be written down,
// and two nouns that must meet do so in hooks.
var table = []row{
	{pkg: "collections"},
	{pkg: "pb_migrations"},
	{pkg: "internal/failpoint"},
	{pkg: "internal/report"},

	{pkg: "internal/config"},
	{pkg: "internal/ratelimit"},
	{pkg: "internal/asset"},
	{pkg: "internal/openapi"},
	{pkg: "internal/outbound"},
	{pkg: "internal/health"},
	{pkg: "internal/presence"},
	{pkg: "internal/richtext"},
	{pkg: "internal/sound"},
	{pkg: "internal/database"},
	{pkg: "internal/event", uses: []string{"collections"}},
	{pkg: "internal/quiet", uses: []string{"collections"}},
	{pkg: "internal/flag", uses: []string{"collections", "internal/event"}},
	{pkg: "internal/job", uses: []string{"collections"}},

	{pkg: "internal/bot", uses: []string{"collections"}},
	{pkg: "internal/slack"},

	{pkg: "internal/commit", uses: []string{"collections", "internal/event", "internal/report"}},
	{pkg: "internal/realtime", uses: []string{"collections", "internal/event", "internal/presence"}},
	{pkg: "internal/message", uses: []string{
		"collections", "internal/commit", "internal/event", "internal/richtext", "internal/sound",
	}},
	{pkg: "internal/room", uses: []string{"collections", "internal/commit", "internal/event"}},
	{pkg: "internal/notification", uses: []string{"collections", "internal/commit", "internal/event"}},
	{pkg: "internal/search", uses: []string{"collections", "internal/event", "internal/richtext"}},
	{pkg: "internal/fsck", uses: []string{"internal/database", "internal/event", "internal/search"}},
	{pkg: "internal/backup", uses: []string{"internal/database", "internal/event", "internal/search"}},
	{pkg: "internal/push", uses: []string{"collections", "internal/event", "internal/presence", "internal/job", "internal/outbound", "internal/quiet"}},
	{pkg: "internal/webhook", uses: []string{"collections", "internal/event", "internal/job", "internal/outbound"}},
	{pkg: "internal/account", uses: []string{"collections", "internal/event"}},
	{pkg: "internal/mail", uses: []string{"internal/job"}},
	{pkg: "internal/mailing", uses: []string{"collections", "internal/event", "internal/job", "internal/quiet", "internal/mail"}},
	{pkg: "internal/movein", uses: []string{
		"collections", "internal/event", "internal/richtext", "internal/sound", "internal/search", "internal/room", "internal/webhook",
		"internal/slack", "internal/account",
	}},
	{pkg: "internal/moveout", uses: []string{"collections", "internal/richtext", "internal/account"}},
	{pkg: "internal/ban", uses: []string{"collections"}},
	{pkg: "internal/session", uses: []string{"collections", "internal/event"}},

	{pkg: "hooks", uses: all},
	{pkg: "internal/command", uses: all},
	{pkg: ".", uses: []string{"hooks", "internal/command", "internal/config", "internal/database", "pb_migrations"}},

	// For tests and for making files only: no row above names them. internal/reliability drives the binary from outside.
	{pkg: "internal/sound/synth"},
	{pkg: "internal/sound/score", uses: []string{"internal/sound/synth"}},
	{pkg: "internal/sound/gen", uses: []string{"internal/sound", "internal/sound/synth", "internal/sound/score"}},
	// The bench drives servers from outside; searching is measured in process as well.
	{pkg: "bench/search", uses: []string{"collections", "internal/database", "internal/event", "internal/search", "pb_migrations"}},
	{pkg: "internal/testapp", uses: append([]string{"hooks", "pb_migrations"}, all...)},
	{pkg: "internal/reliability/harness"},
	{pkg: "internal/reliability/courier", uses: []string{"internal/database", "internal/job", "pb_migrations"}},
	{pkg: "internal/deploy"},
	{pkg: "internal/arch"},
	// What people start their own bots from: nothing but the standard library.
	{pkg: "examples/echo-go"},
}

// all is what hooks and commands are for: they bring the nouns together.
var all = []string{
	"collections", "internal/report", "internal/config", "internal/ratelimit", "internal/health", "internal/presence",
	"internal/richtext", "internal/sound", "internal/asset", "internal/openapi", "internal/database", "internal/backup", "internal/fsck",
	"internal/event", "internal/flag", "internal/job", "internal/commit",
	"internal/realtime", "internal/message", "internal/room", "internal/notification", "internal/search", "internal/push", "internal/webhook",
	"internal/account", "internal/session", "internal/ban", "internal/quiet", "internal/bot", "internal/slack", "internal/mail", "internal/mailing",
	"internal/movein", "internal/moveout",
}

// everyone names packages that any package under internal/ may import besides its row.
var everyone = []string{"internal/failpoint", "internal/report"}

func TestImportsFollowTheTable(t *testing.T) {
	for _, file := range goFiles(t) {
		if file.isTest() {
			continue
		}
		for _, problem := range checkImports(file.pkg(), importsOf(t, file)) {
			t.Errorf("%s: %s", file.path, problem)
		}
	}
}

func TestTableOnlyPointsUp(t *testing.T) {
	above := make([]string, 0, len(table))
	for _, r := range table {
		for _, used := range r.uses {
			if !slices.Contains(above, used) {
				t.Errorf("%s may not use %s: it is not a row above", r.pkg, used)
			}
		}
		above = append(above, r.pkg)
	}
}

func TestImportCheckFindsAPlantedArrow(t *testing.T) {
	for _, sample := range []struct {
		name, pkg, imports string
		problems           int
	}{
		{"an arrow in the table", "internal/room", "campfire/internal/event", 0},
		{"a sideways arrow", "internal/room", "campfire/internal/message", 1},
		{"an arrow upwards", "internal/event", "campfire/hooks", 1},
		{"a package nobody listed", "internal/helper", "fmt", 1},
		{"the failpoints", "internal/event", "campfire/internal/failpoint", 0},
		{"the failpoints from hooks", "hooks", "campfire/internal/failpoint", 1},
		{"a migration that imports ours", "pb_migrations", "campfire/collections", 1},
		{"the bench on its own package", "bench/load", "campfire/bench/report", 0},
		{"the bench on the server", "bench/load", "campfire/internal/event", 1},
		{"a library", "internal/room", "github.com/pocketbase/pocketbase/core", 0},
	} {
		t.Run(sample.name, func(t *testing.T) {
			if got := checkImports(sample.pkg, []string{sample.imports}); len(got) != sample.problems {
				t.Errorf("%s importing %s: got %q, want %d problems", sample.pkg, sample.imports, got, sample.problems)
			}
		})
	}
}

// checkImports names every import of pkg that the table does not allow.
func checkImports(pkg string, imports []string) (problems []string) {
	inBench := pkg == "bench" || strings.HasPrefix(pkg, "bench/")
	at := slices.IndexFunc(table, func(r row) bool { return r.pkg == pkg })
	if at < 0 && !inBench {
		return []string{"package " + pkg + " is not in the table of internal/arch; add its row"}
	}
	for _, imported := range imports {
		ours, ok := ourPackage(imported)
		switch {
		case !ok:
		case inBench && strings.HasPrefix(ours, "bench/"):
		case strings.HasPrefix(pkg, "internal/") && slices.Contains(everyone, ours):
		case at >= 0 && slices.Contains(table[at].uses, ours):
		default:
			problems = append(problems, pkg+" may not import "+ours)
		}
	}
	return problems
}

// ourPackage turns an import path into a directory of this module.
func ourPackage(imported string) (string, bool) {
	if imported == module {
		return ".", true
	}
	return strings.CutPrefix(imported, module+"/")
}

func importsOf(t *testing.T, file goFile) []string {
	t.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), path.Join(root, file.path), nil, parser.ImportsOnly)
	if err != nil {
		t.Fatal(err)
	}
	imports := make([]string, 0, len(parsed.Imports))
	for _, spec := range parsed.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			t.Fatal(err)
		}
		imports = append(imports, imported)
	}
	return imports
}
