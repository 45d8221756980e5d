package demo

// A Query is a search with a known first hit.
type Query struct {
	Text      string
	Why       string // the point of the search, in one line
	WantTitle string
	WantURL   string
}

// Queries returns five searches that show how the index handles Vietnamese.
func Queries() []Query {
	return []Query{
		{
			Text:      "hong khong hat na pan",
			Why:       "typed without marks: finds the marked text",
			WantTitle: "Hồng không hạt Nà Pàn vào vụ, giá tại vườn tăng gần gấp đôi",
			WantURL: "http://tinxulang.example/" +
				"hong-khong-hat-na-pan-vao-vu-gia-tai-vuon-tang-gan-gap-doi-5070112.html",
		},
		{
			Text:      `"hiện đại hóa" khâu tưới`,
			Why:       "a phrase in the other tone style: the newspaper prints “hoá”",
			WantTitle: "Hội Làm vườn huyện Lũng Phầy sơ kết công tác 6 tháng đầu năm 2022",
			WantURL: "http://tinxulang.example/" +
				"hoi-lam-vuon-huyen-lung-phay-so-ket-6-thang-dau-nam-2022-5070231.html",
		},
		{
			Text:      `author:"vi thùy dung" hát`,
			Why:       "an author: the byline prints VI THUỲ DUNG",
			WantTitle: "Đêm hội sli, lượn bên sông Kỳ Cùng",
			WantURL:   "http://tinxulang.example/dem-hoi-sli-luon-ben-song-ky-cung-5070344.html",
		},
		{
			Text:      `sạt lở province:"Cần Thơ" after:2023`,
			Why:       "a province and a time: not the landslide of 2020, not the one of Lạng Sơn",
			WantTitle: "Sạt lở nuốt 80 mét đường ven sông Vàm Xáng",
			WantURL: "http://datchinrong.example/moi-truong/202406/" +
				"sat-lo-nuot-80-met-duong-ven-song-vam-xang-4f1a9c2/",
		},
		{
			Text:      "UBND phường An Lạc",
			Why:       "an abbreviation: the article spells out “Ủy ban nhân dân”",
			WantTitle: "Ủy ban nhân dân phường An Lạc trả kết quả thủ tục qua tin nhắn",
			WantURL: "http://datchinrong.example/thoi-su/202508/" +
				"phuong-an-lac-tra-ket-qua-thu-tuc-qua-tin-nhan-0d4be61/",
		},
	}
}
