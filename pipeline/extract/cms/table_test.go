package cms

import (
	"strings"
	"testing"

	"baotinh/pipeline/extract/strip"
)

// Every attribute that a selector of the table asks for must survive the stripping of the page.
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

func TestBadSelectorsAreRefused(t *testing.T) {
	if _, err := newRuleSet([]family{{name: "bad", title: "h1, h2["}}); err == nil ||
		!strings.Contains(err.Error(), `bad: selector "h2["`) {
		t.Errorf("newRuleSet = %v", err)
	}
	if _, err := newRuleSet(families); err != nil {
		t.Errorf("newRuleSet(families) = %v", err)
	}
}

func TestNameRole(t *testing.T) {
	tests := []struct {
		names string
		want  Role
	}{
		{"box-tin-lien-quan", RoleBoilerplate},
		{"detail_tags", RoleTags},
		{"articleDate", RoleDate},
		{"detail-date-share", RoleDate | RoleBoilerplate | RoleLoose},
		{"share related", RoleBoilerplate}, // sure by the second name
		{"commentary", 0},
		{"comment-box", RoleBoilerplate},
		{"left-side", RoleChrome | RoleLoose},
		{"footer", RoleChrome},
		{"footer-post", RoleChrome | RoleLoose},
		{"elementor-widget", 0},
		{"hidden", RoleHidden},
		{"d-none", RoleHidden},
		{"d-none d-md-block", 0},
		{"hidden md:block", 0},
		{"hidden-xs", 0},
		{"overflow-hidden", 0},
		{"field--label-hidden", 0},
		{"list-none", 0},
		{"chu-thich-anh", RoleCaption},
		{"thoi-gian", RoleDate},
		{"thoi tiet", 0}, // two classes
		{"margin-top-10", 0},
		{"top", RoleChrome | RoleLoose},
		{"y-kien", RoleBoilerplate},
		{"content", 0},
		{"article-body pagination-first", RoleBoilerplate | RoleLoose},
		{"pagination-first article-body", RoleBoilerplate | RoleLoose},
		{"article pagination-first", RoleBoilerplate},
		{"", 0},
	}
	for _, tt := range tests {
		if got := nameRole(tt.names); got != tt.want {
			t.Errorf("nameRole(%q) = %b, want %b", tt.names, got, tt.want)
		}
	}
}
