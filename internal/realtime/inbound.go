package realtime

import (
	"encoding/json"
	"errors"
)

// inbound is any frame of a client. What only some frames use is read when such a frame comes: a message that carries
// somebody's idea of a number is still a message.
type inbound struct {
	Type            string          `json:"type"`
	ClientMessageID string          `json:"client_message_id"`
	Room            string          `json:"room"`
	Body            string          `json:"body"`
	Epoch           json.RawMessage `json:"epoch"`
	Seq             json.RawMessage `json:"seq"`
	RSeq            json.RawMessage `json:"rseq"`
	Active          json.RawMessage `json:"active"`
	Visible         json.RawMessage `json:"visible"`
}

// field reads a part of a frame, and reports false if it has another type. A part that is missing or null is the zero.
func field[T any](raw json.RawMessage) (value T, ok bool) {
	return value, len(raw) == 0 || json.Unmarshal(raw, &value) == nil
}

// handle carries out one frame. Unknown types and fields are ignored: an older server must bear a newer client.
func (c *Connection) handle(payload []byte) error {
	var in inbound
	if err := json.Unmarshal(payload, &in); err != nil {
		var wrongType *json.UnmarshalTypeError
		if !errors.As(err, &wrongType) || wrongType.Field == "" {
			return errMalformed
		}
		c.handleWrongTypes(payload)
		return nil
	}
	if !c.allows(in.Type) {
		c.Send(NackFrame(Refusal{ClientMessageID: in.ClientMessageID, Code: "forbidden", Message: "This key is not for that."}))
		return nil
	}
	switch in.Type {
	case "resume":
		c.resume(in)
	case "send":
		if _, ok := field[any](in.RSeq); !ok { // a number that is none, as the other doors say
			c.handleWrongTypes(payload)
			return nil
		}
		c.hub.doors.Send(c, in.ClientMessageID, in.Room, in.Body)
	case "read":
		if rseq, ok := field[int64](in.RSeq); ok {
			c.hub.doors.Read(c, in.Room, rseq)
		}
	case "here":
		visible, ok := field[*bool](in.Visible)
		c.hub.here(c, in.Room, ok && (visible == nil || *visible))
	case "typing":
		if active, ok := field[bool](in.Active); ok {
			c.hub.typed(c, in.Room, active)
		}
	}
	return nil
}

// allows reports whether the connection's key is for frames of a kind. One that may not read is never live.
func (c *Connection) allows(kind string) bool {
	switch kind {
	case "resume", "here":
		return c.Identity.Scope.MayRead()
	case "send", "typing", "read":
		return c.Identity.Scope.MayWrite()
	}
	return true
}

// resume starts or restarts the replay. A cursor of another type is a cursor of another history.
func (c *Connection) resume(in inbound) {
	epoch, ok1 := field[string](in.Epoch)
	seq, ok2 := field[*int64](in.Seq)
	if !ok1 || !ok2 {
		c.Send(jsonFrame(resyncFrame{Type: "resync", Reason: resyncEpoch}))
		return
	}
	c.hub.resume(c, epoch, seq)
}

// handleWrongTypes answers a well-formed frame whose texts are none: the sender of a message learns that it was refused,
// the rest is ignored.
func (c *Connection) handleWrongTypes(payload []byte) {
	var fields map[string]json.RawMessage
	if json.Unmarshal(payload, &fields) != nil {
		return
	}
	var kind, id string
	_ = json.Unmarshal(fields["type"], &kind)            // "" when it is not a string
	_ = json.Unmarshal(fields["client_message_id"], &id) // likewise
	if kind == "send" {
		c.Send(NackFrame(Refusal{ClientMessageID: id, Code: "invalid", Message: "A field has the wrong type."}))
	}
}
