package backup

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/filesystem"
)

const (
	// letGo is how long an upload that was ended may take to remove its parts.
	letGo = 5 * time.Second
	// longestReason is how much of what a bucket answers is told.
	longestReason = 300
	// shortestKey is what can be told from a word.
	shortestKey = 8
)

// silence is how long a bucket may take nothing. PocketBase's client sends up to 30 MB at a time and would wait for ever.
var silence = 10 * time.Minute

// errSilent says that a bucket has taken or given nothing for silence.
var errSilent = errors.New("it does not answer")

// store puts a packed archive among PocketBase's backups, on the disk or in S3, and looks whether it is there whole.
func store(ctx context.Context, app core.App, archive, name string) error {
	err := upload(ctx, app, archive, name)
	if s3 := app.Settings().Backups.S3; err != nil && s3.Enabled {
		return fmt.Errorf("store the backup in the bucket %s: %w", s3.Bucket, plain{err, []string{s3.AccessKey, s3.Secret}})
	} else if err != nil {
		return fmt.Errorf("store the backup: %w", err)
	}
	return nil
}

func upload(ctx context.Context, app core.App, archive, name string) error {
	info, err := os.Stat(archive)
	if err != nil {
		return err
	}
	backups, err := app.NewBackupsFilesystem()
	if err != nil {
		return err
	}
	defer func() { _ = backups.Close() }()
	file, err := filesystem.NewFileFromPath(archive)
	if err != nil {
		return err
	}
	ctx, move, end := whileItMoves(ctx)
	defer end()
	backups.SetContext(ctx)
	file.OriginalName, file.Name, file.Reader = name, name, watched{file.Reader, move}
	done := make(chan error, 1)
	go func() { done <- backups.UploadFile(file, name) }()
	select {
	case err = <-done:
	case <-ctx.Done():
		// It asks the bucket to remove what came so far, without a deadline: one that is silent gets only this long.
		select {
		case err = <-done:
		case <-time.After(letGo):
		}
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	} else if err != nil {
		return err
	}
	// note: to put the parts together S3 may answer 200 and an error, which PocketBase's client does not read.
	stored, err := backups.Attributes(name)
	switch {
	case errors.Is(err, filesystem.ErrNotFound):
		return errors.New("it took the backup and does not have it")
	case err == nil && stored.Size != info.Size():
		return fmt.Errorf("it has %d bytes of %d", stored.Size, info.Size())
	}
	return nil // a key that may only write is not told what is there
}

// whileItMoves returns a context that ends when move was not called for silence.
func whileItMoves(parent context.Context) (ctx context.Context, move, end func()) {
	ctx, cancel := context.WithCancelCause(parent)
	timer := time.AfterFunc(silence, func() { cancel(errSilent) })
	return ctx, func() { timer.Reset(silence) }, func() { timer.Stop(); cancel(nil) }
}

// watched calls move whenever a piece of the file is read.
type watched struct {
	filesystem.FileReader
	move func()
}

func (w watched) Open() (io.ReadSeekCloser, error) {
	file, err := w.FileReader.Open()
	return &watchedFile{file, w.move}, err
}

type watchedFile struct {
	io.ReadSeekCloser
	move func()
}

func (f *watchedFile) Read(p []byte) (int, error) {
	f.move()
	return f.ReadSeekCloser.Read(p)
}

// plain is what a bucket says, as one sentence.
type plain struct {
	error
	secrets []string
}

func (p plain) Error() string { return Plain(p.error.Error(), p.secrets...) }
func (p plain) Unwrap() error { return p.error }

// raw is the bucket's answer as it came, in which Amazon's names the key that was used.
var raw = regexp.MustCompile(`(?s)\s*\(RAW: (.*?</Error>\s*\)|.*)`)

// Plain is one sentence of what PocketBase's client says of a bucket: without the answer's XML, and without secrets.
func Plain(reason string, secrets ...string) string {
	reason = strings.Join(strings.FieldsFunc(raw.ReplaceAllString(reason, ""), func(r rune) bool { return r == '\n' || r == '\r' }), "; ")
	for _, secret := range secrets {
		if len(secret) >= shortestKey {
			reason = strings.ReplaceAll(reason, secret, "***")
		}
	}
	if len(reason) > longestReason {
		reason = strings.ToValidUTF8(reason[:longestReason], "") + "..."
	}
	return reason
}
