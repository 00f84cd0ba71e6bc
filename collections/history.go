package collections

import (
	"github.com/pocketbase/dbx"
)

// Statements that page through a whole chat, oldest first, for whoever takes it elsewhere. Numbers have no holes, so a page
// begins behind the last number of the one before.
const (
	// note: the index is named, because SQLite would rather collect all that somebody wrote in a room and sort it.
	sqlWrittenAfter = `SELECT ` + publicColumns + ` FROM messages INDEXED BY messages_room_rseq
		WHERE room = ? AND rseq > ? AND author = ? AND deleted = FALSE ORDER BY rseq ASC LIMIT ?`
	sqlRooms   = `SELECT ` + roomColumns + ` FROM rooms r ORDER BY r.name COLLATE NOCASE, r.id`
	sqlMembers = `SELECT id, room, user, involvement, read_rseq, created, updated FROM memberships`
)

// AllRooms returns every room, pings included, by name.
func AllRooms(db dbx.Builder) ([]RoomView, error) {
	rooms := []RoomView{}
	err := db.NewQuery(sqlRooms).All(&rooms)
	return rooms, err
}

// MembersOf returns who is in a room.
func MembersOf(db dbx.Builder, room string) ([]MembershipView, error) {
	members := []MembershipView{}
	err := Asked(db, sqlMembers+" WHERE room = ? ORDER BY user", room).All(&members)
	return members, err
}

// MembershipsOf returns the rooms that somebody is in, with how they are in them.
func MembershipsOf(db dbx.Builder, user string) ([]MembershipView, error) {
	memberships := []MembershipView{}
	err := Asked(db, sqlMembers+" WHERE user = ? ORDER BY room", user).All(&memberships)
	return memberships, err
}

// History returns up to limit messages of a room behind a number, with their boosts: everybody's, or one author's.
func History(db dbx.Builder, room, author string, after int64, limit int) ([]Message, error) {
	query, args := SQLMessagesAfter, []any{room, after, limit}
	if author != "" {
		query, args = sqlWrittenAfter, []any{room, after, author, limit}
	}
	rows, err := queried{db, query}.Query(args...)
	if err != nil {
		return nil, err
	}
	found, err := scanPublic(rows)
	if err != nil {
		return nil, err
	}
	return found, AttachBoosts(queried{db, SQLBoostsOf}, found)
}

// EachBoostOf calls fn for every boost that somebody gave, in the order in which they did.
func EachBoostOf(db dbx.Builder, booster string, fn func(b Boost) error) error {
	// note: one pass over the table in the order of its rows, which are written in that of their seq; nothing is sorted.
	rows, err := queried{db, `SELECT ` + boostColumns + ` FROM boosts WHERE booster = ? ORDER BY rowid`}.Query(booster)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var b Boost
		if err := ScanBoost(rows, &b); err != nil {
			return err
		}
		if err := fn(b); err != nil {
			return err
		}
	}
	return rows.Err()
}

// SignInLink is an account at a sign-in provider that leads to somebody.
type SignInLink struct {
	Provider string `db:"provider" json:"provider"`
	ID       string `db:"providerId" json:"id"`
	Created  string `db:"created" json:"created"`
}

// SignInLinksOf returns the accounts at sign-in providers that lead to somebody.
func SignInLinksOf(db dbx.Builder, user string) ([]SignInLink, error) {
	links := []SignInLink{}
	err := Asked(db, `SELECT provider, providerId, created FROM _externalAuths WHERE recordRef = ?
		AND collectionRef = (SELECT id FROM _collections WHERE name = 'users') ORDER BY provider, id`, user).All(&links)
	return links, err
}

// BannedAddressesOf returns the network addresses that are noted of somebody who was banned.
func BannedAddressesOf(db dbx.Builder, user string) ([]string, error) {
	addresses := []string{}
	err := Asked(db, "SELECT address FROM bans WHERE user = ? AND address != '' ORDER BY address", user).Column(&addresses)
	return addresses, err
}

// EmailVerified reports whether somebody has proved their address.
func EmailVerified(db dbx.Builder, user string) (bool, error) {
	return exists(db.Select("(1)").From(Users).Where(dbx.HashExp{"id": user, "verified": true}))
}
