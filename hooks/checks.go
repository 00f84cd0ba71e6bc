package hooks

import (
	"fmt"
	"os"
	"runtime"
	"sync"
	"time"

	"campfire/internal/database"
	"campfire/internal/health"
	"campfire/internal/job"
)

const (
	// lowDisk is the free space below which the disk counts as full: the write-ahead log may take that much at once.
	lowDisk = 32 << 20
	// stalledAfter is how long a reader of the log may make no progress while there is some to make.
	stalledAfter = 3 * time.Second
	// lateAfter is how long a due job may wait for its first or next attempt.
	lateAfter = 15 * time.Minute
	// fullPercent is the share of the memory limit that may be in use for good.
	fullPercent = 80
)

// checks are the parts that must be well. An open breaker and a broken search index do not count as vital: they are no
// reason for a load balancer to take the chat away from people (ADR 0012, ADR 0014).
func (p *plugin) checks() []health.Check {
	var published, indexed, pushed, called, mailed progress
	limit := health.MemoryLimit(os.DirFS("/"))
	return []health.Check{
		{Name: "writer", Vital: true, Look: func() (health.Facts, health.Facts, error) {
			return nil, health.Facts{"waiting": p.writer.Depth()}, p.writer.Probe()
		}},
		{Name: "disk", Vital: true, Look: p.lookAtDisk},
		{Name: "log", Vital: true, Look: func() (health.Facts, health.Facts, error) {
			head, err := p.log.ReadHead(p.app.ConcurrentDB())
			at := p.hub.Published()
			private := health.Facts{"epoch": p.log.Epoch(), "head": head, "floor": p.log.Floor(), "published": at}
			return health.Facts{"lag": max(head-at, 0)}, private, firstOf(err, published.stalled(at, head))
		}},
		{Name: "memory", Vital: true, Look: func() (health.Facts, health.Facts, error) { return lookAtMemory(limit) }},
		{Name: "jobs", Look: p.lookAtJobs},
		{Name: "push", Look: func() (health.Facts, health.Facts, error) {
			s, head := p.pusher.Stats(), p.log.Head()
			return health.Facts{"behind": max(head-s.Cursor, 0)}, health.Facts{"pushes": s}, pushed.stalled(s.Cursor, head)
		}},
		{Name: "webhooks", Look: func() (health.Facts, health.Facts, error) {
			s, head := p.caller.Stats(), p.log.Head()
			return health.Facts{"behind": max(head-s.Cursor, 0)}, health.Facts{"calls": s}, called.stalled(s.Cursor, head)
		}},
		{Name: "mail", Look: func() (health.Facts, health.Facts, error) {
			s, head := p.mailer.Stats(), p.log.Head()
			return health.Facts{"behind": max(head-s.Cursor, 0)}, health.Facts{"mails": s}, mailed.stalled(s.Cursor, head)
		}},
		{Name: "search", Look: func() (health.Facts, health.Facts, error) {
			s := p.index.Status()
			var err error
			switch {
			case !s.OK:
				err = fmt.Errorf("the index is damaged: %s", s.Damage)
			case s.Building == nil:
				err = indexed.stalled(s.Applied, s.Applied+s.Behind)
			}
			return health.Facts{"behind": s.Behind}, health.Facts{"index": s}, err
		}},
		{Name: "backups", Look: p.lookAtBackups},
	}
}

func (p *plugin) lookAtDisk() (health.Facts, health.Facts, error) {
	free, err := database.Free(p.app.DataDir())
	if err == nil {
		err = database.TryWrite(p.app.DataDir())
	}
	if err == nil && free < lowDisk {
		err = fmt.Errorf("%d MB are free, and %d MB are needed", free>>20, lowDisk>>20)
	}
	return health.Facts{"free_bytes": free}, nil, err
}

func lookAtMemory(limit uint64) (health.Facts, health.Facts, error) {
	held, live := health.Memory()
	if limit > 0 && live > limit/100*fullPercent {
		runtime.GC() // what was alive when it last ran may be gone
		held, live = health.Memory()
	}
	facts := health.Facts{"heap_bytes": held, "live_bytes": live, "limit_bytes": limit}
	if limit > 0 && live > limit/100*fullPercent {
		return facts, nil, fmt.Errorf("%d MB of %d MB are in use for good", live>>20, limit>>20)
	}
	return facts, nil, nil
}

func (p *plugin) lookAtJobs() (health.Facts, health.Facts, error) {
	stats, err := p.jobs.Stats()
	oldest := time.Duration(stats.OldestSeconds * float64(time.Second))
	switch {
	case err != nil:
	case len(stats.Breakers) > 0:
		err = fmt.Errorf("%d targets do not answer", len(stats.Breakers))
	case oldest > lateAfter:
		err = fmt.Errorf("a job has been due for %v", oldest.Round(time.Second))
	}
	public := health.Facts{"oldest_seconds": stats.OldestSeconds, "waiting": sum(stats.Depth), "breakers": len(stats.Breakers)}
	return public, health.Facts{"queue": stats}, err
}

func sum(depths map[job.Priority]int64) (n int64) {
	for _, depth := range depths {
		n += depth
	}
	return n
}

// progress remembers since when a reader of the log has stood still behind its end.
type progress struct {
	mu    sync.Mutex
	at    int64
	since time.Time
}

func (p *progress) stalled(at, head int64) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if at >= head || at != p.at || p.since.IsZero() {
		p.at, p.since = at, time.Now()
		return nil
	}
	if still := time.Since(p.since); still > stalledAfter {
		return fmt.Errorf("%d events behind, without a move for %.0f s", head-at, still.Seconds())
	}
	return nil
}
