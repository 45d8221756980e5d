package extract

import (
	"strings"
	"testing"

	"baotinh/pipeline/extract/strip"
)

// Every attribute that a selector of the table asks for must survive.
func TestSelectorsAskForKeptAttributes(t *testing.T) {
	for _, f := range families {
		for _, group := range f.selectors() {
			for _, part := range strings.Split(group, "[")[1:] {
				key := part[:strings.IndexAny(part, "]=^$*~|")]
				if !strip.Keeps(key) {
					t.Errorf("family %s asks for attribute %q, which strip drops", f.name, key)
				}
			}
		}
	}
}

func TestCompileRefusesBadSelectors(t *testing.T) {
	if _, err := compile([]family{{name: "bad", title: "h1, h2["}}); err == nil ||
		!strings.Contains(err.Error(), `bad: selector "h2["`) {
		t.Errorf("compile = %v", err)
	}
	if _, err := compile(families); err != nil {
		t.Errorf("compile(families) = %v", err)
	}
}
