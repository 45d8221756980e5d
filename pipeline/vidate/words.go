package vidate

// A class is the function of a word in a date.
type class uint8

const (
	other      class = iota
	dayWord          // ngày
	monthWord        // tháng, thg, Th
	yearWord         // năm, which also means five
	quarter          // quý
	weekdayNo        // thứ
	sunday           // chủ, chúa: followed by nhật
	nhat             // nhật
	weekday          // CN, Wednesday
	dayPart          // sáng, chiều
	monthName        // July
	noon             // SA and AM, CH and PM
	hourWord         // giờ, h, g
	minuteWord       // phút
	secondWord       // giây
	spanWord         // tuần
	zone             // GMT, UTC, Z
	numeral          // một … mười
	roman            // I … IV
	lunar            // mồng, mùng, rằm, ÂL, Giêng, Chạp
	am               // âm: followed by lịch
	lich             // lịch
	to               // đến, tới
	from             // từ
	and              // và
	nay              // nay
	qua              // qua
	kia              // kia
	hom              // hôm
	ago              // trước, ago
	vua              // vừa: followed by xong
	xong             // xong
	at               // lúc, vào
	occasion         // lễ, dịp: a day without a year may follow them
	partWord         // đầu, cuối, giữa: the year after them dates a period
	documentNo       // số
	measure          // lần, người: the number before them is no day
	birth            // sinh, lập: the date after them is not that of the event
	letterT          // T5, 2022-07-27T16:05
	ordinal          // 1st, 2nd
	every            // mỗi, hằng: "ngày" after them means a rate
	decade           // những: the year after it is a decade
	namWord          // nam: năm without its mark, if a day precedes it
)

// The parts of the day, values of dayPart.
const (
	morning = iota
	midday
	afternoon
	evening
	night
)

type term struct {
	class class
	value int8
}

const maxWord = 10 // bytes of the longest word in terms

// terms holds the words of dates in small letters. A word is listed without its marks too if no other
// Vietnamese word has that spelling.
var terms = map[string]term{
	"ngày": {dayWord, 0}, "ngay": {dayWord, 0},
	"tháng": {monthWord, 0}, "thang": {monthWord, 0}, "thg": {monthWord, 0}, "th": {monthWord, 0},
	"năm": {yearWord, 5},
	"quý": {quarter, 0}, "quí": {quarter, 0},
	"thứ": {weekdayNo, 0}, "chủ": {sunday, 0}, "chúa": {sunday, 0}, "nhật": {nhat, 0}, "cn": {weekday, 0},
	"sunday": {weekday, 0}, "monday": {weekday, 1}, "tuesday": {weekday, 2}, "wednesday": {weekday, 3},
	"thursday": {weekday, 4}, "friday": {weekday, 5}, "saturday": {weekday, 6},
	"sun": {weekday, 0}, "mon": {weekday, 1}, "tue": {weekday, 2}, "tues": {weekday, 2}, "wed": {weekday, 3},
	"thu": {weekday, 4}, "thurs": {weekday, 4}, "fri": {weekday, 5}, "sat": {weekday, 6},
	"sáng": {dayPart, morning}, "trưa": {dayPart, midday}, "chiều": {dayPart, afternoon},
	"tối": {dayPart, evening}, "đêm": {dayPart, night}, "khuya": {dayPart, night},
	"january": {monthName, 1}, "february": {monthName, 2}, "march": {monthName, 3}, "april": {monthName, 4},
	"may": {monthName, 5}, "june": {monthName, 6}, "july": {monthName, 7}, "august": {monthName, 8},
	"september": {monthName, 9}, "october": {monthName, 10}, "november": {monthName, 11},
	"december": {monthName, 12}, "jan": {monthName, 1}, "feb": {monthName, 2}, "mar": {monthName, 3},
	"apr": {monthName, 4}, "jun": {monthName, 6}, "jul": {monthName, 7}, "aug": {monthName, 8},
	"sep": {monthName, 9}, "sept": {monthName, 9}, "oct": {monthName, 10}, "nov": {monthName, 11},
	"dec": {monthName, 12},
	"sa":  {noon, 0}, "am": {noon, 0}, "ch": {noon, 12}, "pm": {noon, 12},
	"giờ": {hourWord, 0}, "gio": {hourWord, 0}, "h": {hourWord, 1}, "g": {hourWord, 1},
	"phút": {minuteWord, 0}, "ph": {minuteWord, 0}, "p": {minuteWord, 0}, "giây": {secondWord, 0},
	"tuần": {spanWord, 7},
	"gmt":  {zone, 0}, "utc": {zone, 0}, "z": {zone, 0}, "ict": {zone, 7},
	"một": {numeral, 1}, "hai": {numeral, 2}, "ba": {numeral, 3}, "tư": {numeral, 4}, "bốn": {numeral, 4},
	"sáu": {numeral, 6}, "bảy": {numeral, 7}, "bẩy": {numeral, 7}, "tám": {numeral, 8}, "chín": {numeral, 9},
	"mười": {numeral, 10},
	"i":    {roman, 1}, "ii": {roman, 2}, "iii": {roman, 3}, "iv": {roman, 4},
	"mồng": {lunar, 0}, "mùng": {lunar, 0}, "rằm": {lunar, 0}, "âl": {lunar, 0}, "giêng": {lunar, 1},
	"chạp": {lunar, 12}, "âm": {am, 0}, "lịch": {lich, 0},
	"đến": {to, 0}, "tới": {to, 0}, "từ": {from, 0}, "và": {and, 0},
	"nay": {nay, 0}, "qua": {qua, 0}, "kia": {kia, 0}, "hôm": {hom, 0}, "trước": {ago, 0}, "ago": {ago, 0},
	"vừa": {vua, 0}, "xong": {xong, 0}, "lúc": {at, 0}, "vào": {at, 0}, "at": {at, 0},
	"lễ": {occasion, 0}, "dịp": {occasion, 0}, "khánh": {occasion, 0}, "hết": {occasion, 0},
	"sau": {occasion, 0},
	"đầu": {partWord, 0}, "cuối": {partWord, 0}, "giữa": {partWord, 0}, "số": {documentNo, 0},
	"lần": {measure, 0}, "viên": {measure, 0}, "người": {measure, 0}, "tiếng": {measure, 0},
	"bữa": {measure, 0},
	"lít": {measure, 0}, "kg": {measure, 0}, "ml": {measure, 0}, "đồng": {measure, 0}, "triệu": {measure, 0},
	"tỷ": {measure, 0}, "tỉ": {measure, 0}, "tấn": {measure, 0}, "điểm": {measure, 0}, "con": {measure, 0},
	"cái": {measure, 0}, "quả": {measure, 0}, "ly": {measure, 0}, "cốc": {measure, 0}, "ha": {measure, 0},
	"km": {measure, 0}, "m": {measure, 0}, "hộ": {measure, 0}, "suất": {measure, 0}, "ca": {measure, 0},
	"sinh": {birth, 0}, "lập": {birth, 0}, "với": {birth, 0}, "kỳ": {birth, 0}, "cấp": {birth, 0},
	"t": {letterT, 0}, "st": {ordinal, 0}, "nd": {ordinal, 0}, "rd": {ordinal, 0},
	"mỗi": {every, 0}, "hằng": {every, 0}, "hàng": {every, 0}, "uống": {every, 0},
	"nam": {namWord, 0}, "những": {decade, 0},
}
