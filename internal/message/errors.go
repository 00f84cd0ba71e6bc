package message

import "errors"

// What can be wrong with a message. hooks/errors.go and the socket translate these, and only these, for clients.
var (
	// ErrNotFound covers what does not exist and what the caller may not know to exist.
	ErrNotFound = errors.New("message or room not found")
	// ErrForbidden means that the caller sees the message but may not do this to it.
	ErrForbidden = errors.New("not allowed")
	// ErrInactive means that the author was deactivated or banned.
	ErrInactive = errors.New("account is not active")
	// ErrConflict means that the client_message_id stands for another text already.
	ErrConflict = errors.New("client_message_id was used for another text")
	// ErrGone means that the message was deleted.
	ErrGone = errors.New("message was deleted")
	// ErrClientMessageID means that the client_message_id is neither a UUID nor a ULID.
	ErrClientMessageID = errors.New("client_message_id must be a UUID or ULID")
	// ErrBoost means that a boost has no visible content, too much of it, or that the message has too many boosts.
	ErrBoost = errors.New("boost must have 1 to 16 characters")
)
