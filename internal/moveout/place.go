package moveout

import (
	"archive/zip"
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// syncBytes is after how much what was written goes to the disk. In one piece at the end it would hold up the syncs of a
// server's messages for as long as it takes.
const syncBytes = 2 << 20

// Place is where an export goes: a directory, or a zip file if its name ends in .zip. It is there whole or not at all, and
// only its owner may read it.
type Place struct {
	path, part string
	file       *os.File
	archive    *zip.Writer // nil for a directory
	made       time.Time
	behind     int
}

// Open makes a place that nothing is at yet.
func Open(path string) (*Place, error) {
	if _, err := os.Lstat(path); err == nil {
		return nil, fmt.Errorf("%s is there already", path)
	} else if !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	path = filepath.Clean(path)
	p := &Place{path: path, made: time.Now().UTC()}
	var err error
	if !strings.EqualFold(filepath.Ext(path), ".zip") {
		p.part, err = os.MkdirTemp(filepath.Dir(path), ".campfire-*.part")
		return p, err
	}
	if p.file, err = os.CreateTemp(filepath.Dir(path), ".campfire-*.part"); err != nil {
		return nil, err
	}
	p.part = p.file.Name()
	p.archive = zip.NewWriter(p)
	return p, nil
}

// Close ends what was written: it is at its place now, or gone if err says that it is not whole. It returns err, or why it
// could not.
func (p *Place) Close(err error) error {
	if p.archive != nil {
		if err == nil {
			err = errors.Join(p.archive.Close(), p.file.Sync())
		}
		err = errors.Join(err, p.file.Close())
	}
	if err == nil {
		err = os.Rename(p.part, p.path)
	}
	if err != nil {
		err = errors.Join(err, os.RemoveAll(p.part))
	}
	return err
}

// Write takes the bytes of the zip file.
func (p *Place) Write(b []byte) (int, error) { return p.steadily(p.file, b) }

// steadily writes to a file, and lets it go to the disk bit by bit.
func (p *Place) steadily(file *os.File, b []byte) (int, error) {
	n, err := file.Write(b)
	if p.behind += n; p.behind >= syncBytes {
		p.behind = 0
		_ = file.Sync() // for its time only: what matters is synced by whoever closes it
	}
	return n, err
}

// add writes one file; name is a path with slashes.
func (p *Place) add(name string, fn func(w io.Writer) error) (err error) {
	if p.archive != nil {
		w, err := p.archive.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: p.made})
		if err != nil {
			return err
		}
		return fn(w)
	}
	path := filepath.Join(p.part, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	out := bufio.NewWriterSize(writing(func(b []byte) (int, error) { return p.steadily(file, b) }), 64<<10)
	if err := fn(out); err != nil {
		return err
	}
	// note: a file that is only closed goes to the disk half a minute later with all the others, and the messages stand in line.
	return errors.Join(out.Flush(), file.Sync())
}

// writing is a function that takes bytes.
type writing func(b []byte) (int, error)

func (w writing) Write(b []byte) (int, error) { return w(b) }
