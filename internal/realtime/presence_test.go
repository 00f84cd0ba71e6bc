package realtime_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"campfire/internal/event"
	"campfire/internal/realtime"
	"campfire/internal/testapp"
)

// scene is a hub whose clock is turned by hand, with three members of one room who look at it. Kevin is in no other.
type scene struct {
	t                   *testing.T
	hub                 *realtime.Hub
	now                 time.Time
	david, jason, kevin *realtime.Connection
	room, secret        string
	seq                 int64
}

func newScene(t *testing.T) *scene {
	app := testapp.New(t)
	log, err := event.Open(app.App, "FULL")
	if err != nil {
		t.Fatal(err)
	}
	s := &scene{t: t, hub: realtime.New(app.App, log, realtime.Doors{}), now: time.Now(), room: app.Watercooler, secret: app.Designers}
	realtime.SetClock(s.hub, func() time.Time { return s.now })
	if err := s.hub.Start(); err != nil {
		t.Fatal(err)
	}
	s.seq = s.hub.Published()
	s.david = realtime.NewConnection(s.hub, "d1", app.David)
	s.jason = realtime.NewConnection(s.hub, "j1", app.Jason)
	s.kevin = realtime.NewConnection(s.hub, "k1", app.Kevin)
	for _, c := range []*realtime.Connection{s.david, s.jason, s.kevin} {
		s.here(c, s.room)
	}
	s.tick(time.Second)
	s.heard(s.david)
	s.heard(s.jason)
	return s
}

func (s *scene) do(c *realtime.Connection, frame string) {
	s.t.Helper()
	if err := realtime.Handle(c, frame); err != nil {
		s.t.Fatal(err)
	}
}

func (s *scene) here(c *realtime.Connection, room string) {
	s.do(c, fmt.Sprintf(`{"type":"here","room":%q,"visible":true}`, room))
}

func (s *scene) typing(c *realtime.Connection, room string, active bool) {
	s.do(c, fmt.Sprintf(`{"type":"typing","room":%q,"active":%v}`, room, active))
}

func (s *scene) tick(span time.Duration) {
	s.now = s.now.Add(span)
	realtime.Tick(s.hub)
}

func (s *scene) publish(kind, room, user, data string) {
	s.t.Helper()
	s.seq++
	e := event.Event{Seq: s.seq, Kind: kind, Room: room, User: user, Data: data}
	if err := realtime.Publish(s.hub, []event.Event{e}); err != nil {
		s.t.Fatal(err)
	}
}

// heard returns what c was sent about presence and typing since it was asked last, short.
func (s *scene) heard(c *realtime.Connection) string {
	var all []string
	for _, frame := range realtime.Sent(c) {
		for _, part := range []struct{ text, short string }{
			{`"joined"`, "joined"}, {`"left"`, "left"}, {`"users"`, "list"}, {`"active":true`, "starts"}, {`"active":false`, "stops"}, {`"nack"`, "nack"},
		} {
			if strings.Contains(frame, part.text) {
				all = append(all, part.short)
			}
		}
	}
	return strings.Join(all, " ")
}

// indicators leaves out what is about presence.
func indicators(heard string) string {
	return strings.Join(slices.DeleteFunc(strings.Fields(heard), func(w string) bool { return w != "starts" && w != "stops" }), " ")
}

