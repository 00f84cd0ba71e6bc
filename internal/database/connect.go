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
	IdleReaders   = 4
	MaxLogReaders = 2
	IdleLogs      = 1
)

const (
	// readerCacheKiB is the page cache of a reader. The file itself stays in the kernel's cache.
	readerCacheKiB = 1000
	// writerCacheKiB is the page cache of the one writer, which visits the same index pages again and again.
	writerCacheKiB = 8000
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
//
// PocketBase opens every database twice, first for readers and then for its one writer. A transaction of the writer takes
// the write lock when it begins: one that read first and then wanted to write would be refused at once, without waiting,
// whenever a checkpoint is in the way.
func Connect(synchronous string) func(path string) (*dbx.DB, error) {
	opened := map[string]int{}
	return func(path string) (*dbx.DB, error) {
		opened[path]++
		writer := opened[path]%2 == 0
		sync, cache := synchronous, readerCacheKiB
		if writer {
			cache = writerCacheKiB
		}
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
		if writer {
			q.Set("_txlock", "immediate")
		}
		return dbx.Open("sqlite", path+"?"+q.Encode())
	}
}
