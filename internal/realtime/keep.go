package realtime

import (
	"context"
	"math/rand/v2"
	"time"

	"github.com/gobwas/ws"
)

const (
	// tick is how often the clock looks at connections and typing.
	tick = 500 * time.Millisecond
	// presenceEvery is how often those who look at a room hear of who came and went, all changes in one frame.
	presenceEvery = 2 * tick
)

// jitter returns a random time up to most, so that many clients do not come back at the same moment.
func jitter(most time.Duration) time.Duration {
	return rand.N(most + 1)
}

// Keep runs the clock until ctx ends: cursors that must move, clients that are silent or whose session has expired,
// presence and typing that time out.
func (h *Hub) Keep(ctx context.Context) {
	ticker := time.NewTicker(tick)
	defer ticker.Stop()
	told := time.Now()
	for {
		select {
		case <-ctx.Done():
			return
		case now := <-ticker.C:
			h.sweep(now)
			h.expireTyping()
			if now.Sub(told) >= presenceEvery-tick/2 {
				told = now
				h.sendPresence()
			}
		}
	}
}

// sweep looks at every connection once. One pass over all of them costs less than a timer in each.
func (h *Hub) sweep(now time.Time) {
	var dead, expired []*Connection
	ping := newFrame(ws.OpPing, make([]byte, maxHeader))
	ms := now.UnixMilli()
	h.mu.Lock()
	advance := advanceFrame(h.published)
	for _, own := range h.users {
		for c := range own {
			quiet := ms-c.lastSent.Load() >= pingEvery.Milliseconds()
			switch {
			case ms-c.lastRead.Load() >= pongWithin.Milliseconds():
				dead = append(dead, c)
			case !c.Identity.Expires.IsZero() && now.After(c.Identity.Expires):
				expired = append(expired, c)
			case c.live && (c.sentSeq < h.published || quiet):
				// What this client may not see moves its cursor too; on a quiet line it is the sign of life that a page can
				// notice, since browsers do not show it pings.
				c.sentSeq = max(c.sentSeq, h.published)
				c.Send(advance)
			}
			if c.pingDue(ms) {
				c.Send(ping)
			}
		}
	}
	h.mu.Unlock()
	for _, c := range dead {
		go c.drop(endSilent)
	}
	for _, c := range expired {
		go c.Close(byeFrame{Type: "bye", Reason: "auth"}, ws.StatusPolicyViolation)
	}
}

// pingDue reports whether the client should be asked for a sign of life, and notes that it was.
func (c *Connection) pingDue(ms int64) bool {
	if ms-c.lastRead.Load() < pingEvery.Milliseconds() || ms-c.lastPing < pingEvery.Milliseconds() {
		return false
	}
	c.lastPing = ms
	return true
}
