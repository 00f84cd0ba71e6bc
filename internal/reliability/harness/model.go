package harness

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"time"
)

const (
	stepsPerSchedule = 60
	crashEvery       = 5 // every fifth schedule kills, crashes or restarts the server
)

// crashPoints are where a schedule lets the server die by itself.
var crashPoints = []string{"send.beforeTx", "send.inTx", "send.afterCommit", "send.beforeAck", "bus.beforeFanout"}

// schedule is one random run over two rooms of its own.
type schedule struct {
	w       *World
	rng     *rand.Rand
	clients []*Client
	rooms   [2]string
	sent    []*sentBy
	calls   sync.WaitGroup
	crashes bool
}

type sentBy struct {
	*Outgoing
	client *Client
}

// RunSchedule drives the clients through {send, retry, edit, delete, boost, join, leave, disconnect, crash,
// restart} as the seed says, checks all invariants, and clears the rooms and logs for the next run.
func (w *World) RunSchedule(seed uint64, clients []*Client) {
	w.t.Helper()
	s := &schedule{w: w, rng: rand.New(rand.NewPCG(seed, 1)), clients: clients, crashes: seed%crashEvery == 0}
	var members []*User
	for _, c := range clients {
		if s.rng.IntN(3) > 0 {
			members = append(members, c.User)
		}
	}
	s.rooms[0] = w.Room(fmt.Sprintf("Closed %d", seed), members...)
	open, err := w.Admin.CreateRoom("open", fmt.Sprintf("Open %d", seed))
	if err != nil {
		w.t.Fatal(err)
	}
	s.rooms[1] = open.ID
	for range stepsPerSchedule {
		s.step()
		if s.rng.IntN(4) == 0 {
			time.Sleep(time.Duration(s.rng.IntN(3)) * time.Millisecond)
		}
	}
	s.finish()
	w.Check()
	for _, room := range s.rooms {
		if err := w.Admin.Call("DELETE", "/api/collections/rooms/records/"+room, nil).Into(nil); err != nil {
			w.t.Errorf("delete room: %v", err)
		}
	}
	w.Forget()
}

func (s *schedule) step() {
	c := s.clients[s.rng.IntN(len(s.clients))]
	switch n := s.rng.IntN(100); {
	case n < 45:
		body := fmt.Sprintf("message %d of %s", len(s.sent), c.User.Name)
		s.sent = append(s.sent, &sentBy{c.Send(s.rooms[s.rng.IntN(2)], body), c})
	case n < 55:
		s.any(func(m *sentBy) { m.client.Retry(m.Outgoing) })
	case n < 65:
		body := fmt.Sprintf("edit %d", n)
		s.any(func(m *sentBy) { s.call(func(id string) { m.client.User.Edit(id, body) }, m) })
	case n < 72:
		s.any(func(m *sentBy) { s.call(func(id string) { m.client.User.Delete(id) }, m) })
	case n < 79:
		s.any(func(m *sentBy) { s.call(func(id string) { c.User.Boost(id, "+1") }, m) })
	case n < 84:
		s.goCall(func() { s.w.Admin.AddMember(s.rooms[0], c.User) })
	case n < 88:
		s.goCall(func() { c.User.RemoveMember(s.rooms[0], c.User) })
	case n < 93:
		c.Break()
	case n < 95:
		c.Offline()
	case n < 97:
		for _, other := range s.clients {
			other.Online()
		}
	case s.crashes:
		s.disturb()
	}
}

// any picks an earlier send of this schedule.
func (s *schedule) any(do func(*sentBy)) {
	if len(s.sent) > 0 {
		do(s.sent[s.rng.IntN(len(s.sent))])
	}
}

// call acts on a message once its id is known; the answer may be lost, the oracle judges the end state.
func (s *schedule) call(do func(id string), m *sentBy) {
	var id string
	m.client.locked(func() { id = m.Message })
	if id != "" {
		s.goCall(func() { do(id) })
	}
}

func (s *schedule) goCall(do func()) {
	s.calls.Add(1)
	go func() { defer s.calls.Done(); do() }()
}

func (s *schedule) disturb() {
	switch s.rng.IntN(3) {
	case 0:
		s.w.Kill9()
		s.w.Restart()
	case 1:
		if _, err := s.w.Term(); err != nil {
			s.w.t.Errorf("graceful stop: %v", err)
		}
		s.w.Restart()
	default:
		point := crashPoints[s.rng.IntN(len(crashPoints))]
		s.w.Arm(fmt.Sprintf("%s=crash@%d", point, 1+s.rng.IntN(4)))
		s.clients[0].Send(s.rooms[1], "towards "+point)
		s.w.WaitExit(time.Second)
		s.w.Arm("")
		s.w.Restart()
	}
}

func (s *schedule) finish() {
	s.w.Arm("")
	if !s.w.Running() {
		s.w.Restart()
	}
	for _, c := range s.clients {
		c.Online()
	}
	s.calls.Wait()
}
