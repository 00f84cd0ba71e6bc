package arch

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"
)

// root is the top of the repository, seen from this package.
const root = "../.."

// goFile is one Go file, by its slash path from the root.
type goFile struct{ path string }

func (f goFile) pkg() string  { return path.Dir(f.path) }
func (f goFile) isTest() bool { return strings.HasSuffix(f.path, "_test.go") }
func (f goFile) under(dirs ...string) bool {
	for _, dir := range dirs {
		if strings.HasPrefix(f.path, dir+"/") {
			return true
		}
	}
	return false
}

// goFiles lists the Go files of the repository, without samples and what is not ours.
func goFiles(t *testing.T) []goFile {
	t.Helper()
	var files []goFile
	err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && name != root && skipped(entry.Name()) {
			return filepath.SkipDir
		}
		if strings.HasSuffix(name, ".go") && !entry.IsDir() {
			relative, err := filepath.Rel(root, name)
			if err != nil {
				return err
			}
			files = append(files, goFile{filepath.ToSlash(relative)})
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(files) < 10 {
		t.Fatalf("found only %d Go files under %s: the walk is broken", len(files), root)
	}
	return files
}

// skipped names directories that hold no code of ours, by the go command's own rule and by name.
func skipped(dir string) bool {
	switch dir {
	case "node_modules", "testdata", "pb_data", "tmp", "out":
		return true
	}
	return strings.HasPrefix(dir, ".") || strings.HasPrefix(dir, "_")
}

func readSource(t *testing.T, relative string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(relative)))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
