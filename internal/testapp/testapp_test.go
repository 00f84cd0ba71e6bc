package testapp_test

import (
	"testing"

	"campfire/internal/testapp"
)

func TestTheCastIsThereAndKevinIsAStranger(t *testing.T) {
	s := testapp.Start(t)
	for user, want := range map[string]int{s.David: 3, s.Jason: 3, s.Kevin: 1} {
		reply := s.Call(s.Token(t, user), "GET", "/api/chat/bootstrap", nil)
		if rooms := reply.List("rooms"); reply.Status != 200 || len(rooms) != want {
			t.Errorf("bootstrap answers %d with %d rooms, want %d", reply.Status, len(rooms), want)
		}
	}
	if reply := s.Call(s.BenderKey, "GET", "/api/chat/bootstrap", nil); reply.Text("me", "role") != "bot" {
		t.Errorf("the bot's key is not accepted: %s", reply.Raw)
	}
	if reply := s.Call(s.Superuser(t), "GET", "/api/collections/users/records", nil); reply.Number("totalItems") != 4 {
		t.Errorf("the dashboard sees %s", reply.Raw)
	}
}

func TestEveryTestHasAnAppOfItsOwn(t *testing.T) {
	one, other := testapp.New(t), testapp.New(t)
	before := other.Stored(t)
	one.Exec(t, "DELETE FROM events")
	if changed := before.Changed(other.Stored(t)); changed != nil {
		t.Errorf("a change in one app is seen in another: %s", changed)
	}
	if one.Number(t, "SELECT COUNT(*) FROM events") != 0 {
		t.Error("need a change for this test to mean anything")
	}
}

func TestAServerStopsWithClientsOnIt(t *testing.T) {
	s := testapp.Start(t)
	token := s.Token(t, s.David)
	socket, stream := s.Socket(token).Live(), s.Stream()
	stream.Subscribe(token, "messages/*")
	s.Stop()
	if bye := socket.Type("bye"); bye.Reason != "restart" {
		t.Errorf("the goodbye says %q", bye.Reason)
	}
}
