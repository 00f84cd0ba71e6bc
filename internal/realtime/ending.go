package realtime

import (
	"context"
	"time"

	"github.com/gobwas/ws"
)

// EndSession closes what a session has open, on both transports.
func (h *Hub) EndSession(session string) {
	h.end(func(i Identity) bool { return i.Session == session })
}

func (h *Hub) end(which func(Identity) bool) {
	h.mu.Lock()
	var closing []*Connection
	for _, own := range h.users {
		for c := range own {
			if which(c.Identity) {
				h.pause(c) // nothing more from this moment on, whatever the goodbye takes
				closing = append(closing, c)
			}
		}
	}
	for id, t := range h.topics {
		if which(t.identity) {
			delete(h.topics, id)
			go t.end()
		}
	}
	h.mu.Unlock()
	for _, c := range closing {
		go c.Close(byeFrame{Type: "bye", Reason: "auth"}, ws.StatusPolicyViolation)
	}
}

// Shutdown says goodbye to everybody, each with another moment to come back, and waits until they are closed or ctx
// ends.
func (h *Hub) Shutdown(ctx context.Context) {
	h.mu.Lock()
	h.closed = true
	var closing []*Connection
	for _, own := range h.users {
		for c := range own {
			closing = append(closing, c)
		}
	}
	h.mu.Unlock()
	spread := time.Second + time.Duration(len(closing))*time.Millisecond // about a thousand reconnects a second
	for _, c := range closing {
		go c.Close(byeFrame{Type: "bye", Reason: "restart", RetryAfterMS: jitter(spread).Milliseconds()}, ws.StatusGoingAway)
	}
	done := make(chan struct{})
	go func() { h.count.Wait(); close(done) }()
	select {
	case <-done:
	case <-ctx.Done():
	}
}

// Recheck closes what a user has open under sessions that are no longer valid.
func (h *Hub) Recheck(user string, valid func(session string) bool) {
	sessions := map[string]bool{}
	h.mu.Lock()
	for c := range h.users[user] {
		sessions[c.Identity.Session] = true
	}
	for _, t := range h.topics {
		if t.identity.User == user {
			sessions[t.identity.Session] = true
		}
	}
	h.mu.Unlock()
	for session := range sessions {
		if !valid(session) {
			h.EndSession(session)
		}
	}
}
