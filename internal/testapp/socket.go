package testapp

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gobwas/ws"
	"github.com/gobwas/ws/wsutil"
)

// patience is how long a client waits for what must come.
const patience = 10 * time.Second

// Frame is what a client of the log gets, on either transport.
type Frame struct {
	Type            string          `json:"type"`
	Seq             int64           `json:"seq"`
	Room            string          `json:"room"`
	RSeq            int64           `json:"rseq"`
	Kind            string          `json:"kind"`
	Data            json.RawMessage `json:"data"`
	Epoch           string          `json:"epoch"`
	Reason          string          `json:"reason"`
	ClientMessageID string          `json:"client_message_id"`
	Code            string          `json:"code"`
	Duplicate       bool            `json:"duplicate"`
	Retryable       bool            `json:"retryable"`
	User            string          `json:"user"`
	Active          bool            `json:"active"`
	Users           []string        `json:"users"`
	Joined          []string        `json:"joined"`
	Left            []string        `json:"left"`
	// Name is the topic, on PocketBase's transport.
	Name string `json:"-"`
	Raw  string `json:"-"`
}

// Field reads one string of the frame's data.
func (f Frame) Field(name string) string {
	var data map[string]any
	_ = json.Unmarshal(f.Data, &data) // no data, no field
	text, _ := data[name].(string)
	return text
}

// inbox holds what a client got, in order.
type inbox struct {
	t      testing.TB
	mu     sync.Mutex
	frames []Frame
	more   chan struct{} // closed and replaced when something comes
	closed bool
	code   ws.StatusCode
}

func newInbox(t testing.TB) *inbox { return &inbox{t: t, more: make(chan struct{})} }

func (b *inbox) put(f Frame) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.frames = append(b.frames, f)
	close(b.more)
	b.more = make(chan struct{})
}

func (b *inbox) end(code ws.StatusCode) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.closed, b.code = true, code
	close(b.more)
	b.more = make(chan struct{})
}

// Frames returns everything so far.
func (b *inbox) Frames() []Frame {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]Frame(nil), b.frames...)
}

// Wait returns the first frame that matches, whether it has come already or will.
func (b *inbox) Wait(what string, match func(Frame) bool) Frame {
	b.t.Helper()
	timeout := time.After(patience)
	for from := 0; ; {
		b.mu.Lock()
		frames, more, closed := b.frames, b.more, b.closed
		b.mu.Unlock()
		for ; from < len(frames); from++ {
			if match(frames[from]) {
				return frames[from]
			}
		}
		if closed {
			b.t.Fatalf("the connection closed before %s came; got %s", what, summary(frames))
		}
		select {
		case <-more:
		case <-timeout:
			b.t.Fatalf("%s did not come; got %s", what, summary(frames))
		}
	}
}

// Closed waits for the end of the connection and returns its code.
func (b *inbox) Closed(within time.Duration) ws.StatusCode {
	b.t.Helper()
	timeout := time.After(within)
	for {
		b.mu.Lock()
		closed, code, more := b.closed, b.code, b.more
		b.mu.Unlock()
		if closed {
			return code
		}
		select {
		case <-more:
		case <-timeout:
			b.t.Fatalf("the connection is still open after %s", within)
		}
	}
}

// Type waits for the first frame of a type.
func (b *inbox) Type(kind string) Frame {
	b.t.Helper()
	return b.Wait(kind, func(f Frame) bool { return f.Type == kind })
}

// Reach waits until the client stands at seq: an event, an advance or a caught_up with it.
func (b *inbox) Reach(seq int64) {
	b.t.Helper()
	b.Wait("seq", func(f Frame) bool {
		return f.Seq >= seq && (f.Type == "event" || f.Type == "advance" || f.Type == "caught_up")
	})
}

// Events returns the events so far.
func (b *inbox) Events() []Frame {
	var events []Frame
	for _, f := range b.Frames() {
		if f.Type == "event" {
			events = append(events, f)
		}
	}
	return events
}

func summary(frames []Frame) string {
	last := frames[max(0, len(frames)-8):]
	lines := make([]string, 0, len(last))
	for _, f := range last {
		lines = append(lines, f.Raw[:min(len(f.Raw), 160)])
	}
	return strings.Join(lines, "\n  ")
}

// Socket is a WebSocket client.
type Socket struct {
	*inbox
	conn net.Conn
}

// Socket opens one and starts to read.
func (s *Server) Socket(token string) *Socket {
	s.t.Helper()
	k := s.Dial(token)
	k.Listen()
	return k
}

// Dial opens a socket and does not read from it: call Listen.
func (s *Server) Dial(token string, headers ...string) *Socket {
	s.t.Helper()
	k, err := s.TryDial(token, headers...)
	if err != nil {
		s.t.Fatal(err)
	}
	return k
}

// TryDial opens a socket or says why not: a ws.StatusError holds the status.
func (s *Server) TryDial(token string, headers ...string) (*Socket, error) {
	header := http.Header{}
	if token != "" {
		header.Set("Authorization", token)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		header.Set(headers[i], headers[i+1])
	}
	dialer := ws.Dialer{Header: ws.HandshakeHeaderHTTP(header), Timeout: patience}
	conn, early, _, err := dialer.Dial(context.Background(), "ws"+strings.TrimPrefix(s.URL, "http")+"/api/chat/socket")
	if err != nil {
		return nil, err
	}
	if early != nil {
		conn = buffered{conn, early}
	}
	k := &Socket{inbox: newInbox(s.t), conn: conn}
	s.t.Cleanup(func() { _ = conn.Close() })
	return k, nil
}

// buffered is a connection of which the dialer has read too much.
type buffered struct {
	net.Conn
	early *bufio.Reader
}

func (b buffered) Read(p []byte) (int, error) { return b.early.Read(p) }

// Listen reads until the connection ends.
func (k *Socket) Listen() {
	go func() {
		for {
			raw, err := wsutil.ReadServerText(k.conn)
			if err != nil {
				var closed wsutil.ClosedError
				errors.As(err, &closed) // without a close frame the code is 0
				k.end(closed.Code)
				return
			}
			f := Frame{Raw: string(raw)}
			if err := json.Unmarshal(raw, &f); err != nil {
				k.t.Errorf("a frame is not JSON: %q", raw)
			}
			k.put(f)
		}
	}()
}

// Send says a frame: a string as it is, another value as JSON.
func (k *Socket) Send(frame any) {
	k.t.Helper()
	raw, ok := frame.(string)
	if !ok {
		encoded, err := json.Marshal(frame)
		if err != nil {
			k.t.Fatal(err)
		}
		raw = string(encoded)
	}
	if err := wsutil.WriteClientText(k.conn, []byte(raw)); err != nil {
		k.t.Logf("send: %v", err)
	}
}

// Live starts the socket at the head of the log and waits until it is there.
func (k *Socket) Live() *Socket {
	k.t.Helper()
	k.Send(map[string]any{"type": "resume"})
	k.Type("caught_up")
	return k
}

// Hang closes the connection without a word.
func (k *Socket) Hang() { _ = k.conn.Close() }
