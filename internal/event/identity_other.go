//go:build !linux

package event

import (
	"os"
	"time"
)

// identity falls back to the time of modification, which most copies do not keep either.
func identity(path string) (inode uint64, changed time.Time) {
	info, err := os.Stat(path)
	if err != nil {
		return 0, time.Time{}
	}
	return 0, info.ModTime()
}
