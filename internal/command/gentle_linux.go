package command

import (
	"os"
	"strconv"
	"syscall"
)

const (
	// niceness lets the server go first.
	niceness = 10
	// ioIdle is the class of disk access that waits for everybody else's, as ioprio_set(2) takes it.
	ioIdle = 3 << 13
	// ioOfThread says that a thread is meant.
	ioOfThread = 1
)

// beGentle makes this process wait for the server next to it. Priorities are of threads on Linux; later threads inherit.
func beGentle() {
	threads, err := os.ReadDir("/proc/self/task")
	if err != nil {
		return
	}
	for _, thread := range threads {
		if id, err := strconv.Atoi(thread.Name()); err == nil {
			_ = syscall.Setpriority(syscall.PRIO_PROCESS, id, niceness) // where it is not allowed there is nothing to do
			_, _, _ = syscall.Syscall(syscall.SYS_IOPRIO_SET, ioOfThread, uintptr(id), ioIdle)
		}
	}
}