// Guards: typingLasts (internal/presence), and whoever calls Expired, Stop and Gone.
func TestG30EveryEndingOfTypingIsToldToTheOthers(t *testing.T) {
	for name, end := range map[string]func(s *scene){
		"stop, as on blur": func(s *scene) { s.typing(s.kevin, s.room, false) },
		"message": func(s *scene) {
			s.publish(event.MessageCreated, s.room, "", fmt.Sprintf(`{"author":%q}`, s.kevin.Identity.User))
		},
		"close":                 func(s *scene) { realtime.Remove(s.kevin) },
		"silence":               func(s *scene) { s.tick(5 * time.Second) },
		"another room":          func(s *scene) { s.here(s.kevin, "") },
		"a hidden page":         func(s *scene) { s.do(s.kevin, fmt.Sprintf(`{"type":"here","room":%q,"visible":false}`, s.room)) },
		"removal from the room": func(s *scene) { s.publish(event.MembershipDeleted, s.room, s.kevin.Identity.User, "{}") },
	} {
		t.Run(name, func(t *testing.T) {
			s := newScene(t)
			s.typing(s.kevin, s.room, true)
			if got := s.heard(s.david); got != "starts" {
				t.Fatalf("the start is heard as %q", got)
			}
			end(s)
			if got := s.heard(s.david); got != "stops" {
				t.Errorf("the end is heard as %q", got)
			}
			s.tick(time.Hour)
			if got := indicators(s.heard(s.jason)); got != "starts stops" {
				t.Errorf("another hears %q", got)
			}
			if got := indicators(s.heard(s.kevin)); got != "" {
				t.Errorf("the typist hears %q", got)
			}
		})
	}
}

// Guards: typingEvery (internal/presence).
func TestG30AFloodOfStartsIsAFrameInTwoSecondsAndAForeignRoomIsRefused(t *testing.T) {
	s := newScene(t)
	for range 10_000 { // ten seconds of a thousand a second
		s.typing(s.kevin, s.room, true)
		s.now = s.now.Add(time.Millisecond)
	}
	if n := strings.Count(s.heard(s.david), "starts"); n < 4 || n > 5 {
		t.Errorf("ten seconds of typing are %d frames", n)
	}
	s.heard(s.kevin)
	s.typing(s.kevin, s.secret, true)
	s.typing(s.kevin, "nowhere", true)
	if got := s.heard(s.kevin); got != "nack nack" {
		t.Errorf("typing in a foreign room is answered %q", got)
	}
	if got := s.heard(s.david); got != "" { // he is in that room
		t.Errorf("its member hears %q", got)
	}
}

func TestG28AConnectionThatHasEndedIsNowhere(t *testing.T) {
	s := newScene(t)
	realtime.Remove(s.kevin)
	s.here(s.kevin, s.room) // the reader had this in its hand
	s.typing(s.kevin, s.room, true)
	s.tick(10 * time.Second)
	if got := s.heard(s.david); got != "left" {
		t.Errorf("a late frame of a closed connection is heard as %q", got)
	}
	s.here(s.jason, s.room)
	sent := realtime.Sent(s.jason)
	if list := sent[len(sent)-1]; strings.Contains(list, s.kevin.Identity.User) {
		t.Errorf("the list is %s", list)
	}
}

// Guards: awaited, in Hub.look and Hub.arrived. Whoever has just made a room or was let into it looks at it before the log
// has come to the hub.
func TestI7WhoLooksAtARoomTooEarlyIsThereOnceTheyAreIn(t *testing.T) {
	for name, enter := range map[string]func(s *scene, user string){
		"let in": func(s *scene, user string) { s.publish(event.MembershipCreated, s.secret, user, "{}") },
		"founder": func(s *scene, user string) {
			s.publish(event.RoomCreated, s.secret, "", fmt.Sprintf(`{"members":[%q]}`, user))
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := newScene(t)
			s.here(s.david, s.secret)
			s.tick(time.Second)
			s.heard(s.david)
			s.heard(s.kevin)
			s.here(s.kevin, s.secret)
			s.tick(time.Second)
			if got := s.heard(s.kevin) + s.heard(s.david); got != "" {
				t.Fatalf("looking at a foreign room is heard as %q", got)
			}
			enter(s, s.kevin.Identity.User)
			s.tick(time.Second)
			if got := s.heard(s.kevin); got != "list joined" {
				t.Errorf("the newcomer hears %q", got)
			}
			if got := s.heard(s.david); got != "joined" {
				t.Errorf("the member hears %q", got)
			}
		})
	}
	s := newScene(t)
	s.here(s.kevin, s.secret)
	s.here(s.kevin, s.room) // thought better of it
	s.heard(s.kevin)
	s.publish(event.MembershipCreated, s.secret, s.kevin.Identity.User, "{}")
	if got := s.heard(s.kevin); got != "" {
		t.Errorf("a room that is looked at no more is answered %q", got)
	}
}

