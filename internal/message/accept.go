package message

import (
	"crypto/sha256"
	"encoding/base64"

	"campfire/collections"
	"campfire/internal/richtext"
	"campfire/internal/sound"

	"github.com/google/uuid"
)

// Draft is a message as its author sent it.
type Draft struct {
	Room   string
	Author string
	// ClientMessageID is the author's name for this send: a UUID or ULID. "" lets the server make one, and gives up on
	// telling a retry from a second message.
	ClientMessageID string
	Body            string
	// Scope is what the bot's key allows; nil for a person.
	Scope *collections.Scope
}

const (
	uuidBytes = 36
	ulidBytes = 26
)

// accept judges and prepares what needs no database, outside the transaction.
func (c *Coordinator) accept(d Draft) (*pending, error) {
	if !collections.ValidID(d.Room) || !d.Scope.Reaches(d.Room) {
		return nil, ErrNotFound
	}
	if d.ClientMessageID == "" {
		d.ClientMessageID = uuid.NewString()
	} else if !validClientMessageID(d.ClientMessageID) {
		return nil, ErrClientMessageID
	}
	text, err := richtext.Parse(d.Body)
	if err != nil {
		return nil, err
	}
	return &pending{coordinator: c, draft: d, text: text, hash: bodyHash(d.Body), at: collections.Time(c.now())}, nil
}

// kindOf tells a text from a message that plays a sound. A sound keeps the text that was typed, so that search and clients
// without sound show the command.
func kindOf(text richtext.Text) (kind, played string) {
	if played = sound.Played(text.Plain); played != "" {
		return collections.MessageSound, played
	}
	return collections.MessageText, ""
}

// bodyHash tells a retry from another text. The hash is of what was sent, so that a change of the sanitiser does not make
// an old retry look like another text.
func bodyHash(body string) string {
	sum := sha256.Sum256([]byte(body))
	return base64.RawStdEncoding.EncodeToString(sum[:16])
}

func validClientMessageID(id string) bool {
	switch len(id) {
	case uuidBytes:
		for i := range len(id) {
			if i == 8 || i == 13 || i == 18 || i == 23 {
				if id[i] != '-' {
					return false
				}
			} else if !isHex(id[i]) {
				return false
			}
		}
		return true
	case ulidBytes:
		for i := range len(id) {
			if !isCrockford(id[i]) {
				return false
			}
		}
		return id[0] <= '7' // a ULID has 128 bits: the first of its 26 characters carries three
	}
	return false
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}

// isCrockford reports whether c is a digit of Crockford's base 32, which leaves out I, L, O and U.
func isCrockford(c byte) bool {
	switch {
	case c >= '0' && c <= '9':
		return true
	case c >= 'a' && c <= 'z':
		c -= 'a' - 'A'
	}
	return c >= 'A' && c <= 'Z' && c != 'I' && c != 'L' && c != 'O' && c != 'U'
}
