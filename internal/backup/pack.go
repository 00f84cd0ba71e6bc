package backup

import (
	"archive/zip"
	"compress/flate"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// archive is a zip file that is being written, and the file on the disk that it becomes, if it becomes one.
type archive struct {
	*zip.Writer
	file *os.File
}

// pack writes the snapshots in dir, and the files of dataDir, into one archive.
func pack(ctx context.Context, out io.Writer, dir, dataDir string, exclude []string) (err error) {
	z := &archive{Writer: zip.NewWriter(out)}
	z.file, _ = out.(*os.File)
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestSpeed) })
	for _, file := range databases {
		if err = add(ctx, z, filepath.Join(dir, file), file); err != nil {
			break
		}
	}
	if err == nil {
		err = addTree(ctx, z, dataDir, exclude)
	}
	return errors.Join(err, z.Close())
}

func addTree(ctx context.Context, z *archive, root string, exclude []string) error {
	return fs.WalkDir(os.DirFS(root), ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil // deleted while we walked
		case err != nil:
			return err
		case ctx.Err() != nil:
			return ctx.Err()
		case excluded(name, exclude):
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		case !entry.Type().IsRegular():
			return nil
		}
		err = add(ctx, z, filepath.Join(root, name), name)
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		return err
	})
}

func excluded(name string, exclude []string) bool {
	for _, left := range exclude {
		left = filepath.ToSlash(filepath.Clean(left))
		if name == left || strings.HasPrefix(name, left+"/") {
			return true
		}
	}
	return false
}

// add puts a file into z. What has gone is fs.ErrNotExist, and leaves z as it was.
func add(ctx context.Context, z *archive, path, name string) error {
	in, err := os.Open(path)
	if err != nil {
		return err
	}
	defer in.Close()
	info, err := in.Stat()
	if err != nil {
		return err
	}
	header, err := zip.FileInfoHeader(info)
	if err != nil {
		return err
	}
	header.Name, header.Method = name, zip.Deflate
	out, err := z.CreateHeader(header)
	if err != nil {
		return err
	}
	_, err = io.Copy(&calm{out: out, file: z.file}, interruptible{ctx, in})
	return err
}

// interruptible ends a long copy when its context does.
type interruptible struct {
	ctx context.Context
	io.Reader
}

func (r interruptible) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.Reader.Read(p)
}
