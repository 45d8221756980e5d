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
		if s := strings.Trim(clean(innerText(h.node, 120)), " /»>|"); h.from <= r.body.to && isSectionName(s) {
			return s
		}
	}
	for _, c := range r.crumbs {
		if c.at > r.body.to {
			continue
		}
		if s := r.lastCrumb(c.node); s != "" {
			return s
		}
	}
	return ""
}

func (r *reader) lastCrumb(crumbs *html.Node) string {
	last := ""
	title := key(r.article.Title)
	for n := range crumbs.Descendants() {
		if n.Data != "a" || n.Type != html.ElementNode {
			continue
		}
		if s := strings.Trim(clean(innerText(n, 120)), " /»>|"); isSectionName(s) && key(s) != title {
			last = s
		}
	}
	return last
}

// isSectionName reports whether s can name a rubric: short, and not the way home.
func isSectionName(s string) bool {
	k := viet.Lower(strings.TrimSpace(s))
	switch k {
	case "", "trang chủ", "home", "trangchu", "trang nhất", "tin tức", "news", "index", "article", "newsarticle":
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
		if s == "" || len(s) > 120 || seen[k] || k == "từ khóa" || k == "từ khoá" || k == "tags" || len(tags) >= 32 {
			return
		}
		seen[k] = true
		tags = append(tags, s)
	}

	for _, h := range r.familyHits(fieldTags) {
		add(innerText(h.node, 200))
	}
	if len(tags) == 0 {
		for _, box := range r.tagBoxes {
			if r.scope == nil || !contains(r.scope.Parent, box.node) || box.at < r.body.from {
				continue
			}
			for n := range box.node.Descendants() {
				if n.Type == html.ElementNode && n.Data == "a" {
					add(innerText(n, 200))
				}
			}
			if len(tags) > 0 {
				break
			}
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
