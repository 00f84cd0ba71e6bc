package target

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strconv"
	"testing"

	"campfire/bench/load"
)

type stored struct {
	ID   string `json:"client_message_id"`
	Rseq int64  `json:"rseq"`
}

func room(t *testing.T, messages []stored) *Chat {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		after, _ := strconv.ParseInt(r.FormValue("after"), 10, 64)
		page := []stored{}
		for _, m := range messages {
			if m.Rseq > after && len(page) < 2 {
				page = append(page, m)
			}
		}
		more := len(page) > 0 && page[len(page)-1] != messages[len(messages)-1]
		_ = json.NewEncoder(w).Encode(map[string]any{"messages": page, "has_after": more})
	}))
	t.Cleanup(server.Close)
	child := &Child{Program: Program{Address: server.Listener.Addr().String()}}
	return &Chat{Child: child, Tokens: []string{"t"}, Rooms: map[string]string{"r": "r"}}
}

func TestVerify(t *testing.T) {
	acks := []load.Ack{{ID: "a", Rseq: 1}, {ID: "b", Rseq: 2}, {ID: "c", Rseq: 3}}
	for _, c := range []struct {
		name   string
		stored []stored
		want   Verified
	}{
		{"whole", []stored{{"a", 1}, {"b", 2}, {"c", 3}}, Verified{Stored: 3}},
		{"unacknowledged is allowed", []stored{{"a", 1}, {"b", 2}, {"c", 3}, {"x", 4}}, Verified{Stored: 4}},
		{"lost", []stored{{"a", 1}, {"c", 3}}, Verified{Stored: 2, Lost: 1, Holes: 1}},
		{"doubled", []stored{{"a", 1}, {"b", 2}, {"c", 3}, {"a", 4}}, Verified{Stored: 4, Doubled: 1}},
		{"misnumbered", []stored{{"b", 1}, {"a", 2}, {"c", 3}}, Verified{Stored: 3, Misnumbered: 2}},
	} {
		c.want.Acknowledged = len(acks)
		if got, err := room(t, c.stored).Verify("r", acks); err != nil || got != c.want {
			t.Errorf("%s: %+v, %v", c.name, got, err)
		}
	}
}
