package presence_test

import (
	"fmt"
	"reflect"
	"sync"
	"testing"
	"time"

	"campfire/internal/presence"
)

// Guards: typingLasts.
func TestEveryEndingOfTypingIsTold(t *testing.T) {
	told := []presence.TypingStop{{Room: lobby, User: "david"}}
	whenTrue := func(stopped bool) []presence.TypingStop {
		if stopped {
			return told
		}
		return nil
	}
	for _, test := range []struct {
		name string
		end  func(*presence.Typing, *clock) []presence.TypingStop
	}{
		{"by saying so, by a message, by removal from the room", func(p *presence.Typing, c *clock) []presence.TypingStop {
			return whenTrue(p.Stop("david", lobby))
		}},
		{"by a closed connection or a look elsewhere", func(p *presence.Typing, c *clock) []presence.TypingStop {
			return p.Gone("d1")
		}},
		{"by silence, as of a killed browser or a dead link", func(p *presence.Typing, c *clock) []presence.TypingStop {
			c.forward(5*time.Second - time.Millisecond)
			if early := p.Expired(); early != nil {
				t.Errorf("too early: %v", early)
			}
			c.forward(time.Millisecond)
			return p.Expired()
		}},
		{"by a stop, though the start before it was held back", func(p *presence.Typing, c *clock) []presence.TypingStop {
			c.forward(time.Second)
			p.Start("d1", "david", lobby)
			return whenTrue(p.Stop("david", lobby))
		}},
		{"by the second connection, when the first fell silent", func(p *presence.Typing, c *clock) []presence.TypingStop {
			c.forward(4 * time.Second)
			p.Start("d2", "david", lobby)
			c.forward(2 * time.Second)
			return p.Gone("d2")
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			clock := newClock()
			typing := presence.NewTyping(clock.now)
			if !typing.Start("d1", "david", lobby) {
				t.Fatal("the first start is not told")
			}
			if got := test.end(typing, clock); !reflect.DeepEqual(got, told) {
				t.Errorf("told %v, want %v", got, told)
			}
			if typing.Stop("david", lobby) || typing.Gone("d1") != nil {
				t.Error("the end is told twice")
			}
			clock.forward(time.Minute)
			if again := typing.Expired(); again != nil {
				t.Errorf("the end is told again: %v", again)
			}
			if size := typing.Size(); size != 0 {
				t.Errorf("%d entries are left", size)
			}
		})
	}
}

func TestTypingGoesOn(t *testing.T) {
	for _, test := range []struct {
		name string
		then func(*presence.Typing, *clock)
	}{
		{"when it is renewed", func(p *presence.Typing, c *clock) {
			c.forward(4 * time.Second)
			p.Start("d1", "david", lobby)
			c.forward(4 * time.Second)
		}},
		{"on the other connection", func(p *presence.Typing, c *clock) {
			p.Start("d2", "david", lobby)
			if stops := p.Gone("d1"); stops != nil {
				t.Errorf("told %v", stops)
			}
		}},
		{"when someone else stops", func(p *presence.Typing, c *clock) {
			p.Start("k1", "kevin", lobby)
			p.Stop("kevin", lobby)
		}},
		{"when it ends in another room", func(p *presence.Typing, c *clock) {
			p.Start("d2", "david", office)
			p.Stop("david", office)
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			clock := newClock()
			typing := presence.NewTyping(clock.now)
			typing.Start("d1", "david", lobby)
			test.then(typing, clock)
			if stops := typing.Expired(); stops != nil {
				t.Errorf("told %v", stops)
			}
			if !typing.Stop("david", lobby) {
				t.Error("typing had ended")
			}
		})
	}
}

// Guards: typingEvery.
func TestAFloodOfTypingBecomesAFrameEveryTwoSeconds(t *testing.T) {
	for _, test := range []struct {
		name        string
		stopBetween bool
		stops       int
	}{
		{"of starts", false, 0},
		{"of starts and stops", true, 5},
	} {
		t.Run(test.name, func(t *testing.T) {
			clock := newClock()
			typing := presence.NewTyping(clock.now)
			starts, stops := 0, 0
			for range 10_000 {
				if typing.Start("d1", "david", lobby) {
					starts++
				}
				if test.stopBetween && typing.Stop("david", lobby) {
					stops++
				}
				clock.forward(time.Millisecond)
				typing.Expired()
			}
			if starts != 5 || stops != test.stops {
				t.Errorf("10 seconds gave %d starts and %d stops, want 5 and %d", starts, stops, test.stops)
			}
			if !typing.Start("k1", "kevin", lobby) || !typing.Start("d1", "david", office) {
				t.Error("the flood holds back others, or another room")
			}
		})
	}
}

func TestTypingIsSafeForConcurrentUseAndForgets(t *testing.T) {
	clock := newClock()
	typing := presence.NewTyping(clock.now)
	var work sync.WaitGroup
	for worker := range 8 {
		work.Go(func() {
			for i := range 500 {
				connection, user := fmt.Sprint(worker, "-", i%3), fmt.Sprint("user", i%7)
				typing.Start(connection, user, lobby)
				typing.Start(connection, user, office)
				typing.Expired()
				typing.Stop(user, lobby)
				if i%2 == 0 {
					typing.Gone(connection)
				}
			}
		})
	}
	work.Wait()
	if typing.Size() == 0 {
		t.Fatal("nothing to forget")
	}
	clock.forward(5 * time.Second)
	typing.Expired()
	if size := typing.Size(); size != 0 {
		t.Errorf("%d entries are left", size)
	}
}

func BenchmarkTypingStart(b *testing.B) {
	typing := presence.NewTyping(time.Now)
	for b.Loop() {
		typing.Start("d1", "david", lobby)
	}
}
