package arch

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const architecture = "docs/architecture.md"

var (
	packageRow   = regexp.MustCompile("^\\| `([a-z_./]+)` \\| .+ \\| ([^|]*)\\|$")
	inBackticks  = regexp.MustCompile("`([^`]+)`")
	relativeLink = regexp.MustCompile(`\]\(([^)#:]*)(?:#([^)]+))?\)`)
	heading      = regexp.MustCompile(`(?m)^#+ (.+)$`)
	notInAnchors = regexp.MustCompile(`[^\p{L}\p{N}_ -]`)
	// ourPath is what names a file or a package of ours, in prose and in diagrams.
	ourPath = regexp.MustCompile(`\b(?:collections|pb_migrations|hooks|internal|frontend|deploy|bench)/[A-Za-z0-9_./-]*[A-Za-z0-9_]`)
)

func TestTheArchitectureSaysWhatTheTableSays(t *testing.T) {
	for _, problem := range checkArchitecture(readSource(t, architecture)) {
		t.Error(problem)
	}
}

func TestTheArchitectureCheckFindsWhatIsWrong(t *testing.T) {
	page := readSource(t, architecture)
	for _, planted := range []struct{ what, from, to string }{
		{"a package has no row", "| `internal/ban` |", "| `internal/bans` |"},
		{"an arrow too many", "| `internal/mail` | the letters, in English and German, and handing them to a mail server | `internal/job` |",
			"| `internal/mail` | letters | `internal/job` `internal/event` |"},
		{"an arrow too few", "`internal/commit` `internal/event` `internal/richtext` `internal/sound` |", "`internal/commit` `internal/event` `internal/richtext` |"},
		{"hooks may do too much", "`pb_migrations` `internal/failpoint` `internal/outbound` |", "`pb_migrations` `internal/failpoint` |"},
	} {
		changed := strings.Replace(page, planted.from, planted.to, 1)
		if changed == page {
			t.Fatalf("%s: nothing was changed", planted.what)
		}
		if len(checkArchitecture(changed)) == 0 {
			t.Errorf("%s, and nobody noticed", planted.what)
		}
	}
}

// checkArchitecture compares the page's rows with the product's rows of the table, which end with main.
func checkArchitecture(page string) (problems []string) {
	rows := map[string]string{}
	_, page, _ = strings.Cut(page, "\n## Packages\n")
	page, _, _ = strings.Cut(page, "\n## ")
	for line := range strings.Lines(page) {
		if m := packageRow.FindStringSubmatch(strings.TrimSuffix(line, "\n")); m != nil {
			rows[m[1]] = m[2]
		}
	}
	var above []string
	for _, r := range table {
		name := strings.Replace(r.pkg, ".", "main.go", 1)
		cell, ok := rows[name]
		if !ok {
			problems = append(problems, architecture+" has no row for "+name)
		}
		var said []string
		for _, m := range inBackticks.FindAllStringSubmatch(cell, -1) {
			said = append(said, m[1])
		}
		if strings.HasPrefix(cell, "everything above but ") {
			but := said
			said = slices.DeleteFunc(slices.Clone(above), func(pkg string) bool { return slices.Contains(but, pkg) })
		}
		uses := slices.Sorted(slices.Values(r.uses))
		slices.Sort(said)
		if ok && !slices.Equal(said, uses) {
			problems = append(problems, fmt.Sprintf("%s lets %s import %q, the table %q", architecture, name, said, uses))
		}
		if above = append(above, r.pkg); r.pkg == "." {
			break
		}
	}
	return problems
}

func TestDocumentsNameOnlyWhatExists(t *testing.T) {
	for _, page := range documents(t) {
		for _, problem := range checkLinks(page, readSource(t, page), func(file string) (string, bool) {
			full := filepath.Join(root, filepath.FromSlash(file))
			if info, err := os.Stat(full); err != nil || info.IsDir() {
				return "", err == nil
			}
			return readSource(t, file), true
		}) {
			t.Error(problem)
		}
	}
	for _, diagram := range strings.Split(readSource(t, architecture), "```mermaid\nsequenceDiagram")[1:] {
		if diagram, _, _ = strings.Cut(diagram, "```"); strings.Contains(diagram, ";") {
			t.Errorf("%s has a sequence diagram with a semicolon, which ends a line there: it is not drawn", architecture)
		}
	}
	for _, named := range ourPath.FindAllString(readSource(t, architecture), -1) {
		if _, err := os.Stat(path.Join(root, named)); err != nil {
			if _, err := os.Stat(path.Join(root, named+".go")); err != nil {
				t.Errorf("%s names %s, which does not exist", architecture, named)
			}
		}
	}
}

func TestTheLinkCheckFindsWhatIsMissing(t *testing.T) {
	read := func(file string) (string, bool) {
		text, ok := map[string]string{"docs/b.md": "# B\n\n## What it's `for`, then\n", "docs": ""}[file]
		return text, ok
	}
	for link, problems := range map[string]int{
		"[b](b.md)": 0, "[b](b.md#what-its-for-then)": 0, "[here](#a)": 0, "[all](../docs)": 0, "[web](https://example.com/x.md)": 0,
		"[gone](c.md)": 1, "[gone](b.md#what)": 1, "[gone](#b)": 1,
	} {
		if got := checkLinks("docs/a.md", "# A\n\n"+link, read); len(got) != problems {
			t.Errorf("%s: %q, want %d problems", link, got, problems)
		}
	}
}

// checkLinks names the relative links of a page that lead nowhere.
func checkLinks(page, text string, read func(file string) (string, bool)) (problems []string) {
	for _, link := range relativeLink.FindAllStringSubmatch(text, -1) {
		to, anchor := page, link[2]
		if link[1] != "" {
			to = path.Join(path.Dir(page), link[1])
		}
		target, ok := text, true
		if to != page {
			target, ok = read(to)
		}
		if !ok || anchor != "" && !slices.Contains(anchors(target), anchor) {
			problems = append(problems, fmt.Sprintf("%s: the link %s%s leads nowhere", page, link[1], strings.TrimSuffix("#"+anchor, "#")))
		}
	}
	return problems
}

// anchors are what the headings of a page are called in links, as GitHub makes them.
func anchors(text string) (names []string) {
	for _, m := range heading.FindAllStringSubmatch(text, -1) {
		names = append(names, strings.ReplaceAll(notInAnchors.ReplaceAllString(strings.ToLower(m[1]), ""), " ", "-"))
	}
	return names
}

// documents lists the pages of the repository.
func documents(t *testing.T) (pages []string) {
	t.Helper()
	err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && name != root && skipped(entry.Name()) {
			return filepath.SkipDir
		}
		if strings.HasSuffix(name, ".md") {
			relative, err := filepath.Rel(root, name)
			if err != nil {
				return err
			}
			pages = append(pages, filepath.ToSlash(relative))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(pages) < 20 {
		t.Fatalf("found only %d pages: the walk is broken", len(pages))
	}
	return pages
}
