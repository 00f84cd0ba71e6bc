package event

import (
	"os"
	"syscall"
	"time"
)

// identity is what a file has and a copy of it has not: its inode number and when the inode last changed.
func identity(path string) (inode uint64, changed time.Time) {
	info, err := os.Stat(path)
	if err != nil {
		return 0, time.Time{}
	}
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return 0, time.Time{}
	}
	return stat.Ino, time.Unix(stat.Ctim.Unix())
}
