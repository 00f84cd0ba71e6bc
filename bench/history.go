package main

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"time"

	"campfire/bench/load"
	"campfire/bench/target"
)

const (
	readers = 16
	perPage = 40
)

// history measures pages of 40 on a room of s.History messages: the newest page, and pages from anywhere in it.
func (s *suite) history() error {
	newest := s.report.row(Row{Case: "history page of 40, newest, 16 clients", Unit: "/s", TimesPlain: 8})
	anywhere := s.report.row(Row{Case: "history page of 40, anywhere, 16 clients", Unit: "/s", TimesPlain: 8})
	unchanged := s.report.row(Row{Case: "history page, 304, 16 clients", Unit: "/s"})
	if s.ours != nil {
		if err := checkPage(s.ours, s.oursPage(0), s.History-perPage, s.History-1); err != nil {
			return err
		}
	}
	if err := checkPage(s.plain, s.plainPage(s.History), 0, s.History-1); err != nil {
		return err
	}
	somewhere := func() int { return perPage + 1 + rand.IntN(s.History-perPage) }
	for range s.Rounds {
		if s.ours != nil {
			newest.Ours = append(newest.Ours, s.pages(s.ours, false, func() string { return s.oursPage(0) }))
			anywhere.Ours = append(anywhere.Ours, s.pages(s.ours, false, func() string { return s.oursPage(somewhere()) }))
			unchanged.Ours = append(unchanged.Ours, s.pages(s.ours, true, func() string { return s.oursPage(0) }))
		}
		newest.Plain = append(newest.Plain, s.pages(s.plain, false, func() string { return s.plainPage(0) }))
		anywhere.Plain = append(anywhere.Plain, s.pages(s.plain, false, func() string { return s.plainPage(somewhere()) }))
	}
	return s.anyErrors()
}

// oursPage is the page that ends before rseq `before`, the newest one for 0.
func (s *suite) oursPage(before int) string {
	path := fmt.Sprintf("/api/chat/rooms/%s/messages?limit=%d", s.ours.Rooms[target.RoomHistory], perPage)
	if before > 0 {
		path += fmt.Sprintf("&before=%d", before)
	}
	return path
}

// plainPage is the same with a sensible client: no total, and a filter instead of an offset.
func (s *suite) plainPage(before int) string {
	filter := fmt.Sprintf("room = '%s'", s.plain.Rooms[target.RoomHistory])
	if before > 0 {
		at := target.HistorySince.Add(time.Duration(before) * time.Second)
		filter += fmt.Sprintf(" && created < '%s'", at.Format("2006-01-02 15:04:05.000Z"))
	}
	return fmt.Sprintf("/api/collections/messages/records?page=1&perPage=%d&skipTotal=1&sort=-created&filter=%s",
		perPage, url.QueryEscape(filter))
}

// pages reads as fast as the clients can, each over its own connection; with etag it asks for what it has already.
func (s *suite) pages(chat *target.Chat, etag bool, path func() string) Measure {
	pause()
	m := meter{child: chat.Child}
	want := http.StatusOK
	if etag {
		want = http.StatusNotModified
	}
	found := load.Read(chat.Address, chat.Tokens[:readers], want, s.Warm, s.Measured, m.begin, m.end, path)
	return s.sendMeasure(&m, found, chat.Name+" history")
}

// checkPage makes sure that what is measured is a full page of the right messages.
func checkPage(chat *target.Chat, path string, lowest, highest int) error {
	var page struct {
		Messages []struct{ Body string } `json:"messages"`
		Items    []struct{ Body string } `json:"items"`
	}
	if err := target.Call(http.MethodGet, chat.Address, path, chat.Tokens[1], nil, &page); err != nil {
		return err
	}
	messages := append(page.Messages, page.Items...)
	if len(messages) != perPage {
		text, _ := json.Marshal(page)
		return fmt.Errorf("%s: a page of %d, want %d: %.300s", chat.Name, len(messages), perPage, text)
	}
	for _, message := range messages {
		if k := load.Number(message.Body); k < lowest || k > highest {
			return fmt.Errorf("%s: message %d is not between %d and %d", chat.Name, k, lowest, highest)
		}
	}
	return nil
}
