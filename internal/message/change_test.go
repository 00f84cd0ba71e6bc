package message_test

import (
	"errors"
	"strings"
	"sync"
	"testing"

	"campfire/internal/message"
	"campfire/internal/richtext"

	"github.com/pocketbase/pocketbase/core"
)

func TestADeletedTextIsNowhere(t *testing.T) {
	for _, inside := range []bool{false, true} {
		name := map[bool]string{false: "through the queue", true: "in a transaction"}[inside]
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			do := func(fn func(app core.App) error) {
				t.Helper()
				err := fn
				var failed error
				if inside {
					failed = d.RunInTransaction(func(tx core.App) error { return err(tx) })
				} else {
					failed = err(d.App)
				}
				if failed != nil {
					t.Fatal(failed)
				}
			}
			actor := message.Actor{User: d.Jason}
			keep := d.send(d.Designers, d.Jason, "kept xylophone")
			sent := d.send(d.Designers, d.Jason, "secretone")
			do(func(app core.App) error {
				_, err := d.messages.Edit(app, actor, sent.Message.ID, "secrettwo")
				return err
			})
			do(func(app core.App) error {
				_, err := d.messages.Boost(app, message.Actor{User: d.David}, sent.Message.ID, "👍")
				return err
			})
			do(func(app core.App) error {
				_, err := d.messages.Edit(app, actor, sent.Message.ID, "secretthree")
				return err
			})
			for _, secret := range []string{"secretone", "secrettwo", "secretthree"} {
				if d.Number(t, "SELECT COUNT(*) FROM events WHERE data LIKE ?", "%"+secret+"%") == 0 {
					t.Fatalf("need %s in the log for this test to mean anything", secret)
				}
			}
			events := d.Number(t, "SELECT COUNT(*) FROM events")
			do(func(app core.App) error { return d.messages.Delete(app, actor, sent.Message.ID) })
			for _, table := range []string{"events", "messages"} {
				column := map[string]string{"events": "data", "messages": "body || body_text"}[table]
				if n := d.Number(t, "SELECT COUNT(*) FROM "+table+" WHERE "+column+" LIKE '%secret%'"); n != 0 {
					t.Errorf("%d rows of %s still have the text", n, table)
				}
			}
			if n := d.Number(t, "SELECT COUNT(*) FROM events"); n != events+1 {
				t.Errorf("the deletion changed the number of events from %d to %d", events, n)
			}
			if scrubbed := d.Text(t, "SELECT data FROM events WHERE seq = ?", sent.Message.Seq); !strings.Contains(scrubbed, `"deleted":true`) ||
				!strings.Contains(scrubbed, `"body":""`) || !strings.Contains(scrubbed, sent.Message.ID) {
				t.Errorf("the first event says %s", scrubbed)
			}
			if n := d.Number(t, "SELECT COUNT(*) FROM boosts"); n != 0 {
				t.Error("its boosts are left")
			}
			if kept := d.Text(t, "SELECT data FROM events WHERE seq = ?", keep.Message.Seq); !strings.Contains(kept, "xylophone") {
				t.Errorf("another message was scrubbed: %s", kept)
			}
			before := d.Stored(t)
			do(func(app core.App) error { return d.messages.Delete(app, actor, sent.Message.ID) })
			if changed := before.Changed(d.Stored(t)); changed != nil {
				t.Errorf("deleting twice changed %s", changed)
			}
		})
	}
}

func TestADeletionScrubsWhatIsLeftOfATrimmedLog(t *testing.T) {
	d := newDesk(t)
	actor := message.Actor{User: d.Jason}
	sent := d.send(d.Designers, d.Jason, "secretone")
	for _, text := range []string{"secrettwo", "secretthree"} {
		if _, err := d.messages.Edit(d.App, actor, sent.Message.ID, text); err != nil {
			t.Fatal(err)
		}
	}
	d.Exec(t, "DELETE FROM events WHERE seq <= ?", sent.Message.Seq+1)
	if err := d.messages.Delete(d.App, actor, sent.Message.ID); err != nil {
		t.Fatal(err)
	}
	if n := d.Number(t, "SELECT COUNT(*) FROM events WHERE data LIKE '%secret%'"); n != 0 {
		t.Errorf("%d events still have the text", n)
	}
}

