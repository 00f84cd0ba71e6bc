package webhook

import (
	"encoding/json"
	"math"
	"slices"
	"time"

	"campfire/collections"
)

const (
	// maxHops is how many bots may be called one because of the other, after the one that a person called.
	maxHops = 3
	// hopWindow is for how long what a bot writes by itself counts as caused by the last call that it got. Bots that take
	// longer over each answer may go on, as slowly.
	hopWindow = 5 * time.Minute
)

// hops says how many bots were called one because of the other until m was written: 0 for what a person says, and too many
// for a reply, which calls nobody. Any room counts, because a bot may answer in another one.
func (c *Caller) hops(m *collections.Message, hooks []collections.Webhook) (int, error) {
	bots, err := collections.BotIDs(c.app.ConcurrentDB())
	if err != nil || !slices.Contains(bots, m.Author) {
		return 0, err
	}
	if isReply(m.ClientMessageID) { // people choose these names too, so the author counts
		return math.MaxInt, nil
	}
	at := slices.IndexFunc(hooks, func(h collections.Webhook) bool { return h.User == m.Author })
	if at < 0 {
		return 1, nil // nobody calls it
	}
	written, err := time.Parse(collections.TimeLayout, m.Created)
	if err != nil {
		written = c.now()
	}
	last, err := collections.LastJobOf(c.app.ConcurrentDB(), Target(hooks[at].ID), collections.Time(written.Add(-hopWindow)))
	if collections.IsNotFound(err) {
		return 1, nil
	}
	var o order
	if err == nil {
		err = json.Unmarshal([]byte(last.Payload), &o)
	}
	return o.Hops + 1, err
}
