package room

import "errors"

// What can be wrong with a change to rooms and memberships.
var (
	// ErrNotFound covers what does not exist and what the caller may not know to exist.
	ErrNotFound = errors.New("room not found")
	// ErrForbidden means that the caller is in the room but may not do this.
	ErrForbidden = errors.New("not allowed in this room")
	// ErrRestricted means that only administrators create rooms here.
	ErrRestricted = errors.New("only administrators create rooms on this account")
	// ErrDirect means that a direct room keeps its kind and its members.
	ErrDirect = errors.New("a ping keeps its members")
	// ErrOpen means that everybody belongs to an open room.
	ErrOpen = errors.New("everybody belongs to an open room")
	// ErrLastMember means that the room would be left with nobody in it.
	ErrLastMember = errors.New("a room needs a member")
	// ErrUnknownMember means that somebody named is not an active user.
	ErrUnknownMember = errors.New("members must be active users")
	// ErrInvolvement means that the level of involvement does not exist.
	ErrInvolvement = errors.New("involvement must be invisible, nothing, mentions or everything")
	// ErrPingInvolvement means that a level is not one of a ping's.
	ErrPingInvolvement = errors.New("a ping knows everything and nothing")
	// ErrMarker means that a read marker names no message of the room.
	ErrMarker = errors.New("rseq must be the number of a message")
)
