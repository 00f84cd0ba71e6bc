package hooks

import (
	"context"
	"errors"
	"sync"
	"time"

	"campfire/internal/database"
	"campfire/internal/report"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// byeWithin is how long a stop waits for clients to hear about it and for requests to end, and stopWithin how long for
// everything: service managers kill after ten seconds. settleWithin is what each part has in any case.
const (
	byeWithin    = 3 * time.Second
	stopWithin   = 8 * time.Second
	settleWithin = 500 * time.Millisecond
)

var errUntidy = errors.New("the stop took too long; what nobody was told of may not be stored")

// sayBye lets nobody in any more, tells everybody when to come back, and waits for the requests that are under way.
func (p *plugin) sayBye(e *core.TerminateEvent) error {
	p.stopBy = time.Now().Add(stopWithin)
	if p.hub == nil {
		return e.Next()
	}
	ctx, cancel := context.WithTimeout(context.Background(), byeWithin)
	defer cancel()
	var door sync.WaitGroup
	// note: for a restart PocketBase needs its command to go on until its own shutdown, and this would end it.
	if !e.IsRestart && p.closeDoor != nil { // it never listened, when its port is taken
		door.Go(func() { _ = p.closeDoor(ctx) }) // who is not done by then is cut off by PocketBase
	}
	p.hub.Shutdown(ctx)
	for _, client := range p.app.SubscriptionsBroker().Clients() {
		client.Discard() // its request would go on for minutes
	}
	door.Wait()
	return e.Next()
}

func stopReport(e *core.TerminateEvent) error {
	report.Stop(e.App, settleWithin)
	return e.Next()
}

// halt writes down what was accepted and leaves one tidy file. What does not end in time is left to the next start, which
// finds no mark of a clean stop.
func (p *plugin) halt(e *core.TerminateEvent) error {
	if p.stop == nil {
		return e.Next()
	}
	err := p.stop(p.stopBy)
	p.stop = nil
	if err != nil {
		return errors.Join(err, e.Next())
	}
	if err := p.index.Close(); err != nil {
		p.app.Logger().Error("Failed to close the search index", "error", err)
	}
	if err := p.log.Close(); err != nil {
		p.app.Logger().Error("Failed to close the event log", "error", err)
	}
	if err := database.Fold(p.app.NonconcurrentDB().(*dbx.DB).DB()); err != nil {
		p.app.Logger().Error("Failed to fold the write-ahead log", "error", err)
	}
	return e.Next()
}

// ended waits for a group until deadline.
func ended(group *sync.WaitGroup, deadline time.Time) bool {
	done := make(chan struct{})
	go func() { group.Wait(); close(done) }()
	select {
	case <-done:
		return true
	case <-time.After(max(time.Until(deadline), settleWithin)):
		return false
	}
}
