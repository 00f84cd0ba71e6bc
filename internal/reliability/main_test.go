// Package reliability holds the gap tests of docs/reliability.md that need the real binary, black box, as a subprocess. Each test names the line of the server that it guards ("Guards:"): take that line
// out, and the test fails.
package reliability

import (
	"os"
	"testing"

	"campfire/internal/reliability/harness"
)

func TestMain(m *testing.M) {
	code := m.Run()
	harness.RemoveAll()
	os.Exit(code)
}