// Guards: presence.Grace, and the deltas that a tick drains.
func TestG29ChangesOfPresenceShareAFrame(t *testing.T) {
	s := newScene(t)
	var crowd []*realtime.Connection
	for i := range 50 {
		crowd = append(crowd, realtime.NewConnection(s.hub, fmt.Sprint("crowd", i), s.kevin.Identity.User))
	}
	for range 5 {
		for _, c := range append(crowd, s.kevin) {
			s.here(c, "")
		}
		s.tick(4 * time.Second) // within the grace
		for _, c := range append(crowd, s.kevin) {
			s.here(c, s.room)
		}
		s.tick(time.Second)
	}
	if got := s.heard(s.david); got != "" {
		t.Errorf("five returns within the grace are heard as %q", got)
	}
	for _, c := range slices.Concat(crowd, []*realtime.Connection{s.kevin, s.jason}) {
		realtime.Remove(c)
	}
	s.tick(5 * time.Second)
	if got := s.heard(s.david); got != "left" {
		t.Errorf("two who leave are heard as %q", got)
	}
}

// answer lets the clock look at the connections every second for a while; who was pinged answers, except for silent.
func (s *scene) answer(span time.Duration, silent *realtime.Connection) (pings int) {
	for end := s.now.Add(span); s.now.Before(end); {
		s.now = s.now.Add(time.Second)
		realtime.Sweep(s.hub, s.now)
		for _, c := range []*realtime.Connection{s.david, s.jason, s.kevin} {
			for _, frame := range realtime.Sent(c) {
				if frame != "" {
					continue
				}
				if pings++; c != silent { // a browser answers pings by itself, also in a hidden tab
					realtime.Hear(c, s.now)
				}
			}
		}
		realtime.Tick(s.hub)
	}
	return pings
}

func TestG27AQuietPersonWhoseBrowserAnswersStaysHere(t *testing.T) {
	s := newScene(t)
	for _, c := range []*realtime.Connection{s.david, s.jason, s.kevin} {
		realtime.Hear(c, s.now)
	}
	if pings := s.answer(10*time.Minute, nil); pings < 3*20 {
		t.Errorf("ten quiet minutes saw %d pings", pings)
	}
	if n := s.hub.Connections(); n != 3 {
		t.Errorf("%d of 3 connections are left", n)
	}
}

// Guards: pongWithin in Hub.sweep.
func TestG20AHalfOpenConnectionIsGoneWithinAMinute(t *testing.T) {
	s := newScene(t)
	for _, c := range []*realtime.Connection{s.david, s.jason, s.kevin} {
		realtime.Hear(c, s.now)
	}
	s.typing(s.kevin, s.room, true)
	if got := s.heard(s.david); got != "starts" {
		t.Fatalf("typing is heard as %q", got)
	}
	s.answer(59*time.Second, s.kevin) // no FIN: nobody has said that he is gone
	if n := s.hub.Connections(); n != 3 {
		t.Errorf("after 59 silent seconds %d connections are left", n)
	}
	s.now = s.now.Add(time.Second)
	realtime.Sweep(s.hub, s.now)
	for deadline := time.Now().Add(5 * time.Second); s.hub.Connections() != 2; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("after 60 silent seconds %d connections are left", s.hub.Connections())
		}
	}
	s.tick(5 * time.Second)
	if got := s.heard(s.david); got != "left" {
		t.Errorf("60 s and the grace later it is heard as %q", got)
	}
}
