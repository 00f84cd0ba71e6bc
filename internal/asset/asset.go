// Package asset serves the files of the interface as they were built: compressed once, when they were built, never per
// request, and never read into memory whole.
package asset

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"
	"sync"
	"time"
)

// encodings are the forms a file may have beside its own, best first, by the name of the encoding and what ends the file.
var encodings = []struct{ name, suffix string }{{"br", ".br"}, {"gzip", ".gz"}}

// types are the kinds of files an interface has. The operating system's table is not asked: it differs between machines.
var types = map[string]string{
	".css": "text/css; charset=utf-8", ".html": "text/html; charset=utf-8", ".ico": "image/x-icon", ".js": "text/javascript; charset=utf-8",
	".json": "application/json", ".mp3": "audio/mpeg", ".png": "image/png", ".svg": "image/svg+xml", ".txt": "text/plain; charset=utf-8",
	".wasm": "application/wasm", ".webmanifest": "application/manifest+json", ".webp": "image/webp", ".woff2": "font/woff2",
}

// Files are the files of an interface.
type Files struct {
	files   fs.FS
	entries map[string]entry
}

// entry is one file in its forms; the first is its own.
type entry struct {
	contentType string
	forms       []form
}

type form struct {
	encoding, path string
	size           int64
	// tag is made when it is first asked for: reading every file at the start would cost a third of its time, and keep
	// in memory what nobody may ever ask for.
	tag func() (string, error)
}

// Open reads the names and sizes of all files.
func Open(files fs.FS) (*Files, error) {
	found := map[string]form{}
	err := fs.WalkDir(files, ".", func(name string, file fs.DirEntry, err error) error {
		if err != nil || file.IsDir() {
			return err
		}
		found[name], err = measure(files, name, file)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read the interface: %w", err)
	}
	f := &Files{files: files, entries: map[string]entry{}}
	for name, own := range found {
		if _, compressed := found[strings.TrimSuffix(strings.TrimSuffix(name, ".br"), ".gz")]; compressed && !isOwn(name) {
			continue
		}
		e := entry{contentType: typeOf(name), forms: []form{own}}
		for _, encoding := range encodings {
			if other, ok := found[name+encoding.suffix]; ok {
				other.encoding = encoding.name
				e.forms = append(e.forms, other)
			}
		}
		f.entries[name] = e
	}
	return f, nil
}

// isOwn reports whether a file is there for itself and not as the compressed form of another.
func isOwn(name string) bool {
	return path.Ext(name) != encodings[0].suffix && path.Ext(name) != encodings[1].suffix
}

func typeOf(name string) string {
	if known, ok := types[path.Ext(name)]; ok {
		return known
	}
	return "application/octet-stream"
}

func measure(files fs.FS, name string, file fs.DirEntry) (form, error) {
	info, err := file.Info()
	if err != nil {
		return form{}, err
	}
	tag := sync.OnceValues(func() (string, error) { return hash(files, name) })
	return form{path: name, size: info.Size(), tag: tag}, nil
}

// hash is a file's ETag.
func hash(files fs.FS, name string) (string, error) {
	file, err := files.Open(name)
	if err != nil {
		return "", err
	}
	defer func() { _ = file.Close() }() // it was only read
	sum := sha256.New()
	if _, err := io.Copy(sum, file); err != nil {
		return "", err
	}
	return `"` + hex.EncodeToString(sum.Sum(nil)[:12]) + `"`, nil
}

// Has reports whether there is a file of that name.
func (f *Files) Has(name string) bool {
	_, ok := f.entries[name]
	return ok
}

// Serve answers with the file, or fs.ErrNotExist. Cache-Control is the caller's.
func (f *Files) Serve(w http.ResponseWriter, r *http.Request, name string) error {
	e, ok := f.entries[name]
	if !ok {
		return fs.ErrNotExist
	}
	header := w.Header()
	chosen := e.forms[0]
	if len(e.forms) > 1 {
		header.Add("Vary", "Accept-Encoding")
		// A part is a part of the file itself: who asks for one has no use for a part of something compressed.
		if r.Header.Get("Range") == "" {
			chosen = e.best(r.Header.Get("Accept-Encoding"))
		}
	}
	file, err := f.files.Open(chosen.path)
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }() // it was only read
	content, ok := file.(io.ReadSeeker)
	if !ok {
		return fmt.Errorf("%s cannot be read from the middle", chosen.path)
	}
	tag, err := chosen.tag()
	if err != nil {
		return err
	}
	header.Set("Content-Type", e.contentType)
	header.Set("ETag", tag)
	if chosen.encoding != "" {
		header.Set("Content-Encoding", chosen.encoding)
		header.Set("Content-Length", strconv.FormatInt(chosen.size, 10)) // net/http leaves it out of what is encoded
	}
	http.ServeContent(w, r, "", time.Time{}, content)
	return nil
}

// best is the smallest form that the browser takes.
func (e entry) best(accepted string) form {
	for _, form := range e.forms[1:] {
		if accepts(accepted, form.encoding) {
			return form
		}
	}
	return e.forms[0]
}

// accepts reads an Accept-Encoding header: names, each perhaps with a weight, of which zero means never.
func accepts(header, encoding string) bool {
	for part := range strings.SplitSeq(header, ",") {
		name, weight, _ := strings.Cut(part, ";")
		if !strings.EqualFold(strings.TrimSpace(name), encoding) {
			continue
		}
		q, found := strings.CutPrefix(strings.TrimSpace(weight), "q=")
		value, err := strconv.ParseFloat(q, 64)
		return !found || err == nil && value > 0
	}
	return false
}
