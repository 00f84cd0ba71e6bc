// Package search finds messages (D9). An index in a file of its own follows the event log by a cursor that moves in the
// transaction of the rows it stands for; a hit is read again from the messages, with the caller's membership, before it
// is shown. So the index may lag, or be rebuilt, and never shows what is not there or not theirs.
package search

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"campfire/collections"
	"campfire/internal/event"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// Index is the open index of a running server.
type Index struct {
	app core.App
	log *event.Log

	roomsOf, namesOf, textsAt, hitsAt, newestAt, boostsOf, seqAt *sql.Stmt

	mu   sync.RWMutex // held for writing while another file takes the place of this one
	file *file        // nil while there is none that works
	// numbers are the rooms by their number in the index.
	numbers sync.Map

	applied   atomic.Int64
	documents atomic.Int64
	stale     atomic.Int64 // edits and deletions whose keys are still in it
	lag       atomic.Int64 // nanoseconds from an event to its being found, of the newest batch
	damage    atomic.Pointer[string]
	failure   atomic.Pointer[string] // of the newest build; nil when it went well
	wanted    atomic.Bool            // a build is needed
	progress  atomic.Int64
	building  atomic.Bool
	kick      chan struct{}
}

// ErrUnavailable says that there is no index to ask just now; one is being built.
var ErrUnavailable = errors.New("search index is being built")

// Open opens the index of app. A broken one is no error: Run builds another.
func Open(app core.App, log *event.Log) (*Index, error) {
	x := &Index{app: app, log: log, kick: make(chan struct{}, 1)}
	data := app.ConcurrentDB().(*dbx.DB).DB() // outside a transaction the pool is always a *dbx.DB
	for query, stmt := range map[string]**sql.Stmt{
		collections.SQLReadableRooms: &x.roomsOf, collections.SQLHitsAt: &x.hitsAt,
		collections.SQLNewestAt: &x.newestAt, collections.SQLBoostsOf: &x.boostsOf,
		collections.SQLMessageSeqAt: &x.seqAt, collections.SQLTextsAt: &x.textsAt, collections.SQLUserNames: &x.namesOf,
	} {
		prepared, err := data.Prepare(query)
		if err != nil {
			return nil, fmt.Errorf("prepare search: %w", err)
		}
		*stmt = prepared
	}
	leftovers, err := filepath.Glob(filepath.Join(app.DataDir(), builtPattern))
	if err != nil {
		return nil, err
	}
	for _, path := range leftovers {
		_ = remove(path) // of a build that was broken off
	}
	x.adopt()
	return x, nil
}

func (x *Index) path(name string) string { return filepath.Join(x.app.DataDir(), name) }

// adopt puts a ready index in place, if there is one, and opens what is there. It reports whether there was a ready one.
func (x *Index) adopt() (adopted bool) {
	x.mu.Lock()
	defer x.mu.Unlock()
	_, err := os.Stat(x.path(ReadyName))
	isReady := err == nil
	if x.file != nil && !isReady {
		return false
	}
	if x.file != nil {
		_ = x.file.close() // its file goes next
		x.file = nil
	}
	if isReady {
		if err := errors.Join(remove(x.path(FileName)), os.Rename(x.path(ReadyName), x.path(FileName))); err != nil {
			x.broken(err)
			return false
		}
	}
	x.wanted.Store(false)
	if err := x.openCurrent(); errors.Is(err, errLayout) {
		x.wanted.Store(true) // until then there is nothing that could be asked
		return false
	} else if err != nil {
		x.broken(err)
		return false
	}
	x.damage.Store(nil)
	return isReady
}

