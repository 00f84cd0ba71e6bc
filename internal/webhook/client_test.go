package webhook

import "testing"

func TestWhereACallMayGo(t *testing.T) {
	for _, test := range []struct {
		host, address string
		may           bool
	}{
		{"example.com", "93.184.216.34:443", true},
		{"example.com", "127.0.0.1:80", false},
		{"example.com", "10.0.0.1:80", false},
		{"example.com", "[::ffff:10.0.0.1]:80", false},
		{"10.0.0.1", "10.0.0.1:80", true},
		{"127.0.0.1", "127.0.0.1:80", true},
		{"localhost", "127.0.0.1:80", true},
		{"localhost", "[::1]:80", true},
		{"localhost", "10.0.0.1:80", false},
		{"169.254.169.254", "169.254.169.254:80", false},
		{"fe80::1", "[fe80::1]:80", false},
		{"fd00:ec2::254", "[fd00:ec2::254]:80", false},
		{"0.0.0.0", "0.0.0.0:80", false},
		{"example.com", "no address", false},
	} {
		if err := judgeAddress(test.host, test.address); (err == nil) != test.may {
			t.Errorf("%s at %s: %v", test.host, test.address, err)
		}
	}
}
