package message_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"campfire/collections"
	"campfire/internal/message"

	"github.com/google/uuid"
	"github.com/pocketbase/pocketbase/core"
)

func TestARepeatedSendIsOneMessage(t *testing.T) {
	d := newDesk(t)
	id := uuid.NewString()
	draft := message.Draft{Room: d.Designers, Author: d.Jason, ClientMessageID: id, Body: "hello"}
	first, err := d.messages.Send(d.App, draft)
	if err != nil || first.Duplicate {
		t.Fatalf("the first send: %v, duplicate %v", err, first.Duplicate)
	}
	if _, err := d.messages.Boost(d.App, message.Actor{User: d.David}, first.Message.ID, "ok"); err != nil {
		t.Fatal(err)
	}
	before := d.Stored(t)
	again, err := d.messages.Send(d.App, draft)
	if err != nil || !again.Duplicate || again.Message.ID != first.Message.ID || again.Message.RSeq != first.Message.RSeq {
		t.Errorf("the retry: %+v, %v", again, err)
	}
	if !strings.Contains(again.JSON, `"content":"ok"`) {
		t.Errorf("the retry's answer is not what is stored now: %s", again.JSON)
	}
	inside := errors.New("not run")
	err = d.RunInTransaction(func(tx core.App) error {
		again, inside = d.messages.Send(tx, draft)
		return nil
	})
	if err != nil || inside != nil || !again.Duplicate {
		t.Errorf("the retry in a transaction: %v %v", err, inside)
	}
	if _, err := d.messages.Send(d.App, message.Draft{Room: d.Designers, Author: d.Jason, ClientMessageID: id, Body: "other"}); !errors.Is(err, message.ErrConflict) {
		t.Errorf("another text under the id: %v", err)
	}
	if changed := before.Changed(d.Stored(t)); changed != nil {
		t.Errorf("a retry changed %s", changed)
	}
	for name, draft := range map[string]message.Draft{
		"another author": {Room: d.Designers, Author: d.David, ClientMessageID: id, Body: "other"},
		"another room":   {Room: d.Watercooler, Author: d.Jason, ClientMessageID: id, Body: "other"},
	} {
		if other, err := d.messages.Send(d.App, draft); err != nil || other.Duplicate || other.Message.ID == first.Message.ID {
			t.Errorf("the same id by %s: %+v, %v", name, other, err)
		}
	}
	if err := d.messages.Delete(d.App, message.Actor{User: d.Jason}, first.Message.ID); err != nil {
		t.Fatal(err)
	}
	before = d.Stored(t)
	for _, body := range []string{"hello", "other"} {
		draft.Body = body
		if _, err := d.messages.Send(d.App, draft); !errors.Is(err, message.ErrGone) {
			t.Errorf("a retry of what was deleted, with %q: %v", body, err)
		}
	}
	if changed := before.Changed(d.Stored(t)); changed != nil {
		t.Errorf("a retry of what was deleted changed %s", changed)
	}
}

