package event

// A mark is a row of the log's state that is written and removed again, to see whether that works.
const (
	SQLLeaveMark  = "INSERT INTO event_state (key, value) VALUES ('mark', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"
	SQLReadMark   = "SELECT value FROM event_state WHERE key = 'mark'"
	SQLRemoveMark = "DELETE FROM event_state WHERE key = 'mark'"
)
