package extract

import (
	"strings"

	"golang.org/x/net/html"

	"baotinh/pipeline/viet"
)

// section returns the rubric: of the machine data, of a hidden field, else the last of the breadcrumb.
func (r *reader) section() string {
	if s := clean(r.machine.section); isSectionName(s) {
		return s
	}
	if s := clean(r.meta.section); isSectionName(s) {
		return s
	}
	for _, h := range r.familyHits(fieldSection) {
		if s := r.lastCrumb(h.node); s != "" && !r.stacked(h.from) {
			return s
		}
	}
	for _, c := range r.crumbs {
		if s := r.lastCrumb(c.node); s != "" && !r.stacked(c.at) {
			return s
		}
	}
	return ""
}

// lastCrumb returns the last rubric that a trail of links names; without links, the trail is the name.
func (r *reader) lastCrumb(crumbs *html.Node) string {
	last, links := "", 0
	title := key(r.article.Title)
	for n := range crumbs.Descendants() {
		if n.Data != "a" || n.Type != html.ElementNode {
			continue
		}
		links++
		if s := strings.Trim(clean(innerText(n, 120)), " /»>|"); isSectionName(s) && key(s) != title {
			last = s
		}
	}
	if links == 0 {
		if s := strings.Trim(clean(innerText(crumbs, 120)), " /»>|"); isSectionName(s) && key(s) != title {
			return s
		}
	}
	return last
}

// isSectionName reports whether s can name a rubric: short, and not the way home.
func isSectionName(s string) bool {
	k := viet.Lower(strings.TrimSpace(s))
	switch k {
	case "", "trang chủ", "home", "trangchu", "trang nhất", "tin tức", "news", "index", "article",
		"newsarticle":
		return false
	}
	return len(k) <= 90 && hasWord(k) && len(strings.Fields(k)) <= 9
}

// tags returns the article's keywords: of the box under it, else of its machine data.
func (r *reader) tags() []string {
	var tags []string
	seen := map[string]bool{}
	add := func(s string) {
		s = strings.Trim(clean(s), " #,;.")
		k := viet.Lower(s)
		if s == "" || len(s) > 120 || seen[k] || k == "từ khóa" || k == "từ khoá" || k == "tags" ||
			len(tags) >= 32 {
			return
		}
		seen[k] = true
		tags = append(tags, s)
	}

	links := func(box *html.Node) {
		for n := range box.Descendants() {
			if n.Type == html.ElementNode && n.Data == "a" {
				add(innerText(n, 200))
			}
		}
	}
	for _, h := range r.familyHits(fieldTags) {
		if len(tags) == 0 {
			links(h.node)
		}
	}
	for _, box := range r.tagBoxes {
		if len(tags) == 0 && r.scope != nil && contains(r.scope.Parent, box.node) && box.at >= r.body.from {
			links(box.node)
		}
	}
	if len(tags) == 0 {
		for _, t := range r.meta.tags {
			add(t)
		}
	}
	if len(tags) == 0 {
		for _, t := range r.machine.keywords {
			add(t)
		}
	}
	return tags
}
