package search_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"campfire/internal/event"
	"campfire/internal/search"
)

func TestWhatWasLookedUpBeforeHidesNothingNew(t *testing.T) {
	c := start(t)
	first := c.post(c.kevin, c.Watercooler, "green tea and black coffee")
	second := c.post(c.kevin, c.Watercooler, "black tea and green coffee")
	c.caughtUp()
	for range 2 {
		c.expect(c.david, `"black tea"`, "black tea and green coffee")
		c.expect(c.david, `"green tea"`, "green tea and black coffee")
		c.expect(c.david, "coff gree", "black tea and green coffee", "green tea and black coffee")
		c.expect(c.david, "gree coff", "black tea and green coffee", "green tea and black coffee")
		c.expect(c.david, "xy") // too short to be a part
	}
	c.ok(c.kevin, "PATCH", records+"/"+first, map[string]any{"body": "coffee without black tea"})
	c.ok(c.kevin, "PATCH", records+"/"+second, map[string]any{"body": "green greenhouse tea"})
	c.post(c.kevin, c.Watercooler, "a xylophone")
	c.caughtUp()
	c.expect(c.david, `"black tea"`, "coffee without black tea")
	c.expect(c.david, `"green tea"`)
	c.expect(c.david, "xy", "a xylophone")
}

func TestAResultIsTheMessageAsItIs(t *testing.T) {
	c := start(t)
	plain := c.post(c.kevin, c.Watercooler, "apricots, peaches")
	marked := c.post(c.kevin, c.Watercooler, "<b>apricots</b> &amp; <i>\"peaches\"</i>")
	c.ok(c.kevin, "PATCH", records+"/"+c.post(c.kevin, c.Watercooler, "plums"), map[string]any{"body": "apricots after all"})
	c.post(c.kevin, c.Watercooler, "/play trombone")
	c.ok(c.jason, "POST", "/api/collections/boosts/records", map[string]any{"message": plain, "content": "yes"})
	c.ok(c.jason, "POST", "/api/collections/boosts/records", map[string]any{"message": marked, "content": "oh"})
	c.ok(c.jason, "POST", "/api/collections/boosts/records", map[string]any{"message": plain, "content": "no"})
	c.caughtUp()
	for _, when := range []string{"first", "again", "after an edit"} {
		if when == "after an edit" { // note: before the index has followed
			c.ok(c.kevin, "PATCH", records+"/"+plain, map[string]any{"body": "<i>apricots</i>"})
		}
		history := map[any]string{}
		for _, message := range c.ok(c.david, "GET", "/api/chat/rooms/"+c.Watercooler+"/messages", nil).List("messages") {
			history[message["id"]] = fmt.Sprint(message)
		}
		found := c.search(c.david, "apricots").List("results")
		found = append(found, c.search(c.david, "has:sound").List("results")...)
		if len(found) != 4 {
			t.Fatalf("%s: found %v", when, found)
		}
		for _, result := range found {
			message, _ := result["message"].(map[string]any)
			if got, want := fmt.Sprint(message), history[message["id"]]; got != want {
				t.Errorf("%s: found\n%s\nin the room\n%s", when, got, want)
			}
		}
	}
}

// The index here follows nothing, so that it has no other way to learn of a change than to look.
func TestAMessageInMemoryIsShownAsItIsNow(t *testing.T) {
	c := start(t)
	first := c.post(c.kevin, c.Watercooler, "green apricots")
	second := c.post(c.kevin, c.Watercooler, "red apricots")
	c.caughtUp()
	log, err := event.Open(c.App, "OFF")
	if err != nil {
		t.Fatal(err)
	}
	index, err := search.Open(c.App, log)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = index.Close() })
	expect := func(want ...string) {
		t.Helper()
		answer, err := index.Search(context.Background(), search.Request{User: c.Jason, Text: "apricots", Limit: search.PageDefault})
		if err != nil {
			t.Fatal(err)
		}
		found := make([]string, len(answer.Results))
		for i := range found {
			found[i] = answer.Results[i].Message.Body + " " + answer.Results[i].Snippet
		}
		if !slices.Equal(found, want) {
			t.Errorf("found %q, want %q", found, want)
		}
	}
	for range 2 {
		expect("red apricots red <mark>apricots</mark>", "green apricots green <mark>apricots</mark>")
	}
	c.ok(c.kevin, "PATCH", records+"/"+first, map[string]any{"body": "ripe apricots"})
	for range 2 {
		expect("red apricots red <mark>apricots</mark>", "ripe apricots ripe <mark>apricots</mark>")
	}
	c.ok(c.kevin, "DELETE", records+"/"+second, nil)
	expect("ripe apricots ripe <mark>apricots</mark>")
	c.ok(c.kevin, "PATCH", records+"/"+first, map[string]any{"body": "nothing of that sort"})
	expect()
}
