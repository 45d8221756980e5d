package structured

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"baotinh/pipeline/extract/lexicon"
)

const stateText = "Sáng nay, bến phà mở thêm hai chuyến cho công nhân tan ca muộn, mỗi chuyến chở " +
	"sáu mươi người. Ông Đảo, tổ trưởng tổ lái phà, cho biết giá vé không đổi; người già và học sinh được " +
	"miễn vé như mọi năm. Hai bờ sông lắp thêm mười hai cột đèn, đường xuống bến đổ bê tông rộng bốn mét."

func TestReadState(t *testing.T) {
	const headline = "Phà Cửa Rào chạy thêm hai chuyến đêm"
	quoted := strings.NewReplacer(`\`, `\\`, `"`, `\"`)
	for _, tt := range []struct {
		name, title, script string
		want                JSONLD
	}{
		{
			"a field for each", headline + " - Báo Rừng Dẻ", `{"props":{"menu":[{"title":"Kinh tế"}],` +
				`"article":{"title":"` + headline + `","sapo":"Bớt ba mươi cây số.","content":"<p>` +
				stateText + `</p>","createdAt":"2023-11-18T10:00:00Z","publishedAt":` +
				`"2023-11-19T12:40:00.000Z","author":{"id":3,"displayName":"Giàng A Tủa"}},` +
				`"related":[{"title":"Khởi công cầu Khe Sặt","sapo":"` + stateText[:210] + `"}]}}`,
			JSONLD{Headline: headline, Body: "<p>" + stateText + "</p>", Sapo: "Bớt ba mươi cây số.",
				Published: "2023-11-19T12:40:00.000Z", Authors: []string{"Giàng A Tủa"}},
		},
		{
			"a list of blocks, in a string of JavaScript", headline, `window.__STATE__ = JSON.parse("` +
				quoted.Replace(`{"d":{"ttl":"`+headline+`","pubTime":1661813700000,"auth":"Hà An","cnt":[`+
					`{"type":"text","value":"`+stateText+`"},{"type":"image","value":"/i/pha.jpg","caption":`+
					`"Bến phà lúc lên đèn"},{"type":"text","value":"Nói \"được\" là \"được\"."}]}}`) + `");`,
			JSONLD{Headline: headline, Body: stateText + "\n" + `Nói "được" là "được".`,
				Published: "2022-08-29T22:55:00Z", Authors: []string{"Hà An"}},
		},
		{
			"a list of strings", headline, `window.__DATA__={"headline":"` + headline + `","paragraphs":["` +
				stateText + `","Hết."],"date":"2021-05-04","authors":["Hà An","Lò Thị Ính"]};`,
			JSONLD{Headline: headline, Body: stateText, Published: "2021-05-04",
				Authors: []string{"Hà An", "Lò Thị Ính"}},
		},
		{
			"the only long text of a page that states no headline", "Báo Rừng Dẻ",
			`{"post":{"title":"` + headline + `","body":"` + stateText + stateText + stateText +
				`"},"next":[{"title":"Một","body":"Ngắn thôi."}]}`,
			JSONLD{Headline: headline, Body: stateText + stateText + stateText},
		},
		{"texts of another article", "Lịch phát sóng", `{"a":{"title":"` + headline + `","body":"` +
			stateText + `"},"b":{"title":"Mở chợ","body":"` + stateText + `"}}`, JSONLD{}},
		{"a headline without text", headline, `{"title":"` + headline + `","url":"/a"}`, JSONLD{}},
		{"no JSON", headline, `window.__NUXT__=(function(a){return {}}(1));`, JSONLD{}},
	} {
		var page Identity
		page.AddTitle(lexicon.Key(tt.title))
		got := ReadState([][]byte{[]byte(tt.script)}, &page)
		if tt.want.Headline != "" {
			tt.want.Found, tt.want.IsState = true, true
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

func TestHasName(t *testing.T) {
	for name, want := range map[string]bool{
		"publishedAt": true, "published_at": true, "Published": true, "datePublished": true,
		"PUBLISHED":   true,
		"unpublished": false, "publisher": false, "": false, "x1published": true,
	} {
		if got := hasName(name, "published"); got != want {
			t.Errorf("%q: %v, want %v", name, got, want)
		}
	}
}

func FuzzReadState(f *testing.F) {
	f.Add([]byte(`window.__STATE__ = JSON.parse("{\"title\":\"Phà Cửa Rào\",\"cnt\":[\"a b\"]}");`))
	f.Add([]byte(`{"title":"Phà Cửa Rào chạy thêm","body":"` + stateText + `","pubTime":1661813700}`))
	f.Add([]byte(`x = JSON.parse('{`))
	f.Fuzz(func(t *testing.T, script []byte) {
		var page Identity
		page.AddTitle(lexicon.Key("Phà Cửa Rào chạy thêm hai chuyến đêm"))
		d := ReadState([][]byte{script}, &page)
		if d.Found != d.IsState || d.Found != (d.Headline != "") || d.Found && len(d.Body) < leastText {
			t.Errorf("%+v", d)
		}
	})
}
