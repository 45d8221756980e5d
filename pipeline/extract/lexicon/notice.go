package lexicon

import (
	"slices"
	"strings"
)

// A Notice is the kind of what a server or a site says in the place of an article.
type Notice uint8

// The kinds of notice.
const (
	NoNotice          Notice = iota
	NoticeOther              // it does not say of what: "Rất tiếc!"
	NoticeNotFound           // there is no such page, or the server failed
	NoticeRemoved            // the article was taken down or moved
	NoticeMaintenance        // the site is under maintenance, down or overloaded
	NoticeLogIn              // the reader has to log in, register or pay
	NoticeChallenge          // the reader has to show that it is a person, to accept cookies, to run scripts
	NoticeHosting            // the hosting was suspended, or shows the default page of a server
	NoticeParked             // the domain has expired or is for sale
)

// A noticePattern recognises a sentence of a notice by two phrases in a row: what it is about and what is
// said of it, in either order. Between them may stand fillers and one other word: "hệ thống hiện đang bảo
// trì", "website baodeomay đang bảo trì", but not "hệ thống cấp nước … bảo trì".
type noticePattern struct {
	kind          Notice
	first, second phrases
}

// phrases are sequences of words, as keys.
type phrases []string

// list splits a list at its commas and line breaks.
func list(s string) phrases {
	var all phrases
	for p := range strings.FieldsFuncSeq(s, func(c rune) bool { return c == ',' || c == '\n' }) {
		if p = strings.TrimSpace(p); p != "" {
			all = append(all, p)
		}
	}
	return all
}

var (
	sites = list(`website, web site, trang web, trang báo, trang tin, trang điện tử, trang thông tin,
		trang này, báo điện tử, hệ thống, máy chủ, server, site, cổng thông tin, chuyên trang, dịch vụ,
		the page, this page, our page, system, service`)
	pages = list(`trang, trang web, nội dung, bài viết, bài báo, tin bài, bản tin, tin tức này,
		đường dẫn, liên kết, địa chỉ, chuyên mục, page, article, content, link, url, resource, file, story,
		post, document`)
	accounts = list(`tài khoản, hosting, web hosting, gói dịch vụ, dịch vụ lưu trữ, account`)
	domains  = list(`tên miền, domain, domain name`)
)