func TestWhoMayChangeAMessage(t *testing.T) {
	d := newDesk(t)
	actors := map[string]message.Actor{
		"author": {User: d.Jason}, "administrator": {User: d.David, Administrator: true}, "stranger": {User: d.Kevin},
		"administrator elsewhere": {User: d.Kevin, Administrator: true}, "nobody": {}, "dashboard": {Superuser: true},
	}
	want := map[string]error{"stranger": message.ErrNotFound, "administrator elsewhere": message.ErrNotFound, "nobody": message.ErrNotFound}
	for name, actor := range actors {
		sent := d.send(d.Designers, d.Jason, "text")
		if _, err := d.messages.Edit(d.App, actor, sent.Message.ID, "edited"); !errors.Is(err, want[name]) {
			t.Errorf("%s edits: %v, want %v", name, err, want[name])
		}
		if err := d.messages.Delete(d.App, actor, sent.Message.ID); !errors.Is(err, want[name]) {
			t.Errorf("%s deletes: %v, want %v", name, err, want[name])
		}
	}
	theirs := d.send(d.Watercooler, d.David, "text")
	if _, err := d.messages.Edit(d.App, message.Actor{User: d.Kevin}, theirs.Message.ID, "x"); !errors.Is(err, message.ErrForbidden) {
		t.Errorf("a member edits another's: %v", err)
	}
	for _, body := range []string{"", "  ", "<p></p>"} {
		if _, err := d.messages.Edit(d.App, message.Actor{User: d.David}, theirs.Message.ID, body); !errors.Is(err, richtext.ErrEmpty) {
			t.Errorf("an edit to %q: %v", body, err)
		}
	}
	if _, err := d.messages.Edit(d.App, message.Actor{User: d.David}, "nosuchmessage00", "x"); !errors.Is(err, message.ErrNotFound) {
		t.Errorf("an edit of nothing: %v", err)
	}
	if err := d.messages.Delete(d.App, message.Actor{User: d.David}, theirs.Message.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := d.messages.Edit(d.App, message.Actor{User: d.David}, theirs.Message.ID, "x"); !errors.Is(err, message.ErrGone) {
		t.Errorf("an edit of what was deleted: %v", err)
	}
}

func TestEditsAtOnceGetVersionsInOrder(t *testing.T) {
	d := newDesk(t)
	sent := d.send(d.Designers, d.Jason, "text")
	var wait sync.WaitGroup
	var mu sync.Mutex
	versions := map[int64]bool{}
	for range 20 {
		wait.Go(func() {
			result, err := d.messages.Edit(d.App, message.Actor{User: d.Jason}, sent.Message.ID, "edited")
			if err != nil {
				t.Error(err)
			}
			mu.Lock()
			defer mu.Unlock()
			versions[result.Message.Version] = true
		})
	}
	wait.Wait()
	for v := int64(2); v <= 21; v++ {
		if !versions[v] {
			t.Errorf("version %d is missing", v)
		}
	}
}

func TestAMessageHasABoundedNumberOfBoosts(t *testing.T) {
	d := newDesk(t)
	sent := d.send(d.Designers, d.Jason, "text")
	var wait sync.WaitGroup
	var mu sync.Mutex
	refused := 0
	for range 510 {
		wait.Go(func() {
			if _, err := d.messages.Boost(d.App, message.Actor{User: d.David}, sent.Message.ID, "👍"); errors.Is(err, message.ErrBoost) {
				mu.Lock()
				refused++
				mu.Unlock()
			} else if err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	if n := d.Number(t, "SELECT COUNT(*) FROM boosts"); n != 500 || refused != 10 {
		t.Errorf("%d boosts are stored, %d refused", n, refused)
	}
}
