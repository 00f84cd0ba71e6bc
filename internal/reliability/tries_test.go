package reliability

import (
	"fmt"
	"testing"
)

const mostTries = 3

// missed writes down that something took too long.
type missed func(format string, args ...any)

// timed runs what has a limit in time up to three times, each on a server of its own. Whatever else the machine does only
// makes things later, so that one try within the limit says what the server can do; a server that waits where it must not
// is late in each of them.
func timed(t *testing.T, try func(t *testing.T, late missed)) {
	t.Helper()
	for n := range mostTries {
		var found []string
		t.Run(fmt.Sprintf("try_%d", n+1), func(t *testing.T) {
			try(t, func(format string, args ...any) { found = append(found, fmt.Sprintf(format, args...)) })
			for _, what := range found {
				if n+1 == mostTries {
					t.Error(what)
				} else {
					t.Log("late: ", what)
				}
			}
		})
		if len(found) == 0 || t.Failed() {
			return
		}
	}
}
