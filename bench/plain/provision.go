package main

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/security"
	"github.com/pocketbase/pocketbase/tools/types"

	"campfire/bench/load"
	"campfire/bench/wire"
)

type member struct {
	ID    string `json:"id"`
	Token string `json:"token"`
}

// provision makes the users and rooms of a run, everybody a member of each room, and fills the room "history".
// Its messages are written with one second between them, so that a page can start at a known time.
func provision(e *core.RequestEvent) error {
	var form struct {
		Users   int       `json:"users"`
		Rooms   []string  `json:"rooms"`
		History int       `json:"history"`
		Since   time.Time `json:"since"`
	}
	if err := e.BindBody(&form); err != nil {
		return err
	}
	rooms := map[string]string{}
	var members []member
	err := e.App.RunInTransaction(func(tx core.App) error {
		var err error
		if members, err = createUsers(tx, form.Users); err != nil {
			return err
		}
		for _, name := range form.Rooms {
			if rooms[name], err = createRoom(tx, name, members); err != nil {
				return err
			}
		}
		return fill(tx, rooms["history"], members[0].ID, form.History, form.Since)
	})
	if err != nil {
		return err
	}
	return e.JSON(http.StatusOK, map[string]any{"users": members, "rooms": rooms})
}

func createUsers(tx core.App, count int) ([]member, error) {
	users, err := tx.FindCollectionByNameOrId("users")
	if err != nil {
		return nil, err
	}
	var members []member
	for i := range count {
		user := core.NewRecord(users)
		user.SetEmail(fmt.Sprintf("user%d@example.com", i))
		user.SetVerified(true)
		user.SetPassword("bench-password")
		if err := tx.Save(user); err != nil {
			return nil, err
		}
		token, err := user.NewAuthToken()
		if err != nil {
			return nil, err
		}
		members = append(members, member{user.Id, token})
	}
	return members, nil
}

func createRoom(tx core.App, name string, members []member) (string, error) {
	rooms, err := tx.FindCollectionByNameOrId("rooms")
	if err != nil {
		return "", err
	}
	memberships, err := tx.FindCollectionByNameOrId("memberships")
	if err != nil {
		return "", err
	}
	room := core.NewRecord(rooms)
	room.Set("name", name)
	if err := tx.Save(room); err != nil {
		return "", err
	}
	for _, member := range members {
		membership := core.NewRecord(memberships)
		membership.Set("room", room.Id)
		membership.Set("user", member.ID)
		if err := tx.Save(membership); err != nil {
			return "", err
		}
	}
	return room.Id, nil
}

func fill(tx core.App, room, author string, count int, since time.Time) error {
	for i := range count {
		at, err := types.ParseDateTime(since.Add(time.Duration(i) * time.Second))
		if err != nil {
			return err
		}
		_, err = tx.DB().Insert("messages", dbx.Params{
			"id": security.PseudorandomStringWithAlphabet(15, core.DefaultIdAlphabet), "room": room, "author": author,
			"body": load.Body(i), "created": at.String(), "updated": at.String(),
		}).Execute()
		if err != nil {
			return err
		}
	}
	return nil
}

// commitOrder lists the numbers of the last messages of a room as they were committed: what a receiver's order has
// to be compared with, because posts under way at the same time may commit in any order.
func commitOrder(e *core.RequestEvent) error {
	var bodies []string
	query := e.Request.URL.Query()
	err := e.App.DB().NewQuery("SELECT body FROM messages WHERE room = {:room} ORDER BY rowid DESC LIMIT " +
		strings.Map(digit, query.Get("last"))).Bind(dbx.Params{"room": query.Get("room")}).Column(&bodies)
	if err != nil {
		return err
	}
	order := make([]int, len(bodies))
	for i, body := range bodies {
		var scanner wire.MarkerScanner
		order[len(bodies)-1-i], _ = scanner.Find([]byte(body))
	}
	return e.JSON(http.StatusOK, order)
}

func digit(r rune) rune {
	if r < '0' || r > '9' {
		return -1
	}
	return r
}
