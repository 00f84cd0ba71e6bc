package harness

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
)

// Stream is a listener on PocketBase's own realtime (SSE), as an SDK user opens it.
type Stream struct {
	response *http.Response
	mu       sync.Mutex
	events   []StreamEvent
	closed   bool
}

// StreamEvent is one message of a PocketBase topic.
type StreamEvent struct {
	Topic  string
	Action string  `json:"action"`
	Record Message `json:"record"`
}

// Listen connects and subscribes user to topics.
func Listen(user *User, topics ...string) (*Stream, error) {
	request, err := http.NewRequest("GET", "http://"+user.addr+"/api/realtime", nil)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Authorization", user.Token)
	response, err := transport.RoundTrip(request) //nolint:bodyclose // Stream.Close does
	if err != nil {
		return nil, err
	}
	s := &Stream{response: response}
	connected := make(chan string, 1)
	go s.read(connected)
	id, ok := <-connected
	if !ok {
		s.Close()
		return nil, fmt.Errorf("realtime answered %d without PB_CONNECT", response.StatusCode)
	}
	body := map[string]any{"clientId": id, "subscriptions": topics}
	return s, user.Call("POST", "/api/realtime", body).Into(nil)
}

func (s *Stream) read(connected chan<- string) {
	lines := bufio.NewScanner(s.response.Body)
	lines.Buffer(nil, 1<<20)
	topic := ""
	for lines.Scan() {
		name, value, _ := strings.Cut(lines.Text(), ":")
		value = strings.TrimSpace(value)
		switch {
		case name == "event":
			topic = value
		case name == "data" && topic == "PB_CONNECT":
			var hello struct {
				ID string `json:"clientId"`
			}
			_ = json.Unmarshal([]byte(value), &hello)
			connected <- hello.ID
		case name == "data":
			event := StreamEvent{Topic: topic}
			_ = json.Unmarshal([]byte(value), &event)
			s.mu.Lock()
			s.events = append(s.events, event)
			s.mu.Unlock()
		}
	}
	close(connected)
	s.mu.Lock()
	s.closed = true
	s.mu.Unlock()
}

// Events is what came so far; closed says that the server ended the stream.
func (s *Stream) Events() (events []StreamEvent, closed bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.events), s.closed
}

// Close ends the stream.
func (s *Stream) Close() { s.response.Body.Close() }
