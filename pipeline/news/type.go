package news

// A Type is the form of an article, as far as the page names one: a plain news article has none. A program
// that gives articles may have others.
type Type string

// The types.
const (
	PhotoStory  Type = "photo" // phóng sự ảnh
	Video       Type = "video"
	Infographic Type = "infographic"
	Longform    Type = "longform"  // e-magazine
	Live        Type = "live"      // tường thuật trực tiếp
	Interview   Type = "interview" // phỏng vấn
	Opinion     Type = "opinion"   // ý kiến, bình luận, xã luận
	Reportage   Type = "reportage" // phóng sự, ký sự
	Letter      Type = "letter"    // thư bạn đọc
	Poem        Type = "poem"
	Fiction     Type = "fiction" // truyện ngắn
)
