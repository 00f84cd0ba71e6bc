package backup

import "time"

// Silence sets how long a bucket may take nothing, and returns how to set it back.
func Silence(d time.Duration) (restore func()) {
	was := silence
	silence = d
	return func() { silence = was }
}
