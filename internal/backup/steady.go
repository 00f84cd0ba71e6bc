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
	// stretch is how much is packed at a time.
	stretch = 1 << 20
	// longestRest is how long packing rests at most between two stretches.
	longestRest = 100 * time.Millisecond
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

// calm makes a long copy leave room for those who wait for the disk and the processor: after each stretch it writes down
// what came so far, and rests for as long as all of that took. Without the rest the syncs of the messages stand in line
// behind its own all the time.
type calm struct {
	out    io.Writer
	file   *os.File // where it ends up, nil if that is no file
	copied int
	began  time.Time
}

func (c *calm) Write(p []byte) (int, error) {
	if c.copied == 0 {
		c.began = time.Now()
	}
	n, err := c.out.Write(p)
	if c.copied += n; c.copied < stretch {
		return n, err
	}
	c.copied = 0
	if c.file != nil {
		_ = c.file.Sync() // a pipe cannot; for a file the last sync tells
	}
	time.Sleep(min(time.Since(c.began), longestRest))
	return n, err
}
