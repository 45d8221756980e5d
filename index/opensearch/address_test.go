package opensearch

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

func TestParseReadsAddresses(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		t.Helper()
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	password, key := write("password", "bao:tin:h\n"), write("key", "ApiKey abc==\n")
	for address, want := range map[string]Options{
		"opensearch://a:9201,b/press": {
			Addresses: []string{"http://a:9201", "http://b:9200"}, Prefix: "press",
		},
		"opensearch://[::1]:9201/p":    {Addresses: []string{"http://[::1]:9201"}, Prefix: "p"},
		"opensearchs://a/p-1?shards=3": {Addresses: []string{"https://a:9200"}, Prefix: "p-1", Shards: 3},
		"opensearch://a/p?replicas=0":  {Addresses: []string{"http://a:9200"}, Prefix: "p", Replicas: -1},
		"opensearch://a/p?replicas=2":  {Addresses: []string{"http://a:9200"}, Prefix: "p", Replicas: 2},
		"opensearchs://a/p?auth=" + password: {
			Addresses: []string{"https://a:9200"}, Prefix: "p", Username: "bao", Password: "tin:h",
		},
		"opensearchs://a/p?auth=" + key: {
			Addresses: []string{"https://a:9200"}, Prefix: "p", APIKey: "abc==",
		},
	} {
		if got, err := Parse(address); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("Parse(%q) = %+v, %v; want %+v", address, got, err, want)
		}
	}
	empty := write("empty", "\n")
	for _, address := range []string{
		"", "opensearch://", "opensearch://a", "opensearch:///p", "http://a/p", "opensearch://a/Press",
		"opensearch://a/_all", "opensearch://a/p*", "opensearch://a/p/q", "opensearch://me:secret@a/p",
		"opensearch://a/p?shards=0", "opensearch://a/p?shards=x", "opensearch://a/p?replicas=-1",
		"opensearch://a/p?colour=red", "opensearch://a/p?auth=" + empty, "opensearch://a/p?ca=" + dir,
		"opensearch://a/p?auth=" + filepath.Join(dir, "missing"),
	} {
		if got, err := Parse(address); err == nil {
			t.Errorf("Parse(%q) = %+v, want an error", address, got)
		} else if !strings.Contains(err.Error(), "address of an index") {
			t.Errorf("Parse(%q): %v, which does not say what is wrong", address, err)
		}
	}
}
