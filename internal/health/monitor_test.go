package health_test

import (
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"testing/synctest"
	"time"

	"campfire/internal/health"
)

const patience = 2 * time.Second

var errBroken = errors.New("broken")

func check(name string, look func() error) health.Check {
	return health.Check{Name: name, Look: func() (health.Facts, health.Facts, error) { return nil, nil, look() }}
}

func TestAPartThatHangsIsNamedAndHidesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		stuck := make(chan struct{})
		hangs := check("hangs", func() error { <-stuck; return nil })
		m := health.NewMonitor(hangs, check("well", func() error { return nil }), check("broken", func() error { return errBroken }))
		expect := func(when string, within time.Duration, want string) {
			t.Helper()
			began := time.Now()
			var got []string
			for _, found := range m.Findings() {
				if found.Err != nil {
					got = append(got, found.Name)
				}
			}
			if took := time.Since(began); strings.Join(got, " ") != want || took > within {
				t.Errorf("%s: %v fail after %v, want %s", when, got, took, want)
			}
		}
		expect("the first time", patience, "hangs broken")
		expect("asked again", 0, "hangs broken")
		time.Sleep(time.Minute)
		expect("a minute later", 0, "hangs broken")
		close(stuck)
		synctest.Wait()
		expect("when it went on, which took a minute", 0, "hangs broken")
		time.Sleep(time.Second)
		expect("a second later", 0, "broken")
	})
}

func TestAskingOftenLooksOnceASecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var looks atomic.Int64
		m := health.NewMonitor(check("counted", func() error { looks.Add(1); time.Sleep(time.Millisecond); return nil }))
		for range 100 {
			go m.Findings()
		}
		synctest.Wait()
		time.Sleep(10 * time.Millisecond)
		if n := looks.Load(); n != 1 {
			t.Errorf("a hundred at once look %d times", n)
		}
		time.Sleep(time.Second)
		m.Findings()
		if n := looks.Load(); n != 2 {
			t.Errorf("a second later there were %d looks", n)
		}
	})
}

func TestALookThatPanicsIsAFinding(t *testing.T) {
	found := health.NewMonitor(check("panics", func() error { panic("at the disco") })).Findings()
	if len(found) != 1 || found[0].Err == nil || !strings.Contains(found[0].Err.Error(), "disco") {
		t.Errorf("the finding is %+v", found)
	}
}

func TestTheMemoryLimitIsTheLeastOfThoseAround(t *testing.T) {
	file := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
	for name, system := range map[string]fstest.MapFS{
		"nothing":                    {},
		"a group without a limit":    {"proc/self/cgroup": file("0::/chat\n"), "sys/fs/cgroup/chat/memory.max": file("max\n")},
		"version 1 without a limit":  {"proc/self/cgroup": file("4:memory:/chat\n"), "sys/fs/cgroup/memory/chat/memory.limit_in_bytes": file("9223372036854771712\n")},
		"the limit of somebody else": {"proc/self/cgroup": file("0::/chat\n"), "sys/fs/cgroup/mail/memory.max": file("1000\n")},
	} {
		if got := health.MemoryLimit(system); got != 0 {
			t.Errorf("%s: %d", name, got)
		}
	}
	for name, system := range map[string]fstest.MapFS{
		"its own": {"proc/self/cgroup": file("0::/a/chat\n"), "sys/fs/cgroup/a/chat/memory.max": file("1000\n"), "sys/fs/cgroup/a/memory.max": file("2000\n")},
		"that of the group around it": {"proc/self/cgroup": file("0::/a/chat\n"), "sys/fs/cgroup/a/chat/memory.max": file("max\n"),
			"sys/fs/cgroup/a/memory.max": file("1000\n")},
		"that of the container, which is the root inside": {"proc/self/cgroup": file("0::/docker/123\n"), "sys/fs/cgroup/memory.max": file("1000\n")},
		"that of version 1": {"proc/self/cgroup": file("5:cpu,cpuacct:/a\n4:memory:/a\n"),
			"sys/fs/cgroup/memory/a/memory.limit_in_bytes": file("1000\n"), "sys/fs/cgroup/memory.max": file("5\n")},
	} {
		if got := health.MemoryLimit(system); got != 1000 {
			t.Errorf("%s: %d, want 1000", name, got)
		}
	}
}
