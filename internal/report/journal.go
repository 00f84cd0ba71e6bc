package report

import (
	"context"
	"io"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// Line is a line of the log as it is stored.
type Line struct {
	At      time.Time
	Level   slog.Level
	Message string
	Data    map[string]any
}

// Journal writes lines where whoever runs the server reads them. It waits for nobody: when the reader of a pipe sleeps, lines
// are dropped and counted.
type Journal struct {
	handler slog.Handler
	lines   chan Line
	lost    atomic.Int64
	once    sync.Once
	// stop ends what waits for lines, done says that all of them were written.
	stop, done chan struct{}
}

// NewJournal writes lines from a level on to w: as "json", or else as "text".
func NewJournal(w io.Writer, format string, least slog.Level) *Journal {
	options := &slog.HandlerOptions{Level: least}
	j := &Journal{handler: slog.NewTextHandler(w, options), lines: make(chan Line, backlog), stop: make(chan struct{}), done: make(chan struct{})}
	if strings.EqualFold(format, "json") {
		j.handler = slog.NewJSONHandler(w, options)
	}
	go j.run()
	return j
}

// Tell writes a line down, soon. After Close it drops it.
func (j *Journal) Tell(l Line) {
	if !j.handler.Enabled(context.Background(), l.Level) {
		return
	}
	select {
	case j.lines <- l:
	default:
		j.lost.Add(1)
	}
}

// Close waits for what was told, for at most so long.
func (j *Journal) Close(within time.Duration) {
	j.once.Do(func() { close(j.stop) })
	select {
	case <-j.done:
	case <-time.After(within):
	}
}

func (j *Journal) run() {
	defer close(j.done)
	for {
		select {
		case l := <-j.lines:
			j.write(l)
			continue
		default:
		}
		select {
		case l := <-j.lines:
			j.write(l)
		case <-j.stop:
			return
		}
	}
}

func (j *Journal) write(l Line) {
	if n := j.lost.Swap(0); n > 0 {
		j.write(Line{At: time.Now(), Level: slog.LevelWarn, Message: "Nobody read the log: lines were dropped", Data: map[string]any{"lines": n}})
	}
	r := slog.NewRecord(l.At, l.Level, l.Message, 0)
	for _, name := range slices.Sorted(maps.Keys(l.Data)) {
		r.AddAttrs(slog.Any(name, l.Data[name]))
	}
	_ = j.handler.Handle(context.Background(), r) // there is nowhere else to say it
}
