package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"campfire/bench/corpus"
	"campfire/bench/stats"
	"campfire/internal/event"
	"campfire/internal/search"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// Query is one question, asked of the index as people type it and of PocketBase as its filter.
type Query struct {
	Name string `json:"name"`
	user string
	text string
	// like are the texts that the filter looks for; all of them must be there.
	like []string
	// Results is how many our first page has, Rounds what each round took.
	Results int     `json:"results"`
	Rounds  []Round `json:"rounds"`
}

// Round is one round of one query, in milliseconds.
type Round struct {
	P50  float64 `json:"p50_ms"`
	P99  float64 `json:"p99_ms"`
	Like float64 `json:"like_ms"`
}

// Found is what was measured.
type Found struct {
	Messages int64    `json:"messages"`
	Queries  []*Query `json:"queries"`
	// All is every time that any query was asked, in each round; Like is the median of the filter.
	All       []Round `json:"all"`
	BuildMS   float64 `json:"build_ms"`
	TextBytes int64   `json:"text_bytes"`
	WordBytes int64   `json:"word_bytes"`
	PartBytes int64   `json:"part_bytes"`
}

func queries() []*Query {
	ask := func(name, user, text string, like ...string) *Query {
		return &Query{Name: name, user: user, text: text, like: like}
	}
	return []*Query{
		ask("rare word", memberID, corpus.Rare, corpus.Rare),
		ask("word of 5 %", memberID, corpus.Frequent, corpus.Frequent),
		ask("commonest word", memberID, corpus.Common, corpus.Common),
		ask("two words", memberID, corpus.Second+" "+corpus.Frequent, corpus.Second, corpus.Frequent),
		ask("three words, one common", memberID, corpus.Common+" "+corpus.Second+" "+corpus.Frequent, corpus.Common, corpus.Second, corpus.Frequent),
		ask("phrase of common words", memberID, `"of the"`, "of the"),
		ask("phrase that is rare", memberID, `"`+corpus.Second+" "+corpus.Frequent+`"`, corpus.Second+" "+corpus.Frequent),
		ask("CJK", memberID, corpus.Ideogram, corpus.Ideogram),
		ask("address with dots", memberID, corpus.Place, corpus.Place),
		ask("part of a word", memberID, "eppeli", "eppeli"),
		ask("beginning of a word", memberID, "coff", "coff"),
		ask("nothing", memberID, "qqzzqq", "qqzzqq"),
		ask("commonest word, from one small room", singleID, corpus.Common, corpus.Common),
		// note: the last one; bench/search.go has a row of its own for it.
		ask("commonest word, from no room", nobodyID, corpus.Common, corpus.Common),
	}
}

// measure builds the index and asks every query in every round, of ours and of PocketBase one after the other.
func measure(app core.App, rounds, asks int) (*Found, error) {
	ctx := context.Background()
	found := &Found{Queries: queries()}
	began := time.Now()
	if err := search.Build(ctx, app, search.Swift, func(int64, int64) {}); err != nil {
		return nil, err
	}
	found.BuildMS = stats.Milliseconds(time.Since(began))
	log, err := event.Open(app, "OFF")
	if err != nil {
		return nil, err
	}
	index, err := search.Open(app, log)
	if err != nil {
		return nil, err
	}
	if err := found.measureSizes(app); err != nil {
		return nil, err
	}
	for range rounds {
		all := make([]time.Duration, 0, asks*len(found.Queries))
		likes := make([]float64, 0, len(found.Queries))
		for _, q := range found.Queries {
			samples, err := q.ours(ctx, index, asks)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", q.Name, err)
			}
			like, err := q.plain(app)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", q.Name, err)
			}
			q.Rounds = append(q.Rounds, roundOf(samples, like))
			all, likes = append(all, samples...), append(likes, like)
		}
		found.All = append(found.All, roundOf(all, stats.Median(likes)))
	}
	return found, index.Close()
}

func roundOf(samples []time.Duration, like float64) Round {
	p50, p99 := stats.Latency(samples)
	return Round{P50: p50, P99: p99, Like: like}
}

func (q *Query) ours(ctx context.Context, index *search.Index, asks int) ([]time.Duration, error) {
	samples := make([]time.Duration, 0, asks)
	for n := range asks + asks/10 {
		began := time.Now()
		answer, err := index.Search(ctx, search.Request{User: q.user, Text: q.text, Limit: search.PageDefault})
		if err != nil {
			return nil, err
		}
		if n >= asks/10 { // the first ones warm the caches
			samples = append(samples, time.Since(began))
		}
		q.Results = len(answer.Results)
	}
	return samples, nil
}

// plain asks what GET /api/collections/messages/records asks of the database for somebody who is signed in: the list rule, the
// filter, newest first, one page, and no total, which would cost a second search.
func (q *Query) plain(app core.App) (ms float64, err error) {
	user, err := app.FindRecordById("users", q.user)
	if err != nil {
		return 0, err
	}
	began := time.Now()
	records, err := list(app, user, q.like)
	if err != nil {
		return 0, err
	}
	ms = stats.Milliseconds(time.Since(began))
	if (len(records) == 0) != (q.Results == 0) {
		return 0, fmt.Errorf("the filter finds %d and the index %d", len(records), q.Results)
	}
	return ms, nil
}

// pages sums up the pages of the tables whose names fit.
func pages(db dbx.Builder, like string) (bytes int64, err error) {
	return bytes, db.NewQuery("SELECT COALESCE(SUM(pgsize), 0) FROM dbstat WHERE name LIKE {:like}").Bind(dbx.Params{"like": like}).Row(&bytes)
}

func (found *Found) measureSizes(app core.App) error {
	err := app.DB().NewQuery("SELECT COUNT(*), SUM(LENGTH(CAST(body_text AS BLOB))) FROM messages").Row(&found.Messages, &found.TextBytes)
	if err != nil {
		return err
	}
	path := filepath.Join(app.DataDir(), search.FileName)
	file, err := core.DefaultDBConnect(path)
	if err != nil {
		return err
	}
	info, err := os.Stat(path)
	if err == nil {
		found.PartBytes, err = pages(file, "parts%")
	}
	if err = errors.Join(err, file.Close()); err != nil {
		return err
	}
	found.WordBytes = info.Size() - found.PartBytes
	return nil
}

func listQuery(like []string) string {
	filter := ""
	for i, text := range like {
		if i > 0 {
			filter += " && "
		}
		filter += fmt.Sprintf("body_text ~ %q", text)
	}
	return url.Values{"filter": {filter}, "sort": {"-created"}, "perPage": {fmt.Sprint(search.PageDefault)}, "skipTotal": {"1"}}.Encode()
}
