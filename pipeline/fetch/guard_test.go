package fetch

import (
	"net/http"
	"net/netip"
	"testing"
	"time"
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

func FuzzRetryAfter(f *testing.F) {
	for _, s := range []string{
		"120", "-1", "1e9", "99999999999999999999", "4294967295",
		"Fri, 31 Dec 1999 23:59:59 GMT", "",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if d, ok := retryAfter(http.Header{"Retry-After": {s}}, time.Now()); d < 0 || d > maxCoolOff ||
			!ok && d != 0 {
			t.Errorf("retryAfter(%q) = %v, %t", s, d, ok)
		}
	})
}

func TestRetryAfter(t *testing.T) {
	const none = -1
	for _, tt := range []struct {
		field, date string
		want        time.Duration
	}{
		{"120", "", 2 * time.Minute},
		{" 120 ", "", 2 * time.Minute},
		{"0", "", 0},
		{"1.2", "", 2 * time.Second},
		{"172800", "", 48 * time.Hour},
		{"4294967296", "", maxCoolOff}, // beyond 32 bits
		{"99999999999999999999", "", maxCoolOff},
		{"120s", "", 2 * time.Minute},
		{"Mon, 02 Mar 2026 10:02:00 GMT", "", 2 * time.Minute},
		{"Mon, 02 Mar 2026 17:02:00 +0700", "", 2 * time.Minute},
		{"2026-03-02T17:02:00+07:00", "", 2 * time.Minute},
		{"Monday, 02-Mar-26 10:02:00 GMT", "", 2 * time.Minute},
		{"Mon, 02 Mar 2026 09:00:00 GMT", "", 0},
		{"Mon, 02 Mar 2026 09:00:00 GMT", "Mon, 02 Mar 2026 08:58:00 GMT", 2 * time.Minute}, // its clock lags
		{"Mon, 02 Mar 2036 10:00:00 GMT", "", maxCoolOff},
		{"-5", "", none},
		{"1e9", "", none},
		{"soon", "", none},
		{"", "", none},
	} {
		header := http.Header{"Retry-After": {tt.field}, "Date": {tt.date}}
		got, ok := retryAfter(header, time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC))
		if !ok {
			got = none
		}
		if got != tt.want {
			t.Errorf("%q at %q: %v, want %v", tt.field, tt.date, got, tt.want)
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
