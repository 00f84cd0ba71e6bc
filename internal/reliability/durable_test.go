package reliability

import (
	"archive/zip"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"campfire/internal/reliability/harness"
)

// SQLite's write-ahead log: a header, then frames of a header and one page each.
const walHeader, walFrame = 32, 24 + 4096

const sideFileDelay = 1200 * time.Millisecond // the log's side file is written once a second

// Guards: synchronous=FULL (internal/database Connect), the ack after the commit, and the epoch rules of
// internal/event Open. What power loss leaves is any prefix of the write-ahead log not shorter than its last sync.
func TestG08WhatWasAckedSurvivesTheLossOfPower(t *testing.T) {
	w := harness.Start(t, nil)
	room := w.Room("Durable", w.Users[0])
	watcher := w.Client(w.Users[0])
	w.AllReady()
	type ack struct {
		cid string
		end int64 // length of the log when the ack came
	}
	var acks []ack
	wal := filepath.Join(w.Dir, "data.db-wal")
	for n := range 60 {
		cid := harness.NewID()
		if err := w.Admin.Post(room, cid, fmt.Sprintf("message %d", n)).Into(nil); err != nil {
			t.Fatal(err)
		}
		info, err := os.Stat(wal)
		if err != nil {
			t.Fatal(err)
		}
		acks = append(acks, ack{cid, info.Size()})
	}
	w.Quiesce()
	var cursor int64
	var epoch string
	watcher.With(func(s *harness.State) { cursor, epoch = s.Seq, s.Epoch })
	time.Sleep(sideFileDelay)
	w.Kill9()
	total, first := acks[len(acks)-1].end, acks[0].end
	frames, from := (total-walHeader)/walFrame, (first-walHeader)/walFrame-4
	const cuts = 20
	for i := range int64(cuts) {
		cut := walHeader + (from+(frames-from)*i/(cuts-1))*walFrame
		copied := filepath.Join(t.TempDir(), "pb_data")
		if err := harness.CopyDir(copied, w.Dir); err != nil {
			t.Fatal(err)
		}
		if err := os.Truncate(filepath.Join(copied, "data.db-wal"), cut); err != nil {
			t.Fatal(err)
		}
		after := w.Elsewhere(copied)
		stored := after.Column("SELECT client_message_id FROM messages")
		for _, a := range acks {
			if a.end <= cut && !slices.Contains(stored, a.cid) {
				t.Errorf("cut at %d: a message acked at %d is missing", cut, a.end)
			}
		}
		answer, err := after.Users[0].Bootstrap()
		if err != nil {
			t.Fatal(err)
		}
		if after.Number("SELECT COALESCE(MAX(seq), 0) FROM events") < cursor || answer.Epoch != epoch {
			expectResync(t, after, epoch, cursor)
			if answer.Epoch == epoch {
				t.Errorf("cut at %d: events are lost and the epoch is the same", cut)
			}
		}
		after.Proc.Close(t)
	}
	w.Restart()
	w.Check()
}

// Guards: as above, for SQLITE_SYNCHRONOUS=NORMAL: an unclean start there always changes the epoch, a clean one never.
func TestG08RelaxedSyncChangesTheEpochAfterACrash(t *testing.T) {
	w := harness.Start(t, map[string]string{"SQLITE_SYNCHRONOUS": "NORMAL"})
	c := w.Client(w.Users[0])
	w.AllReady()
	epoch := func() (e string) { c.With(func(s *harness.State) { e = s.Epoch }); return e }
	w.Post(w.Users[0], w.AllTalk, "before the stop")
	w.Quiesce()
	old := epoch()
	if _, err := w.Term(); err != nil {
		t.Fatal(err)
	}
	w.Restart()
	w.Quiesce()
	if epoch() != old {
		t.Error("a clean stop changed the epoch")
	}
	w.Kill9()
	w.Restart()
	w.Quiesce()
	if _, reasons, _ := c.Counts(); epoch() == old || len(reasons) != 1 || reasons[0] != "epoch" {
		t.Errorf("after a crash: same epoch %v, resyncs %v", epoch() == old, reasons)
	}
	w.Check()
}

func expectResync(t *testing.T, w *harness.World, epoch string, cursor int64) {
	t.Helper()
	sock, err := harness.Dial(w.Addr, w.Users[0])
	if err != nil {
		t.Fatal(err)
	}
	defer sock.Close()
	if err := sock.Send(map[string]any{"type": "resume", "epoch": epoch, "seq": cursor}); err != nil {
		t.Fatal(err)
	}
	f, err := sock.ReadUntil(arrival, func(f harness.Frame) bool { return f.Type == "resync" || f.Type == "caught_up" })
	if err != nil || f.Type != "resync" {
		t.Errorf("a cursor of a lost history was answered with %q (%v), want resync", f.Type, err)
	}
}

