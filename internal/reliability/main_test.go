// Package reliability holds the gap tests G01 to G39, G46 and E1, E3 of the reliability plan, black box, against the
// real binary as a subprocess. Each test names the line of the server that it guards ("Guards:"): take that line
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
