// Package presence knows who is here and who is typing.
//
// It lives in memory only. What it says is not logged, carries no seq and may
// be dropped under pressure: a client that missed a change hears the full list
// when it next says where it looks, and a restart begins with nobody here.
// Callers check membership first; nothing here knows who may be in a room.
package presence

import "time"

// Clock tells the time; tests turn it by hand.
type Clock func() time.Time
