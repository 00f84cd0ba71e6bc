//go:build failpoint

// Package failpoint lets the reliability suite stop, break or slow the server at a named place.
//
// FAILPOINTS="name=action;name=action" arms points at start; FAILPOINTS_FILE names a file with the same
// text that is read again whenever it is replaced, so a test can arm a running process.
// An action is a verb, an optional argument and an optional "@k" (only the k-th hit since arming):
//
//	crash  crash(0.1)  crash@3        the process kills itself with SIGKILL
//	error  error(0.3)  error@2        Hit answers ErrInjected
//	sleep(50ms)  sleep(0ms..5ms)      Hit returns later; a range is drawn anew each time
package failpoint

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

// ErrInjected is what a point armed with "error" answers.
var ErrInjected = errors.New("failpoint: injected error")

type point struct {
	verb     string
	chance   float64
	min, max time.Duration
	at       int // only this hit; 0 means each
	hits     int
	fired    bool
}

var (
	mu     sync.Mutex
	points map[string]*point
	path   = os.Getenv("FAILPOINTS_FILE")
	loaded os.FileInfo
)

func init() {
	if err := Set(os.Getenv("FAILPOINTS")); err != nil {
		panic(err)
	}
}

// PollOnly reports whether wake-ups of log followers are switched off, so that only their poll is left.
func PollOnly() bool { return os.Getenv("FOLLOW_POLL_ONLY") == "1" }

// Number returns a limit that a test set by the environment, so that it is reached soon, or else the normal one.
func Number(name string, normal int64) int64 {
	if n, err := strconv.ParseInt(os.Getenv(name), 10, 64); err == nil {
		return n
	}
	return normal
}

// Set replaces every armed point; an empty spec disarms all.
func Set(spec string) error {
	next, err := parse(spec)
	if err != nil {
		return err
	}
	mu.Lock()
	points = next
	mu.Unlock()
	return nil
}

// Hit acts on the point name if it is armed.
func Hit(name string) error {
	mu.Lock()
	reload()
	p := points[name]
	if p == nil {
		mu.Unlock()
		return nil
	}
	p.hits++
	fires := (p.at == 0 || p.hits == p.at) && (p.chance >= 1 || rand.Float64() < p.chance)
	if fires && !p.fired {
		p.fired = true // said once: a test can tell from the log that its point was reached
		fmt.Fprintf(os.Stderr, "failpoint: %s at %s, hit %d\n", p.verb, name, p.hits)
	}
	act := *p
	mu.Unlock()
	if !fires {
		return nil
	}
	switch act.verb {
	case "crash":
		_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
		select {}
	case "error":
		return fmt.Errorf("%w at %s", ErrInjected, name)
	default:
		time.Sleep(act.min + time.Duration(rand.Int64N(int64(act.max-act.min)+1)))
		return nil
	}
}

// reload reads FAILPOINTS_FILE again when it was replaced. The caller holds mu.
func reload() {
	if path == "" {
		return
	}
	info, err := os.Stat(path)
	if err != nil || (loaded != nil && os.SameFile(info, loaded) && info.ModTime().Equal(loaded.ModTime())) {
		return
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return
	}
	next, err := parse(string(text))
	if err != nil {
		panic(err)
	}
	loaded, points = info, next
}

func parse(spec string) (map[string]*point, error) {
	next := map[string]*point{}
	for part := range strings.SplitSeq(spec, ";") {
		part = strings.TrimSpace(part)
		if part == "" {
			continue
		}
		name, action, ok := strings.Cut(part, "=")
		if !ok {
			return nil, fmt.Errorf("failpoint: %q has no action", part)
		}
		p, err := parseAction(action)
		if err != nil {
			return nil, fmt.Errorf("failpoint: %s: %w", name, err)
		}
		next[name] = p
	}
	return next, nil
}

func parseAction(action string) (*point, error) {
	p := &point{chance: 1}
	action, at, hasAt := strings.Cut(action, "@")
	if hasAt {
		k, err := strconv.Atoi(at)
		if err != nil || k < 1 {
			return nil, fmt.Errorf("bad hit number %q", at)
		}
		p.at = k
	}
	verb, argument, hasArgument := strings.Cut(strings.TrimSuffix(action, ")"), "(")
	p.verb = verb
	switch {
	case verb == "sleep":
		low, high, isRange := strings.Cut(argument, "..")
		if !isRange {
			high = low
		}
		var errLow, errHigh error
		p.min, errLow = time.ParseDuration(low)
		p.max, errHigh = time.ParseDuration(high)
		if err := errors.Join(errLow, errHigh); err != nil || p.max < p.min {
			return nil, fmt.Errorf("bad duration %q", argument)
		}
	case verb != "crash" && verb != "error":
		return nil, fmt.Errorf("unknown action %q", verb)
	case hasArgument:
		chance, err := strconv.ParseFloat(argument, 64)
		if err != nil || chance < 0 || chance > 1 {
			return nil, fmt.Errorf("bad chance %q", argument)
		}
		p.chance = chance
	}
	return p, nil
}
