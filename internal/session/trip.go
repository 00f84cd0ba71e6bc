package session

import (
	"crypto/subtle"
	"errors"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/security"
	"github.com/spf13/cast"
)

// ErrTrip means that somebody comes back from a sign-in provider who did not set out from this browser, or too long ago.
var ErrTrip = errors.New("this sign-in did not begin here")

// TripLife is how long the way to a sign-in provider and back may take.
const TripLife = 10 * time.Minute

// Trip is the way to a sign-in provider and back: what has to be the same at both ends.
type Trip struct {
	Provider string
	// State comes back with the browser, Nonce inside what the provider signs, and Verifier proves to the provider that who
	// fetches the answer is who asked.
	State, Nonce, Verifier string
	// JoinCode is the join link that a newcomer came by, Link the person whose account is to be connected.
	JoinCode, Link string
	// MFA is what a first proof was answered, where the provider is the second.
	MFA string
}

// NewTrip returns a way to provider.
func NewTrip(provider, joinCode string) Trip {
	return Trip{
		Provider: provider, JoinCode: joinCode,
		State: security.RandomString(30), Nonce: security.RandomString(30), Verifier: security.RandomString(43),
	}
}

const tripType = "oauth2_trip"

// Seal makes of the trip what a browser can carry and nobody can change.
func (t Trip) Seal(users *core.Collection) (string, error) {
	return security.NewJWT(jwt.MapClaims{
		core.TokenClaimType: tripType, "provider": t.Provider, "state": t.State, "nonce": t.Nonce, "verifier": t.Verifier,
		"join": t.JoinCode, "link": t.Link, "mfa": t.MFA,
	}, tripKey(users), TripLife)
}

// OpenTrip returns the trip that came back with state, or ErrTrip.
func OpenTrip(users *core.Collection, sealed, state string) (Trip, error) {
	claims, err := security.ParseJWT(sealed, tripKey(users))
	if err != nil || claims[core.TokenClaimType] != tripType {
		return Trip{}, ErrTrip
	}
	get := func(name string) string { return cast.ToString(claims[name]) }
	t := Trip{
		Provider: get("provider"), State: get("state"), Nonce: get("nonce"), Verifier: get("verifier"), JoinCode: get("join"), Link: get("link"), MFA: get("mfa"),
	}
	if t.State == "" || subtle.ConstantTimeCompare([]byte(t.State), []byte(state)) != 1 {
		return Trip{}, ErrTrip
	}
	return t, nil
}

func tripKey(users *core.Collection) string { return users.AuthToken.Secret + tripType }
