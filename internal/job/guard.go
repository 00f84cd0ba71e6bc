package job

import (
	"context"
	"net"
	"net/http"
	"runtime"
	"strings"
)

// transactions are the functions below which a transaction is open: PocketBase's and our writer's.
var transactions = []string{
	"github.com/pocketbase/dbx.(*DB).Transactional", "campfire/internal/commit.(*Writer).attempt", "campfire/internal/commit.(*Writer).join",
}

// maxDepth is how far up the stack a transaction is looked for.
const maxDepth = 256

// Guard returns a transport that panics when it is used inside a transaction: everybody would wait for the network with it.
// Every client that talks to others has it. Looking costs a microsecond, and a request thousands.
func Guard(next http.RoundTripper) http.RoundTripper { return guarded{next} }

type guarded struct{ next http.RoundTripper }

func (g guarded) RoundTrip(r *http.Request) (*http.Response, error) {
	if where := openTransaction(); where != "" {
		panic("network inside a transaction: " + r.Method + " " + r.URL.Host + " below " + where)
	}
	return g.next.RoundTrip(r)
}

// Dial is how a connection is made.
type Dial func(ctx context.Context, network, address string) (net.Conn, error)

// GuardDial is Guard for what is not HTTP.
func GuardDial(next Dial) Dial {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		if where := openTransaction(); where != "" {
			panic("network inside a transaction: " + address + " below " + where)
		}
		return next(ctx, network, address)
	}
}

func openTransaction() string {
	pcs := make([]uintptr, maxDepth)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(2, pcs)])
	for {
		frame, more := frames.Next()
		for _, name := range transactions {
			if strings.HasPrefix(frame.Function, name) {
				return name
			}
		}
		if !more {
			return ""
		}
	}
}