// noticePatterns is read from above; the first kind that fits counts.
var noticePatterns = []noticePattern{
	{NoticeParked, domains,
		list(`rao bán, được bán, cần bán, bán lại, for sale, hết hạn, chưa được gia hạn, expired,
			parked, available for purchase, chưa được sử dụng, đang được đỗ, registered by, registered at,
			được đăng ký bởi, được đăng ký tại, giữ chỗ`)},
	{NoticeParked, list(`buy, mua, purchase, own`), list(`this domain, tên miền này`)},
	{NoticeHosting, accounts,
		list(`tạm ngưng, tạm ngừng, tạm khóa, tạm khoá, bị khóa, bị khoá, bị đình chỉ, suspended,
			disabled by, hết hạn, hết hạn sử dụng, chưa được gia hạn, expired, chưa được cấu hình,
			chưa được kích hoạt`)},
	{NoticeHosting,
		list(`default page, welcome page, default welcome, test page, it works, welcome to nginx,
			welcome to apache, iis windows server, internet information services, index of,
			placeholder page, trang mặc định`),
		list(`server, site, web server, successfully installed, apache, nginx, plesk, cpanel,
			directadmin, máy chủ, parent directory, not yet, tomcat, test the, working properly`)},
	{NoticeMaintenance, sites,
		list(`bảo trì, nâng cấp, quá tải, tạm ngưng, tạm ngừng, tạm dừng, gián đoạn, bận, gặp sự cố,
			gặp lỗi, bảo dưỡng, under maintenance, undergoing, is down, unavailable, overloaded, is busy,
			temporarily unable, maintenance, be back, unable to handle, offline`)},
	{NoticeMaintenance,
		list(`chúng tôi, we are, we re, tòa soạn, toà soạn, tạm ngừng hoạt động, tạm dừng hoạt động,
			tạm ngưng hoạt động`),
		list(`bảo trì, nâng cấp hệ thống, nâng cấp máy chủ, nâng cấp website, performing,
			under maintenance, working on, be back`)},
	{NoticeMaintenance,
		list(`quá nhiều, too many`),
		list(`truy cập, yêu cầu, kết nối, bạn đọc, người đọc, người dùng, lượt truy cập, requests,
			connections, users, visitors`)},
	{NoticeRemoved, pages,
		list(`bị xóa, bị xoá, đã xóa, đã xoá, gỡ bỏ, bị gỡ, đã gỡ, gỡ xuống, được gỡ, thu hồi,
			không còn, ngừng xuất bản, chuyển sang, chuyển đến, thay đổi địa chỉ, removed, deleted, moved,
			no longer, unpublished, taken down, expired`)},
	{NoticeRemoved,
		list(`chuyển sang, chuyển đến, chuyển về, moved to`),
		list(`địa chỉ mới, tên miền mới, trang mới, website mới, giao diện mới, new address, new site`)},
	{NoticeNotFound, pages,
		list(`không tồn tại, không tìm thấy, chưa tồn tại, không có sẵn, không khả dụng, không hợp lệ,
			không đúng, bị lỗi, bị hỏng, chưa sẵn sàng, not found, not exist, doesn t exist, not available,
			unavailable, cannot be found, could not be found, can t be found, is broken,
			không truy cập được, chưa được xuất bản`)},
	{NoticeNotFound,
		list(`không tìm thấy, không thể tìm thấy, không tìm được, không thể hiển thị,
			không thể truy cập, không thể tải, không mở được, couldn t find, could not find, can t find,
			cannot find, unable to find`),
		append(slices.Clone(pages), "tin", "bài", "page")},
	{NoticeNotFound,
		list(`đã có, có, xảy ra, phát sinh, gặp`),
		list(`lỗi xảy ra, lỗi trong quá trình, lỗi hệ thống, lỗi máy chủ, lỗi không xác định,
			lỗi kết nối, sự cố kỹ thuật`)},
	{NoticeNotFound,
		list(`server error, internal error, database error, runtime error, application error,
			lỗi hệ thống, lỗi máy chủ, error establishing, something went wrong, an error`),
		list(`occurred, xảy ra, please, vui lòng, try again, database connection, in, hãy thử`)},
	{NoticeLogIn,
		list(`vui lòng, hãy, xin, mời, mời bạn, cần, phải, chưa, please, must, need to, to`),
		list(`đăng nhập, đăng ký tài khoản, đăng ký thành viên, tạo tài khoản, đăng ký thuê bao, log in,
			login, sign in, register to, subscribe to, create an account, mua gói`)},
	{NoticeLogIn,
		list(`đăng nhập, đăng ký, log in, sign in, subscribe, register, trả phí`),
		list(`để đọc, để xem, để tiếp tục, to continue, to read, to view, to access, để truy cập`)},
	{NoticeLogIn,
		list(`nội dung, bài viết, content, article, chuyên mục, trang`),
		list(`dành cho thuê bao, dành riêng, chỉ dành cho, dành cho thành viên, dành cho hội viên,
			dành cho bạn đọc, trả phí, subscribers only, for subscribers, for members, members only`)},
	{NoticeLogIn,
		list(`đăng ký, tạo, tạo mới, create, sign up, register`),
		list(`tài khoản, an account, account`)},
	{NoticeLogIn, list(`quên, forgot, lost`), list(`mật khẩu, password`)},
	{NoticeChallenge, list(`sử dụng, dùng, use, uses, using, lưu`), list(`cookie, cookies`)},
	{NoticeChallenge,
		list(`bật, kích hoạt, cho phép, hỗ trợ, enable, turn on, allow, requires`),
		list(`javascript, cookie, cookies, java script`)},
	{NoticeChallenge,
		list(`kiểm tra, đang kiểm tra, checking, xác minh, xác thực, verify, verifying, confirm,
			chứng minh`),
		list(`trình duyệt, your browser, you are human, you are a human, you re human, bạn là người,
			bạn không phải, là con người, if the site connection, the site connection, kết nối của bạn`)},
	{NoticeChallenge,
		list(`bạn không phải, tôi không phải, not a, là`),
		list(`robot, rô bốt, người máy, captcha, mã captcha`)},
	{NoticeChallenge,
		list(`nhập, enter, giải, complete`),
		list(`captcha, mã xác nhận, mã xác thực, security check, ký tự, các ký tự, dãy ký tự, chuỗi ký tự,
			mã bảo vệ, mã hiển thị`)},
	{NoticeChallenge,
		list(`truy cập, access, ip, request, yêu cầu`),
		list(`bị từ chối, bị chặn, đã bị chặn, denied, blocked, forbidden, bất thường`)},
	{NoticeChallenge,
		list(`đang chuyển hướng, being redirected, tự động chuyển, redirecting`),
		list(`trang, page, you, bạn, vui lòng, please, trong giây lát, a few seconds, sau vài giây`)},
	{NoticeOther, list(`rời khỏi, leaving, rời`), list(`báo, trang, trang web, website, site, page`)},
}

