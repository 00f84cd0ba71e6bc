// Package database opens SQLite the way a chat on a small box needs it, and keeps its write-ahead log short.
package database

import (
	"net/url"
	"path/filepath"
	"strconv"

	"github.com/pocketbase/dbx"
)

// Pool sizes. PocketBase allows 120 readers with 32 MB of page cache each; eight readers keep two cores busy, and an
// idle connection costs about a megabyte.
const (
	MaxReaders    = 8
	IdleReaders   = 2
	MaxLogReaders = 2
	IdleLogs      = 1
)

const (
	// cacheKiB is the page cache of one connection to the data database. The file itself stays in the kernel's cache.
	cacheKiB = 2000
	// logCacheKiB is the same for PocketBase's request log.
	logCacheKiB = 500
	// autoCheckpointPages is the backstop at 64 MB of write-ahead log. The checkpointer works long before, off the send
	// path: an automatic checkpoint stalls the one transaction that happens to cross the mark.
	autoCheckpointPages = 16_384
	// walKeepBytes is what the write-ahead log shrinks to when it starts over.
	walKeepBytes = 16 << 20
)

// Connect returns PocketBase's connect function. synchronous is FULL or NORMAL and concerns the data database; losing
// the last request log lines with the power is fine.
func Connect(synchronous string) func(path string) (*dbx.DB, error) {
	return func(path string) (*dbx.DB, error) {
		sync, cache := synchronous, cacheKiB
		if filepath.Base(path) != "data.db" {
			sync, cache = "NORMAL", logCacheKiB
		}
		q := url.Values{}
		// note: busy_timeout has to be first, before a pragma that takes a lock.
		for _, pragma := range []string{
			"busy_timeout(10000)", "journal_mode(WAL)", "journal_size_limit(" + strconv.Itoa(walKeepBytes) + ")",
			"synchronous(" + sync + ")", "foreign_keys(ON)", "temp_store(MEMORY)", "cache_size(-" + strconv.Itoa(cache) + ")",
			"wal_autocheckpoint(" + strconv.Itoa(autoCheckpointPages) + ")",
		} {
			q.Add("_pragma", pragma)
		}
		return dbx.Open("sqlite", path+"?"+q.Encode())
	}
}
