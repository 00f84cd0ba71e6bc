package realtime_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"campfire/internal/testapp"
)

func TestPocketBasesClientsGetTheLogInOrderAndOnce(t *testing.T) {
	s := testapp.Start(t)
	david, kevin := s.Token(t, s.David), s.Token(t, s.Kevin)
	one := post(t, s, david, s.Watercooler, "watched").Text("id")
	stream := s.Stream()
	if reply := stream.Subscribe(kevin, "messages/*", "messages/"+one, "boosts/*", "memberships/*", "rooms/*", "chat"); reply.Status != 204 {
		t.Fatalf("subscribe answers %d %s", reply.Status, reply.Raw)
	}
	before := head(t, s)
	flood(t, s, david, s.Watercooler, 4, 50)
	flood(t, s, david, s.Designers, 1, 20) // nothing of Kevin's
	s.Call(david, "PATCH", messages+"/"+one, fields{"body": "watched and edited"})
	s.Call(david, "POST", "/api/collections/boosts/records", fields{"message": one, "content": "ok"})
	s.Call(david, "DELETE", messages+"/"+one, nil)
	made := s.Call(david, "POST", "/api/collections/rooms/records", fields{"kind": "open", "name": "Second"}).Text("id")
	post(t, s, david, made, "in the new room")
	end := head(t, s)
	stream.Wait("the last event", func(f testapp.Frame) bool { return f.Name == "chat" && f.Seq == end })

	want := stored(t, s, s.Watercooler, before)
	var seqs []int64
	actions := map[string]int{}
	for _, r := range stream.Records("messages/*") {
		actions[r.Action]++
		if r.Record["collectionName"] != "messages" || r.Record["room"] == s.Designers {
			t.Errorf("the record is %v", r)
		}
		if r.Action == "create" && r.Record["room"] == s.Watercooler {
			seqs = append(seqs, int64(r.Record["seq"].(float64)))
		}
	}
	if !slices.Equal(seqs, want) {
		t.Errorf("%d messages came, want %d in order: %v", len(seqs), len(want), seqs)
	}
	if actions["create"] != len(want)+1 || actions["update"] != 1 || actions["delete"] != 1 {
		t.Errorf("the actions are %v", actions)
	}
	if own := stream.Records("messages/" + one); len(own) != 2 || own[0].Action != "update" || own[1].Action != "delete" {
		t.Errorf("one message's topic has %v", own)
	}
	if n := len(stream.Records("boosts/*")); n != 1 {
		t.Errorf("%d boosts came", n)
	}
	if n := len(stream.Records("rooms/*")); n != 1 {
		t.Errorf("%d rooms came", n)
	}
	var last int64
	for _, f := range stream.Frames() {
		if f.Name != "chat" {
			continue
		}
		if f.Seq <= last || f.Room == s.Designers || f.Type != "event" {
			t.Errorf("after %d the chat topic has %s", last, f.Raw)
		}
		last = f.Seq
	}
}

func TestATopicIsRefused(t *testing.T) {
	s := testapp.Start(t)
	kevin := s.Token(t, s.Kevin)
	for topic, want := range map[string]int{"messages/*": 401, "chat": 401, "rooms/*": 401, "memberships/*": 401, "boosts/*": 401, "users/*": 401} {
		if reply := s.Stream().Subscribe("", topic); reply.Status != want {
			t.Errorf("a guest subscribes to %s: %d", topic, reply.Status)
		}
	}
	filter := `messages/*?options={"query":{"filter":"body ~ 'x'"}}`
	if reply := s.Stream().Subscribe(kevin, filter); reply.Status != 400 || reply.Text("code") != "invalid" {
		t.Errorf("a filter answers %d %s", reply.Status, reply.Raw)
	}
}

