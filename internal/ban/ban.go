// Package ban keeps people out who were shown the door: it notes the network addresses that they came from and blocks
// those from which blocking hits only them.
package ban

import (
	"fmt"
	"net/netip"
	"sync/atomic"
	"time"

	"campfire/collections"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// Begin notes the addresses of a user's sessions, in the transaction that bans them and before it ends the sessions.
// spare is the address of whoever bans: it is noted, and not blocked.
func Begin(tx core.App, user, spare string) error {
	sessions, err := collections.SessionsOf(tx.DB(), user)
	if err != nil {
		return fmt.Errorf("read sessions: %w", err)
	}
	blockable := map[string]bool{}
	for _, s := range sessions {
		if address := tidy(s.IP); address != "" && s.Kind == collections.SessionPerson {
			blockable[address] = public(address) && address != tidy(spare)
		}
	}
	if len(blockable) == 0 {
		blockable[""] = false
	}
	if err := collections.DeleteBans(tx.DB(), user); err != nil {
		return fmt.Errorf("forget earlier bans: %w", err)
	}
	now := collections.Time(time.Now())
	for address, block := range blockable {
		if err := collections.InsertBan(tx.DB(), user, address, block, now); err != nil {
			return fmt.Errorf("store ban: %w", err)
		}
	}
	return nil
}

// Lift lets a user and their addresses in again.
func Lift(tx core.App, user string) error {
	if err := collections.DeleteBans(tx.DB(), user); err != nil {
		return fmt.Errorf("lift ban: %w", err)
	}
	return nil
}

// tidy gives an address one spelling: the same one may come as IPv4 or mapped into IPv6.
func tidy(address string) string {
	parsed, err := netip.ParseAddr(address)
	if err != nil {
		return ""
	}
	return parsed.Unmap().WithZone("").String()
}

// shared is the range that providers give to many customers at once.
var shared = netip.MustParsePrefix("100.64.0.0/10")

// public reports whether an address belongs to somebody on the internet, and not to a proxy, an office or this machine.
func public(address string) bool {
	a, err := netip.ParseAddr(address)
	return err == nil && a.IsGlobalUnicast() && !a.IsPrivate() && !shared.Contains(a)
}

// Blocklist is the blocked addresses, for a question on every write.
type Blocklist struct {
	blocked atomic.Pointer[map[string]struct{}]
}

// Refresh reads the list.
func (b *Blocklist) Refresh(db dbx.Builder) error {
	addresses, err := collections.BlockedAddresses(db)
	if err != nil {
		return fmt.Errorf("read blocked addresses: %w", err)
	}
	blocked := make(map[string]struct{}, len(addresses))
	for _, address := range addresses {
		if tidied := tidy(address); tidied != "" && public(tidied) {
			blocked[tidied] = struct{}{}
		}
	}
	b.blocked.Store(&blocked)
	return nil
}

// Has reports whether nobody can write from address.
func (b *Blocklist) Has(address string) bool {
	blocked := b.blocked.Load()
	if blocked == nil || len(*blocked) == 0 {
		return false
	}
	_, found := (*blocked)[tidy(address)]
	return found
}
