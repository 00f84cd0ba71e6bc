package reliability

import (
	"fmt"
	"math/rand/v2"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"campfire/internal/reliability/harness"
)

const (
	// office is how many people the small company has, each with one window.
	office = 25
	// boxBytes is what the small box has.
	boxBytes = 256 << 20
	// walBytes is what the write-ahead log may take: internal/database bounds it at 64 MB.
	walBytes = 72 << 20
	// looks is how often the server is looked at during the day.
	looks = 24
	// cacheBytes is what SQLite's page caches take when all of them are full (internal/database, internal/search): they go
	// on filling for as long as the chat is smaller than they are, or nobody has used every connection.
	cacheBytes = 34 << 20
	// keptBytes is what a search keeps of what was found last (internal/search messages and texts): a day of searches fills it.
	keptBytes = 4 << 20
	// longDay is long enough to say that nothing grows.
	longDay = 5 * time.Minute
)

// pause is about how long somebody does nothing between two things.
var pause = time.Duration(number("RELIABILITY_DAY_PAUSE_MS", 1000)) * time.Millisecond

// sample is what a server holds in the middle of its work.
type sample struct {
	harness.Load
	wal int64
}

// Guards: what is in memory is bounded by what goes on, and not by what has been (internal/event recent, internal/realtime
// Hub, internal/session Keeper, internal/search Index, the page caches of internal/database). 25 people write, read, look
// for things, change their minds, close their laptops and come back, at a server that has one processor. Three seconds show
// that it works; RELIABILITY_DAY_SECONDS=720 is what they do in a long day, and compares its first quarter with its last;
// RELIABILITY_DAY_PAUSE_MS=200 makes five of it.
func TestE7ADayOfASmallCompanyFitsASmallBox(t *testing.T) {
	t.Parallel()
	span := time.Duration(number("RELIABILITY_DAY_SECONDS", 3)) * time.Second
	w := harness.StartIn(t, "", map[string]string{"GOMAXPROCS": "1"})
	people := slices.Clone(w.Users)
	for n := len(people); n < office; n++ {
		people = append(people, w.Join(fmt.Sprintf("Late %02d", n)))
	}
	if err := w.OnOneCPU(); err != nil {
		t.Fatal(err)
	}
	d := day{
		w: w, done: map[string]int{},
		rooms: []string{w.AllTalk, w.Room("Everybody", people...), w.Room("Design", people[:12]...), w.Room("Sales", people[8:]...)},
	}
	began := time.Now()
	var group sync.WaitGroup
	for n, user := range people {
		p := person{day: &d, user: user, client: w.Client(user), rng: rand.New(rand.NewPCG(uint64(n), 1))}
		group.Go(func() { p.work(began.Add(span)) })
	}
	var seen []sample
	for n := range looks {
		time.Sleep(time.Until(began.Add(span * time.Duration(n+1) / looks)))
		wal, err := os.Stat(filepath.Join(w.Dir, "data.db-wal"))
		if err != nil {
			t.Fatal(err)
		}
		seen = append(seen, sample{w.Load(), wal.Size()})
	}
	group.Wait()
	for _, c := range w.Clients() {
		if !c.Settled(2 * arrival) {
			t.Errorf("%s has unanswered messages", c.User.Name)
		}
	}
	t.Logf("%d people in %v on one CPU: %v; at most %.1f MB resident", office, time.Since(began).Round(time.Second), d.done, float64(w.PeakRSS())/(1<<20))
	var quarters []sample
	for n := range 4 { // the first few looks are at a server that has just started
		quarters = append(quarters, quarter(seen[max(n*looks/4, looks/8):(n+1)*looks/4]))
		t.Logf("quarter %d: %v, log %.1f MB", n+1, quarters[n].Load, float64(quarters[n].wal)/(1<<20))
	}
	first, last := quarters[0], quarters[3]
	if peak := w.PeakRSS(); peak > boxBytes {
		t.Errorf("the server took %.1f MB of %d", float64(peak)/(1<<20), boxBytes>>20)
	}
	if most := slices.MaxFunc(seen, func(a, b sample) int { return int(a.wal - b.wal) }); most.wal > walBytes {
		t.Errorf("the write-ahead log had %d MB", most.wal>>20)
	}
	if span >= longDay {
		most := first.Load
		most.Heap += keptBytes
		most.Connections, most.Waiting = office, most.Waiting+office // whoever comes and writes at that moment
		if more := last.Above(most); more != "" {
			t.Errorf("from the first quarter of the day to the last it grew to %s", more)
		}
		if grown := last.RSS - first.RSS; grown > cacheBytes {
			t.Errorf("from the first quarter of the day to the last it grew by %.1f MB", float64(grown)/(1<<20))
		}
	}
	w.Check()
}

