package event

import (
	"slices"
	"sync"
)

// recentEvents is how many of the newest events stay in memory, so that the publisher need not read back what the writer
// has just committed.
const recentEvents = 1024

// recent is an unbroken run of committed events. It is a copy of the end of the log and nothing else: whoever asks for
// more than it holds reads the log.
type recent struct {
	mu     sync.Mutex
	events []Event
}

// Remember takes events that were committed, in order. What else was committed in between breaks the run, and it starts
// over.
func (l *Log) Remember(events []Event) {
	if len(events) == 0 {
		return
	}
	r := &l.recent
	r.mu.Lock()
	defer r.mu.Unlock()
	if slices.ContainsFunc(events, func(e Event) bool { return e.Kind == MessageDeleted }) {
		r.forget() // a text was taken out of the log; it must not live on here
		l.removed.Store(events[len(events)-1].Seq)
		return
	}
	if n := len(r.events); n > 0 && events[0].Seq != r.events[n-1].Seq+1 {
		r.forget()
	}
	r.events = append(r.events, events...)
	if extra := len(r.events) - recentEvents; extra > 0 {
		r.events = slices.Delete(r.events, 0, max(extra, recentEvents/2))
	}
}

// Forget drops the run: events in the log may have been rewritten.
func (l *Log) Forget() {
	l.recent.mu.Lock()
	defer l.recent.mu.Unlock()
	l.recent.forget()
}

func (r *recent) forget() {
	clear(r.events)
	r.events = r.events[:0]
}

// since returns what follows a seq, nothing if that is not in memory.
func (r *recent) since(after int64, limit int) []Event {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.events) == 0 {
		return nil
	}
	at := after + 1 - r.events[0].Seq
	if at < 0 || at >= int64(len(r.events)) {
		return nil
	}
	return slices.Clone(r.events[at:min(int64(len(r.events)), at+int64(limit))])
}
