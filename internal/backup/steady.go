package backup

import (
	"io"
	"os"
	"time"
)

const (
	// syncEvery is how often what was copied so far is written to the disk. In one piece at the end it would hold up the
	// syncs of the messages for as long as it takes.
	syncEvery = 50 * time.Millisecond
	// syncBytes is the same for what we write ourselves.
	syncBytes = 2 << 20
)

// steadily writes the file at path to the disk bit by bit while fn lets it grow.
func steadily(path string, fn func() error) error {
	done, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		var file *os.File
		for {
			select {
			case <-done:
				if file != nil {
					_ = file.Close()
				}
				return
			case <-time.After(syncEvery):
			}
			if file == nil {
				file, _ = os.Open(path) // not there yet: another time
			}
			if file != nil {
				_ = file.Sync() // whoever writes it has its own sync to rely on
			}
		}
	}()
	err := fn()
	close(done)
	<-ended // note: to close the file takes SQLite's locks on it away, which by now nobody needs
	return err
}

// steadyWriter writes a file to the disk bit by bit.
type steadyWriter struct {
	file   *os.File
	behind int
}

func (w *steadyWriter) Write(p []byte) (int, error) {
	n, err := w.file.Write(p)
	if w.behind += n; w.behind >= syncBytes {
		w.behind = 0
		_ = w.file.Sync() // a pipe cannot; for a file the last sync tells
	}
	return n, err
}

// steady makes a writer of files write bit by bit.
func steady(out io.Writer) io.Writer {
	if file, ok := out.(*os.File); ok {
		return &steadyWriter{file: file}
	}
	return out
}
