package presence_test

import (
	"fmt"
	"reflect"
	"sync"
	"testing"
	"time"

	"campfire/internal/presence"
)

// clock is turned by hand.
type clock struct{ time time.Time }

func newClock() *clock                      { return &clock{time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)} }
func (c *clock) now() time.Time             { return c.time }
func (c *clock) forward(span time.Duration) { c.time = c.time.Add(span) }

const lobby, office = "lobby", "office"

func joined(room string, users ...string) []presence.Delta {
	return []presence.Delta{{Room: room, Joined: users}}
}

func left(room string, users ...string) []presence.Delta {
	return []presence.Delta{{Room: room, Left: users}}
}

func TestTrackerReports(t *testing.T) {
	for _, test := range []struct {
		name  string
		after func(*presence.Tracker, *clock) // David is in the lobby, and that was reported
		users []string
		want  []presence.Delta
	}{
		{"nothing when nothing changes", func(p *presence.Tracker, c *clock) {
			p.Here("d1", "david", lobby, true)
		}, []string{"david"}, nil},
		{"a join once, however many connections", func(p *presence.Tracker, c *clock) {
			p.Here("k1", "kevin", lobby, true)
			p.Here("k2", "kevin", lobby, true)
		}, []string{"david", "kevin"}, joined(lobby, "kevin")},
		{"nothing before the grace is over", func(p *presence.Tracker, c *clock) {
			p.Gone("d1")
			c.forward(presence.Grace - time.Millisecond)
		}, []string{"david"}, nil},
		{"a leave once the grace is over", func(p *presence.Tracker, c *clock) {
			p.Gone("d1")
			c.forward(presence.Grace)
		}, nil, left(lobby, "david")},
		{"nothing for a return within the grace", func(p *presence.Tracker, c *clock) {
			p.Gone("d1")
			c.forward(presence.Grace - time.Millisecond)
			p.Here("d2", "david", lobby, true)
			c.forward(time.Hour)
		}, []string{"david"}, nil},
		{"nothing while a second connection stays", func(p *presence.Tracker, c *clock) {
			p.Here("d2", "david", lobby, true)
			p.Gone("d1")
			p.Gone("d1")
			c.forward(time.Hour)
		}, []string{"david"}, nil},
		{"a leave when the page is hidden", func(p *presence.Tracker, c *clock) {
			p.Here("d1", "david", lobby, false)
			c.forward(presence.Grace)
		}, nil, left(lobby, "david")},
		{"a leave when no room is looked at", func(p *presence.Tracker, c *clock) {
			p.Here("d1", "david", "", true)
			c.forward(presence.Grace)
		}, nil, left(lobby, "david")},
		{"a move as a join now", func(p *presence.Tracker, c *clock) {
			p.Here("d1", "david", office, true)
		}, []string{"david"}, joined(office, "david")},
		{"a move as a join and a leave later", func(p *presence.Tracker, c *clock) {
			p.Here("d1", "david", office, true)
			c.forward(presence.Grace)
		}, nil, append(left(lobby, "david"), joined(office, "david")...)},
		{"a quiet user as here for ever", func(p *presence.Tracker, c *clock) {
			c.forward(10 * time.Minute)
		}, []string{"david"}, nil},
		{"a revoked user as gone at once", func(p *presence.Tracker, c *clock) {
			p.Here("d2", "david", lobby, true)
			p.Revoke("david", lobby)
			p.Gone("d1")
		}, nil, left(lobby, "david")},
		{"nothing for a revoke in another room", func(p *presence.Tracker, c *clock) {
			p.Revoke("david", office)
		}, []string{"david"}, nil},
		{"the leave of one whose join was never reported but may have been listed", func(p *presence.Tracker, c *clock) {
			p.Here("k1", "kevin", lobby, true)
			p.Revoke("kevin", lobby)
		}, []string{"david"}, left(lobby, "kevin")},
		{"a connection that changes hands under its new user", func(p *presence.Tracker, c *clock) {
			p.Here("d1", "kevin", lobby, true)
			c.forward(presence.Grace)
		}, nil, []presence.Delta{{Room: lobby, Joined: []string{"kevin"}, Left: []string{"david"}}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			clock := newClock()
			tracker := presence.NewTracker(clock.now)
			tracker.Here("d1", "david", lobby, true)
			if got := tracker.Deltas(); !reflect.DeepEqual(got, joined(lobby, "david")) {
				t.Fatalf("the first join gives %v", got)
			}
			test.after(tracker, clock)
			if users := tracker.Users(lobby); test.users != nil && !reflect.DeepEqual(users, test.users) {
				t.Errorf("users are %v, want %v", users, test.users)
			}
			if got := tracker.Deltas(); !reflect.DeepEqual(got, test.want) {
				t.Errorf("deltas are %v, want %v", got, test.want)
			}
			if got := tracker.Deltas(); got != nil {
				t.Errorf("a second drain gives %v", got)
			}
		})
	}
}

