package realtime

import (
	"context"
	"encoding/json"

	"campfire/internal/event"

	"github.com/pocketbase/dbx"
)

// Poll is what a client that asks by HTTP gets: the same frames as on the socket.
type Poll struct {
	Epoch  string            `json:"epoch"`
	Events []json.RawMessage `json:"events"`
	Seq    int64             `json:"seq"`
	More   bool              `json:"more"`
}

// Events returns up to limit events that somebody may see after a seq. Seq of the answer is the next cursor: it moves past
// what they may not see, too.
func (h *Hub) Events(ctx context.Context, who Identity, since int64, limit int) (Poll, error) {
	poll := Poll{Epoch: h.log.Epoch(), Events: []json.RawMessage{}, Seq: since}
	tx, err := h.app.ConcurrentDB().(*dbx.DB).Begin()
	if err != nil {
		return poll, err
	}
	defer func() { _ = tx.Rollback() }() // it only read
	head, err := h.log.ReadHead(tx)
	if err != nil {
		return poll, err
	}
	v, err := viewAfter(tx, who, since)
	if err != nil {
		return poll, err
	}
	if err := tx.Rollback(); err != nil {
		return poll, err
	}
	for poll.Seq < head {
		page, err := h.log.Since(ctx, poll.Seq, replayPage)
		if err != nil || len(page) == 0 {
			return poll, err
		}
		if poll.take(v, page, head, limit) {
			return poll, nil
		}
	}
	return poll, nil
}

// take adds what v sees and reports whether the answer is full.
func (p *Poll) take(v *view, page []event.Event, head int64, limit int) bool {
	for i := range page {
		e := &page[i]
		if e.Seq > head {
			return true
		}
		if v.sees(e) {
			if len(p.Events) == limit {
				p.More = true
				return true
			}
			p.Events = append(p.Events, eventFrame(e).Payload())
		}
		p.Seq = e.Seq
	}
	return false
}
