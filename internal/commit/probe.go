package commit

import (
	"errors"
	"fmt"
	"strconv"
	"time"

	"campfire/internal/event"
)

var errMark = errors.New("what was just committed is not there")

// Probe does what every send needs: it writes a row through the queue, reads it where requests read, and removes it. It
// returns when that is done, which may be never.
func (w *Writer) Probe() error {
	mark := strconv.FormatInt(time.Now().UnixNano(), 36)
	if err := w.Do(w.app, Effects, func(b *Batch) error { return b.Exec(event.SQLLeaveMark, mark) }); err != nil {
		return fmt.Errorf("write: %w", err)
	}
	var found string
	if err := w.app.ConcurrentDB().NewQuery(event.SQLReadMark).Row(&found); err != nil {
		return fmt.Errorf("read: %w", err)
	}
	if found != mark {
		return errMark
	}
	if err := w.Do(w.app, Effects, func(b *Batch) error { return b.Exec(event.SQLRemoveMark) }); err != nil {
		return fmt.Errorf("remove: %w", err)
	}
	return nil
}
