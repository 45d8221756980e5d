package extract

import (
	"net/url"
	"strings"

	"baotinh/pipeline/extract/lexicon"
	"baotinh/pipeline/news"
	"baotinh/pipeline/viet"
)

// Newspapers name the form of an article in the section that it stands in, in its address, or before the
// headline.
var (
	// formTypes are the names, as keys, of forms that are of nothing else: Infographic, E-Magazine.
	formTypes = typeNames{
		"phóng sự ảnh": news.PhotoStory, "chùm ảnh": news.PhotoStory, "photo": news.PhotoStory,
		"photos": news.PhotoStory, "photo story": news.PhotoStory,
		"video": news.Video, "videos": news.Video, "video clip": news.Video,
		"infographic": news.Infographic, "infographics": news.Infographic,
		"emagazine": news.Longform, "e magazine": news.Longform, "longform": news.Longform,
		"long form": news.Longform, "megastory": news.Longform, "mega story": news.Longform,
		"tường thuật trực tiếp": news.Live,
	}
	// sectionTypes are those of forms that are also words of a headline or of an address: Thơ, Ảnh.
	sectionTypes = typeNames{
		"ảnh": news.PhotoStory, "clip": news.Video, "đồ họa": news.Infographic, "đồ hoạ": news.Infographic,
		"trực tiếp": news.Live, "phỏng vấn": news.Interview,
		"ý kiến": news.Opinion, "bình luận": news.Opinion, "góc nhìn": news.Opinion, "xã luận": news.Opinion,
		"phóng sự": news.Reportage, "ký sự": news.Reportage, "phóng sự ký sự": news.Reportage,
		"thư bạn đọc": news.Letter, "bạn đọc viết": news.Letter, "ý kiến bạn đọc": news.Letter,
		"thơ": news.Poem, "truyện": news.Fiction, "truyện ngắn": news.Fiction,
	}
	// addressTypes are formTypes as addresses have them: phong-su-anh.
	addressTypes = formTypes.inAddresses()

	// statedTypes are types of schema.org.
	statedTypes = typeNames{
		"ReportageNewsArticle": news.Reportage, "OpinionNewsArticle": news.Opinion,
		"LiveBlogPosting": news.Live,
	}
)

// typeNames has types by their names.
type typeNames map[string]news.Type

func (t typeNames) inAddresses() typeNames {
	all := typeNames{}
	for name, v := range t {
		all[strings.ReplaceAll(viet.Fold(name), " ", "-")] = v
	}
	return all
}

// The evidence of types, besides JSON-LD and <meta>.
const (
	evidenceTitle   = "title"
	evidenceSection = "section"
	evidenceAddress = "url"
)

// findType returns the type that the page of an article names, and where: for programs, in the headline, by
// the section, in the address.
func (p *page) findType(a *news.Article) (news.Type, string) {
	if t := statedTypes[p.jsonld.Type]; t != "" {
		return t, news.EvidenceJSONLD
	}
	if t := titleType(a.Title); t != "" {
		return t, evidenceTitle
	}
	if t := namedType(a.Section); t != "" {
		return t, evidenceSection
	}
	if t := addressType(a.URL); t != "" {
		return t, evidenceAddress
	}
	if og := p.Meta.OGType; og == "video" || strings.HasPrefix(og, "video.") {
		return news.Video, news.EvidenceMeta
	}
	return "", ""
}

// titleType returns the type that a headline is labelled with: "Infographic: …", "[Video] …", "… (Ảnh)".
func titleType(title string) news.Type {
	for _, brackets := range [...]struct{ open, end string }{{"[", "]"}, {"(", ")"}} {
		var label string
		if rest, ok := strings.CutPrefix(title, brackets.open); ok {
			label, _, _ = strings.Cut(rest, brackets.end)
		} else if rest, ok := strings.CutSuffix(title, brackets.end); ok {
			label = rest[strings.LastIndex(rest, brackets.open)+1:]
		}
		if t := namedType(label); t != "" {
			return t
		}
	}
	for _, sign := range [...]string{":", "|"} {
		if label, _, ok := strings.Cut(title, sign); ok {
			if t := namedType(label); t != "" {
				return t
			}
		}
	}
	for _, dash := range [...]string{" - ", " – "} { // "Thơ – tiếng lòng" is no poem
		if label, _, ok := strings.Cut(title, dash); ok && len(label) <= longestType {
			if t := formTypes[lexicon.Key(label)]; t != "" {
				return t
			}
		}
	}
	return ""
}

// longestType bounds the names of types, in bytes.
const longestType = 40

// namedType returns the type that a label or a section names, empty if it names none.
func namedType(label string) news.Type {
	if len(label) > longestType {
		return ""
	}
	key := lexicon.Key(label)
	if t := formTypes[key]; t != "" {
		return t
	}
	return sectionTypes[key]
}

// addressType returns the type that the host of an address begins with, or a folder in it is called:
// emagazine.baomau.vn, /phong-su-anh/….
func addressType(address string) news.Type {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	host, _, _ := strings.Cut(u.Hostname(), ".")
	if t := addressTypes[host]; t != "" {
		return t
	}
	folders := strings.Split(u.Path, "/")
	for _, folder := range folders[:len(folders)-1] {
		if t := addressTypes[folder]; t != "" {
			return t
		}
	}
	return ""
}
