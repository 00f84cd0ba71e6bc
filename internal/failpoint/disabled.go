//go:build !failpoint

// Package failpoint lets the reliability suite stop, break or slow the server at a named place.
// Without the build tag "failpoint" every function here is empty and is inlined away.
package failpoint

// Hit does nothing in an ordinary build.
func Hit(string) error { return nil }

// Set does nothing in an ordinary build.
func Set(string) error { return nil }

// PollOnly is false in an ordinary build: wake-ups are always on.
func PollOnly() bool { return false }

// Number returns normal in an ordinary build.
func Number(_ string, normal int64) int64 { return normal }
