package realtime_test

import (
	"testing"
	"time"

	"campfire/internal/presence"
	"campfire/internal/realtime"
)

func TestG20AttentionGoesByTheLastSignOfLife(t *testing.T) {
	s := newScene(t)
	expect := func(when string, want ...presence.Attention) {
		t.Helper()
		users := []string{s.david.Identity.User, s.jason.Identity.User, s.kevin.Identity.User, "nobody000000000"}
		got := s.hub.Attention(s.room, users, s.now)
		for i, user := range users {
			if got[user] != want[i] {
				t.Errorf("%s, user %d: %d, want %d", when, i, got[user], want[i])
			}
		}
	}
	for _, c := range []*realtime.Connection{s.david, s.jason, s.kevin} {
		realtime.Hear(c, s.now)
	}
	expect("all look", presence.Watching, presence.Watching, presence.Watching, presence.Closed)
	s.here(s.jason, s.secret)
	s.do(s.david, `{"type":"here","room":"`+s.room+`","visible":false}`)
	expect("one is in another room, one behind another window", presence.Elsewhere, presence.Elsewhere, presence.Watching, presence.Closed)
	s.now = s.now.Add(59 * time.Second)
	expect("59 s of silence", presence.Elsewhere, presence.Elsewhere, presence.Watching, presence.Closed)
	s.now = s.now.Add(time.Second)
	expect("60 s of silence", presence.Closed, presence.Closed, presence.Lost, presence.Closed)
	other := realtime.NewConnection(s.hub, "k2", s.kevin.Identity.User)
	realtime.Hear(other, s.now)
	s.here(other, s.room)
	expect("the phone of the third looks", presence.Closed, presence.Closed, presence.Watching, presence.Closed)
	realtime.Remove(other)
	realtime.Remove(s.kevin)
	expect("it is put away", presence.Closed, presence.Closed, presence.Closed, presence.Closed)
}
