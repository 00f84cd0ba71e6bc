package room_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"

	"campfire/collections"
	"campfire/internal/commit"
	"campfire/internal/event"
	"campfire/internal/room"
	"campfire/internal/testapp"

	"github.com/pocketbase/pocketbase/core"
)

func in(app *testapp.App, fn func(tx core.App) error) error { return app.RunInTransaction(fn) }

func members(t *testing.T, app *testapp.App, id string) []string {
	t.Helper()
	ids, err := collections.MemberIDs(app.DB(), id)
	if err != nil {
		t.Fatal(err)
	}
	return ids
}

func same(got []string, want ...string) bool {
	return slices.Equal(slices.Sorted(slices.Values(got)), slices.Sorted(slices.Values(want)))
}

func TestARefusedChangeLeavesNothing(t *testing.T) {
	app := testapp.New(t)
	david := room.Actor{User: app.David, Administrator: true}
	jason, kevin := room.Actor{User: app.Jason}, room.Actor{User: app.Kevin}
	empty, direct, list := "", collections.RoomDirect, []string{app.Kevin, "nosuchuser00000"}
	before := app.Stored(t)
	for name, tc := range map[string]struct {
		change func(tx core.App) error
		want   error
	}{
		"a member renames":   {func(tx core.App) error { return room.Update(tx, jason, app.Designers, room.Changes{Name: &direct}) }, room.ErrForbidden},
		"a stranger renames": {func(tx core.App) error { return room.Update(tx, kevin, app.Designers, room.Changes{Name: &direct}) }, room.ErrNotFound},
		"into a ping":        {func(tx core.App) error { return room.Update(tx, david, app.Designers, room.Changes{Kind: &direct}) }, room.ErrDirect},
		"a ping is renamed":  {func(tx core.App) error { return room.Update(tx, david, app.Ping, room.Changes{Name: &direct}) }, room.ErrDirect},
		"an unknown member":  {func(tx core.App) error { return room.Update(tx, david, app.Designers, room.Changes{Members: &list}) }, room.ErrUnknownMember},
		"the dashboard empties it": {func(tx core.App) error {
			return room.Update(tx, room.Actor{Superuser: true}, app.Designers, room.Changes{Members: &[]string{}})
		}, room.ErrLastMember},
		"no name":                    {func(tx core.App) error { return room.Update(tx, david, app.Designers, room.Changes{Name: &empty}) }, nil},
		"a stranger adds themselves": {func(tx core.App) error { _, err := room.Add(tx, kevin, app.Designers, app.Kevin); return err }, room.ErrNotFound},
		"a member adds":              {func(tx core.App) error { _, err := room.Add(tx, jason, app.Designers, app.Kevin); return err }, room.ErrForbidden},
		"a member removes":           {func(tx core.App) error { return room.Remove(tx, jason, app.Designers, app.David) }, room.ErrForbidden},
		"a stranger is removed":      {func(tx core.App) error { return room.Remove(tx, david, app.Designers, app.Kevin) }, room.ErrNotFound},
		"leaving an open room":       {func(tx core.App) error { return room.Remove(tx, kevin, app.Watercooler, app.Kevin) }, room.ErrOpen},
		"leaving a ping":             {func(tx core.App) error { return room.Remove(tx, jason, app.Ping, app.Jason) }, room.ErrDirect},
		"a bot makes a room": {func(tx core.App) error {
			_, err := room.Create(tx, room.Actor{User: app.Bender, Bot: true}, room.Form{Kind: "open", Name: "X"})
			return err
		}, room.ErrForbidden},
		"nobody makes a room": {func(tx core.App) error {
			_, err := room.Create(tx, room.Actor{Superuser: true}, room.Form{Kind: "open", Name: "X"})
			return err
		}, room.ErrForbidden},
		"an unknown involvement":       {func(tx core.App) error { return room.SetInvolvement(tx, app.Watercooler, app.Kevin, "loud") }, room.ErrInvolvement},
		"involvement where one is not": {func(tx core.App) error { return room.SetInvolvement(tx, app.Designers, app.Kevin, "nothing") }, room.ErrNotFound},
		"a member deletes":             {func(tx core.App) error { return room.Delete(tx, jason, app.Designers) }, room.ErrForbidden},
		"a stranger deletes a ping":    {func(tx core.App) error { return room.Delete(tx, kevin, app.Ping) }, room.ErrNotFound},
		"one that does not exist":      {func(tx core.App) error { return room.Delete(tx, david, "nosuchroom00000") }, room.ErrNotFound},
	} {
		err := in(app, tc.change)
		if err == nil || tc.want != nil && !errors.Is(err, tc.want) {
			t.Errorf("%s: %v, want %v", name, err, tc.want)
		}
		if changed := before.Changed(app.Stored(t)); changed != nil {
			t.Fatalf("%s was refused and yet changed %s", name, changed)
		}
	}
}