func TestWhoeverIsRemovedHearsNothingMoreOnATopic(t *testing.T) {
	s := testapp.Start(t)
	david, jason := s.Token(t, s.David), s.Token(t, s.Jason)
	// By name, by the collection's id, and by one message.
	collection, err := s.FindCollectionByNameOrId("messages")
	if err != nil {
		t.Fatal(err)
	}
	first := post(t, s, david, s.Designers, "first").Text("id")
	stream := s.Stream()
	if reply := stream.Subscribe(jason, "messages/*", collection.Id+"/*", "messages/"+first, collection.Id+"/"+first, "chat"); reply.Status != 204 {
		t.Fatal(reply.Raw)
	}
	post(t, s, david, s.Designers, "while in")
	stream.Wait("a message", func(f testapp.Frame) bool { return strings.Contains(f.Raw, "while in") })
	id := s.Text(t, "SELECT id FROM memberships WHERE room = ? AND user = ?", s.Designers, s.Jason)
	s.Call(david, "DELETE", "/api/collections/memberships/records/"+id, nil)
	for i := range 20 {
		post(t, s, david, s.Designers, fmt.Sprint("secret ", i))
	}
	s.Call(david, "PATCH", messages+"/"+first, fields{"body": "secret edit"})
	post(t, s, david, s.Watercooler, "marker")
	stream.Wait("the marker", func(f testapp.Frame) bool { return f.Name == "messages/*" && strings.Contains(f.Raw, "marker") })
	time.Sleep(100 * time.Millisecond)
	for _, f := range stream.Frames() {
		if strings.Contains(f.Raw, "secret") {
			t.Errorf("on %s comes %s", f.Name, f.Raw)
		}
	}
}

func TestAStreamOfAnotherUserGetsOnlyItsOwnUsersEvents(t *testing.T) {
	s := testapp.Start(t)
	jason, kevin := s.Token(t, s.Jason), s.Token(t, s.Kevin)
	one, other := s.Stream(), s.Stream()
	one.Subscribe(jason, "chat")
	other.Subscribe(kevin, "chat")
	post(t, s, jason, s.Watercooler, "hello")
	s.Call(kevin, "POST", "/api/chat/rooms/"+s.Watercooler+"/read", fields{"rseq": 1})
	other.Wait("my marker", func(f testapp.Frame) bool { return f.Kind == "read.updated" })
	post(t, s, jason, s.Watercooler, "marker")
	end := head(t, s)
	one.Wait("the marker", func(f testapp.Frame) bool { return f.Seq == end })
	for _, f := range one.Frames() {
		if f.Kind == "read.updated" {
			t.Errorf("another's marker is shown: %s", f.Raw)
		}
	}
	if reply := one.Subscribe(kevin, "chat"); reply.Status < 400 {
		t.Errorf("another user takes the stream over: %d", reply.Status)
	}
}

// TestPocketBaseDoesNotBroadcastASecondTime is about the records that PocketBase itself saves, and would announce.
func TestPocketBaseDoesNotBroadcastASecondTime(t *testing.T) {
	s := testapp.Start(t)
	kevin := s.Token(t, s.Kevin)
	stream := s.Stream()
	stream.Subscribe(kevin, "users/*", "users/"+s.Jason, "chat")
	for i := range 3 {
		s.Call(s.Token(t, s.Jason), "PATCH", "/api/collections/users/records/"+s.Jason, fields{"name": fmt.Sprint("Jason ", i)})
	}
	end := head(t, s)
	stream.Wait("the last", func(f testapp.Frame) bool { return f.Name == "chat" && f.Seq == end })
	time.Sleep(200 * time.Millisecond) // for what must not come
	for _, topic := range []string{"users/*", "users/" + s.Jason} {
		var names []string
		for _, r := range stream.Records(topic) {
			names = append(names, fmt.Sprint(r.Action, " ", r.Record["name"], r.Record["email"]))
		}
		if want := []string{"update Jason 0<nil>", "update Jason 1<nil>", "update Jason 2<nil>"}; !slices.Equal(names, want) {
			t.Errorf("on %s came %q, want %q", topic, names, want)
		}
	}
}
