// Package outbound says which addresses the server may talk to when somebody else names them.
package outbound

import (
	"net/netip"
	"slices"
)

// closed are networks that are not the internet's and that netip has no word for.
var closed = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"), netip.MustParsePrefix("100.64.0.0/10"), netip.MustParsePrefix("192.0.0.0/24"),
	netip.MustParsePrefix("198.18.0.0/15"), netip.MustParsePrefix("240.0.0.0/4"), netip.MustParsePrefix("64:ff9b::/96"),
	netip.MustParsePrefix("64:ff9b:1::/48"), netip.MustParsePrefix("2002::/16"), netip.MustParsePrefix("2001::/32"),
}

// Public reports whether an address is on the internet.
func Public(ip netip.Addr) bool {
	ip = ip.Unmap().WithZone("")
	if !ip.IsGlobalUnicast() || ip.IsPrivate() {
		return false
	}
	return !slices.ContainsFunc(closed, func(p netip.Prefix) bool { return p.Contains(ip) })
}

// Own reports whether an address is this machine's or of a private network, where no cloud answers questions about itself.
func Own(ip netip.Addr) bool {
	ip = ip.Unmap().WithZone("")
	return (ip.IsLoopback() || ip.IsPrivate()) && ip != cloud
}

// cloud is where one provider answers machines that ask about themselves by IPv6; the others use link-local addresses.
var cloud = netip.MustParseAddr("fd00:ec2::254")
