package fetch

import (
	"net/netip"
	"testing"
)

func TestIsPublic(t *testing.T) {
	tests := []struct {
		address string
		want    bool
	}{
		{"113.160.0.1", true},
		{"8.8.8.8", true},
		{"2001:ee0:1::1", true},
		{"2402:800::1", true},
		{"64:ff9b::113.160.0.1", true},
		{"0.0.0.0", false},
		{"0.1.2.3", false},
		{"10.0.0.1", false},
		{"100.64.0.1", false},
		{"127.0.0.1", false},
		{"127.9.9.9", false},
		{"169.254.169.254", false},
		{"172.16.0.1", false},
		{"172.31.255.255", false},
		{"172.32.0.1", true},
		{"192.168.1.1", false},
		{"192.0.0.8", false},
		{"198.18.0.1", false},
		{"203.0.113.9", false},
		{"224.0.0.1", false},
		{"240.0.0.1", false},
		{"255.255.255.255", false},
		{"::", false},
		{"::1", false},
		{"::ffff:127.0.0.1", false},
		{"::ffff:113.160.0.1", true},
		{"::127.0.0.1", false},
		{"64:ff9b::10.0.0.1", false},
		{"64:ff9b:1::1", false},
		{"2001:db8::1", false},
		{"2002:7f00:1::", false},
		{"fc00::1", false},
		{"fd12:3456::1", false},
		{"fe80::1", false},
		{"fec0::1", false},
		{"ff02::1", false},
	}
	for _, tt := range tests {
		if got := isPublic(netip.MustParseAddr(tt.address)); got != tt.want {
			t.Errorf("isPublic(%s) = %t, want %t", tt.address, got, tt.want)
		}
	}
}

func TestIsPrivate(t *testing.T) {
	for address, want := range map[string]bool{
		"127.0.0.1": true, "10.1.2.3": true, "192.168.1.1": true, "172.16.0.1": true, "100.64.0.1": true,
		"::1": true, "fd12:3456::1": true, "::ffff:10.0.0.1": true,
		"169.254.169.254": false, "fe80::1": false, "0.0.0.0": false, "::": false, "224.0.0.1": false,
		"255.255.255.255": false, "192.0.2.1": false,
	} {
		if got := isPrivate(netip.MustParseAddr(address)); got != want {
			t.Errorf("isPrivate(%s) = %t, want %t", address, got, want)
		}
	}
	for _, tt := range []struct {
		address, host string
		want          bool
	}{
		{"bao.lan:80", "bao.lan", true}, {"bao.lan:443", "bao.lan", true}, {"bao.lan:6379", "bao.lan", false},
		{"bao.lan:8080", "bao.lan:8080", true}, {"bao.lan:80", "bao.lan:8080", false},
		{"[::1]:80", "[::1]", true}, {"[::1]:81", "[::1]:81", true}, {"www.bao.lan:80", "bao.lan", false},
	} {
		if got := isAddressOf(tt.address, tt.host); got != tt.want {
			t.Errorf("isAddressOf(%s, %s) = %t", tt.address, tt.host, got)
		}
	}
}
