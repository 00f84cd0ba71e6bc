package load

import "testing"

func TestTracker(t *testing.T) {
	for _, c := range []struct {
		name                string
		seen                []int
		sent                int
		late, doubled, lost int
	}{
		{"in order", []int{0, 1, 2, 3}, 4, 0, 0, 0},
		{"nothing came", nil, 3, 0, 0, 3},
		{"tail missing", []int{0, 1}, 5, 0, 0, 3},
		{"hole", []int{0, 1, 4, 5}, 6, 0, 0, 2},
		{"swapped", []int{1, 0, 2}, 3, 1, 0, 0},
		{"late by three", []int{1, 2, 3, 0}, 4, 1, 0, 0},
		{"twice", []int{0, 1, 1, 2, 0}, 3, 0, 2, 0},
		{"late and twice", []int{0, 2, 1, 1}, 3, 1, 1, 0},
	} {
		var tracker Tracker
		fresh := 0
		for _, k := range c.seen {
			if tracker.Note(k) {
				fresh++
			}
		}
		if tracker.Late != c.late || tracker.Doubled != c.doubled || tracker.Lost(c.sent) != c.lost {
			t.Errorf("%s: late %d, doubled %d, lost %d", c.name, tracker.Late, tracker.Doubled, tracker.Lost(c.sent))
		}
		if fresh != len(c.seen)-c.doubled {
			t.Errorf("%s: %d fresh", c.name, fresh)
		}
	}
}
