package collections

import (
	"slices"
	"strings"
)

// Scopes of a bot's key.
const (
	ScopeRead  = "read"
	ScopeWrite = "write"
)

// Scopes lists them.
var Scopes = []string{ScopeRead, ScopeWrite}

// Scope is what a bot's key may do. nil is no limit: a person, or the server itself.
type Scope struct {
	Read, Write bool
	// Rooms are the only ones that the key is for; empty stands for every room of the bot.
	Rooms []string
}

// MayRead reports whether s allows being shown something.
func (s *Scope) MayRead() bool { return s == nil || s.Read }

// MayWrite reports whether s allows changing something.
func (s *Scope) MayWrite() bool { return s == nil || s.Write }

// Confined reports whether s is for some rooms only.
func (s *Scope) Confined() bool { return s != nil && len(s.Rooms) > 0 }

// Reaches reports whether room is one that s is for. Being a member is another question.
func (s *Scope) Reaches(room string) bool { return !s.Confined() || slices.Contains(s.Rooms, room) }

// List renders the rooms for ScopeHeader. Ids have no commas.
func (s *Scope) List() string { return strings.Join(s.Rooms, ",") }

// Within returns s for one room that it reaches.
func (s *Scope) Within(room string) *Scope {
	return &Scope{Read: s.MayRead(), Write: s.MayWrite(), Rooms: []string{room}}
}

// ScopeHeader is how the record API's rules learn of the rooms of a key: hooks sets it on requests of such keys, and
// removes what a client sends under that name.
const ScopeHeader = "Campfire-Rooms"

// inScope is a condition of a rule: the field names a room that the key of the request is for.
func inScope(room string) string {
	return ` && (@request.headers.campfire_rooms = "" || @request.headers.campfire_rooms ~ ` + room + `)`
}
