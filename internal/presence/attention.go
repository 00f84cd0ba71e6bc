package presence

// Attention is what somebody's open windows, taken together, say about one room.
type Attention int

// From the least to the most. Lost is a window that claims to show the room and has not been heard of for a minute: a
// laptop that was shut says no goodbye.
const (
	Closed Attention = iota
	Lost
	Elsewhere
	Watching
)
