package page

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"baotinh/pipeline/news"
)

// axeVariable names the file axe.min.js of the npm package axe-core, shotsVariable a folder for pictures of
// the views.
const (
	axeVariable   = "BAOTINH_AXE"
	shotsVariable = "BAOTINH_SHOTS"
)

// startBrowser starts Chromium with an empty profile, or skips the test.
func startBrowser(t *testing.T) context.Context {
	t.Helper()
	if testing.Short() {
		t.Skip("a browser takes too long for -short")
	}
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			path = found
			break
		}
	}
	if path == "" {
		t.Skip("no Chromium: install the package chromium to run this test")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.UserDataDir(t.TempDir()), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("accept-lang", "vi"), chromedp.WindowSize(1280, 900),
		chromedp.WSURLReadTimeout(time.Minute))
	allocated, cancel := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(cancel)
	browser, cancel := chromedp.NewContext(allocated)
	t.Cleanup(cancel)
	if err := chromedp.Do(browser); err != nil {
		t.Skipf("Chromium does not start: %v", err)
	}
	return browser
}

// An action is one of the browser, without a value.
type action = chromedp.Action[chromedp.Void]

// A tab is one of the browser. It fails the test if the page asks another host for something, shows a dialog
// or breaks its policy.
type tab struct {
	*testing.T
	ctx  context.Context
	base string
}

// newTab opens a tab for the pages at base.
func newTab(t *testing.T, browser context.Context, base string) *tab {
	t.Helper()
	ctx, cancel := chromedp.NewContext(browser, chromedp.WithNewBrowserContext())
	t.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, 2*time.Minute)
	t.Cleanup(cancel)
	var mu sync.Mutex
	var faults []string
	fault := func(format string, args ...any) {
		mu.Lock()
		defer mu.Unlock()
		faults = append(faults, fmt.Sprintf(format, args...))
	}
	listen := func(event any) {
		switch e := event.(type) {
		case *network.EventRequestWillBeSent:
			if !strings.HasPrefix(e.Request.URL, base) && !strings.HasPrefix(e.Request.URL, "about:") {
				fault("the page asks for %s", e.Request.URL)
			}
		case *page.EventJavascriptDialogOpening:
			fault("the page shows a dialog: %s", e.Message)
		case *runtime.EventExceptionThrown:
			fault("the script fails: %s", e.ExceptionDetails.Text)
		case *runtime.EventConsoleAPICalled:
			fault("the script writes to the console: %s", e.Type)
		}
	}
	if err := chromedp.Listen(ctx, listen); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		mu.Lock()
		defer mu.Unlock()
		for _, f := range faults {
			t.Error(f)
		}
	})
	return &tab{t, ctx, base}
}

// do runs actions.
func (b *tab) do(actions ...action) {
	b.Helper()
	if err := chromedp.Do(b.ctx, actions...); err != nil {
		b.Fatal(err)
	}
}

// open opens an address of the server.
func (b *tab) open(address string) {
	b.Helper()
	b.do(chromedp.Navigate(b.base + address))
}

// click clicks the first element of a selector and waits for the page that it leads to.
func (b *tab) click(selector string) {
	b.Helper()
	b.follow(chromedp.Click(chromedp.CSS(selector)))
}

// follow does what leads to another page and waits for that.
func (b *tab) follow(a action) {
	b.Helper()
	if _, err := chromedp.RunResponse(b.ctx, a); err != nil {
		b.Fatal(err)
	}
}

// value returns the value of an expression as text.
func (b *tab) value(expression string) string {
	b.Helper()
	v, err := chromedp.Run(b.ctx, chromedp.Evaluate[string]("String("+expression+")"))
	if err != nil {
		b.Fatalf("%s: %v", expression, err)
	}
	return v
}

// want fails the test unless an expression has a value.
func (b *tab) want(expression, want string) {
	b.Helper()
	if got := b.value(expression); got != want {
		b.Errorf("%s is %q, want %q", expression, got, want)
	}
}

// wait waits until an expression is true.
func (b *tab) wait(expression string) {
	b.Helper()
	b.do(chromedp.Poll[chromedp.Void](expression, chromedp.WithPollingTimeout(10*time.Second)))
}

// shot writes a picture of the whole page, if there is a folder for these.
func (b *tab) shot(name string) {
	b.Helper()
	folder := os.Getenv(shotsVariable)
	if folder == "" {
		return
	}
	png, err := chromedp.Run(b.ctx, chromedp.FullScreenshot(100))
	if err != nil {
		b.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, name+".png"), png, 0o666); err != nil {
		b.Fatal(err)
	}
}

// narrow makes the window that of a small phone.
func narrow() action { return chromedp.EmulateViewport(360, 740) }

