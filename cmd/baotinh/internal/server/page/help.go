package page

// A helpSection is a part of the help: what can be asked, each with an example to click.
type helpSection struct {
	Heading string
	Text    string // may be empty
	Rows    []helpRow
}

// A helpRow is an example of the query language.
type helpRow struct {
	Example string
	Address string // of its hits
	Meaning string
}

// A helpKey is a key of the page and what it does.
type helpKey struct{ Key, Meaning string }

// helpModel is the model of the help.
type helpModel struct {
	Sections []helpSection
	Keys     []helpKey
}

// help explains the query language by examples.
func (s *Server) help(v *visit) (*screen, error) {
	m := &helpModel{}
	for _, section := range helpSections {
		shown := helpSection{Heading: v.t(section.Heading), Text: v.t(section.Text)}
		for _, row := range section.Rows {
			shown.Rows = append(shown.Rows,
				helpRow{row.Example, searchAddress(row.Example), v.t(row.Meaning)})
		}
		m.Sections = append(m.Sections, shown)
	}
	for _, k := range helpKeys {
		m.Keys = append(m.Keys, helpKey{k.Key, v.t(k.Meaning)})
	}
	return &screen{view: "help", title: v.t("Trợ giúp"), model: m}, nil
}

var helpSections = []helpSection{
	{"Từ và cụm từ", "Bài tìm thấy có đủ mọi từ. Không cần gõ dấu; kiểu dấu cũ hay mới đều được.", []helpRow{
		{"hội nghị sơ kết", "", "bài có đủ các từ, ở bất cứ đâu trong bài"},
		{"hoi nghi so ket", "", "gõ không dấu tìm mọi cách bỏ dấu"},
		{`"ủy ban nhân dân"`, "", "đúng cụm từ, các tiếng liền nhau; cũng thấy “uỷ ban”"},
		{`"mưa lũ"~3`, "", "các từ gần nhau, chen giữa nhiều nhất 3 từ, thứ tự nào cũng được"},
		{"lũ OR lụt", "", "một trong hai; cũng viết HOẶC"},
		{`cháy rừng -"diễn tập"`, "", "không có cụm từ sau dấu trừ"},
		{"(lũ OR lụt) đường sắt", "", "nhóm bằng dấu ngoặc đơn"},
		{"khoan*", "", "những từ bắt đầu như thế"},
		{"lạng~ sơn", "", "cả những tiếng chỉ khác một chữ: làng, lang"},
	}},
	{"Trong một trường", "Tên trường rồi dấu hai chấm, giá trị viết liền sau.", []helpRow{
		{`tít:"lễ hội"`, "", "chỉ trong tít"},
		{`tác_giả:"mai linh"`, "", "của một tác giả"},
		{`tỉnh:"Bắc Giang"`, "", "của báo một tỉnh, tên cũ hay tên mới"},
		{`báo:"Báo Lạng Sơn"`, "", "của một tờ báo"},
		{`địa_danh:"Tràng Định"`, "", "bài nhắc tới một xã, huyện hay tỉnh, trước hay sau tháng 7/2025"},
		{`chuyên_mục:"kinh tế"`, "", "của một chuyên mục"},
		{"nguồn:TTXVN", "", "đăng lại của một hãng tin"},
		{`nhãn:"chạy bộ"`, "", "có một nhãn"},
		{"chú_thích:cầu", "", "trong chú thích ảnh"},
		{"loại:video", "", "theo thể loại: video, phóng sự ảnh, phỏng vấn, thơ …"},
		{`tình_trạng:"đã gỡ"`, "", "bài mà báo đã gỡ xuống"},
	}},
	{"Ngày tháng", "Ngày đăng theo giờ Việt Nam. Bài không rõ ngày không thuộc khoảng nào.", []helpRow{
		{"ngày:2022", "", "đăng trong năm, tháng hay ngày ấy: 2022, 7/2022, 27/7/2022"},
		{"ngày:2004..2009", "", "trong khoảng, kể cả hai đầu; 2022-07.. là từ đó về sau"},
		{"từ:7/2022 đến:9/2022", "", "kể từ, cho đến hết"},
		{`ngày:"hôm nay"`, "", "hôm nay, hôm qua, tuần này, tháng trước, 7d, 24h"},
		{"mới:24h", "", "vào kho trong 24 giờ qua, dù đăng ngày nào"},
	}},
}

var helpKeys = []helpKey{
	{"/", "đến ô tìm"},
	{"j", "bài sau"},
	{"k", "bài trước"},
	{"Enter", "mở bài đang chọn"},
	{"n", "trang sau"},
	{"p", "trang trước"},
	{"?", "trợ giúp"},
}
