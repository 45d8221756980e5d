package pipeline_test

import (
	"encoding/json"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// mayImport is the architecture: for each package the packages of ours that it may import. A package that is
// not listed fails the test: a new package is a decision, to be taken here.
var mayImport = map[string][]string{
	"pipeline":           {"pipeline/news", "pipeline/stream"},
	"pipeline/news":      {},
	"pipeline/stream":    {},
	"pipeline/durable":   {},
	"pipeline/newspaper": {"pipeline/news", "pipeline/viet"},
	"pipeline/robots":    {"pipeline/markup"},
	"pipeline/canonical": {},
	"pipeline/frontier":  {"pipeline/news", "pipeline/canonical"},
	"pipeline/coding":    {},
	"pipeline/fetch": {
		"pipeline/news", "pipeline/robots", "pipeline/canonical", "pipeline/coding", "pipeline/markup",
	},
	"pipeline/markup": {},
	"pipeline/discover": {
		"pipeline/news", "pipeline/canonical", "pipeline/newspaper", "pipeline/markup", "pipeline/coding",
		"pipeline/charset", "pipeline/vidate",
	},
	"pipeline/warc":    {"pipeline/news", "pipeline/durable", "pipeline/coding"},
	"pipeline/viet":    {},
	"pipeline/charset": {"pipeline/viet", "pipeline/markup"},
	"pipeline/vidate":  {"pipeline/viet", "pipeline/news"},
	"pipeline/byline":  {"pipeline/viet"},
	"pipeline/extract": {
		"pipeline/news", "pipeline/newspaper", "pipeline/charset", "pipeline/viet", "pipeline/vidate",
		"pipeline/byline", "pipeline/canonical", "pipeline/markup", "pipeline/extract/strip",
		"pipeline/extract/dom", "pipeline/extract/lexicon", "pipeline/extract/structured",
		"pipeline/extract/cms", "pipeline/extract/scan", "pipeline/extract/blocks",
		"pipeline/extract/published", "pipeline/extract/transcript", "pipeline/extract/tree",
	},
	"pipeline/extract/strip":      {"pipeline/canonical", "pipeline/markup"},
	"pipeline/extract/transcript": {},
	"pipeline/extract/tree":       {"pipeline/markup"},
	"pipeline/extract/dom":        {"pipeline/charset", "pipeline/viet", "pipeline/markup"},
	"pipeline/extract/lexicon": {
		"pipeline/byline", "pipeline/vidate", "pipeline/viet", "pipeline/news", "pipeline/markup",
	},
	"pipeline/extract/structured": {
		"pipeline/extract/dom", "pipeline/extract/lexicon", "pipeline/markup",
	},
	"pipeline/extract/cms": {"pipeline/newspaper", "pipeline/markup"},
	"pipeline/extract/scan": {
		"pipeline/canonical", "pipeline/extract/cms", "pipeline/extract/dom", "pipeline/extract/lexicon",
		"pipeline/extract/structured",
	},
	"pipeline/extract/blocks": {
		"pipeline/extract/scan", "pipeline/extract/cms", "pipeline/extract/dom",
		"pipeline/extract/lexicon", "pipeline/byline", "pipeline/news",
	},
	"pipeline/extract/published": {
		"pipeline/extract/scan", "pipeline/extract/cms", "pipeline/extract/dom",
		"pipeline/extract/lexicon", "pipeline/extract/structured", "pipeline/vidate", "pipeline/viet",
		"pipeline/news",
	},
	"pipeline/parts":    {"pipeline/news"},
	"pipeline/place":    {"pipeline/viet"},
	"pipeline/revision": {"pipeline/news", "pipeline/canonical", "pipeline/parts", "pipeline/viet"},
	"pipeline/boilerplate": {
		"pipeline/news", "pipeline/viet",
	},
	"pipeline/dedupe": {"pipeline/viet"},

	"index": {
		"pipeline/news", "pipeline/place", "index/store", "index/search", "index/complete",
	},
	"index/segment": {},
	"index/store": {"pipeline/news", "pipeline/dedupe", "pipeline/durable", "pipeline/viet",
		"pipeline/place", "index/segment", "index/analysis"},
	"index/analysis": {"pipeline/viet"},
	"index/query": {
		"index/analysis", "pipeline/viet", "pipeline/vidate", "pipeline/news", "pipeline/place",
	},
	"index/search": {
		"index/store", "index/segment", "index/query", "index/analysis", "index/spelling", "index/highlight",
		"pipeline/place", "pipeline/news", "pipeline/viet",
	},
	"index/opensearch": {
		"index/search", "index/segment", "index/store", "pipeline/dedupe", "pipeline/news", "pipeline/viet",
	},
	"index/spelling":  {"index/analysis", "pipeline/viet"},
	"index/highlight": {"index/analysis", "pipeline/viet"},
	"index/complete":  {"index/analysis"},

	"cmd/baotinh/internal/library": {
		"index", "index/opensearch", "cmd/baotinh/internal/source", "pipeline", "pipeline/boilerplate",
		"pipeline/canonical", "pipeline/discover", "pipeline/durable", "pipeline/extract", "pipeline/fetch",
		"pipeline/frontier", "pipeline/news", "pipeline/newspaper", "pipeline/revision", "pipeline/robots",
		"pipeline/stream",
		"pipeline/warc",
	},
	"cmd/baotinh/internal/deliver": {
		"cmd/baotinh/internal/export", "cmd/baotinh/internal/messages", "cmd/baotinh/internal/terminal",
		"cmd/baotinh/internal/watch", "index", "pipeline/news",
	},
	"cmd/baotinh/internal/bucket":  {},
	"cmd/baotinh/internal/mailbox": {},
	"cmd/baotinh/internal/watch": {
		"cmd/baotinh/internal/library", "index", "index/query", "pipeline/durable", "pipeline/news",
		"pipeline/newspaper", "pipeline/viet",
	},
	"cmd/baotinh/internal/source": {
		"pipeline", "pipeline/canonical", "pipeline/news", "pipeline/vidate", "pipeline/viet",
		"pipeline/warc",
	},
	"cmd/baotinh/internal/report": {
		"pipeline", "pipeline/canonical", "pipeline/extract", "pipeline/news", "pipeline/newspaper",
		"pipeline/stream",
	},
	"cmd/baotinh/internal/messages": {
		"cmd/baotinh/internal/library", "cmd/baotinh/internal/terminal",
		"cmd/baotinh/internal/watch", "index", "index/query",
		"pipeline/news", "pipeline/newspaper",
	},
	"cmd/baotinh/internal/demo":     {"pipeline/charset"},
	"cmd/baotinh/internal/export":   {"cmd/baotinh/internal/messages", "index", "pipeline/news"},
	"cmd/baotinh/internal/terminal": {},
	"cmd/baotinh/internal/server": {
		"cmd/baotinh/internal/library", "cmd/baotinh/internal/server/api",
		"cmd/baotinh/internal/server/feed", "cmd/baotinh/internal/server/page", "pipeline/newspaper",
		"index",
	},
	"cmd/baotinh/internal/server/api": {
		"cmd/baotinh/internal/library", "cmd/baotinh/internal/messages", "cmd/baotinh/internal/export",
		"cmd/baotinh/internal/report", "cmd/baotinh/internal/server/replay", "cmd/baotinh/internal/watch",
		"index", "index/query",
		"pipeline/canonical", "pipeline/news", "pipeline/newspaper",
	},
	"cmd/baotinh/internal/server/feed": {
		"cmd/baotinh/internal/library", "cmd/baotinh/internal/messages", "cmd/baotinh/internal/terminal",
		"cmd/baotinh/internal/watch", "index", "index/query", "pipeline/news",
	},
	"cmd/baotinh/internal/server/page": {
		"cmd/baotinh/internal/export", "cmd/baotinh/internal/library", "cmd/baotinh/internal/messages",
		"cmd/baotinh/internal/watch",
		"cmd/baotinh/internal/server/replay", "index", "index/query", "pipeline/news", "pipeline/newspaper",
		"pipeline/revision", "pipeline/viet",
	},
	"cmd/baotinh/internal/server/replay": {"pipeline/charset", "pipeline/markup", "pipeline/news"},
	"cmd/baotinh":                        {"*"},
}

// onlyIn names, for libraries that one room is to keep to itself, the packages that may import them.
var onlyIn = map[string][]string{
	"net/http": {"pipeline/fetch", "cmd/baotinh/internal/source", "index/opensearch",
		"cmd/baotinh/internal/bucket",
		"cmd/baotinh/internal/demo", "cmd/baotinh/internal/server/page",
		"cmd/baotinh/internal/server", "cmd/baotinh/internal/server/api", "cmd/baotinh/internal/server/feed",
		"cmd/baotinh/internal/server/replay", "cmd/baotinh/internal/deliver"},
	"github.com/minio/":               {"cmd/baotinh/internal/bucket"},
	"github.com/opensearch-project/":  {"index/opensearch"},
	"github.com/prometheus/":          {"cmd/baotinh/internal/server"},
	"github.com/danielgtaylor/huma":   {"cmd/baotinh/internal/server/api"},
	"github.com/xuri/excelize":        {"cmd/baotinh/internal/export"},
	"github.com/parquet-go/":          {"cmd/baotinh/internal/export"},
	"github.com/spf13/cobra":          {"cmd/baotinh"},
	"github.com/schollz/progressbar":  {"cmd/baotinh"},
	"github.com/go-json-experiment/":  {"cmd/baotinh/internal/source"},
	"github.com/rivo/uniseg":          {"cmd/baotinh/internal/terminal"},
	"github.com/andybalholm/brotli":   {"pipeline/coding"},
	"github.com/BurntSushi/toml":      {"pipeline/newspaper", "cmd/baotinh/internal/watch"},
	"go.etcd.io/bbolt":                {"pipeline/frontier", "index/store", "cmd/baotinh/internal/watch"},
	"github.com/wneessen/go-mail":     {"cmd/baotinh/internal/deliver"},
	"github.com/PuerkitoBio/goquery":  {"pipeline/extract", "pipeline/extract/cms"},
	"github.com/andybalholm/cascadia": {"pipeline/extract/cms"},
	"github.com/blevesearch/":         {"index/store"},
	"golang.org/x/text/encoding": {
		"pipeline/charset", "cmd/baotinh/internal/source", "cmd/baotinh/internal/demo",
	},
	"golang.org/x/net/idna":            {"pipeline/canonical"},
	"golang.org/x/sync/errgroup":       {"pipeline/stream"},
	"github.com/google/go-cmp":         {},
	"github.com/rogpeppe/go-internal/": {},

	"golang.org/x/net/html": {
		"pipeline/extract", "pipeline/extract/dom", "pipeline/extract/structured", "pipeline/extract/cms",
		"pipeline/extract/scan", "pipeline/extract/blocks", "pipeline/extract/published",
		"pipeline/extract/tree",
	},
}

// A listed is a package of the module as go list describes it.
type listed struct {
	ImportPath, Dir  string
	GoFiles, Imports []string
}

func TestImportsFollowTheDesign(t *testing.T) {
	for _, p := range goList(t) {
		name := strings.TrimPrefix(p.ImportPath, "baotinh/")
		allowed, known := mayImport[name]
		if !known {
			t.Errorf("package %s is not in the table of the design", name)
			continue
		}
		for _, imported := range p.Imports {
			checkImport(t, name, imported, allowed)
		}
	}
}

func checkImport(t *testing.T, name, imported string, allowed []string) {
	if ours, ok := strings.CutPrefix(imported, "baotinh/"); ok {
		if !slices.Contains(allowed, ours) && !slices.Contains(allowed, "*") {
			t.Errorf("%s imports %s, which the design does not allow", name, ours)
		}
		return
	}
	for library, packages := range onlyIn {
		if (imported == library || strings.HasPrefix(imported, library) && library != "net/http") &&
			!slices.Contains(packages, name) {
			t.Errorf("%s imports %s, which belongs to %q", name, imported, packages)
		}
	}
}

func TestDomainTypesImportOnlyTheStandardLibrary(t *testing.T) {
	for _, p := range goList(t) {
		if p.ImportPath != "baotinh/pipeline/news" {
			continue
		}
		for _, imported := range p.Imports {
			if strings.Contains(imported, ".") {
				t.Errorf("news imports %s", imported)
			}
		}
	}
}

// goList lists the packages of the module.
func goList(t *testing.T) []listed {
	t.Helper()
	out, err := exec.Command("go", "list", "-json=ImportPath,Dir,GoFiles,Imports", "baotinh/...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var all []listed
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		if err := d.Decode(&p); err == io.EOF {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}
