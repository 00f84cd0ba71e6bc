package harness

import (
	"fmt"
	"strings"
	"testing"
)

// cleanClient is a client in one room with three messages, and the database that agrees with it.
func cleanClient() (*Client, *truth) {
	c := &Client{User: &User{ID: "ann", Name: "Ann"}}
	c.state = NewState("ann", Bootstrap{Epoch: "e", Rooms: []Room{{ID: "r"}}})
	d := &truth{messages: map[string][]Message{}, byCID: map[string][]Message{}, heads: map[string]int64{"r": 3},
		member: map[string]map[string]int64{"ann": {"r": 3}}}
	for n := int64(1); n <= 3; n++ {
		m := Message{ID: fmt.Sprint("m", n), Room: "r", Author: "ann", ClientMessageID: fmt.Sprint("c", n), Body: "text", Seq: n, RSeq: n, Version: 1}
		d.messages["r"] = append(d.messages["r"], m)
		d.byCID[key("r", "ann", m.ClientMessageID)] = []Message{m}
		data := fmt.Sprintf(`{"id":%q,"room":"r","author":"ann","client_message_id":%q,"body":"text","rseq":%d,"version":1}`, m.ID, m.ClientMessageID, n)
		f := Frame{Type: "event", Kind: "message.created", Conn: 1, Seq: n, Room: "r", RSeq: n, Data: []byte(data), ID: m.ID}
		c.state.Apply(f)
		c.log = append(c.log, f)
		c.outbox = append(c.outbox, &Outgoing{CID: m.ClientMessageID, Room: "r", Message: m.ID})
	}
	return c, d
}

func findings(c *Client, d *truth, moves map[string][]move) string {
	var found []string
	report := func(format string, args ...any) { found = append(found, fmt.Sprintf(format, args...)) }
	d.checkRows(report)
	d.checkClient(report, c, false)
	checkOrder(report, c)
	checkPrivacy(report, c, moves, d)
	return strings.Join(found, "\n")
}

func TestTheOracleFindsPlantedFaults(t *testing.T) {
	c, d := cleanClient()
	if found := findings(c, d, nil); found != "" {
		t.Fatalf("a clean world has findings:\n%s", found)
	}
	for _, fault := range []struct {
		name, want string
		plant      func(*Client, *truth) map[string][]move
	}{
		{"an acked message without a row", "I1", func(_ *Client, d *truth) map[string][]move { delete(d.byCID, key("r", "ann", "c2")); return nil }},
		{"two rows for one id", "I1", func(_ *Client, d *truth) map[string][]move {
			k := key("r", "ann", "c2")
			d.byCID[k] = append(d.byCID[k], Message{ID: "m9"})
			return nil
		}},
		{"a message shown twice", "I2", func(c *Client, _ *truth) map[string][]move {
			c.state.Rooms["r"].Messages["copy"] = c.state.Rooms["r"].Messages["m2"]
			return nil
		}},
		{"frames in the wrong order", "I3", func(c *Client, _ *truth) map[string][]move { c.log[1], c.log[2] = c.log[2], c.log[1]; return nil }},
		{"a hole in rseq", "I3", func(_ *Client, d *truth) map[string][]move { d.messages["r"][2].RSeq = 4; return nil }},
		{"commit order unlike seq", "I3", func(_ *Client, d *truth) map[string][]move { d.messages["r"][2].Seq = 1; return nil }},
		{"a client behind the head", "I4", func(_ *Client, d *truth) map[string][]move { d.heads["r"] = 4; return nil }},
		{"a lost edit", "I5", func(_ *Client, d *truth) map[string][]move { d.messages["r"][1].Version = 2; return nil }},
		{"a lost deletion", "I5", func(_ *Client, d *truth) map[string][]move { d.messages["r"][1].Deleted = true; return nil }},
		{"a lost boost", "I5", func(_ *Client, d *truth) map[string][]move {
			d.messages["r"][1].Boosts = []Boost{{ID: "b", Message: "m2"}}
			return nil
		}},
		{"a wrong read marker", "I5", func(_ *Client, d *truth) map[string][]move { d.member["ann"]["r"] = 2; return nil }},
		{"a room of a former member", "I5", func(_ *Client, d *truth) map[string][]move { delete(d.member["ann"], "r"); return nil }},
		{"a frame after the removal", "I6", func(*Client, *truth) map[string][]move { return map[string][]move{"annr": {{seq: 2}}} }},
	} {
		t.Run(fault.name, func(t *testing.T) {
			c, d := cleanClient()
			moves := fault.plant(c, d)
			if found := findings(c, d, moves); !strings.Contains(found, fault.want) {
				t.Errorf("findings %q, want one of %s", found, fault.want)
			}
		})
	}
}

func TestChangesMergeInAnyOrder(t *testing.T) {
	copies := []Message{
		{ID: "m", RSeq: 1, Version: 1, Body: "one"}, {ID: "m", RSeq: 1, Version: 2, Body: "two"},
		{ID: "m", RSeq: 1, Version: 3, Body: "three"}, {ID: "m", RSeq: 1, Version: 3, Deleted: true},
	}
	permute(len(copies), func(order []int) {
		for _, upTo := range []int{3, 4} {
			s := NewState("ann", Bootstrap{Rooms: []Room{{ID: "r"}}})
			for _, i := range order {
				if i < upTo {
					s.put(s.Rooms["r"], copies[i])
				}
			}
			shown := s.Rooms["r"].Shown()
			if upTo == 4 && len(shown) != 0 || upTo == 3 && (len(shown) != 1 || shown[0].Body != "three") {
				t.Errorf("order %v up to %d shows %v", order, upTo, shown)
			}
		}
	})
}

func permute(n int, visit func([]int)) {
	var rest func(order []int)
	rest = func(order []int) {
		if len(order) == n {
			visit(order)
			return
		}
		for i := range n {
			if !strings.Contains(fmt.Sprint(order), fmt.Sprint(i)) {
				rest(append(order[:len(order):len(order)], i))
			}
		}
	}
	rest(nil)
}
