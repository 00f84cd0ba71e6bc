package health

import (
	"io/fs"
	"math"
	"path"
	"runtime/debug"
	"runtime/metrics"
	"strconv"
	"strings"
)

// Memory returns what the heap holds now, garbage included, and what of it was alive when it was last collected.
func Memory() (held, live uint64) {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}, {Name: "/gc/heap/live:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64(), sample[1].Value.Uint64()
}

// MemoryLimit returns how much memory this process may use, by GOMEMLIMIT or by its control group, whichever is less;
// 0 for no limit. root is the file system.
func MemoryLimit(root fs.FS) uint64 {
	limit := uint64(math.MaxInt64)
	if soft := debug.SetMemoryLimit(-1); soft > 0 {
		limit = uint64(soft)
	}
	if limit = min(limit, groupLimit(root)); limit >= 1<<60 { // what kernels write for none
		return 0
	}
	return limit
}

// groupLimit is the least limit of the control group and of those around it.
func groupLimit(root fs.FS) uint64 {
	limit := uint64(math.MaxInt64)
	lower := func(name string) {
		raw, err := fs.ReadFile(root, name)
		if n, bad := strconv.ParseUint(strings.TrimSpace(string(raw)), 10, 64); err == nil && bad == nil { // else "max", or no such group
			limit = min(limit, n)
		}
	}
	groups, _ := fs.ReadFile(root, "proc/self/cgroup") // without it we are in no group
	for line := range strings.Lines(string(groups)) {
		_, group, _ := strings.Cut(line, ":")
		controllers, group, _ := strings.Cut(strings.TrimSpace(group), ":")
		mount, file := "sys/fs/cgroup", "memory.max"
		switch {
		case controllers == "": // version 2
		case strings.Contains(controllers, "memory"):
			mount, file = "sys/fs/cgroup/memory", "memory.limit_in_bytes"
		default:
			continue
		}
		// note: a container often sees its own group as the root, whatever the name says.
		for group = path.Clean("/" + group); ; group = path.Dir(group) {
			lower(path.Join(mount, group, file))
			if group == "/" {
				break
			}
		}
	}
	return limit
}