func TestHereReturnsTheSortedList(t *testing.T) {
	tracker := presence.NewTracker(newClock().now)
	tracker.Here("k", "kevin", lobby, true)
	if got := tracker.Here("d", "david", lobby, true); !reflect.DeepEqual(got, []string{"david", "kevin"}) {
		t.Errorf("the list on arrival is %v", got)
	}
	if got := tracker.Here("j", "jason", lobby, false); !reflect.DeepEqual(got, []string{"david", "kevin"}) {
		t.Errorf("the list for a hidden page is %v", got)
	}
	if got := tracker.Here("j", "jason", "", true); len(got) != 0 {
		t.Errorf("the list of no room is %v", got)
	}
}

func TestRevokedAndReadmittedBetweenTwoDrainsIsALeaveThenAJoin(t *testing.T) {
	tracker := presence.NewTracker(newClock().now)
	tracker.Here("d1", "david", lobby, true)
	tracker.Deltas()
	tracker.Revoke("david", lobby)
	if users := tracker.Users(lobby); len(users) != 0 {
		t.Errorf("after the revoke %v are here", users)
	}
	tracker.Here("d1", "david", lobby, true)
	if got := tracker.Deltas(); !reflect.DeepEqual(got, left(lobby, "david")) {
		t.Errorf("the first drain gives %v", got)
	}
	if got := tracker.Deltas(); !reflect.DeepEqual(got, joined(lobby, "david")) {
		t.Errorf("the second drain gives %v", got)
	}
}

func TestAJoinAndALeaveMissedByAStalledDrainAreReportedInTurn(t *testing.T) {
	clock := newClock()
	tracker := presence.NewTracker(clock.now)
	tracker.Here("d1", "david", lobby, true)
	tracker.Gone("d1")
	clock.forward(time.Minute)
	if got := tracker.Deltas(); !reflect.DeepEqual(got, joined(lobby, "david")) {
		t.Errorf("the first drain gives %v", got)
	}
	if got := tracker.Deltas(); !reflect.DeepEqual(got, left(lobby, "david")) {
		t.Errorf("the second drain gives %v", got)
	}
}

// Guards: Grace in Deltas.
func TestAStormOfReconnectsTellsNobody(t *testing.T) {
	clock := newClock()
	tracker := presence.NewTracker(clock.now)
	const clients = 500
	for i := range clients {
		tracker.Here(fmt.Sprint("c0-", i), fmt.Sprint("user", i), lobby, true)
	}
	if got := tracker.Deltas(); len(got) != 1 || len(got[0].Joined) != clients {
		t.Fatalf("the arrival gives %d deltas", len(got))
	}
	for round := range 5 {
		for i := range clients {
			tracker.Gone(fmt.Sprint("c", round, "-", i))
		}
		for range 4 {
			clock.forward(time.Second)
			if got := tracker.Deltas(); got != nil {
				t.Fatalf("round %d tells %v", round, got)
			}
		}
		for i := range clients {
			tracker.Here(fmt.Sprint("c", round+1, "-", i), fmt.Sprint("user", i), lobby, true)
		}
	}
}

func TestTrackerForgetsThoseWhoLeft(t *testing.T) {
	clock := newClock()
	tracker := presence.NewTracker(clock.now)
	for i := range 1_000 {
		connection := fmt.Sprint("c", i)
		tracker.Here(connection, fmt.Sprint("user", i%50), fmt.Sprint("room", i%7), i%5 > 0)
		if i%11 == 0 {
			tracker.Revoke(fmt.Sprint("user", i%50), fmt.Sprint("room", i%7))
		}
		tracker.Deltas()
		tracker.Gone(connection)
	}
	if tracker.Size() == 0 {
		t.Fatal("nothing to forget")
	}
	clock.forward(presence.Grace)
	tracker.Deltas()
	if size := tracker.Size(); size != 0 {
		t.Errorf("%d entries are left", size)
	}
}

func TestTrackerIsSafeForConcurrentUse(t *testing.T) {
	tracker := presence.NewTracker(time.Now)
	var work sync.WaitGroup
	for worker := range 8 {
		work.Go(func() {
			for i := range 300 {
				connection, user := fmt.Sprint(worker, "-", i%5), fmt.Sprint("user", i%7)
				tracker.Here(connection, user, lobby, i%3 > 0)
				tracker.Deltas()
				tracker.Users(lobby)
				tracker.Gone(connection)
				tracker.Revoke(user, lobby)
			}
		})
	}
	work.Wait()
	tracker.Deltas()
	if users := tracker.Users(lobby); len(users) != 0 || tracker.Size() != 0 {
		t.Errorf("%v are left, size %d", users, tracker.Size())
	}
}

func BenchmarkHereInARoomOf500(b *testing.B) {
	tracker := presence.NewTracker(time.Now)
	for i := range 500 {
		tracker.Here(fmt.Sprint("c", i), fmt.Sprint("user", i), lobby, true)
	}
	for b.Loop() {
		tracker.Here("c0", "user0", lobby, true)
	}
}
