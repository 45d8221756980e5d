package extract

import (
	"testing"

	"baotinh/pipeline/extract/scan"
	"baotinh/pipeline/extract/structured"
	"baotinh/pipeline/news"
)

func TestTypes(t *testing.T) {
	for _, tt := range []struct {
		name, title, section string
		url, schema, og      string
		want                 news.Type
		evidence             string
	}{
		{name: "nothing said", title: "Lễ hội xuống đồng", section: "Văn hóa", og: "article"},
		{name: "label", title: "Infographic: 5 việc khi có bão", want: news.Infographic, evidence: "title"},
		{name: "brackets", title: "[E-Magazine] Giữ rừng Khe Sậy", want: news.Longform, evidence: "title"},
		{name: "brackets behind", title: "Mùa nước nổi (Ảnh)", want: news.PhotoStory, evidence: "title"},
		{name: "capitals and a bar", title: "VIDEO | Lũ về trong đêm", want: news.Video, evidence: "title"},
		{name: "dash", title: "Phóng sự ảnh – Chợ phiên Bản Hon", want: news.PhotoStory, evidence: "title"},
		{name: "label before a place in brackets", title: "Ảnh: Hội làng (Khe Sậy)", want: news.PhotoStory,
			evidence: "title"},
		{name: "a word with a dash", title: "Thơ - tiếng lòng người lính"},
		{name: "a word of a headline", title: "Video hai người cứu bé trai: công an nói gì"},
		{name: "brackets of another kind", title: "Bàn thắng muộn (video của người xem)"},
		{name: "section", title: "Bến cũ", section: "Truyện ngắn", want: news.Fiction, evidence: "section"},
		{name: "section in capitals", title: "Đừng để dân chờ", section: "GÓC NHÌN", want: news.Opinion,
			evidence: "section"},
		{name: "section that only begins so", title: "Một ngày ở bản", section: "Ảnh và đời sống"},
		{name: "folder", title: "Bến cũ", url: "https://baomau.example/phong-su-anh/ben-cu-12.html",
			want: news.PhotoStory, evidence: "url"},
		{name: "host", title: "Bến cũ", url: "https://emagazine.baomau.example/ben-cu-12.html",
			want: news.Longform, evidence: "url"},
		{name: "slug", title: "Bến cũ", url: "https://baomau.example/video"},
		{name: "folder that may be a name", title: "Bến cũ", url: "https://baomau.example/tho/a-12.html"},
		{name: "schema.org", title: "Video: Bão", schema: "LiveBlogPosting", want: news.Live,
			evidence: "json-ld"},
		{name: "Open Graph", title: "Bến cũ", og: "video.other", want: news.Video, evidence: "meta"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := &page{Page: new(scan.Page), jsonld: &structured.JSONLD{Type: tt.schema}}
			p.Meta.OGType = tt.og
			a := &news.Article{Title: tt.title, Section: tt.section, URL: tt.url}
			if got, evidence := p.findType(a); got != tt.want || evidence != tt.evidence {
				t.Errorf("%q by %q, want %q by %q", got, evidence, tt.want, tt.evidence)
			}
		})
	}
}
