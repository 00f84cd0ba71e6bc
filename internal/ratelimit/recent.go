package ratelimit

import (
	"strings"
	"time"
)

// maxKeyBytes of a key are kept: an address given at sign-in is as long as the
// sender likes. Longer keys with one beginning share one limit.
const maxKeyBytes = 128

// recent is a bounded map that remembers the order of use, so that dropping
// what is idle costs only what is dropped. Callers hold a lock.
type recent[V any] struct {
	limit   int
	entries map[string]*entry[V]
	ends    *entry[V] // a ring: ends.next was used last, ends.previous longest ago
}

type entry[V any] struct {
	key            string
	used           time.Time
	value          V
	next, previous *entry[V]
}

func newRecent[V any](limit int) recent[V] {
	ends := &entry[V]{}
	ends.next, ends.previous = ends, ends
	return recent[V]{limit: limit, entries: map[string]*entry[V]{}, ends: ends}
}

func (r *recent[V]) use(key string, now time.Time) (value V, found bool) {
	e := r.entries[key]
	if e == nil {
		return value, false
	}
	e.used = now
	if r.ends.next != e {
		e.unlink()
		r.linkFirst(e)
	}
	return e.value, true
}

// add puts in a new key, at the cost of the one idle for longest when full.
func (r *recent[V]) add(key string, now time.Time, value V) {
	if len(r.entries) >= r.limit {
		r.remove(r.ends.previous.key)
	}
	e := &entry[V]{key: key, used: now, value: value}
	r.entries[key] = e
	r.linkFirst(e)
}

func (r *recent[V]) remove(key string) {
	if e := r.entries[key]; e != nil {
		e.unlink()
		delete(r.entries, key)
	}
}

func (r *recent[V]) dropIdle(since time.Time) {
	for len(r.entries) > 0 && r.ends.previous.used.Before(since) {
		r.remove(r.ends.previous.key)
	}
}

func (r *recent[V]) linkFirst(e *entry[V]) {
	e.next, e.previous = r.ends.next, r.ends
	e.next.previous, e.previous.next = e, e
}

func (e *entry[V]) unlink() {
	e.previous.next, e.next.previous = e.next, e.previous
}

func bounded(key string) string {
	if len(key) <= maxKeyBytes {
		return key
	}
	return strings.Clone(key[:maxKeyBytes])
}
