// Package ratelimit says how often a key, an account or an address, may do
// something. It is in memory and bounded: a restart forgives everybody.
package ratelimit

import (
	"hash/maphash"
	"math"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

const (
	// maxKeys bounds the memory of one limiter, a few MB, whoever comes. Beyond
	// it the key idle for longest is forgotten, which gives it a fresh start.
	maxKeys = 16 << 10

	// shards keep connections on different cores from waiting for one lock.
	shards = 16
)

// Limiter is a token bucket per key. A nil Limiter allows everything.
type Limiter struct {
	rate   rate.Limit
	burst  int
	refill time.Duration // after as long a bucket is full, and need not be kept
	now    func() time.Time
	seed   maphash.Seed
	shards [shards]shard
}

type shard struct {
	mu      sync.Mutex
	buckets recent[*rate.Limiter]
}

// New returns a Limiter of perSecond events per key with bursts of burst, at
// least 1. With perSecond of 0 or less it returns nil: no limit.
func New(perSecond float64, burst int) *Limiter {
	if !(perSecond > 0) {
		return nil
	}
	burst = max(burst, 1)
	l := &Limiter{
		rate:   rate.Limit(perSecond),
		burst:  burst,
		refill: ceilMillisecond(float64(burst) / perSecond),
		now:    time.Now,
		seed:   maphash.MakeSeed(),
	}
	for i := range l.shards {
		l.shards[i].buckets = newRecent[*rate.Limiter](maxKeys / shards)
	}
	return l
}

// Allow spends one of the key's tokens, or says how long to wait for one.
func (l *Limiter) Allow(key string) (ok bool, retryAfter time.Duration) {
	if l == nil {
		return true, 0
	}
	key = bounded(key)
	now := l.now()
	shard := &l.shards[maphash.String(l.seed, key)%shards]
	shard.mu.Lock()
	defer shard.mu.Unlock()
	bucket, found := shard.buckets.use(key, now)
	if !found {
		shard.buckets.dropIdle(now.Add(-l.refill))
		bucket = rate.NewLimiter(l.rate, l.burst)
		shard.buckets.add(key, now, bucket)
	}
	if bucket.AllowN(now, 1) {
		return true, 0
	}
	missing := 1 - bucket.TokensAt(now)
	return false, ceilMillisecond(missing / float64(l.rate))
}

// ceilMillisecond rounds up, so that whoever waits that long is let in.
func ceilMillisecond(seconds float64) time.Duration {
	const longest = 24 * time.Hour
	milliseconds := math.Floor(seconds*1000) + 1
	if milliseconds > float64(longest/time.Millisecond) {
		return longest
	}
	return time.Duration(milliseconds) * time.Millisecond
}
