package webhook

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"syscall"

	"campfire/internal/job"
	"campfire/internal/outbound"
)

// errAddress means that a webhook leads where none may.
var errAddress = errors.New("a private address is called only if the webhook names it")

// requester is what is needed of a client.
type requester interface {
	Do(r *http.Request) (*http.Response, error)
}

// newClient goes to the internet, and to a private or loopback address only if the URL names it: a name may lead anywhere,
// and elsewhere the next time it is asked, so the address is looked at when it is dialled. No proxy: it would dial for us.
func newClient() requester {
	return &http.Client{
		Transport: job.Guard(&http.Transport{
			DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
				host, _, _ := net.SplitHostPort(address) // the transport puts it together
				dialer := net.Dialer{Timeout: connectWithin, Control: func(_, to string, _ syscall.RawConn) error { return judgeAddress(host, to) }}
				return dialer.DialContext(ctx, network, address)
			},
			MaxIdleConnsPerHost: idlePerHost, TLSHandshakeTimeout: connectWithin, ResponseHeaderTimeout: answerWithin,
			IdleConnTimeout: connectWithin, MaxResponseHeaderBytes: maxHeader, DisableCompression: true,
		}),
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

const (
	maxHeader = 64 << 10
	// idlePerHost is how many connections to a host wait for the next call: one machine often has many bots.
	idlePerHost = 32
)

func judgeAddress(host, address string) error {
	to, err := netip.ParseAddrPort(address)
	if err == nil && outbound.Public(to.Addr()) {
		return nil
	}
	if err == nil && outbound.Own(to.Addr()) {
		literal, err := netip.ParseAddr(host)
		if err == nil && literal.Unmap() == to.Addr().Unmap() || host == "localhost" && to.Addr().Unmap().IsLoopback() {
			return nil
		}
	}
	return fmt.Errorf("%w: %s", errAddress, address)
}

// timedOut tells silence from other trouble.
func timedOut(err error) bool {
	var network net.Error
	return errors.As(err, &network) && network.Timeout() || errors.Is(err, context.DeadlineExceeded)
}