func TestEveryChangeOfMembersIsAnEvent(t *testing.T) {
	app := testapp.New(t)
	david := room.Actor{User: app.David, Administrator: true}
	last := app.Number(t, "SELECT MAX(seq) FROM events")
	expect := func(what string, members []string, kinds ...string) {
		t.Helper()
		var got []string
		err := app.DB().NewQuery("SELECT kind || ' ' || user FROM events WHERE seq > {:last} ORDER BY seq").Bind(map[string]any{"last": last}).Column(&got)
		if err != nil || !slices.Equal(got, kinds) {
			t.Errorf("%s: the events are %v, want %v (%v)", what, got, kinds, err)
		}
		if have, _ := collections.MemberIDs(app.DB(), app.Designers); !same(have, members...) {
			t.Errorf("%s: the members are %v, want %v", what, have, members)
		}
		last = app.Number(t, "SELECT MAX(seq) FROM events")
	}
	must := func(fn func(tx core.App) error) {
		t.Helper()
		if err := in(app, fn); err != nil {
			t.Fatal(err)
		}
	}
	must(func(tx core.App) error { _, err := room.Add(tx, david, app.Designers, app.Kevin); return err })
	expect("add", []string{app.David, app.Jason, app.Kevin}, event.MembershipCreated+" "+app.Kevin)
	must(func(tx core.App) error { _, err := room.Add(tx, david, app.Designers, app.Kevin); return err })
	expect("add again", []string{app.David, app.Jason, app.Kevin})
	must(func(tx core.App) error { return room.Remove(tx, room.Actor{User: app.Kevin}, app.Designers, app.Kevin) })
	expect("leave", []string{app.David, app.Jason}, event.MembershipDeleted+" "+app.Kevin)
	must(func(tx core.App) error {
		return room.Update(tx, david, app.Designers, room.Changes{Members: &[]string{app.Bender}})
	})
	expect("revise: whoever revises stays", []string{app.David, app.Bender}, event.MembershipCreated+" "+app.Bender, event.MembershipDeleted+" "+app.Jason)
	name := "Makers"
	must(func(tx core.App) error { return room.Update(tx, david, app.Designers, room.Changes{Name: &name}) })
	expect("rename", []string{app.David, app.Bender}, event.RoomUpdated+" ")
	must(func(tx core.App) error { return room.Update(tx, david, app.Designers, room.Changes{Name: &name}) })
	expect("rename to the same", []string{app.David, app.Bender})
	must(func(tx core.App) error { return room.LeaveAll(tx, app.Bender) })
	if !slices.Contains(members(t, app, app.Watercooler), app.David) || slices.Contains(members(t, app, app.Watercooler), app.Bender) {
		t.Error("LeaveAll left the wrong people")
	}
}

func TestAPingIsOneHoweverManyAskForItAtOnce(t *testing.T) {
	app := testapp.New(t)
	var wait sync.WaitGroup
	ids := make([]string, 20)
	for i := range ids {
		wait.Go(func() {
			one, other := app.Kevin, app.Bender
			if i%2 == 0 {
				one, other = other, one
			}
			err := in(app, func(tx core.App) (err error) {
				ids[i], err = room.Create(tx, room.Actor{User: one}, room.Form{Kind: collections.RoomDirect, Members: []string{other}})
				return err
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	slices.Sort(ids)
	if len(slices.Compact(ids)) != 1 || !same(members(t, app, ids[0]), app.Kevin, app.Bender) {
		t.Errorf("twenty asked and got %v", ids)
	}
}

// Guards: `to > before` in mark.
func TestAMarkerNeverMovesBackByItself(t *testing.T) {
	app := testapp.New(t)
	log, err := event.Open(app, "FULL")
	if err != nil {
		t.Fatal(err)
	}
	writer := commit.NewWriter(app, log)
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() { writer.Run(ctx) })
	defer func() { cancel(); running.Wait() }()
	app.Exec(t, "UPDATE rooms SET head_rseq = 100 WHERE id = ?", app.Watercooler)
	readers := room.NewReaders(writer)
	var wait sync.WaitGroup
	for rseq := range int64(100) {
		wait.Go(func() {
			if _, err := readers.Mark(app, room.Marker{Room: app.Watercooler, User: app.Kevin, RSeq: rseq + 1}); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	if read := app.Number(t, "SELECT read_rseq FROM memberships WHERE room = ? AND user = ?", app.Watercooler, app.Kevin); read != 100 {
		t.Errorf("a hundred markers at once leave %d", read)
	}
	for name, marker := range map[string]room.Marker{
		"negative": {RSeq: -1}, "unread from 0": {Unread: true}, "unread beyond": {RSeq: 101, Unread: true},
	} {
		marker.Room, marker.User = app.Watercooler, app.Kevin
		if _, err := readers.Mark(app, marker); !errors.Is(err, room.ErrMarker) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := readers.Mark(app, room.Marker{Room: app.Designers, User: app.Kevin, RSeq: 1}); !errors.Is(err, room.ErrNotFound) {
		t.Errorf("a stranger: %v", err)
	}
}
