package target

import (
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"time"

	"campfire/bench/load"
)

// Rooms of a run. Sends, fan-out and history do not share one, so that each is checked by itself.
const (
	RoomSends   = "sends"
	RoomFanout  = "fanout"
	RoomHistory = "history"
)

var roomNames = []string{RoomSends, RoomFanout, RoomHistory}

// SocketPath is where our socket lives.
const SocketPath = "/api/chat/socket"

const (
	password     = "bench-password"
	joiners      = 4   // joins at the same time: bcrypt fills the cores anyway
	pageLimit    = 100 // the largest page the history gives
	fillInFlight = 64
)

// HistorySince is when the first message of plain PocketBase's history room was written, one second per message.
var HistorySince = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

// Chat is a filled server: who may speak and where.
type Chat struct {
	*Child
	Tokens []string
	Users  []string // ids in the order of the tokens, plain PocketBase only
	Rooms  map[string]string
}

// ProvisionOurs runs the first-run setup, makes the rooms and joins the other accounts by the join code.
func ProvisionOurs(c *Child, accounts int) (*Chat, error) {
	var signedIn struct {
		Token string `json:"token"`
	}
	err := Call(http.MethodPost, c.Address, "/api/chat/setup", "",
		map[string]string{"name": "Bench", "email": "bench@example.com", "password": password}, &signedIn)
	if err != nil {
		return nil, err
	}
	chat := &Chat{Child: c, Tokens: make([]string, accounts), Rooms: map[string]string{}}
	chat.Tokens[0] = signedIn.Token
	for _, name := range roomNames {
		var room struct {
			ID string `json:"id"`
		}
		err := Call(http.MethodPost, c.Address, "/api/collections/rooms/records", chat.Tokens[0],
			map[string]string{"kind": "open", "name": name}, &room)
		if err != nil {
			return nil, err
		}
		chat.Rooms[name] = room.ID
	}
	var boot struct {
		Account struct {
			JoinCode string `json:"join_code"`
		} `json:"account"`
	}
	if err := Call(http.MethodGet, c.Address, "/api/chat/bootstrap", chat.Tokens[0], nil, &boot); err != nil {
		return nil, err
	}
	return chat, chat.join(boot.Account.JoinCode)
}

func (c *Chat) join(code string) error {
	next := make(chan int)
	failed := make(chan error, joiners)
	var group sync.WaitGroup
	for range joiners {
		group.Go(func() {
			var failure error
			for i := range next {
				var signedIn struct {
					Token string `json:"token"`
				}
				err := Call(http.MethodPost, c.Address, "/api/chat/join/"+code, "", map[string]string{
					"name": fmt.Sprintf("Member %d", i), "email": fmt.Sprintf("member%d@example.com", i), "password": password,
				}, &signedIn)
				if err != nil {
					failure = err
				}
				c.Tokens[i] = signedIn.Token
			}
			failed <- failure
		})
	}
	for i := 1; i < len(c.Tokens); i++ {
		next <- i
	}
	close(next)
	group.Wait()
	close(failed)
	for err := range failed {
		if err != nil {
			return err
		}
	}
	return nil
}

// Fill sends count messages into the history room.
func (c *Chat) Fill(count int) error {
	socket, err := load.DialSocket(c.Address, SocketPath, c.Tokens[0])
	if err != nil {
		return err
	}
	defer socket.Close()
	sent, answered, refused := 0, 0, ""
	for answered < count {
		for ; sent < count && sent-answered < fillInFlight; sent++ {
			socket.Queue(load.MessageID(1, 0, sent), c.Rooms[RoomHistory], load.Body(sent))
		}
		if err := socket.Flush(); err != nil {
			return err
		}
		err := socket.Read(time.Now().Add(readyWithin), func(r load.Reply) {
			answered++
			refused += r.Refuse
		})
		if err != nil || refused != "" {
			return fmt.Errorf("fill the history: %w %s", err, refused)
		}
	}
	return nil
}

// ProvisionPlain fills plain PocketBase through its own route.
func ProvisionPlain(c *Child, accounts, history int) (*Chat, error) {
	var made struct {
		Users []struct {
			ID    string `json:"id"`
			Token string `json:"token"`
		} `json:"users"`
		Rooms map[string]string `json:"rooms"`
	}
	err := Call(http.MethodPost, c.Address, "/bench/provision", "", map[string]any{
		"users": accounts, "rooms": roomNames, "history": history, "since": HistorySince,
	}, &made)
	if err != nil {
		return nil, err
	}
	chat := &Chat{Child: c, Rooms: made.Rooms}
	for _, user := range made.Users {
		chat.Tokens = append(chat.Tokens, user.Token)
		chat.Users = append(chat.Users, user.ID)
	}
	return chat, nil
}

// Verified is what reading everything back found.
type Verified struct {
	Acknowledged int `json:"acknowledged"`
	Stored       int `json:"stored"`
	Lost         int `json:"lost"`        // acknowledged, not in the history
	Doubled      int `json:"doubled"`     // one client_message_id twice
	Holes        int `json:"holes"`       // rseq not one above the last
	Misnumbered  int `json:"misnumbered"` // stored under another rseq than the acknowledgement said
}

// Faults adds up everything that must be zero.
func (v Verified) Faults() int { return v.Lost + v.Doubled + v.Holes + v.Misnumbered }

// Verify reads a room from its first message on and compares it with the acknowledgements.
func (c *Chat) Verify(room string, acks []load.Ack) (Verified, error) {
	v := Verified{Acknowledged: len(acks)}
	open := make(map[string]int64, len(acks))
	for _, ack := range acks {
		if _, twice := open[ack.ID]; twice {
			v.Doubled++ // acknowledged twice
		}
		open[ack.ID] = ack.Rseq
	}
	seen := make(map[string]struct{}, len(acks))
	for last := int64(0); ; {
		var page struct {
			Messages []struct {
				ID   string `json:"client_message_id"`
				Rseq int64  `json:"rseq"`
			} `json:"messages"`
			HasAfter bool `json:"has_after"`
		}
		path := "/api/chat/rooms/" + c.Rooms[room] + "/messages?limit=" + strconv.Itoa(pageLimit) + "&after=" + strconv.FormatInt(last, 10)
		if err := Call(http.MethodGet, c.Address, path, c.Tokens[0], nil, &page); err != nil {
			return v, err
		}
		for _, message := range page.Messages {
			if message.Rseq != last+1 {
				v.Holes++
			}
			last = message.Rseq
			v.Stored++
			if _, twice := seen[message.ID]; twice {
				v.Doubled++
			}
			seen[message.ID] = struct{}{}
			if rseq, acked := open[message.ID]; acked {
				if rseq > 0 && rseq != message.Rseq {
					v.Misnumbered++
				}
				delete(open, message.ID)
			}
		}
		if len(page.Messages) == 0 || !page.HasAfter {
			v.Lost = len(open)
			return v, nil
		}
	}
}
