package push

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"syscall"
	"time"

	"campfire/collections"
	"campfire/internal/job"
	"campfire/internal/outbound"

	webpush "github.com/SherClockHolmes/webpush-go"
)

// What can be wrong with a subscription.
var (
	ErrSubscription = errors.New("not what a browser subscribes with")
	ErrEndpoint     = errors.New("not a public https address")
	ErrTaken        = errors.New("another browser has this endpoint")
)

const (
	dialWithin = 5 * time.Second
	idleFor    = 90 * time.Second
)

// Endpoints says which push services we talk to: those on the internet, by https. Whoever subscribes chooses the address,
// and must not be able to point us at our own network.
type Endpoints struct {
	// Allowed are addresses such as 127.0.0.1:9000 that are trusted nevertheless, also without TLS.
	Allowed []string
}

// Check returns the origin of an endpoint, or ErrEndpoint.
func (e Endpoints) Check(endpoint string) (origin string, err error) {
	at, err := url.Parse(endpoint)
	if err != nil || at.Host == "" || at.User != nil || len(endpoint) > collections.PushEndpointMax {
		return "", ErrEndpoint
	}
	if slices.Contains(e.Allowed, at.Host) {
		return at.Scheme + "://" + at.Host, nil
	}
	if at.Scheme != "https" || at.Port() != "" && at.Port() != "443" {
		return "", ErrEndpoint
	}
	if ip, err := netip.ParseAddr(at.Hostname()); err == nil && !outbound.Public(ip) {
		return "", ErrEndpoint
	}
	return "https://" + at.Host, nil
}

// client is for push services only. It looks at the address again when it dials: a name may lead anywhere, and elsewhere the
// next time it is asked.
func (e Endpoints) client() webpush.HTTPClient {
	refuse := func(_, address string, _ syscall.RawConn) error {
		to, err := netip.ParseAddrPort(address)
		if err != nil || !outbound.Public(to.Addr()) {
			return fmt.Errorf("%w: %s", ErrEndpoint, address)
		}
		return nil
	}
	return &http.Client{
		Transport: job.Guard(&http.Transport{
			DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
				dialer := net.Dialer{Timeout: dialWithin, Control: refuse}
				if slices.Contains(e.Allowed, address) {
					dialer.Control = nil
				}
				return dialer.DialContext(ctx, network, address)
			},
			ForceAttemptHTTP2: true, MaxIdleConnsPerHost: perService, MaxConnsPerHost: perService, IdleConnTimeout: idleFor,
			TLSHandshakeTimeout: dialWithin, ResponseHeaderTimeout: deliverWithin,
		}),
		Timeout:       deliverWithin,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}
