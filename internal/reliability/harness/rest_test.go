package harness

import "testing"

// Guards: Load.Above.
func TestWhatIsLeftBehindIsNoticed(t *testing.T) {
	base := Load{Goroutines: 30, Files: 34, Heap: 8 << 20}
	for what, now := range map[string]Load{
		"a connection": {Connections: 1}, "an operation that waits": {Waiting: 1}, "four goroutines": {Goroutines: 34}, "five files": {Files: 39},
		"a fifth more heap": {Heap: 10 << 20},
	} {
		if now.Above(base) == "" {
			t.Errorf("%s is left, and nobody noticed", what)
		}
	}
	if more := (Load{Goroutines: 33, Files: 37, Heap: 8<<20 + 400<<10}).Above(base); more != "" {
		t.Errorf("within a tenth, and yet: %s", more)
	}
}