func TestARepeatInTheSameTransactionIsOneMessage(t *testing.T) {
	d := newDesk(t)
	var wait sync.WaitGroup
	var mu sync.Mutex
	ids, duplicates := map[string]bool{}, 0
	draft := message.Draft{Room: d.Watercooler, Author: d.Kevin, ClientMessageID: uuid.NewString(), Body: "once"}
	for range 64 {
		wait.Add(1)
		err := d.messages.Submit(draft, func(r message.Result, err error) {
			mu.Lock()
			defer mu.Unlock()
			defer wait.Done()
			if err != nil {
				t.Error(err)
			}
			ids[r.Message.ID] = true
			if r.Duplicate {
				duplicates++
			}
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	wait.Wait()
	if len(ids) != 1 || duplicates != 63 {
		t.Errorf("64 sends of one message are %d messages, %d duplicates", len(ids), duplicates)
	}
	if n := d.Number(t, "SELECT COUNT(*) FROM events WHERE kind = 'message.created'"); n != 1 {
		t.Errorf("%d events", n)
	}
}

func TestNumbersHaveNoHolesUnderLoad(t *testing.T) {
	d := newDesk(t)
	const senders, total = 64, 2000
	authors := []string{d.David, d.Jason}
	rooms := []string{d.Designers, d.Watercooler, d.Ping}
	var wait sync.WaitGroup
	for s := range senders {
		wait.Go(func() {
			for i := s; i < total; i += senders {
				draft := message.Draft{Room: rooms[i%3], Author: authors[s%2], ClientMessageID: uuid.NewString(), Body: fmt.Sprint("message ", i)}
				var err error
				switch {
				case i%50 == 7: // refused among the others
					draft.Author, draft.Room = d.Kevin, d.Designers
					if _, err = d.messages.Send(d.App, draft); errors.Is(err, message.ErrNotFound) {
						err = nil
					}
				case i%40 == 11: // somebody else's transaction among ours
					err = d.RunInTransaction(func(tx core.App) error { _, err := d.messages.Send(tx, draft); return err })
				default:
					_, err = d.messages.Send(d.App, draft)
				}
				if err != nil {
					t.Errorf("message %d: %v", i, err)
				}
			}
		})
	}
	wait.Wait()
	for _, room := range rooms {
		n := d.Number(t, "SELECT COUNT(*) FROM messages WHERE room = ?", room)
		if last := d.Number(t, "SELECT MAX(rseq) FROM messages WHERE room = ?", room); last != n || n == 0 {
			t.Errorf("%d messages are numbered up to %d", n, last)
		}
		if head := d.Number(t, "SELECT head_rseq FROM rooms WHERE id = ?", room); head != n {
			t.Errorf("the room's head is %d, it has %d messages", head, n)
		}
		if wrong := d.Number(t, `SELECT COUNT(*) FROM messages a JOIN messages b ON a.room = b.room AND a.rseq < b.rseq AND a.seq > b.seq WHERE a.room = ?`, room); wrong != 0 {
			t.Errorf("%d pairs have rseq and seq in different orders", wrong)
		}
		for _, author := range authors {
			own := d.Number(t, "SELECT MAX(rseq) FROM messages WHERE room = ? AND author = ?", room, author)
			if read := d.Number(t, "SELECT read_rseq FROM memberships WHERE room = ? AND user = ?", room, author); read != own {
				t.Errorf("an author has read up to %d, wrote up to %d", read, own)
			}
		}
		changed := d.Number(t, "SELECT changed_seq FROM rooms WHERE id = ?", room)
		if newest := d.Number(t, "SELECT MAX(seq) FROM messages WHERE room = ?", room); changed != newest {
			t.Errorf("the room changed with %d, its newest message is %d", changed, newest)
		}
	}
	if holes := d.Number(t, "SELECT MAX(seq) - COUNT(*) FROM events"); holes != 0 {
		t.Errorf("the log has %d holes", holes)
	}
	if lost := d.Number(t, "SELECT COUNT(*) FROM messages m LEFT JOIN events e ON e.seq = m.seq AND e.rseq = m.rseq WHERE e.seq IS NULL"); lost != 0 {
		t.Errorf("%d messages have no event of their number", lost)
	}
}

func TestWhatIsRememberedOfARoomEndsWithAnyChange(t *testing.T) {
	d := newDesk(t)
	for name, change := range map[string]struct {
		undo   func()
		change func(tx core.App) error
		want   error
	}{
		"banned": {nil, func(tx core.App) error {
			user, err := tx.FindRecordById(collections.Users, d.Kevin)
			if err != nil {
				return err
			}
			user.Set(collections.UserStatus, collections.StatusBanned)
			return tx.Save(user)
		}, message.ErrInactive},
	} {
		d.send(d.Watercooler, d.Kevin, "still here") // remembered: Kevin may write
		if err := d.RunInTransaction(change.change); err != nil {
			t.Fatal(err)
		}
		_, err := d.messages.Send(d.App, message.Draft{Room: d.Watercooler, Author: d.Kevin, Body: "too late"})
		if !errors.Is(err, change.want) {
			t.Errorf("%s: %v, want %v", name, err, change.want)
		}
	}
	d.send(d.Designers, d.Jason, "one")
	rollback := errors.New("changed my mind")
	err := d.RunInTransaction(func(tx core.App) error {
		if _, err := d.messages.Send(tx, message.Draft{Room: d.Designers, Author: d.Jason, Body: "rolled back"}); err != nil {
			t.Error(err)
		}
		return rollback
	})
	if !errors.Is(err, rollback) {
		t.Fatal(err)
	}
	if next := d.send(d.Designers, d.David, "two"); next.Message.RSeq != 2 {
		t.Errorf("after a rollback comes number %d, want 2", next.Message.RSeq)
	}
}

func TestOnlyMembersAreMentioned(t *testing.T) {
	d := newDesk(t)
	mention := func(user string) string { return `<span class="mention" data-user="` + user + `">@x</span> ` }
	all := mention(d.David) + mention(d.Kevin) + mention(d.Jason) + mention("nosuchuser00000") + mention(d.David)
	sent := d.send(d.Designers, d.Jason, all)
	if got := fmt.Sprint(sent.Message.Mentions); got != fmt.Sprint([]string{d.David, d.Jason}) {
		t.Errorf("mentioned are %s, want the members David and Jason", got)
	}
	if n := d.Number(t, "SELECT COUNT(*) FROM mentions WHERE room = ? AND rseq = 1", d.Designers); n != 2 {
		t.Errorf("%d mentions are stored", n)
	}
	edited, err := d.messages.Edit(d.App, message.Actor{User: d.Jason}, sent.Message.ID, "now only "+mention(d.Jason)+mention(d.Kevin))
	if err != nil || len(edited.Message.Mentions) != 1 || edited.Message.Mentions[0] != d.Jason {
		t.Errorf("after the edit mentioned are %v, %v", edited.Message.Mentions, err)
	}
	if n := d.Number(t, "SELECT COUNT(*) FROM mentions WHERE user = ?", d.David); n != 0 {
		t.Error("David is still mentioned")
	}
	if err := d.messages.Delete(d.App, message.Actor{User: d.Jason}, sent.Message.ID); err != nil {
		t.Fatal(err)
	}
	if n := d.Number(t, "SELECT COUNT(*) FROM mentions"); n != 0 {
		t.Errorf("a deleted message still mentions %d", n)
	}
}