// dark asks for the dark colours.
func dark() action {
	return command(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "dark"}}})
}

// command is an action that sends a command of the protocol.
func command[P any](c cdp.Command[P, cdp.Empty], parameters P) action {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, c, parameters)
		return err
	})
}

// press presses a key. What the script prevents does not happen: chromedp.KeyEvent would write the letter.
func press(key string) action {
	return chromedp.Evaluate[chromedp.Void](`document.activeElement.dispatchEvent(new KeyboardEvent("keydown",
		{key: "` + key + `", bubbles: true, cancelable: true}))`)
}

// thePress are enough articles for several pages of hits in several provinces and years.
func thePress() []*news.Article {
	titles := []string{
		"Hội nghị sơ kết công tác thủy lợi", "Sạt lở ven sông, ba hộ phải dời nhà",
		"Lễ hội xuống đồng đầu xuân",
		"Hội nghị giao ban báo chí", "Cầu treo thông xe sau hai năm",
	}
	provinces := []string{
		"Lạng Sơn", "Cao Bằng", "Nghệ An", "Cần Thơ", "Tây Ninh", "Bắc Ninh", "Sơn La", "Lào Cai",
	}
	var all []*news.Article
	for i := range 60 {
		a := anArticle(i, fmt.Sprintf("%s, lần thứ %d", titles[i%len(titles)], i+1),
			"Đoạn mở đầu của bài. Người dân xã Đồi Sim cho biết nước lên nhanh trong đêm.")
		a.Province = provinces[i%len(provinces)]
		a.Newspaper = "Báo " + a.Province
		a.Published.Time = a.Published.Time.AddDate(-i%3, 0, 0)
		if i%7 == 0 {
			a.Published, a.Authors = news.Date{}, nil
		}
		all = append(all, a)
	}
	return all
}

// watched adds watches to a data folder: one, and one whose query is wrong.
func watched(t *testing.T, dir string) string {
	t.Helper()
	file := "[sat-lo]\nname = \"Sạt lở\"\nquery = \"sạt lở\"\n\n[sai]\nquery = \"autor:mai\"\n"
	if err := os.WriteFile(filepath.Join(dir, "watches.toml"), []byte(file), 0o666); err != nil {
		t.Fatal(err)
	}
	return dir
}

// hostile are articles of somebody who wants to run something in the browser of a reader.
func hostile() []*news.Article {
	nasty := `"><script>window.pwned=1</script><img src=x onerror="window.pwned=2">` +
		"\u202egnol\u202c\x00{{.}} ]]><!-- </title></textarea><svg/onload=window.pwned=3>"
	a := anArticle(61, "Độc hại "+nasty, "Độc hại "+nasty+" hết đoạn.")
	a.URL, a.Newspaper, a.Province = "javascript:window.pwned=4", nasty, nasty
	a.Section, a.Source, a.Sapo = nasty, nasty, nasty
	a.Authors, a.Tags = []string{nasty}, []string{nasty}
	a.Blocks = append(a.Blocks, news.Block{Kind: news.Caption, Text: nasty, Credit: nasty})
	return []*news.Article{a}
}

// shown are addresses of all views and states, for checks that all must pass. The last one by name changes
// the language for good.
var shown = map[string]string{
	"front":     "/",
	"results":   "/tim?q=h%E1%BB%99i",
	"facet":     "/tim?q=h%E1%BB%99i&loc=province:%22L%E1%BA%A1ng%20S%C6%A1n%22&mo=newspaper",
	"page-2":    "/tim?q=%C4%91o%E1%BA%A1n&trang=2",
	"none":      "/tim?q=%22k%E1%BA%BFt%20ngh%E1%BB%8B%22&loc=date:2023",
	"mistake":   "/tim?q=l%C5%A9%20autor:mai",
	"place":     "/tim?q=place:%22Ch%C3%A2u%20Th%C3%A0nh%22",
	"unknown":   "/khong-co",
	"help":      "/tro-giup",
	"x-english": "/tim?q=h%E1%BB%99i&lang=en",
	"hostile":   "/tim?q=%C4%91%E1%BB%99c%20h%E1%BA%A1i",
	"relaxed":   "/tim?q=hoi%20cau&noi=tu",
	"article":   "/bai/" + string(thePress()[1].ID) + "?q=s%E1%BA%A1t",
	"versions":  "/bai/" + string(thePress()[1].ID) + "/sua",
	"evil":      "/bai/" + string(hostile()[0].ID) + "?q=h%E1%BA%A1i",
	"watches":   "/theo-doi",
	"watch":     "/theo-doi/sat-lo",
	"new-watch": "/theo-doi/moi?q=s%E1%BA%A1t%20l%E1%BB%9F",
	"by-story":  "/tim?q=h%E1%BB%99i&moi-bai=1&xep=moi",

	"newspapers": "/bao?het=1",
	"newspaper":  "/bao/baolangson",
	"table":      "/phan-tich?hang=newspaper&cot=year&ti-le=1",
	"kwic":       "/phan-tich?xem=ngu-canh&q=h%E1%BB%99i",
	"sample":     "/phan-tich?xem=mau&q=h%E1%BB%99i&n=3&hat=1",
}

