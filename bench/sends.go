package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os/exec"
	"path/filepath"

	"campfire/bench/load"
	"campfire/bench/target"
)

// verification collects what was acknowledged in a room of ours.
type verification struct {
	acks     []load.Ack
	unsorted int
}

func (s *suite) remember(room string, acks []load.Ack, unsorted int) {
	v := s.sent[room]
	if v == nil {
		v = &verification{}
		s.sent[room] = v
	}
	v.acks = append(v.acks, acks...)
	v.unsorted += unsorted
}

// nextRun numbers the cases.
func (s *suite) nextRun() uint32 {
	s.run32++
	return s.run32<<8 | 0xbe
}

// socketCases says how many sends are in flight over how many sockets at a level.
var socketCases = map[int][]int{1: {1}, 16: {1}, 64: {1, 16}}

// sends measures posting at three levels: HTTP on both servers, our socket, and bare SQLite transactions of as many
// messages as could be committed together at that level.
func (s *suite) sends() error {
	for _, level := range []int{1, 16, 64} {
		overHTTP := s.report.row(Row{Case: fmt.Sprintf("send, HTTP, %d", level), Unit: "/s"})
		sockets := make([]*Row, len(socketCases[level]))
		for i, count := range socketCases[level] {
			sockets[i] = s.report.row(Row{Case: fmt.Sprintf("send, socket, %d in flight over %d", level, count), Unit: "/s"})
			if level == 64 {
				sockets[i].TimesPlain, sockets[i].AtLeast = 8, 15_000
			}
		}
		if level == 16 {
			overHTTP.TimesPlain = 5
		}
		for range s.Rounds {
			if err := s.sendRound(level, overHTTP, sockets); err != nil {
				return err
			}
		}
	}
	return s.anyErrors()
}

func (s *suite) sendRound(level int, overHTTP *Row, sockets []*Row) error {
	if s.ours != nil {
		found, measure := s.sendHTTP(s.ours, level)
		overHTTP.Ours = append(overHTTP.Ours, measure)
		s.remember(target.RoomSends, found.Acks, found.Unsorted)
		for i, count := range socketCases[level] {
			measure, err := s.sendSocket(count, level/count)
			if err != nil {
				return err
			}
			sockets[i].Ours = append(sockets[i].Ours, measure)
		}
	}
	_, measure := s.sendHTTP(s.plain, level)
	overHTTP.Plain = append(overHTTP.Plain, measure)
	bare, err := s.bareCommits(level)
	if err != nil {
		return err
	}
	overHTTP.Raw = append(overHTTP.Raw, bare)
	for _, row := range sockets {
		row.Plain = append(row.Plain, measure) // plain PocketBase has no way to send over a socket
		row.Raw = append(row.Raw, bare)
	}
	return nil
}

func (s *suite) sendHTTP(chat *target.Chat, senders int) (load.Sends, Measure) {
	pause()
	run := s.nextRun()
	m := meter{child: chat.Child}
	found := load.SendHTTP(chat.Address, senders, s.Warm, s.Measured, m.begin, m.end,
		func(sender, n int) (load.Request, string) {
			id := load.MessageID(run, sender, n)
			return s.post(chat, target.RoomSends, sender, id, n), id
		})
	return found, s.sendMeasure(&m, found, chat.Name)
}

// post is the request for one message. The stock record API wants the author named (its rule compares it with the
// caller); ours takes the author from the session and a client_message_id instead.
func (s *suite) post(chat *target.Chat, room string, sender int, id string, n int) load.Request {
	body := `{"room":"` + chat.Rooms[room] + `","body":"` + load.Body(n) + `",`
	if chat == s.ours {
		body += `"client_message_id":"` + id + `"}`
	} else {
		body += `"author":"` + chat.Users[sender] + `"}`
	}
	return load.Request{
		Method: http.MethodPost, Path: "/api/collections/messages/records", Token: chat.Tokens[sender], Body: []byte(body),
	}
}

func (s *suite) sendSocket(count, inFlight int) (Measure, error) {
	pause()
	var sockets []*load.Socket
	defer func() {
		for _, socket := range sockets {
			socket.Close()
		}
	}()
	for i := range count {
		socket, err := load.DialSocket(s.ours.Address, target.SocketPath, s.ours.Tokens[i])
		if err != nil {
			return Measure{}, err
		}
		sockets = append(sockets, socket)
	}
	m := meter{child: s.ours.Child}
	found := load.SendSocket(sockets, s.nextRun(), s.ours.Rooms[target.RoomSends], inFlight, s.Warm, s.Measured, m.begin, m.end)
	s.remember(target.RoomSends, found.Acks, found.Unsorted)
	return s.sendMeasure(&m, found, s.ours.Name), nil
}

func (s *suite) sendMeasure(m *meter, found load.Sends, name string) Measure {
	measure := Measure{Value: found.PerSecond, P50: found.P50, P99: found.P99, Errors: found.Errors, Unsorted: found.Unsorted}
	m.per(&measure, found.PerSecond)
	if found.First != "" {
		s.report.notef("%s: first error: %s", name, found.First)
	}
	return measure
}

// bareCommits runs the SQLite limit as its own process on the same disk.
func (s *suite) bareCommits(batch int) (Measure, error) {
	pause()
	out, err := exec.Command(filepath.Join(s.dir, "raw"), "sqlite", "-db", filepath.Join(s.dir, "bare.db"),
		"-batch", fmt.Sprint(batch), "-seconds", fmt.Sprint(s.Measured.Seconds())).Output()
	if err != nil {
		return Measure{}, fmt.Errorf("bare SQLite: %w", err)
	}
	var found struct {
		PerSecond float64 `json:"per_second"`
		P50       float64 `json:"p50_ms"`
		P99       float64 `json:"p99_ms"`
	}
	err = json.Unmarshal(out, &found)
	return Measure{Value: found.PerSecond, P50: found.P50, P99: found.P99}, err
}

func (s *suite) anyErrors() error {
	if s.ours == nil {
		return s.plain.Alive()
	}
	return s.ours.Alive()
}

// verify reads back every room of ours that was written to.
func (s *suite) verify() error {
	if s.ours == nil || len(s.sent) == 0 {
		return nil
	}
	row := s.report.row(Row{Case: "lost, doubled, out of order", Unit: "", Zero: true})
	s.report.Checks = map[string]target.Verified{}
	total := s.delivered.ours
	for room, v := range s.sent {
		found, err := s.ours.Verify(room, v.acks)
		if err != nil {
			return err
		}
		s.report.Checks[room] = found
		s.report.notef("room %s: %d acknowledged, %d stored, %d lost, %d doubled, %d holes, %d misnumbered, %d acknowledged out of order",
			room, found.Acknowledged, found.Stored, found.Lost, found.Doubled, found.Holes, found.Misnumbered, v.unsorted)
		total += found.Faults() + v.unsorted
	}
	row.Ours = append(row.Ours, Measure{Value: float64(total), Lost: total})
	if s.delivered.plainPairs > 0 {
		swapped := 100 * float64(s.delivered.plainSwapped) / float64(s.delivered.plainPairs)
		row.Plain = append(row.Plain, Measure{Value: swapped, Note: "% of adjacent pairs out of order"})
	}
	return nil
}
