package reliability

import (
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"campfire/internal/reliability/harness"
)

// look opens a socket of user that looks at room, and returns who else does, as the server says.
func look(t *testing.T, w *harness.World, user *harness.User, room string) (*harness.Socket, []string) {
	t.Helper()
	sock, err := harness.Dial(w.Addr, user)
	if err != nil {
		t.Error(err)
		return nil, nil
	}
	t.Cleanup(sock.Close)
	for _, frame := range []form{{"type": "resume"}, {"type": "here", "room": room, "visible": true}} {
		if err := sock.Send(frame); err != nil {
			t.Error(err)
		}
	}
	f, err := sock.ReadUntil(arrival, func(f harness.Frame) bool { return f.Type == "presence" && f.Users != nil })
	if err != nil {
		t.Errorf("no list for %s: %v", user.Name, err)
	}
	return sock, f.Users
}

func ids(users []*harness.User) (all []string) {
	for _, u := range users {
		all = append(all, u.ID)
	}
	slices.Sort(all)
	return all
}

// Guards: presence is the memory of the process (internal/presence): nothing of it is in the database.
func TestG26NobodyIsPresentAfterACrash(t *testing.T) {
	w := harness.Start(t, nil)
	room := w.Room("Present", w.Users...)
	for range 5 {
		for _, u := range w.Users {
			look(t, w, u, room)
		}
	}
	_, here := look(t, w, w.Users[0], room)
	if !slices.Equal(here, ids(w.Users)) {
		t.Fatalf("%d of %d are here: the test proves nothing", len(here), len(w.Users))
	}
	w.Kill9()
	w.Restart()
	_, here = look(t, w, w.Admin, room)
	if !slices.Equal(here, []string{w.Admin.ID}) {
		t.Errorf("at the first answer after the crash %v are here", here)
	}
	for _, u := range w.Users[:10] {
		look(t, w, u, room)
	}
	_, here = look(t, w, w.Admin, room)
	if want := ids(append([]*harness.User{w.Admin}, w.Users[:10]...)); !slices.Equal(here, want) {
		t.Errorf("ten came back and %v are here, want %v", here, want)
	}
}

// Guards: presence is a set of connections (internal/presence Tracker), a list on `here` and what changed after it
// (internal/realtime sendPresence). The oracle compares what every client shows with who looks (I7).
func TestI7PresenceIsTheTruthAfterWhateverHappened(t *testing.T) {
	t.Parallel() // it mostly waits
	w := harness.Start(t, nil)
	rooms := []string{w.Room("One", w.Users...), w.Room("Two", w.Users...)}
	for n := range 2 * len(w.Users) { // two devices each
		w.Client(w.Users[n%len(w.Users)])
	}
	w.AllReady()
	clients := w.Clients()
	for n := range 600 {
		c := clients[rand.IntN(len(clients))]
		switch rand.IntN(6) {
		case 0:
			c.Break()
		case 1:
			c.Offline()
		case 2:
			c.Online()
		default:
			c.Here(rooms[rand.IntN(len(rooms))])
		}
		if n == 400 {
			w.Restart()
		}
		time.Sleep(2 * time.Millisecond)
	}
	for _, c := range clients {
		c.Online()
	}
	w.Check()
}

// Guards: presence.Grace, and presenceEvery in internal/realtime.
func TestG29ACrowdThatComesBackIsNoNews(t *testing.T) {
	t.Parallel() // it mostly waits
	w := harness.Start(t, nil)
	room := w.Room("Flapping", w.Users...)
	crowd := w.Users[:15]
	var sockets []*harness.Socket
	reconnect := func() {
		for _, sock := range sockets {
			sock.Close()
		}
		if sockets != nil {
			time.Sleep(1500 * time.Millisecond) // longer than two frames are apart, shorter than the grace
		}
		sockets = make([]*harness.Socket, size(5, 34)*len(crowd))
		var group sync.WaitGroup
		for i := range sockets {
			group.Go(func() { sockets[i], _ = look(t, w, crowd[i%len(crowd)], room) })
		}
		group.Wait()
	}
	reconnect()
	watcher := w.Client(w.Admin)
	w.AllReady()
	watcher.Emit(form{"type": "here", "room": room, "visible": true})
	for range 3 {
		reconnect()
	}
	told := 0
	for _, f := range watcher.Log() {
		if f.Type == "presence" && len(f.Left) > 0 {
			t.Errorf("%v are shown as gone", f.Left)
		}
		if f.Type == "presence" {
			told++
		}
	}
	if t.Logf("%d sockets came back three times: %d frames of presence", len(sockets), told); told > 25 {
		t.Errorf("the watcher was told %d times", told)
	}
	for u := range crowd { // one after the other, over two seconds
		for i := u; i < len(sockets); i += len(crowd) {
			sockets[i].Close()
		}
		time.Sleep(150 * time.Millisecond)
	}
	time.Sleep(6500 * time.Millisecond) // the grace of the last one, and the next frame
	gone := map[string]bool{}
	var last time.Time
	for _, f := range watcher.Log() {
		if f.Type != "presence" || f.Users != nil {
			continue
		}
		if gap := f.At.Sub(last); gap < 700*time.Millisecond {
			t.Errorf("a frame comes %v after the one before", gap)
		}
		last = f.At
		for _, user := range f.Left {
			gone[user] = true
		}
	}
	if len(gone) != len(crowd) {
		t.Errorf("%d of %d are shown as gone", len(gone), len(crowd))
	}
}