// openCurrent opens the index file. x.mu is held.
func (x *Index) openCurrent() error {
	f, err := openFile(x.path(FileName))
	if err != nil {
		return err
	}
	ctx := context.Background()
	known, err1 := f.state(ctx, stateLayout)
	epoch, err2 := f.state(ctx, stateEpoch)
	seq, err3 := f.state(ctx, stateSeq)
	stale, err4 := f.state(ctx, stateStale)
	documents, err5 := f.count()
	if err := errors.Join(err1, err2, err3, err4, err5, x.loadRooms(f)); err != nil {
		_ = f.close() // the first error says why
		return fmt.Errorf("read search index: %w", err)
	}
	cursor, _ := strconv.ParseInt(seq, 10, 64) // a new file has none: 0
	left, _ := strconv.ParseInt(stale, 10, 64)
	x.documents.Store(documents)
	x.stale.Store(left)
	x.applied.Store(cursor)
	isNew := known == ""
	if isNew && x.log.Floor() <= 1 && x.log.Head() < buildAbove {
		// The log still has everything, and it is short: following it from its beginning is the simplest build.
		if err := f.label(x.log.Epoch(), 0); err != nil {
			_ = f.close() // the first error says why
			return err
		}
		x.file = f
		return nil
	}
	if isNew {
		x.wanted.Store(true)
		return f.close() // nothing in it that could be asked
	}
	if epoch != x.log.Epoch() || cursor+1 < x.log.Floor() {
		x.wanted.Store(true) // until then it finds what is still there
	}
	x.file = f
	return nil
}

func (x *Index) loadRooms(f *file) error {
	rows, err := f.writer.Query("SELECT number, id FROM rooms")
	if err != nil {
		return err
	}
	defer rows.Close()
	x.numbers.Clear()
	for rows.Next() {
		var number int64
		var id string
		if err := rows.Scan(&number, &id); err != nil {
			return err
		}
		x.numbers.Store(number, id)
	}
	return rows.Err()
}

// broken records that the index cannot be trusted, and has another one built.
func (x *Index) broken(err error) {
	text := err.Error()
	if x.damage.Swap(&text) == nil {
		x.app.Logger().Error("The search index is broken; another one is being built", "error", err)
	}
	x.Rebuild()
}

// Rebuild has the index built anew beside the one that answers.
func (x *Index) Rebuild() {
	x.wanted.Store(true)
	select {
	case x.kick <- struct{}{}:
	default: // it knows
	}
}

// Close closes the file. Run has returned before.
func (x *Index) Close() error {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.file == nil {
		return nil
	}
	f := x.file
	x.file = nil
	return f.close()
}

// Status is how the index is.
type Status struct {
	OK     bool   `json:"ok"`
	Damage string `json:"damage,omitempty"`
	// Applied is the seq of the newest event in the index, Behind how many the log has after it.
	Applied int64 `json:"applied"`
	Behind  int64 `json:"behind"`
	// LagMS is how long the newest indexed event had waited.
	LagMS     float64 `json:"lag_ms"`
	Documents int64   `json:"documents"`
	Bytes     int64   `json:"bytes"`
	// Building is the share that is done of an index being built, or about to be, absent when none is.
	Building *float64 `json:"building,omitempty"`
}

// Status returns how the index is, without asking it.
func (x *Index) Status() Status {
	s := Status{
		Applied: x.applied.Load(), Behind: max(0, x.log.Head()-x.applied.Load()), LagMS: float64(x.lag.Load()) / float64(time.Millisecond),
		Documents: x.documents.Load(),
	}
	if damage := x.damage.Load(); damage != nil {
		s.Damage = *damage
	} else if failure := x.failure.Load(); failure != nil {
		s.Damage = *failure
	}
	if isBuilding := x.building.Load(); isBuilding || x.wanted.Load() {
		done := 0.0 // one is about to begin
		if isBuilding {
			done = float64(x.progress.Load()) / 1000
		}
		s.Building = &done
	}
	x.mu.RLock()
	defer x.mu.RUnlock()
	s.OK = s.Damage == "" && (x.file != nil || s.Building != nil)
	if info, err := os.Stat(x.path(FileName)); err == nil {
		s.Bytes = info.Size()
	}
	return s
}