func TestInABrowser(t *testing.T) {
	browser := startBrowser(t)
	base := serve(t, watched(t, folderWith(t, append(thePress(), hostile()...)...)))
	run := func(name string, test func(*tab)) {
		t.Run(name, func(t *testing.T) { test(newTab(t, browser, base)) })
	}
	run("search", func(b *tab) {
		b.open("/")
		b.do(chromedp.SendKeys(chromedp.CSS("#q"), "hội nghị"))
		b.follow(chromedp.SendKeys(chromedp.CSS("#q"), kb.Enter))
		b.want(`document.querySelector(".counts").textContent`, "24 bài")
		b.want(`document.querySelector(".hit mark").textContent`, "Hội nghị")
		b.want(`document.querySelector("#q").value`, "hội nghị")
	})
	run("facet and chip", func(b *tab) {
		b.open(shown["results"])
		before := b.value(`document.querySelector(".counts").textContent`)
		count := b.value(`document.querySelector("#province .n").textContent`)
		b.click("#province li a")
		b.want(`document.querySelector(".counts").textContent`, count+" bài")
		b.want(`document.querySelectorAll(".chips li").length`, "1")
		b.click(".chips a")
		b.want(`document.querySelector(".counts").textContent`, before)
	})
	run("days", func(b *tab) {
		b.open(shown["results"])
		b.do(chromedp.SendKeys(chromedp.CSS(`[name="tu"]`), "1/1/2023"))
		b.follow(chromedp.SendKeys(chromedp.CSS(`[name="den"]`), "31/12/2023"+kb.Enter))
		b.want(`document.querySelector(".chips bdi").textContent`, "ngày: 1/1/2023 – 31/12/2023")
	})
	run("timeline", func(b *tab) {
		b.open(shown["results"])
		b.follow(chromedp.Evaluate[chromedp.Void](`document.querySelector(".timeline svg a").dispatchEvent(
			new MouseEvent("click", {bubbles: true, cancelable: true}))`))
		b.want(`document.querySelectorAll(".chips li").length`, "1")
	})
	run("paging", func(b *tab) {
		b.open(strings.Replace(shown["page-2"], "&trang=2", "", 1))
		b.want(`document.querySelectorAll(".hit").length`, "20")
		first := b.value(`document.querySelector(".hit a").href`)
		b.click(`a[rel="next"]`)
		b.want(`document.querySelector("ol.hits").start`, "21")
		if b.value(`document.querySelector(".hit a").href`) == first {
			b.Error("the second page begins as the first does")
		}
		b.follow(chromedp.KeyEvent("p"))
		b.want(`document.querySelector(".hit a").href`, first)
	})
	run("suggestions", func(b *tab) {
		b.open("/")
		b.do(chromedp.SendKeys(chromedp.CSS("#q"), "hoi ng"))
		b.wait(`[...document.querySelectorAll("#suggestions option")].some((o) =>
			 o.value.toLowerCase().startsWith("hội nghị"))`)
	})
	run("keys", func(b *tab) {
		b.open(shown["results"])
		b.do(press("/"))
		b.want(`document.activeElement.id`, "q")
		b.do(chromedp.KeyEvent(kb.Escape), chromedp.KeyEvent("j"), chromedp.KeyEvent("j"))
		b.want(`[...document.querySelectorAll(".hit h2 a")].indexOf(document.activeElement)`, "1")
		b.want(`document.querySelector("#q").value`, "hội")
		b.do(chromedp.KeyEvent("k"))
		b.want(`[...document.querySelectorAll(".hit h2 a")].indexOf(document.activeElement)`, "0")
		b.shot("keys")
		b.follow(chromedp.KeyEvent("?"))
		b.want(`location.pathname`, "/tro-giup")
	})
	run("without script", func(b *tab) {
		b.do(command(emulation.SetScriptExecutionDisabled,
			emulation.SetScriptExecutionDisabledParams{Value: true}))
		b.open("/")
		b.do(chromedp.SendKeys(chromedp.CSS("#q"), "hội nghị"))
		b.follow(chromedp.SendKeys(chromedp.CSS("#q"), kb.Enter))
		b.click("#province li a")
		b.click(".chips a")
		counts, err := chromedp.Run(b.ctx, chromedp.Text(chromedp.CSS(".counts")))
		if err != nil {
			b.Fatal(err)
		}
		if counts != "24 bài" {
			b.Errorf("%q, want 24 bài", counts)
		}
	})
	run("dark", func(b *tab) {
		b.do(dark())
		b.open(shown["results"])
		b.want(`getComputedStyle(document.body).backgroundColor`, "rgb(24, 23, 21)")
	})
	run("a small phone", func(b *tab) {
		b.do(narrow())
		for _, name := range slices.Sorted(maps.Keys(shown)) {
			address := shown[name]
			b.open(address)
			if w := b.value(`document.documentElement.scrollWidth`); w != "360" {
				wide := b.value(`[...document.querySelectorAll("*")].filter(
					(e) => e.getBoundingClientRect().right > 360).map((e) => e.outerHTML.slice(0, 80))`)
				b.Errorf("%s is %s pixels wide: %s", name, w, wide)
			}
		}
		b.open(shown["facet"])
		b.want(`document.querySelector(".folds").offsetHeight`, "0")
		b.do(chromedp.Click(chromedp.CSS(`label[for="loc"]`)))
		b.wait(`document.querySelector(".folds").offsetHeight > 0`)
		b.shot("narrow-facets")
	})
	run("print", func(b *tab) {
		b.do(command(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"}))
		b.open(shown["results"])
		b.want(`getComputedStyle(document.querySelector(".facets")).display`, "none")
		b.want(`getComputedStyle(document.querySelector("header nav")).display`, "none")
		b.shot("print")
	})
	run("language", func(b *tab) {
		b.open(shown["x-english"])
		b.want(`document.documentElement.lang`, "en")
		b.open("/tro-giup") // the cookie remembers
		b.want(`document.documentElement.lang`, "en")
		b.click("footer a")
		b.want(`document.documentElement.lang`, "vi")
	})
	run("hostile articles", func(b *tab) {
		for _, address := range []string{
			"/", shown["hostile"], shown["hostile"] + "&mo=author", shown["evil"],
		} {
			b.open(address)
			b.want(`String(window.pwned)`, "undefined")
			b.want(`document.querySelectorAll("main script, main img, [onload], [style]").length`, "0")
			b.want(`[...document.links].every((a) => /^https?:$/.test(a.protocol))`, "true")
		}
	})
}

// different are views of which none looks like another.
var different = []string{"front", "results", "facet", "mistake", "help", "article", "watches"}

func TestViewsAreAccessible(t *testing.T) {
	file := os.Getenv(axeVariable)
	if file == "" {
		t.Skipf("%s does not name axe.min.js of the npm package axe-core", axeVariable)
	}
	axe, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	browser := startBrowser(t)
	base := serve(t, watched(t, folderWith(t, append(thePress(), hostile()...)...)))
	for _, look := range []struct {
		name   string
		action action
		rules  string   // all, or what a look can break
		views  []string // by their names in shown
	}{
		{"light", chromedp.EmulateViewport(1280, 900), `{}`, slices.Sorted(maps.Keys(shown))},
		{"dark", chromedp.Steps(chromedp.EmulateViewport(1280, 900), dark()),
			`{runOnly: ["color-contrast"]}`, different},
		{"narrow", narrow(),
			`{runOnly: ["heading-order", "target-size", "region", "page-has-heading-one"]}`, different},
	} {
		t.Run(look.name, func(t *testing.T) {
			b := newTab(t, browser, base)
			b.do(look.action)
			for _, name := range look.views {
				b.open(shown[name])
				b.shot(name + "-" + look.name)
				for _, violation := range b.violations(string(axe), look.rules) {
					b.Errorf("%s: %s", name, violation)
				}
			}
		})
	}
}

// violations returns what axe-core finds on the page against WCAG 2.2 AA and its best practices. rules are
// options that select some of its rules.
func (b *tab) violations(axe, rules string) []string {
	b.Helper()
	b.do(chromedp.Evaluate[chromedp.Void](axe + ";0"))
	report, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](
		`axe.run({resultTypes: ["violations"], ...`+rules+`}).then((r) => JSON.stringify(
			r.violations.flatMap((v) => v.nodes.map(
				(n) => v.id + ": " + n.failureSummary + " " + n.html.slice(0, 200)))))`,
		chromedp.EvalAwaitPromise))
	if err != nil {
		b.Fatal(err)
	}
	var all []string
	if err := json.Unmarshal([]byte(report), &all); err != nil {
		b.Fatal(err)
	}
	return all
}