// fillers may stand between the two phrases of a pattern.
var fillers = newSet(strings.Fields(`tìm tòa toà soạn cơ quan
	này đó hiện tại đang đã được bị tạm thời của chúng tôi bạn quý
	vị khách độc giả yêu cầu tìm kiếm cần mà muốn xem truy cập hoặc có thể vừa báo điện tử website trang web
	và với để trên đọc sẽ rất không còn bởi do theo hơn vui lòng hãy xin lại rồi quá trình vào của là thì đi
	khỏi hay bài is are was were has have been be being currently temporarily the this that you requested
	looking for were are may might or at it a an our your currently for of by on to not and here`)...)

// opening is the first phrase of a pattern.
type opening struct {
	pattern int
	phrase  string
}

// openings has the first phrases of the patterns by their first word.
var openings = func() *byWord[opening] {
	t := &byWord[opening]{}
	for i, p := range noticePatterns {
		for _, phrase := range p.first {
			t.add(phrase, opening{i, phrase})
		}
	}
	return t
}()

// NoticeIn returns the kind of notice of which a text, as a key, has a sentence, else NoNotice. Its time is
// proportional to the text.
func NoticeIn(key string) Notice {
	best := len(noticePatterns)
	for rest := key; rest != ""; rest = behindWord(rest) {
		for _, o := range openings.at(rest) {
			if after, ok := cutPhrase(rest, o.phrase); ok && o.pattern < best &&
				noticePatterns[o.pattern].goesOn(after) {
				best = o.pattern
			}
		}
	}
	if best == len(noticePatterns) {
		return NoNotice
	}
	return noticePatterns[best].kind
}

// cutPhrase cuts a phrase off the front of a key. It reports whether the key begins with it.
func cutPhrase(key, phrase string) (string, bool) {
	rest, ok := strings.CutPrefix(key, phrase)
	if !ok || rest == "" {
		return "", ok
	}
	return strings.CutPrefix(rest, " ")
}

// goesOn reports whether the second phrase of p follows.
func (p *noticePattern) goesOn(key string) bool {
	const mostFillers, mostOthers = 8, 1
	others := 0
	for n := 0; key != "" && n <= mostFillers; n++ {
		if p.second.begin(key) {
			return true
		}
		word, rest, _ := strings.Cut(key, " ")
		if !fillers.has(word) {
			if others++; others > mostOthers {
				return false
			}
		}
		key = rest
	}
	return false
}

// begin reports whether a key begins with one of p.
func (p phrases) begin(key string) bool {
	return slices.ContainsFunc(p, func(phrase string) bool {
		_, ok := cutPhrase(key, phrase)
		return ok
	})
}

// HeadsNotice returns the kind of notice that a heading, as a key, is the head of: it is a short word for one
// or a sentence of one, else NoNotice.
func HeadsNotice(key string) Notice {
	const mostWords = 20
	key = strings.TrimPrefix(key, "thông báo ")
	if kind, ok := noticeHeads[key]; ok {
		return kind
	}
	switch {
	case IsErrorTitle(key):
		return NoticeNotFound
	case IsChallenge(key):
		return NoticeChallenge
	case strings.HasPrefix(key, "index of "):
		return NoticeHosting // the listing of a folder
	case strings.Count(key, " ") >= mostWords:
		return NoNotice
	}
	return NoticeIn(key)
}

