package harness

import (
	"encoding/json"
	"fmt"
	"slices"
)

// State is what a client shows: a small reducer over the contract's events.
type State struct {
	Me    string
	Epoch string
	Seq   int64
	Rooms map[string]*RoomState
	// Fetch lists rooms whose history has to be paged in from an rseq, because they are new or show a hole.
	Fetch map[string]int64
	Holes int      // rseq holes seen: each is one gap request
	Odd   []string // what an honest stream never contains
}

// RoomState is one room as a client holds it.
type RoomState struct {
	ID       string
	Head     int64
	Read     int64
	Messages map[string]*Message
	Boosts   map[string]*Boost
	unboost  map[string]bool
}

// NewState starts from a bootstrap answer; every room's history is to be fetched.
func NewState(me string, b Bootstrap) *State {
	s := &State{Me: me, Epoch: b.Epoch, Seq: b.Seq, Rooms: map[string]*RoomState{}, Fetch: map[string]int64{}}
	for _, room := range b.Rooms {
		s.open(room)
	}
	return s
}

func (s *State) open(room Room) *RoomState {
	if known := s.Rooms[room.ID]; known != nil {
		return known
	}
	r := &RoomState{ID: room.ID, Head: room.HeadRSeq, Read: room.ReadRSeq,
		Messages: map[string]*Message{}, Boosts: map[string]*Boost{}, unboost: map[string]bool{}}
	s.Rooms[room.ID] = r
	s.Fetch[room.ID] = 0
	return r
}

// AddHistory merges fetched messages; the newer version of each wins.
func (s *State) AddHistory(room string, messages []Message) {
	r := s.Rooms[room]
	if r == nil {
		return
	}
	for i := range messages {
		s.put(r, messages[i])
	}
}

// Apply takes one event; what the cursor has passed is ignored.
func (s *State) Apply(f Frame) {
	if f.Seq <= s.Seq {
		return
	}
	s.Seq = f.Seq
	switch f.Kind {
	case "message.created", "message.updated", "message.deleted":
		s.applyMessage(f)
	case "boost.created", "boost.deleted":
		s.applyBoost(f)
	case "room.created":
		var room Room
		if s.read(f, &room) && slices.Contains(room.Members, s.Me) {
			s.open(room)
		}
	case "room.deleted":
		delete(s.Rooms, f.Room)
	case "membership.created", "membership.deleted":
		s.applyMembership(f)
	case "read.updated":
		var m Membership
		if r := s.Rooms[f.Room]; s.read(f, &m) && r != nil && m.User == s.Me {
			r.Read = m.Read
		}
	}
}

func (s *State) applyMessage(f Frame) {
	var m Message
	r := s.Rooms[f.Room]
	if r == nil {
		s.Odd = append(s.Odd, fmt.Sprintf("seq %d %s for room %s, which this client is not in", f.Seq, f.Kind, f.Room))
		return
	}
	if !s.read(f, &m) {
		return
	}
	if m.RSeq == 0 {
		m.RSeq = f.RSeq
	}
	if f.Kind == "message.deleted" {
		m.Deleted = true
	}
	if f.Kind == "message.created" {
		switch {
		case f.RSeq > r.Head+1:
			s.Holes++
			s.Fetch[r.ID] = r.Head
		case f.RSeq <= 0:
			s.Odd = append(s.Odd, fmt.Sprintf("seq %d: a message without rseq", f.Seq))
		}
		r.Head = max(r.Head, f.RSeq)
		if m.Author == s.Me {
			r.Read = max(r.Read, f.RSeq)
		}
	}
	s.put(r, m)
}

// put merges one copy of a message: a deletion is final, otherwise the higher version wins.
func (s *State) put(r *RoomState, m Message) {
	for _, boost := range m.Boosts {
		if !r.unboost[boost.ID] {
			r.Boosts[boost.ID] = &boost
		}
	}
	known := r.Messages[m.ID]
	if known == nil {
		r.Messages[m.ID] = &m
		return
	}
	if known.RSeq != m.RSeq {
		s.Odd = append(s.Odd, fmt.Sprintf("message %s moved from rseq %d to %d", m.ID, known.RSeq, m.RSeq))
	}
	if m.Version == known.Version && m.Body != known.Body && !m.Deleted && !known.Deleted {
		s.Odd = append(s.Odd, fmt.Sprintf("message %s has two texts under version %d", m.ID, m.Version))
	}
	if m.Deleted || (!known.Deleted && m.Version >= known.Version) {
		*known = m
	}
}

func (s *State) applyBoost(f Frame) {
	var boost Boost
	r := s.Rooms[f.Room]
	if r == nil {
		s.Odd = append(s.Odd, fmt.Sprintf("seq %d %s for room %s, which this client is not in", f.Seq, f.Kind, f.Room))
		return
	}
	if !s.read(f, &boost) {
		return
	}
	if f.Kind == "boost.deleted" {
		r.unboost[boost.ID] = true
		delete(r.Boosts, boost.ID)
	} else if !r.unboost[boost.ID] {
		r.Boosts[boost.ID] = &boost
	}
}

func (s *State) applyMembership(f Frame) {
	var m Membership
	if !s.read(f, &m) || m.User != s.Me {
		return
	}
	if f.Kind == "membership.deleted" {
		delete(s.Rooms, m.Room)
		delete(s.Fetch, m.Room)
		return
	}
	room := Room{ID: m.Room}
	if m.Expand.Room != nil {
		room.HeadRSeq = m.Expand.Room.HeadRSeq
	}
	room.ReadRSeq = m.Read
	s.open(room)
}

func (s *State) read(f Frame, out any) bool {
	if err := json.Unmarshal(f.Data, out); err != nil {
		s.Odd = append(s.Odd, fmt.Sprintf("seq %d %s: %v", f.Seq, f.Kind, err))
		return false
	}
	return true
}

// Shown is the visible list of a room: by rseq, without the deleted.
func (r *RoomState) Shown() []Message {
	var list []Message
	for _, m := range r.Messages {
		if m.Deleted {
			continue
		}
		shown := *m
		shown.Boosts = nil
		for _, boost := range r.Boosts {
			if boost.Message == m.ID {
				shown.Boosts = append(shown.Boosts, *boost)
			}
		}
		slices.SortFunc(shown.Boosts, func(a, b Boost) int { return compare(a.ID, b.ID) })
		list = append(list, shown)
	}
	slices.SortFunc(list, func(a, b Message) int { return int(a.RSeq - b.RSeq) })
	return list
}

func compare(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}
