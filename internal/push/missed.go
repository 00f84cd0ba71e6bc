package push

import (
	"fmt"
	"slices"
	"time"

	"campfire/collections"
	"campfire/internal/job"
	"campfire/internal/presence"
)

// maxMissed is how many lost connections may wait to be looked at; further ones are not, and their users see what they
// missed when they come back.
const maxMissed = 1024

// missed is a connection that looked at a room and has not been heard of since.
type missed struct {
	user, room string
	since      time.Time
}

// Missed says that a connection which seemed to look at a room had been dead since a moment. What came meanwhile was not
// pushed, because somebody seemed to look at it; now it is (G20).
func (p *Pusher) Missed(user, room string, since time.Time) {
	if !p.doors.Enabled() {
		return
	}
	select {
	case p.missed <- missed{user, room, since}:
	default:
	}
}

func (p *Pusher) makeUp(m missed) error {
	listeners, err := collections.PushListeners(p.app.ConcurrentDB(), m.room, p.keys.Public, collections.Time(p.now()))
	if err != nil {
		return fmt.Errorf("read who listens: %w", err)
	}
	listeners = slices.DeleteFunc(listeners, func(l collections.PushListener) bool { return l.User != m.user })
	if len(listeners) == 0 {
		return nil
	}
	messages, err := collections.MessagesAfter(p.app.ConcurrentDB(), m.room, listeners[0].ReadRSeq, maxMissed)
	if err != nil {
		return fmt.Errorf("read what was missed: %w", err)
	}
	now := p.now()
	// note: as of now, for the person may look at the room from elsewhere.
	attention := p.doors.Attention(m.room, []string{m.user}, now)[m.user]
	if attention == presence.Watching {
		return nil
	}
	var jobs []job.Job
	for i := range messages {
		if sent, err := time.Parse(collections.TimeLayout, messages[i].Created); err != nil || sent.Before(m.since) {
			continue // it was pushed, or shown and left unread
		}
		for j := range listeners {
			if Decide(caseOf(&messages[i], &listeners[j], attention, now)) == Push {
				jobs = p.add(jobs, &messages[i], &listeners[j])
			}
		}
	}
	return p.promise(jobs, 0)
}