// quarter is what was in the middle of each number.
func quarter(of []sample) (middle sample) {
	median := func(n func(sample) int64) int64 {
		numbers := make([]int64, 0, len(of))
		for _, s := range of {
			numbers = append(numbers, n(s))
		}
		slices.Sort(numbers)
		return numbers[len(numbers)/2]
	}
	middle.Goroutines = int(median(func(s sample) int64 { return int64(s.Goroutines) }))
	middle.Files = int(median(func(s sample) int64 { return int64(s.Files) }))
	middle.Connections = int(median(func(s sample) int64 { return int64(s.Connections) }))
	middle.Heap = median(func(s sample) int64 { return s.Heap })
	middle.RSS = median(func(s sample) int64 { return s.RSS })
	middle.wal = median(func(s sample) int64 { return s.wal })
	return middle
}

// day is what everybody shares.
type day struct {
	w     *harness.World
	rooms []string
	mu    sync.Mutex
	done  map[string]int
}

func (d *day) did(what string) { d.mu.Lock(); d.done[what]++; d.mu.Unlock() }

// person is somebody at work.
type person struct {
	*day
	user   *harness.User
	client *harness.Client
	rng    *rand.Rand
	mine   []*harness.Outgoing
}

func (p *person) work(end time.Time) {
	rooms := p.open()
	for n := 0; time.Now().Before(end); n++ {
		time.Sleep(time.Duration(p.rng.Float64() * 2 * float64(pause)))
		p.act(rooms[p.rng.IntN(len(rooms))], n)
	}
}

// open waits for the first sight of the chat, and says which rooms there are.
func (p *person) open() (rooms []string) {
	p.client.Until(2*arrival, func(s *harness.State) bool { return len(s.Rooms) > 0 })
	p.client.With(func(s *harness.State) {
		for _, room := range p.rooms {
			if s.Rooms[room] != nil {
				rooms = append(rooms, room)
			}
		}
	})
	return rooms
}

// act does one of the things that people do, about as often as they do it.
func (p *person) act(room string, n int) {
	switch dice := p.rng.IntN(100); {
	case dice < 45:
		p.did("messages")
		p.mine = append(p.mine, p.client.Send(room, fmt.Sprintf("%s wrote number %d about the %s", p.user.Name, n, p.topic())))
	case dice < 65:
		p.did("rooms looked at")
		p.client.Here(room)
		if page, err := p.user.Page(room, "limit=40"); err == nil && len(page.Messages) > 0 {
			p.user.MarkRead(room, page.Messages[len(page.Messages)-1].RSeq)
		}
	case dice < 73:
		p.client.Emit(form{"type": "typing", "room": room, "active": true})
	case dice < 78:
		p.did("searches")
		p.user.Call("GET", "/api/chat/search?q="+url.QueryEscape(p.topic()), nil)
	case dice < 90:
		p.change(dice)
	case dice < 95:
		p.did("connections lost")
		p.client.Break()
	case dice < 98:
		p.did("pages loaded")
		_, _ = p.user.Bootstrap() // who is offline in between loads it once more
	default:
		p.did("laptops closed")
		p.client.Offline()
		time.Sleep(3 * pause)
		p.client.Online()
	}
}

// change boosts, edits or deletes one of the last messages of one's own.
func (p *person) change(dice int) {
	if len(p.mine) == 0 {
		return
	}
	var id string
	sent := p.mine[max(0, len(p.mine)-1-p.rng.IntN(5))]
	p.client.With(func(*harness.State) { id = sent.Message })
	switch {
	case id == "":
	case dice < 84:
		p.did("boosts")
		p.user.Boost(id, "👍")
	case dice < 88:
		p.did("edits")
		p.user.Edit(id, "on second thoughts, the "+p.topic())
	default:
		p.did("deletions")
		p.user.Delete(id)
	}
}

func (p *person) topic() string {
	return []string{"invoice", "deploy", "roadmap", "coffee", "printer", "customer", "holiday", "release", "meeting", "budget"}[p.rng.IntN(10)]
}
