package target

import (
	"os"
	"os/exec"
	"runtime"
	"strings"
	"syscall"
	"time"
)

// Machine is what a reader needs to know before comparing figures.
type Machine struct {
	CPU       string `json:"cpu"`
	Cores     int    `json:"cores"`
	MemoryMiB int    `json:"memory_mib"`
	Kernel    string `json:"kernel"`
	Disk      string `json:"filesystem"`
	Go        string `json:"go"`
	Commit    string `json:"commit"`
	Date      string `json:"date"`
	Files     uint64 `json:"nofile"`
	Load      string `json:"load_before"`
}

// LookAtMachine describes where the bench runs; dir is where the data goes.
func LookAtMachine(dir string) Machine {
	m := Machine{
		Cores: runtime.NumCPU(), Go: runtime.Version(), Date: time.Now().UTC().Format(time.RFC3339),
		CPU: cpuModel(), Commit: output("git", "rev-parse", "--short=12", "HEAD"), Kernel: output("uname", "-r"),
		Disk: output("stat", "-f", "-c", "%T", dir),
	}
	if output("git", "status", "--porcelain") != "" {
		m.Commit += " (changed)"
	}
	var info syscall.Sysinfo_t
	if syscall.Sysinfo(&info) == nil {
		m.MemoryMiB = int(info.Totalram * uint64(info.Unit) >> 20)
	}
	var limit syscall.Rlimit
	if syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit) == nil {
		m.Files = limit.Cur
	}
	if data, err := os.ReadFile("/proc/loadavg"); err == nil {
		m.Load = strings.Join(strings.Fields(string(data))[:3], " ")
	}
	return m
}

// cpuModel reads the name of the first processor.
func cpuModel() string {
	data, _ := os.ReadFile("/proc/cpuinfo")
	_, rest, _ := strings.Cut(string(data), "model name")
	line, _, _ := strings.Cut(rest, "\n")
	return strings.TrimSpace(strings.TrimLeft(line, "\t :"))
}

func output(name string, args ...string) string {
	out, err := exec.Command(name, args...).Output()
	if err != nil {
		return "unknown"
	}
	return strings.TrimSpace(string(out))
}

// RaiseFileLimit lets this process and its children hold want descriptors, or as many as the system allows.
// note: set explicitly, because os/exec gives children the limit from before Go raised it.
func RaiseFileLimit(want uint64) {
	var limit syscall.Rlimit
	if syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit) != nil {
		return
	}
	hard := limit.Max
	if syscall.Setrlimit(syscall.RLIMIT_NOFILE, &syscall.Rlimit{Cur: max(want, limit.Cur), Max: max(want, hard)}) != nil {
		_ = syscall.Setrlimit(syscall.RLIMIT_NOFILE, &syscall.Rlimit{Cur: hard, Max: hard})
	}
}

// OwnCPU returns the processor time this process used so far.
func OwnCPU() time.Duration {
	var usage syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &usage) != nil {
		return 0
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
