package harness

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"time"
)

// Message is a message as every transport carries it.
type Message struct {
	ID              string  `json:"id"`
	Room            string  `json:"room"`
	Author          string  `json:"author"`
	ClientMessageID string  `json:"client_message_id"`
	Body            string  `json:"body"`
	Seq             int64   `json:"seq"`
	RSeq            int64   `json:"rseq"`
	Version         int64   `json:"version"`
	Deleted         bool    `json:"deleted"`
	Boosts          []Boost `json:"boosts"`
}

// Boost is one short reaction to a message.
type Boost struct {
	ID      string `json:"id"`
	Message string `json:"message"`
	Booster string `json:"booster"`
	Content string `json:"content"`
}

// Room is a room as bootstrap and events carry it.
type Room struct {
	ID       string   `json:"id"`
	Kind     string   `json:"kind"`
	Name     string   `json:"name"`
	Members  []string `json:"members"`
	HeadRSeq int64    `json:"head_rseq"`
	ReadRSeq int64    `json:"read_rseq"`
	Unread   int64    `json:"unread"`
}

// Membership ties a user to a room.
type Membership struct {
	ID     string `json:"id"`
	Room   string `json:"room"`
	User   string `json:"user"`
	Read   int64  `json:"read_rseq"`
	Expand struct {
		Room *Room `json:"room"`
	} `json:"expand"`
}

// Bootstrap is the answer a client starts from.
type Bootstrap struct {
	Epoch string `json:"epoch"`
	Seq   int64  `json:"seq"`
	Rooms []Room `json:"rooms"`
}

// Page is one window of a room's history.
type Page struct {
	Messages  []Message `json:"messages"`
	HasBefore bool      `json:"has_before"`
	HasAfter  bool      `json:"has_after"`
}

// Frame is one server frame with the connection it came on; which fields are set depends on Type.
type Frame struct {
	At   time.Time `json:"-"`
	Conn int       `json:"-"`

	Type            string          `json:"type"`
	Epoch           string          `json:"epoch"`
	Seq             int64           `json:"seq"`
	Room            string          `json:"room"`
	RSeq            int64           `json:"rseq"`
	Kind            string          `json:"kind"`
	Data            json.RawMessage `json:"data"`
	ClientMessageID string          `json:"client_message_id"`
	Message         json.RawMessage `json:"message"`
	Duplicate       bool            `json:"duplicate"`
	Code            string          `json:"code"`
	Retryable       bool            `json:"retryable"`
	Reason          string          `json:"reason"`
	RetryAfterMS    int64           `json:"retry_after_ms"`
	User            string          `json:"user"`
	Active          bool            `json:"active"`
	Users           []string        `json:"users"`
	Joined          []string        `json:"joined"`
	Left            []string        `json:"left"`

	// Of the data, for the log: the subject's id, its client id and its user.
	ID, CID, Subject string `json:"-"`
}

// Decode reads one frame and notes what its data is about.
func Decode(payload []byte) (Frame, error) {
	var f Frame
	if err := json.Unmarshal(payload, &f); err != nil {
		return f, fmt.Errorf("frame %.200q: %w", payload, err)
	}
	f.At = time.Now()
	if f.Type == "event" {
		var subject struct {
			ID   string `json:"id"`
			CID  string `json:"client_message_id"`
			User string `json:"user"`
		}
		if err := json.Unmarshal(f.Data, &subject); err != nil {
			return f, fmt.Errorf("event %d %s: %w", f.Seq, f.Kind, err)
		}
		f.ID, f.CID, f.Subject = subject.ID, subject.CID, subject.User
	}
	return f, nil
}

// Acked is the message an ack speaks of, whole or by its id.
func (f Frame) Acked() Message {
	var m Message
	if json.Unmarshal(f.Message, &m) != nil {
		_ = json.Unmarshal(f.Message, &m.ID)
	}
	return m
}

// NewID makes a random version 4 UUID, as a client does for each message.
func NewID() string {
	var b [16]byte
	_, _ = rand.Read(b[:])
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}
