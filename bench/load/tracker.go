package load

// Tracker follows the message numbers one receiver sees: 0, 1, 2, ... in the order they were sent.
type Tracker struct {
	next    int
	missing map[int]struct{} // numbers that were jumped over and did not come yet
	Late    int              // came after a higher number: an order violation
	Doubled int
}

// Note records message k and reports whether it is new.
func (t *Tracker) Note(k int) bool {
	if k == t.next {
		t.next++
		return true
	}
	if k > t.next {
		if t.missing == nil {
			t.missing = map[int]struct{}{}
		}
		for skipped := t.next; skipped < k; skipped++ {
			t.missing[skipped] = struct{}{}
		}
		t.next = k + 1
		return true
	}
	if _, late := t.missing[k]; late {
		delete(t.missing, k)
		t.Late++
		return true
	}
	t.Doubled++
	return false
}

// Lost returns how many of the first sent messages never came.
func (t *Tracker) Lost(sent int) int {
	return len(t.missing) + max(0, sent-t.next)
}