// Guards: the comparison with the side file in internal/event Open.
func TestG12ARestoredFileStartsANewEpoch(t *testing.T) {
	w := harness.Start(t, nil)
	room := w.Room("Restored", w.Users...)
	for _, u := range w.Users[:5] {
		w.Client(u)
	}
	w.AllReady()
	send := func(n int, what string) {
		for i := range n {
			if err := w.Admin.Post(room, harness.NewID(), fmt.Sprintf("%s %d", what, i)).Into(nil); err != nil {
				t.Fatal(err)
			}
		}
	}
	send(90, "kept")
	w.Stop()
	backup := t.TempDir()
	for _, name := range []string{"data.db", "data.db-wal"} {
		copyFile(t, filepath.Join(backup, name), filepath.Join(w.Dir, name))
	}
	w.Cont()
	send(40, "vanishes")
	w.Quiesce()
	w.Forget()
	time.Sleep(sideFileDelay)
	w.Kill9()
	_ = os.Remove(filepath.Join(w.Dir, "data.db-shm"))
	for _, name := range []string{"data.db", "data.db-wal"} {
		copyFile(t, filepath.Join(w.Dir, name), filepath.Join(backup, name))
	}
	checkRestored(t, w, room, w.Restart)
}

// Guards: the side file stays out of backups, so that a restore through PocketBase is noticed too.
func TestG12ABackupRestoredByPocketBaseStartsANewEpoch(t *testing.T) {
	w := harness.Start(t, nil)
	room := w.Room("Restored", w.Users...)
	for _, u := range w.Users[:5] {
		w.Client(u)
	}
	w.AllReady()
	for i := range 20 {
		w.Post(w.Admin, room, fmt.Sprintf("kept %d", i))
	}
	if r := w.Superuser.Call("POST", "/api/backups", map[string]string{"name": "before.zip"}); r.Status != http.StatusNoContent {
		t.Fatalf("backup: %d %s", r.Status, r.Body)
	}
	for i := range 20 {
		w.Post(w.Admin, room, fmt.Sprintf("vanishes %d", i))
	}
	w.Quiesce()
	w.Forget()
	by, err := w.Users[0].Bootstrap()
	if err != nil {
		t.Fatal(err)
	}
	unpacked := filepath.Join(t.TempDir(), "pb_data")
	unpack(t, unpacked, filepath.Join(w.Dir, "backups", "before.zip"))
	byHand := w.Elsewhere(unpacked)
	if answer, err := byHand.Users[0].Bootstrap(); err != nil || answer.Epoch == by.Epoch {
		t.Errorf("a backup unpacked by hand goes on with the old epoch (%v)", err)
	}
	byHand.Proc.Close(t)
	checkRestored(t, w, room, func() {
		if r := w.Superuser.Call("POST", "/api/backups/before.zip/restore", nil); r.Status != http.StatusNoContent {
			t.Fatalf("restore: %d %s", r.Status, r.Body)
		}
		deadline := time.Now().Add(20 * time.Second)
		for w.Number("SELECT COUNT(*) FROM messages WHERE body LIKE 'vanishes%'") > 0 && time.Now().Before(deadline) {
			time.Sleep(50 * time.Millisecond)
		}
	})
}

// checkRestored: after restore every client starts again, shows what is stored and gets what is new.
func checkRestored(t *testing.T, w *harness.World, room string, restore func()) {
	t.Helper()
	offline := w.Clients()[0]
	offline.Offline()
	kept := offline.Send(room, "typed during the outage")
	restore()
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if harness.Guest(w.Addr).Call("GET", "/up", nil).Status == http.StatusOK {
			break
		}
	}
	for i := range 60 { // past the old cursors: a comparison of numbers alone would be satisfied
		w.Post(w.Admin, room, fmt.Sprintf("new history %d", i))
	}
	offline.Online()
	w.Quiesce()
	for _, c := range w.Clients() {
		if _, reasons, _ := c.Counts(); len(reasons) == 0 {
			t.Errorf("%s was not told to start again", c.User.Name)
		}
		c.With(func(s *harness.State) {
			for _, m := range s.Rooms[room].Shown() {
				if strings.HasPrefix(m.Body, "vanishes") {
					t.Errorf("%s still shows %q", c.User.Name, m.Body)
				}
			}
		})
	}
	if kept.Message == "" {
		t.Error("what was typed during the outage is lost")
	}
	w.Check()
}

func unpack(t *testing.T, dir, archive string) {
	t.Helper()
	files, err := zip.OpenReader(archive)
	if err != nil {
		t.Fatal(err)
	}
	defer files.Close()
	if err := os.CopyFS(dir, files); err != nil {
		t.Fatal(err)
	}
}

func copyFile(t *testing.T, to, from string) {
	t.Helper()
	data, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, data, 0o600); err != nil {
		t.Fatal(err)
	}
}
