package realtime

import (
	"encoding/json"
	"strconv"

	"campfire/internal/event"

	"github.com/gobwas/ws"
)

// Frame is one message to clients, encoded once and shared by everybody who gets it. It is never changed.
type Frame struct {
	// wire is the WebSocket frame: header and payload.
	wire []byte
	// header is the length of the WebSocket header in wire.
	header int
	// seq is the number of the event in it, 0 for others.
	seq int64
	// ephemeral frames may be dropped for a client that does not keep up.
	ephemeral bool
}

// Payload is the JSON of the frame.
func (f *Frame) Payload() []byte { return f.wire[f.header:] }

// maxHeader is the largest header of an unmasked frame.
const maxHeader = 10

// newFrame puts the WebSocket header in front of a payload that append built behind maxHeader free bytes.
func newFrame(opcode ws.OpCode, buffer []byte) *Frame {
	payload := len(buffer) - maxHeader
	head := 2
	switch {
	case payload > 65535:
		head = 10
	case payload > 125:
		head = 4
	}
	wire := buffer[maxHeader-head:]
	wire[0] = 0x80 | byte(opcode)
	switch head {
	case 2:
		wire[1] = byte(payload)
	case 4:
		wire[1], wire[2], wire[3] = 126, byte(payload>>8), byte(payload)
	default:
		wire[1] = 127
		for i := range 8 {
			wire[2+i] = byte(payload >> (56 - 8*i))
		}
	}
	return &Frame{wire: wire, header: head}
}

func textFrame(size int, build func([]byte) []byte) *Frame {
	return newFrame(ws.OpText, build(make([]byte, maxHeader, maxHeader+size)))
}

// jsonFrame encodes a rare frame.
func jsonFrame(value any) *Frame {
	raw, err := json.Marshal(value)
	if err != nil {
		raw = []byte(`{"type":"error"}`) // unreachable: our frames are plain structs
	}
	return textFrame(len(raw), func(b []byte) []byte { return append(b, raw...) })
}

// eventFrame encodes an event of the log. Its strings are ids, kinds and times: none needs escaping.
func eventFrame(e *event.Event) *Frame {
	f := textFrame(len(e.Data)+160, func(b []byte) []byte {
		b = append(b, `{"type":"event","seq":`...)
		b = strconv.AppendInt(b, e.Seq, 10)
		if e.Room != "" {
			b = append(b, `,"room":"`...)
			b = append(b, e.Room...)
			b = append(b, '"')
		}
		if e.RSeq != 0 {
			b = append(b, `,"rseq":`...)
			b = strconv.AppendInt(b, e.RSeq, 10)
		}
		b = append(b, `,"kind":"`...)
		b = append(b, e.Kind...)
		b = append(b, `","data":`...)
		b = append(b, e.Data...)
		b = append(b, `,"at":"`...)
		b = append(b, e.At...)
		return append(b, '"', '}')
	})
	f.seq = e.Seq
	return f
}

func numberFrame(kind string, seq int64) *Frame {
	return textFrame(64, func(b []byte) []byte {
		b = append(b, `{"type":"`...)
		b = append(b, kind...)
		b = append(b, `","seq":`...)
		b = strconv.AppendInt(b, seq, 10)
		return append(b, '}')
	})
}

func advanceFrame(seq int64) *Frame  { return numberFrame("advance", seq) }
func caughtUpFrame(seq int64) *Frame { return numberFrame("caught_up", seq) }

// AckFrame tells a sender that a message is stored. message is its JSON.
func AckFrame(clientMessageID, message string, duplicate bool) *Frame {
	return textFrame(len(message)+128, func(b []byte) []byte {
		b = append(b, `{"type":"ack","client_message_id":"`...)
		b = append(b, clientMessageID...)
		b = append(b, `","message":`...)
		b = append(b, message...)
		b = append(b, `,"duplicate":`...)
		b = strconv.AppendBool(b, duplicate)
		return append(b, '}')
	})
}

// Refusal says why a frame of the client was not carried out.
type Refusal struct {
	Type            string `json:"type"`
	ClientMessageID string `json:"client_message_id"`
	Code            string `json:"code"`
	Message         string `json:"message"`
	Retryable       bool   `json:"retryable"`
	RetryAfterMS    int64  `json:"retry_after_ms,omitempty"`
}

// NackFrame refuses a send.
func NackFrame(r Refusal) *Frame {
	r.Type = "nack"
	return jsonFrame(r)
}

type helloFrame struct {
	Type       string `json:"type"`
	Connection string `json:"connection"`
	Epoch      string `json:"epoch"`
	Seq        int64  `json:"seq"`
	Flags      any    `json:"flags"`
	Build      string `json:"build"`
	PingMS     int64  `json:"ping_ms"`
}

type resyncFrame struct {
	Type   string `json:"type"`
	Reason string `json:"reason"`
}

type byeFrame struct {
	Type         string `json:"type"`
	Reason       string `json:"reason"`
	RetryAfterMS int64  `json:"retry_after_ms"`
}

type presenceListFrame struct {
	Type  string   `json:"type"`
	Room  string   `json:"room"`
	Users []string `json:"users"`
}

type presenceFrame struct {
	Type   string   `json:"type"`
	Room   string   `json:"room"`
	Joined []string `json:"joined,omitempty"`
	Left   []string `json:"left,omitempty"`
}

type typingFrame struct {
	Type   string `json:"type"`
	Room   string `json:"room"`
	User   string `json:"user"`
	Active bool   `json:"active"`
}

func ephemeral(value any) *Frame {
	f := jsonFrame(value)
	f.ephemeral = true
	return f
}
