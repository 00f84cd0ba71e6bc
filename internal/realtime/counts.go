package realtime

import (
	"sync/atomic"

	"github.com/gobwas/ws"
)

// ends are the ways in which connections end: the reasons of a goodbye, and those without one.
var ends = [...]string{"restart", "slow", "auth", "too_many_connections", endClosed, endFault, endBroken, endSilent}

const (
	endClosed = "closed"   // the client said goodbye
	endFault  = "protocol" // it broke the rules
	endBroken = "broken"   // the line went without a word
	endSilent = "silent"   // no sign of life for a minute
)

// counts are what happened to connections since the start.
type counts struct {
	opened atomic.Int64
	ended  [len(ends)]atomic.Int64
}

func (c *counts) end(how string) {
	for i, name := range ends {
		if name == how {
			c.ended[i].Add(1)
			return
		}
	}
}

// endOf is how a connection ends that is closed with a goodbye or a code.
func endOf(bye byeFrame, code ws.StatusCode) string {
	switch {
	case bye.Reason != "":
		return bye.Reason
	case code == ws.StatusNormalClosure:
		return endClosed
	}
	return endFault
}

// Counts returns how many connections were let in since the start, and how many ended in which way.
func (h *Hub) Counts() (opened int64, ended map[string]int64) {
	ended = make(map[string]int64, len(ends))
	for i, name := range ends {
		ended[name] = h.counts.ended[i].Load()
	}
	return h.counts.opened.Load(), ended
}
