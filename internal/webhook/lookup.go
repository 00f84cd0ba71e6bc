package webhook

import (
	"sync"

	"campfire/collections"

	"github.com/pocketbase/pocketbase/core"
)

// lookup reads what there is to say. Who asks while it reads waits, and all of them share the next query: parsing it and
// beginning to read cost more than a row.
type lookup struct {
	app     core.App
	reading sync.Mutex

	mu      sync.Mutex
	waiting []*question
}

type question struct {
	collections.Calling
	answered bool // reading guards it and what follows
	call     collections.Call
	err      error
}

// find returns a call as all of it is now, the zero call if something of it is gone.
func (l *lookup) find(what collections.Calling) (collections.Call, error) {
	mine := &question{Calling: what}
	l.mu.Lock()
	l.waiting = append(l.waiting, mine)
	l.mu.Unlock()
	l.reading.Lock()
	defer l.reading.Unlock()
	if !mine.answered {
		l.answer()
	}
	return mine.call, mine.err
}

// answer answers everybody who waits.
func (l *lookup) answer() {
	l.mu.Lock()
	all := l.waiting
	l.waiting = nil
	l.mu.Unlock()
	asked := make([]collections.Calling, len(all))
	for i, one := range all {
		asked[i] = one.Calling
	}
	calls, err := collections.FindCalls(l.app.ConcurrentDB(), asked)
	for _, one := range all {
		one.answered, one.err = true, err
	}
	for _, call := range calls {
		all[call.At].call = call
	}
}
