package movein

import (
	"archive/zip"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// Why an export is not taken. Nothing has changed then.
var (
	ErrNotSlack = errors.New("this is no export of a Slack workspace")
	ErrDamaged  = errors.New("the export is damaged")
)

const (
	// maxList and maxDay bound a file of the export when it is unpacked, and maxOneDay all files of one day: they are in memory
	// together, so that what was said in several rooms comes in its order.
	maxList   = 256 << 20
	maxDay    = 64 << 20
	maxOneDay = 256 << 20
	// maxGrowth bounds how many times its size an export may have when it is unpacked; text has ten to twenty.
	maxGrowth = 200
)

// archive is the zip file of an export.
type archive struct {
	zip   *zip.ReadCloser
	files map[string]*zip.File
}

func openArchive(path string) (*archive, error) {
	z, err := zip.OpenReader(path)
	if errors.Is(err, zip.ErrFormat) {
		return nil, fmt.Errorf("%w: %s is no zip archive, or not all of one", ErrNotSlack, path)
	} else if err != nil {
		return nil, err
	}
	a := &archive{zip: z, files: map[string]*zip.File{}}
	if err := a.list(); err != nil {
		_ = z.Close()
		return nil, err
	}
	return a, nil
}

// list looks at what the archive names. Nothing is ever written where it says, but one that tries is no export.
func (a *archive) list() error {
	var packed, unpacked uint64
	top := ""
	for _, f := range a.zip.File {
		if !filepath.IsLocal(f.Name) || strings.Contains(f.Name, `\`) || !utf8.ValidString(f.Name) {
			return fmt.Errorf("%w: it names %q", ErrNotSlack, f.Name)
		}
		if f.FileInfo().IsDir() || strings.HasPrefix(f.Name, "__MACOSX/") {
			continue
		}
		if !f.Mode().IsRegular() {
			return fmt.Errorf("%w: %s is no plain file", ErrNotSlack, f.Name)
		}
		packed, unpacked = packed+f.CompressedSize64, unpacked+min(f.UncompressedSize64, 1<<50)
		if dir, name := path.Split(f.Name); usersFile(name) && (top == "" || len(dir) < len(top)) && strings.Count(dir, "/") < 2 {
			top = dir
		}
		if a.files[f.Name] != nil {
			return fmt.Errorf("%w: it has %s twice", ErrDamaged, f.Name)
		}
		a.files[f.Name] = f
	}
	if unpacked > maxGrowth*packed+maxList {
		return fmt.Errorf("%w: unpacked it would have %d MB, of %d", ErrNotSlack, unpacked>>20, packed>>20)
	}
	if top != "" { // packed again by hand, in a directory
		inside := map[string]*zip.File{}
		for name, f := range a.files {
			if rest, ok := strings.CutPrefix(name, top); ok {
				inside[rest] = f
			}
		}
		a.files = inside
	}
	return nil
}

func usersFile(name string) bool { return name == "users.json" || name == "org_users.json" }

// read decodes a file of the archive. One that is not there reads as nothing, and false.
func (a *archive) read(ctx context.Context, name string, most uint64, into any) (bool, error) {
	f := a.files[name]
	if f == nil {
		return false, ctx.Err()
	}
	if f.UncompressedSize64 > most {
		return true, fmt.Errorf("%w: %s would have %d MB, which is too much for one file", ErrDamaged, name, f.UncompressedSize64>>20)
	}
	in, err := f.Open()
	if err != nil {
		return true, fmt.Errorf("%w: %s: %w", ErrDamaged, name, err)
	}
	defer in.Close()
	// note: one byte more than it promised is enough to know a bomb.
	raw, err := io.ReadAll(io.LimitReader(in, int64(f.UncompressedSize64)+1)) //nolint:gosec // bounded above
	switch {
	case ctx.Err() != nil:
		return true, ctx.Err()
	case err != nil:
		return true, fmt.Errorf("%w: %s: %w", ErrDamaged, name, err)
	case uint64(len(raw)) != f.UncompressedSize64:
		return true, fmt.Errorf("%w: %s is not as long as it says", ErrDamaged, name)
	case !utf8.Valid(raw):
		return true, fmt.Errorf("%w: %s is not in UTF-8", ErrDamaged, name)
	}
	if err := json.Unmarshal(raw, into); err != nil {
		return true, fmt.Errorf("%w: %s cannot be read: %w", ErrDamaged, name, err)
	}
	return true, nil
}

// dayFile is what was said in a room on one day.
type dayFile struct {
	room *slackRoom
	name string
	size uint64
}

var dayName = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}\.json$`)

// days finds what was said, by day, the first one first, and counts the files that are in no room that is listed.
func (a *archive) days(rooms []*slackRoom) (days [][]dayFile, unknown int, err error) {
	places := map[string]*slackRoom{}
	for _, r := range rooms {
		for _, dir := range []string{r.Name, r.ID} { // direct ones have no name
			if dir != "" && places[dir] == nil {
				places[dir] = r
			}
		}
	}
	byDay := map[string][]dayFile{}
	for name, f := range a.files {
		dir, file := path.Split(name)
		if dir = strings.TrimSuffix(dir, "/"); dir == "" || strings.Contains(dir, "/") || !dayName.MatchString(file) {
			continue
		}
		if places[dir] == nil {
			unknown++
			continue
		}
		byDay[file] = append(byDay[file], dayFile{places[dir], name, f.UncompressedSize64})
	}
	for day, files := range byDay {
		var size uint64
		for _, f := range files {
			size += f.size
		}
		if size > maxOneDay {
			return nil, 0, fmt.Errorf("%w: what it has of %s would have %d MB", ErrDamaged, strings.TrimSuffix(day, ".json"), size>>20)
		}
		slices.SortFunc(files, func(x, y dayFile) int { return strings.Compare(x.name, y.name) })
		days = append(days, files)
	}
	slices.SortFunc(days, func(x, y []dayFile) int { return cmp.Compare(path.Base(x[0].name), path.Base(y[0].name)) })
	return days, unknown, nil
}
