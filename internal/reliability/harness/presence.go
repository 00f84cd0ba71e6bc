package harness

import (
	"maps"
	"slices"
	"time"
)

// presenceLimit is how soon presence is the truth: the grace of somebody who vanished, and the next frame.
const presenceLimit = 8 * time.Second

// checkPresence: whoever looks at a room is shown exactly the users whose clients look at it (I7).
func (w *World) checkPresence(report func(string, ...any)) {
	want := map[string]map[string]bool{}
	for _, c := range w.clients {
		c.locked(func() {
			if c.here == "" {
				return
			}
			if want[c.here] == nil {
				want[c.here] = map[string]bool{}
			}
			want[c.here][c.User.ID] = true
		})
	}
	deadline := time.Now().Add(presenceLimit)
	for _, c := range w.clients {
		if c.here == "" {
			continue
		}
		if !c.Until(time.Until(deadline), func(*State) bool { return maps.Equal(c.others, want[c.here]) }) {
			report("I7 %s in room %s is shown %v, there are %v", c.User.Name, c.here,
				slices.Sorted(maps.Keys(c.others)), slices.Sorted(maps.Keys(want[c.here])))
		}
	}
}
