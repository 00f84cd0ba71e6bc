package session

import (
	"slices"
	"strings"
	"sync"
	"time"

	"campfire/collections"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/routine"
	"github.com/pocketbase/pocketbase/tools/security"
	"github.com/spf13/cast"
)

const (
	// keepFor is how long a checked token is believed without asking the database again. Changes through our own doors
	// take effect at once; this bounds what a change by hand in the file takes.
	keepFor = time.Minute
	// touchEvery is how often use of a session is written down, touchKeyEvery that of a bot's key: administrators look at
	// it to find out which ones are still needed.
	touchEvery    = 10 * time.Minute
	touchKeyEvery = time.Minute
	// maxKept bounds the memory of checked tokens.
	maxKept = 20_000
)

// Session is a checked token.
type Session struct {
	ID string
	// User is the signed-in person or bot. It is shared: clone it before changing it.
	User *core.Record
	// Expires is when the token ends by itself; zero for a bot's key.
	Expires time.Time
	// Issued is when the token was made; zero for a bot's key.
	Issued time.Time
	// Scope is what a bot's key allows; nil for a person.
	Scope *collections.Scope
}

type kept struct {
	Session
	until   time.Time
	touched time.Time
}

// Keeper checks tokens and remembers the answer, so that a request costs no query. Every end of a session has to be told
// to it.
type Keeper struct {
	app core.App

	mu         sync.RWMutex
	tokens     map[string]*kept
	generation uint64 // counts forgettings, so that an answer read before one is not remembered after it
}

// NewKeeper returns a keeper that has not seen any token.
func NewKeeper(app core.App) *Keeper {
	return &Keeper{app: app, tokens: map[string]*kept{}}
}

// Check returns the session of a token, or ErrInvalid. device is asked only when the use is written down.
func (k *Keeper) Check(token string, device func() Device) (Session, error) {
	now := time.Now()
	k.mu.RLock()
	known := k.tokens[token]
	generation := k.generation
	k.mu.RUnlock()
	if known == nil || now.After(known.until) {
		fresh, err := k.read(token, now)
		if err != nil {
			return Session{}, err
		}
		k.remember(token, fresh, generation)
		known = fresh
	}
	if !known.Expires.IsZero() && now.After(known.Expires) {
		return Session{}, ErrInvalid
	}
	k.touch(known, device, now)
	return known.Session, nil
}

func (k *Keeper) remember(token string, fresh *kept, generation uint64) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.generation != generation {
		return
	}
	if len(k.tokens) >= maxKept {
		clear(k.tokens)
	}
	k.tokens[token] = fresh
}

func (k *Keeper) read(token string, now time.Time) (*kept, error) {
	if strings.Count(token, ".") != 2 { // a signed token has three parts
		return k.readKey(token, now)
	}
	user, err := k.app.FindAuthRecordByToken(token, core.TokenTypeAuth)
	if err != nil || user.Collection().Name != collections.Users {
		return nil, ErrInvalid
	}
	claims, err := security.ParseUnverifiedJWT(token) // FindAuthRecordByToken has just verified it
	if err != nil {
		return nil, ErrInvalid
	}
	row, err := collections.FindSession(k.app.ConcurrentDB(), cast.ToString(claims[Claim]))
	if err != nil || row.User != user.Id || row.Kind != collections.SessionPerson {
		return nil, ErrInvalid
	}
	if user.GetString(collections.UserStatus) != collections.StatusActive {
		return nil, ErrInvalid
	}
	expires := time.Unix(cast.ToInt64(claims["exp"]), 0)
	return &kept{
		Session: Session{ID: row.ID, User: user, Expires: expires, Issued: expires.Add(-user.Collection().AuthToken.DurationTime())},
		until:   now.Add(keepFor), touched: parseTime(row.LastActive),
	}, nil
}

// readKey does the same work for every key that is not one: hash it and find nothing. So the time tells nobody whether a
// key was made up, cut short or ended.
func (k *Keeper) readKey(key string, now time.Time) (*kept, error) {
	row, err := collections.FindSessionByKeyHash(k.app.ConcurrentDB(), hash(key))
	if err != nil {
		return nil, ErrInvalid
	}
	bot, err := k.app.FindRecordById(collections.Users, row.User)
	if err != nil || bot.GetString(collections.UserStatus) != collections.StatusActive {
		return nil, ErrInvalid
	}
	scope := &collections.Scope{
		Read: slices.Contains(row.Scopes, collections.ScopeRead), Write: slices.Contains(row.Scopes, collections.ScopeWrite), Rooms: row.Rooms,
	}
	return &kept{Session: Session{ID: row.ID, User: bot, Scope: scope}, until: now.Add(keepFor), touched: parseTime(row.LastActive)}, nil
}

func parseTime(stored string) time.Time {
	t, err := time.Parse("2006-01-02 15:04:05.000Z", stored)
	if err != nil {
		return time.Time{} // written down long ago, as far as we can tell
	}
	return t
}

// touch writes down, now and then, that a session is in use.
func (k *Keeper) touch(s *kept, from func() Device, now time.Time) {
	k.mu.RLock()
	every := touchEvery
	if s.Scope != nil {
		every = touchKeyEvery
	}
	due := now.Sub(s.touched) > every
	k.mu.RUnlock()
	if !due {
		return
	}
	k.mu.Lock()
	s.touched = now
	k.mu.Unlock()
	expires := ""
	if !s.Expires.IsZero() {
		expires = collections.Time(now.Add(s.User.Collection().AuthToken.DurationTime()))
	}
	id, device := s.ID, from()
	routine.FireAndForget(func() {
		err := collections.TouchSession(k.app.NonconcurrentDB(), id, device.IP, device.UserAgent[:min(len(device.UserAgent), agentMax)],
			collections.Time(now), expires)
		if err != nil {
			k.app.Logger().Warn("Failed to note the use of a session", "session", id, "error", err)
		}
	})
}

// Valid reports whether a session still exists and its user may come. The keys of a bot outlive its rest.
func (k *Keeper) Valid(session string) bool {
	open, err := collections.SessionOpen(k.app.ConcurrentDB(), session)
	return err == nil && open
}

// Forget drops what is remembered of a user, whose sessions or record changed.
func (k *Keeper) Forget(user string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.generation++
	for token, s := range k.tokens {
		if s.User.Id == user {
			delete(k.tokens, token)
		}
	}
}
