package realtime

import (
	"encoding/json"
	"errors"
)

// inbound is any frame of a client.
type inbound struct {
	Type            string `json:"type"`
	ClientMessageID string `json:"client_message_id"`
	Room            string `json:"room"`
	Body            string `json:"body"`
	Epoch           string `json:"epoch"`
	Seq             *int64 `json:"seq"`
	RSeq            int64  `json:"rseq"`
	Active          bool   `json:"active"`
	Visible         *bool  `json:"visible"`
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
	switch in.Type {
	case "resume":
		c.hub.resume(c, in.Epoch, in.Seq)
	case "send":
		c.hub.doors.Send(c, in.ClientMessageID, in.Room, in.Body)
	case "read":
		c.hub.doors.Read(c, in.Room, in.RSeq)
	case "here":
		c.hub.here(c, in.Room, in.Visible == nil || *in.Visible)
	case "typing":
		c.hub.typed(c, in.Room, in.Active)
	}
	return nil
}

// handleWrongTypes answers a well-formed frame whose fields have other types than ours: the sender of a message learns
// that it was refused, a client with a strange cursor starts over, the rest is ignored.
func (c *Connection) handleWrongTypes(payload []byte) {
	var fields map[string]json.RawMessage
	if json.Unmarshal(payload, &fields) != nil {
		return
	}
	var kind, id string
	_ = json.Unmarshal(fields["type"], &kind)            // "" when it is not a string
	_ = json.Unmarshal(fields["client_message_id"], &id) // likewise
	switch kind {
	case "send":
		c.Send(NackFrame(Refusal{ClientMessageID: id, Code: "invalid", Message: "A field has the wrong type."}))
	case "resume":
		c.Send(jsonFrame(resyncFrame{Type: "resync", Reason: resyncEpoch}))
	}
}
