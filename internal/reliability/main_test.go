// Package reliability holds the gap tests of docs/reliability.md that need the real binary, black box, as a subprocess. Each test names the line of the server that it guards ("Guards:"): take that line
// out, and the test fails.
package reliability

import (
	"flag"
	"os"
	"testing"

	"campfire/internal/reliability/harness"
)

// side is how many of the tests that mostly wait run side by side: they leave a third of two processors idle.
const side = "4"

func TestMain(m *testing.M) {
	flag.Parse()
	if parallel := flag.Lookup("test.parallel"); parallel.Value.String() == parallel.DefValue {
		if err := parallel.Value.Set(side); err != nil {
			panic(err)
		}
	}
	code := m.Run()
	harness.RemoveAll()
	os.Exit(code)
}
