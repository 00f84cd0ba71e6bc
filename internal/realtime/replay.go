package realtime

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"campfire/internal/event"
	"campfire/internal/failpoint"

	"github.com/gobwas/ws"
	"github.com/pocketbase/dbx"
)

// replayPage is how many events a replay reads at once.
const replayPage = 500

// replay is one resume of one connection. A later resume cancels it.
type replay struct {
	connection *Connection
	cursor     int64
	cancelled  bool // guarded by the hub's lock
}

var errCancelled = errors.New("replay was cancelled")

// Resync reasons.
const (
	resyncEpoch   = "epoch"
	resyncTrimmed = "trimmed"
	resyncAhead   = "ahead"
)

// Position tells where a cursor stands: "" if the log can go on from it, else why the client must bootstrap again.
func (h *Hub) Position(epoch string, seq int64) (string, error) {
	if epoch != h.log.Epoch() {
		return resyncEpoch, nil
	}
	head, err := h.log.ReadHead(h.app.ConcurrentDB())
	switch {
	case err != nil:
		return "", err
	case seq > head || seq < 0:
		return resyncAhead, nil
	case seq < h.log.Floor()-1:
		return resyncTrimmed, nil
	}
	return "", nil
}

// resume starts c at the head (no cursor), or after its cursor.
func (h *Hub) resume(c *Connection, epoch string, seq *int64) {
	if seq == nil {
		h.mu.Lock()
		h.pause(c)
		c.from = h.published
		h.goLive(c)
		at := h.published
		c.Send(caughtUpFrame(at)) // inside the lock, so that no event overtakes it
		h.mu.Unlock()
		return
	}
	h.mu.Lock()
	h.pause(c)
	r := &replay{connection: c, cursor: c.restart(*seq)}
	c.replay = r
	h.mu.Unlock()
	reason, err := h.Position(epoch, *seq)
	if err != nil {
		h.fail(c, err)
		return
	}
	if reason != "" {
		c.Send(jsonFrame(resyncFrame{Type: "resync", Reason: reason}))
		return
	}
	go func() {
		if err := h.catchUp(r); err != nil && !errors.Is(err, errCancelled) {
			h.fail(c, err)
		}
	}()
}

// restart returns where a replay from a cursor has to begin: what this connection has been sent already is not sent again,
// so that seq only ever grows on it. The caller holds the lock.
func (c *Connection) restart(cursor int64) int64 {
	if c.sentSeq > 0 && cursor >= c.from {
		return max(cursor, c.sentSeq)
	}
	c.from, c.sentSeq = cursor, cursor
	return cursor
}

func (h *Hub) fail(c *Connection, err error) {
	h.logger.Error("Failed to replay the event log", "error", err)
	c.Close(byeFrame{Type: "bye", Reason: "restart", RetryAfterMS: jitter(pingEvery / 5).Milliseconds()}, ws.StatusInternalServerError)
}

// catchUp sends what the log holds after the cursor and then, under the lock that the publisher works in, what is left
// and the change to live: nothing is sent twice and nothing falls between (G16, G17).
func (h *Hub) catchUp(r *replay) error {
	for {
		if !r.connection.queue.waitRoom() {
			return errCancelled
		}
		done, err := h.arrive(r)
		if done || err != nil {
			return err
		}
		if err := h.stretch(r); err != nil {
			return err
		}
	}
}

// arrive goes live if what is left is in memory, and few enough to be sent while everybody waits.
func (h *Hub) arrive(r *replay) (bool, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if r.cancelled {
		return true, errCancelled
	}
	rest, known := h.recentAfter(r.cursor)
	if !known {
		return false, nil
	}
	c := r.connection
	v := h.viewNow(c.Identity, rest)
	for i := range rest {
		if v.sees(&rest[i]) {
			c.Send(eventFrame(&rest[i]))
		}
	}
	at := max(h.published, r.cursor)
	h.goLive(c)
	c.sentSeq = at
	c.Send(caughtUpFrame(at))
	return true, nil
}

// arrivalEvents and arrivalBytes bound what is sent under the lock; it fits into a queue that waitRoom found half empty.
const (
	arrivalEvents = 200
	arrivalBytes  = queueBytes / 4
)

// recentAfter returns the published events after a cursor if they are in memory and few.
func (h *Hub) recentAfter(cursor int64) ([]event.Event, bool) {
	if cursor >= h.published {
		return nil, true
	}
	if h.log.Removed() > h.published {
		// What is committed and not yet published took a text out of the log, or perhaps the user out of a room.
		return nil, false
	}
	at, found := slices.BinarySearchFunc(h.recent, cursor+1, func(e event.Event, seq int64) int { return cmp.Compare(e.Seq, seq) })
	if !found || len(h.recent)-at > arrivalEvents {
		return nil, false
	}
	bytes := 0
	for _, e := range h.recent[at:] {
		bytes += len(e.Data)
	}
	return h.recent[at:], bytes <= arrivalBytes
}

// viewNow is viewAfter from the hub's own memory. The caller holds the lock.
func (h *Hub) viewNow(who Identity, rest []event.Event) *view {
	v := &view{user: who.User, scope: who.Scope, then: map[string]bool{}, last: map[string]bool{}}
	if len(rest) == 0 {
		return v
	}
	for room, users := range h.members {
		if _, in := users[who.User]; in {
			v.then[room], v.last[room] = true, true
		}
	}
	v.undo(rest)
	return v
}

// stretch replays from the cursor to the present head, as one snapshot shows it.
func (h *Hub) stretch(r *replay) error {
	tx, err := h.app.ConcurrentDB().(*dbx.DB).Begin()
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // it only read
	head, err := h.log.ReadHead(tx)
	if err != nil {
		return err
	}
	v, err := viewAfter(tx, r.connection.Identity, r.cursor)
	if err != nil {
		return err
	}
	if err := tx.Rollback(); err != nil {
		return err
	}
	if err := failpoint.Hit("conn.afterSnapshot"); err != nil {
		return err
	}
	for r.cursor < head {
		if err := failpoint.Hit("replay.page"); err != nil {
			return err
		}
		page, err := h.log.Since(context.Background(), r.cursor, replayPage)
		if err != nil {
			return err
		}
		if err := h.sendPage(r, v, page, head); err != nil {
			return err
		}
		if len(page) == 0 {
			return nil
		}
	}
	return nil
}

func (h *Hub) sendPage(r *replay, v *view, page []event.Event, head int64) error {
	for i := range page {
		e := &page[i]
		if e.Seq > head {
			break // the view ends with its snapshot
		}
		if v.sees(e) {
			if !r.connection.queue.waitRoom() {
				return errCancelled
			}
			if err := h.sendReplayed(r, e); err != nil {
				return err
			}
		}
		r.cursor = e.Seq
	}
	return nil
}

// sendReplayed sends one event unless a later resume has cancelled this one meanwhile.
func (h *Hub) sendReplayed(r *replay, e *event.Event) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if r.cancelled {
		return errCancelled
	}
	r.connection.sentSeq = e.Seq
	r.connection.Send(eventFrame(e))
	return nil
}
