package presence

// Size counts everything that is remembered.
func (t *Tracker) Size() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return len(t.seats) + len(t.rooms) + len(t.dirty)
}

// Size counts everything that is remembered.
func (t *Typing) Size() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return len(t.typists) + len(t.byTyping)
}

// Users returns who is in a room, sorted, with those away for less than Grace.
func (t *Tracker) Users(room string) []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.users(room)
}
