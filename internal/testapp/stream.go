package testapp

import (
	"bufio"
	"encoding/json"
	"net/http"
	"strings"
)

// Stream is a client of PocketBase's realtime, as its SDK is one.
type Stream struct {
	*inbox
	ID     string
	server *Server
}

// Stream connects and waits for its id.
func (s *Server) Stream() *Stream {
	s.t.Helper()
	response, err := http.Get(s.URL + "/api/realtime")
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { _ = response.Body.Close() })
	stream := &Stream{inbox: newInbox(s.t), server: s}
	go stream.read(bufio.NewReader(response.Body))
	stream.ID = stream.Wait("PB_CONNECT", func(f Frame) bool { return f.Name == "PB_CONNECT" }).clientID()
	return stream
}

func (f Frame) clientID() string {
	var hello struct {
		ClientID string `json:"clientId"`
	}
	_ = json.Unmarshal([]byte(f.Raw), &hello) // "" is refused by the server
	return hello.ClientID
}

func (s *Stream) read(r *bufio.Reader) {
	name := ""
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			s.end(0)
			return
		}
		line = strings.TrimRight(line, "\n")
		if event, ok := strings.CutPrefix(line, "event:"); ok {
			name = event
		} else if data, ok := strings.CutPrefix(line, "data:"); ok {
			f := Frame{Name: name, Raw: data}
			_ = json.Unmarshal([]byte(data), &f) // a record's payload has other fields; Raw has it
			f.Name = name
			s.put(f)
		}
	}
}

// Subscribe asks for topics.
func (s *Stream) Subscribe(token string, topics ...string) Reply {
	return s.server.Call(token, "POST", "/api/realtime", map[string]any{"clientId": s.ID, "subscriptions": topics})
}

// Record is what a record topic carries.
type Record struct {
	Action string         `json:"action"`
	Record map[string]any `json:"record"`
}

// Records returns what came on a topic.
func (s *Stream) Records(topic string) []Record {
	var records []Record
	for _, f := range s.Frames() {
		if f.Name == topic {
			var r Record
			if err := json.Unmarshal([]byte(f.Raw), &r); err != nil {
				s.t.Errorf("%s: %v", topic, err)
			}
			records = append(records, r)
		}
	}
	return records
}
