package account

import (
	"crypto/subtle"
	"errors"
	"fmt"
	"slices"
	"strings"

	"campfire/collections"

	"github.com/pocketbase/pocketbase/core"
)

var (
	// ErrJoinClosed means that nobody comes in by themselves.
	ErrJoinClosed = errors.New("nobody may join")
	// ErrJoinProvider means that only sign-in providers bring new people.
	ErrJoinProvider = errors.New("only sign-in providers bring new people")
	// ErrJoinLink means that a sign-in provider brings new people only together with the join link.
	ErrJoinLink = errors.New("new people need the join link")
	// ErrJoinDomain means that the address is of a domain that may not join.
	ErrJoinDomain = errors.New("address of another domain")
	// ErrLeft means that somebody with this address was here and was sent away.
	ErrLeft = errors.New("the account with this address was closed")
)

// Newcomer is somebody who wants to become a member.
type Newcomer struct {
	Email string
	// Code is the join code that they came with, "" for none.
	Code string
	// Vouched means that a sign-in provider says that the address is theirs.
	Vouched bool
}

// MayJoin judges a newcomer by the account's settings, the same on every door.
func MayJoin(app core.App, n Newcomer) error {
	view, err := collections.FindAccount(app.DB())
	if err != nil {
		return err
	}
	switch view.JoinPolicy {
	case collections.JoinNobody:
		return ErrJoinClosed
	case collections.JoinByProvider:
		if !n.Vouched {
			return ErrJoinProvider
		}
	default:
		if !rightCode(view.JoinCode, n.Code) {
			if n.Vouched {
				return ErrJoinLink
			}
			return ErrWrongCode
		}
	}
	_, of, _ := strings.Cut(n.Email, "@")
	if domains := Domains(view.JoinDomains); n.Email != "" && len(domains) > 0 && !slices.Contains(domains, strings.ToLower(of)) {
		return ErrJoinDomain
	}
	if n.Vouched {
		return wasSentAway(app, n.Email)
	}
	return nil
}

// wasSentAway finds the deactivated by their address. A join link is handed to them by somebody; their account at a
// provider they still have.
func wasSentAway(app core.App, email string) error {
	local, of, _ := strings.Cut(email, "@")
	released, err := collections.DeactivatedEmails(app.DB(), local+releasedMark, "@"+of)
	if err != nil {
		return fmt.Errorf("look for the deactivated: %w", err)
	}
	if slices.ContainsFunc(released, func(r string) bool { return FormerEmail(r) == email }) {
		return ErrLeft
	}
	return nil
}

// Domains reads a list of domains as people type it.
func Domains(list string) []string {
	return strings.FieldsFunc(strings.ReplaceAll(strings.ToLower(list), "@", " "), func(r rune) bool {
		return strings.ContainsRune(" ,;\t\r\n", r)
	})
}

func rightCode(code, given string) bool {
	return code != "" && subtle.ConstantTimeCompare([]byte(code), []byte(given)) == 1
}
