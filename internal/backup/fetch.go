package backup

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/filesystem"
)

// Bucket is where a backup lies that is fetched.
type Bucket struct{ Name, Region, Endpoint, AccessKey, Secret string }

// Fetch brings a backup from a bucket among those of the data directory, whole or not at all, and returns where it is. The
// settings of a chat that is lost are lost too, so what opens the bucket comes from the caller.
func Fetch(ctx context.Context, dataDir string, from Bucket, key string) (path string, err error) {
	path = filepath.Join(dataDir, core.LocalBackupsDirName, filepath.Base(key))
	if _, err := os.Stat(path); err == nil {
		return "", fmt.Errorf("%s is there already; restore that, or move it away", path)
	}
	if err := fetch(ctx, from, key, path); err != nil {
		return "", fmt.Errorf("fetch %s from the bucket %s: %w", key, from.Name, plain{err, []string{from.AccessKey, from.Secret}})
	}
	return path, nil
}

func fetch(ctx context.Context, from Bucket, key, path string) (err error) {
	bucket, err := filesystem.NewS3(from.Name, from.Region, from.Endpoint, from.AccessKey, from.Secret, true)
	if err != nil {
		return err
	}
	defer func() { _ = bucket.Close() }()
	ctx, move, end := whileItMoves(ctx)
	defer end()
	bucket.SetContext(ctx)
	in, err := bucket.GetReader(key)
	switch {
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case errors.Is(err, filesystem.ErrNotFound):
		return errors.New("there is no such backup")
	case err != nil:
		return err
	}
	defer func() { _ = in.Close() }()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	if err := room(filepath.Dir(path), in.Size()+margin); err != nil {
		return err
	}
	out, err := os.CreateTemp(filepath.Dir(path), ".fetch-*.part") // for its owner only
	if err != nil {
		return err
	}
	n, err := io.Copy(out, reading{in, move})
	if err == nil && n != in.Size() {
		err = fmt.Errorf("%d bytes of %d came", n, in.Size())
	}
	if err = errors.Join(err, out.Sync(), out.Close()); err == nil {
		err = os.Rename(out.Name(), path)
	}
	if err != nil {
		_ = os.Remove(out.Name())
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
	}
	return err
}

// reading calls move whenever something comes.
type reading struct {
	io.Reader
	move func()
}

func (r reading) Read(p []byte) (int, error) {
	n, err := r.Reader.Read(p)
	r.move()
	return n, err
}
