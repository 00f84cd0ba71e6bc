package hooks

import (
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"

	"github.com/pocketbase/pocketbase/core"
)

// spokenFor are headers in which a proxy says for whom it speaks. Any client can write them.
var spokenFor = []string{"X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Real-Ip", "Forwarded"}

// fromProxies believes what trusted proxies say about the client and takes it away from everybody else, before anything
// looks at the request: rates, bans and sessions then count people and not proxies, and nobody chooses an address.
func fromProxies(app core.App, trusted []netip.Prefix, disableSSL bool, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if disableSSL {
			r.Header.Del("X-Forwarded-Proto")
		}
		if peer, ok := addressOf(r.RemoteAddr); ok && among(trusted, peer) {
			if client, said := clientOf(r.Header.Values("X-Forwarded-For"), trusted); said {
				r.RemoteAddr = net.JoinHostPort(client.String(), "0")
			}
		} else {
			silence(r.Header, append(app.Settings().TrustedProxy.Headers, spokenFor...)) // the former such as Cf-Connecting-Ip
		}
		next.ServeHTTP(w, r)
	})
}

// silence takes headers away. That somebody stands between stays known, or a request through a proxy that is not trusted
// would look like one of the machine's own.
func silence(header http.Header, names []string) {
	said := false
	for _, name := range names {
		said = said || header.Get(name) != ""
		header.Del(name)
	}
	if said {
		header.Set("Forwarded", "for=unknown")
	}
}

// clientOf returns who the first proxy of ours was asked by. Each proxy appends whom it was asked by, so the end is ours
// and the beginning may be anybody's invention.
func clientOf(headers []string, trusted []netip.Prefix) (client netip.Addr, said bool) {
	hops := strings.Split(strings.Join(headers, ","), ",")
	for _, hop := range slices.Backward(hops) {
		address, ok := addressOf(strings.TrimSpace(hop))
		if !ok {
			return client, said // what comes before nonsense is worth no more
		}
		client, said = address, true
		if !among(trusted, address) {
			break
		}
	}
	return client, said
}

// addressOf reads an address with or without a port.
func addressOf(text string) (netip.Addr, bool) {
	if host, _, err := net.SplitHostPort(text); err == nil {
		text = host
	}
	address, err := netip.ParseAddr(strings.Trim(text, "[]"))
	return address.Unmap().WithZone(""), err == nil
}

func among(ranges []netip.Prefix, address netip.Addr) bool {
	return slices.ContainsFunc(ranges, func(r netip.Prefix) bool { return r.Contains(address) })
}
