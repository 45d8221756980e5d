package main

import (
	"cmp"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"baotinh/cmd/baotinh/internal/messages"
	"baotinh/cmd/baotinh/internal/terminal"
	"baotinh/index"
)

// commandMessages are what readers of the terminal are told, in one language: what all readers are, and what
// only commands say.
type commandMessages struct {
	messages.Messages
	columns     int // of the terminal; 0: none
	interrupted string
	failed      string // {n} queries of a file
	leftOut     string // of a backup: {what}; {folder} is the backup
	backedUp    string // {folder} with {n} WARC files, {linked} of them as links, {mb} copied
	catalogue   *catalogueMessages
	check       *checkMessages
}

var vietnamese = commandMessages{
	Messages:    messages.Vietnamese,
	interrupted: "đã ngắt; việc đã làm vẫn được giữ",
	failed:      "{n} truy vấn hỏng",
	leftOut:     "bỏ lại {what}; lượt chạy sau với --data {folder} sẽ dựng lại từ kho lưu",
	backedUp:    "{folder}: {n} tệp WARC, {linked} tệp dùng chung với bản gốc, đã chép {mb} MB",
	catalogue:   &vietnameseCatalogue,
	check:       &vietnameseCheck,
}

var english = commandMessages{
	Messages:    messages.English,
	interrupted: "interrupted; what was done is kept",
	failed:      "{n} queries failed",
	leftOut:     "left out: {what}; the next job with --data {folder} makes it from the archive",
	backedUp:    "{folder}: {n} WARC files, {linked} of them shared with the original, {mb} MB copied",
	catalogue:   &englishCatalogue,
	check:       &englishCheck,
}

// addLanguage adds the flag --lang.
func addLanguage(c *cobra.Command, lang *string) {
	c.Flags().StringVar(lang, "lang", "",
		"`language` of the answer: vi or en (default: en if LC_ALL, LC_MESSAGES or LANG says so, else vi)")
}

// messagesIn returns the messages in the language of --lang or, if that is empty, of the environment:
// English if it says so, else Vietnamese.
func messagesIn(lang string) (*commandMessages, error) {
	switch lang {
	case "vi":
		return &vietnamese, nil
	case "en":
		return &english, nil
	case "":
	default:
		return nil, &usageError{fmt.Errorf("unknown language %q", lang), "--lang takes vi or en"}
	}
	if strings.HasPrefix(cmp.Or(os.Getenv("LC_ALL"), os.Getenv("LC_MESSAGES"), os.Getenv("LANG")), "en") {
		return &english, nil
	}
	return &vietnamese, nil
}

// told returns an error in the language of m, with what to do about it: see [messages.Messages.Told].
func (m *commandMessages) told(err error, folder string) error { return m.Told(err, folder, m.columns) }

// offered returns a line for each relaxed form of a query that would find something.
func (m *commandMessages) offered(r *index.Result) string {
	var b strings.Builder
	for _, o := range r.Offers {
		fmt.Fprintf(&b, "%s (--loose): %s\n", m.Rewrites[o.Kind], m.Count(o.Total))
	}
	return b.String()
}

// listed returns a line for each article that may be meant.
func (m *commandMessages) listed(e *severalError) string {
	var b strings.Builder
	fmt.Fprintf(&b, "baotinh: %s\n", strings.ReplaceAll(m.Reading.Several, "{prefix}", e.prefix))
	for _, a := range e.articles {
		fmt.Fprintf(&b, "  %s  %s  %s\n", a.ID, a.URL, terminal.Clean(a.Title))
	}
	if e.more {
		fmt.Fprintf(&b, "  … %s\n", m.Reading.More)
	}
	return b.String()
}