// noticeHeads are whole headings.
var noticeHeads = index(map[Notice]string{
	NoticeLogIn: `đăng nhập, đăng ký, đăng nhập tài khoản, đăng nhập hệ thống,
		đăng nhập thành viên, log in, login, sign in, register, đăng ký tài khoản, đăng ký thành viên,
		thông tin đăng nhập, đăng nhập đăng ký, yêu cầu đăng nhập, member login, user login`,
	NoticeMaintenance: `bảo trì, bảo trì hệ thống, đang bảo trì, đang nâng cấp,
		maintenance, maintenance mode, under maintenance, under construction, be right back,
		we ll be back soon, we ll be right back, coming soon, hệ thống quá tải, máy chủ quá tải,
		too many requests, service unavailable, temporarily unavailable, site maintenance,
		scheduled maintenance, đang xây dựng, trang đang xây dựng`,
	NoticeOther: `rất tiếc, oops, thông báo, chuyển hướng, chuyển trang, đang chuyển trang,
		xin lỗi, sorry, opps,
		thông báo từ hệ thống, lỗi, error`,
	NoticeNotFound: `thông báo lỗi, có lỗi xảy ra, đã có lỗi xảy ra, đã xảy ra lỗi, error page,
		trang lỗi, gateway timeout, bad request, server not found`,
	NoticeRemoved: `tin đã xóa, bài viết đã xóa, gone, bài đã bị gỡ, đã gỡ bài`,
	NoticeChallenge: `forbidden, yêu cầu bật cookie, cookie, kiểm tra bảo mật, access denied,
		are you human, kiểm tra an ninh, redirecting, đang chuyển hướng, loading, đang tải,
		xác thực người dùng, xác nhận truy cập, xác minh truy cập, vui lòng xác nhận, bot verification,
		human verification, one more step,
		ddos protection by cloudflare`,
	NoticeHosting: `account suspended, this account has been suspended, website suspended,
		tạm khóa dịch vụ, it works, welcome to nginx, iis windows server, iis windows, iis7,
		apache2 ubuntu default page it works, apache2 debian default page it works, default web site page,
		test page for the apache http server, index of, website mới khởi tạo, default plesk page,
		domain default page, web server s default page`,
	NoticeParked: `domain for sale, tên miền đang rao bán, parked domain, domain parking,
		domain expired`,
})

func index(lists map[Notice]string) map[string]Notice {
	m := map[string]Notice{}
	for kind, s := range lists {
		for _, phrase := range list(s) {
			m[phrase] = kind
		}
	}
	return m
}

// AsksReader reports whether a text, as a key, asks or thanks its reader, as notices do and reports do not.
func AsksReader(key string) bool {
	for rest := key; rest != ""; rest = behindWord(rest) {
		if phrases(requests.at(rest)).begin(rest) {
			return true
		}
	}
	return false
}

// requests are what notices ask of their reader, by the first word.
var requests = byFirstWord(list(`vui lòng, quý khách, quý vị, quý độc giả, xin lỗi, cáo lỗi, rất tiếc,
	mong bạn, mong quý,
	xin cảm ơn, xin chân thành cảm ơn, mời bạn đọc, mời bạn, hãy thử, xin đừng, quay lại sau, trở lại sau,
	thử lại, quay về trang chủ, trở về trang chủ, về trang chủ, bấm vào đây, nhấn vào đây, của bạn, please,
	sorry, try again, click here, if you, contact us, contact the, your browser, back soon, your account`))

// byWord holds phrases, or what begins with a phrase, by the first word.
type byWord[T any] struct {
	starts [256]uint32 // by its first byte, a bit for its second: a quick test that most words fail
	all    map[string][]T
}

func (t *byWord[T]) add(phrase string, v T) {
	if t.all == nil {
		t.all = map[string][]T{}
	}
	word := firstWord(phrase)
	t.starts[word[0]] |= 1 << ((word + " ")[1] & 31)
	t.all[word] = append(t.all[word], v)
}

// at returns what begins with the first word of a key.
func (t *byWord[T]) at(key string) []T {
	if len(key) > 1 && t.starts[key[0]]>>(key[1]&31)&1 == 0 {
		return nil
	}
	return t.all[firstWord(key)]
}

func byFirstWord(all phrases) *byWord[string] {
	t := &byWord[string]{}
	for _, phrase := range all {
		t.add(phrase, phrase)
	}
	return t
}

// firstWord returns the first word of a key.
func firstWord(key string) string {
	word, _, _ := strings.Cut(key, " ")
	return word
}

// behindWord returns a key without its first word.
func behindWord(key string) string {
	_, rest, _ := strings.Cut(key, " ")
	return rest
}
