// Package watch keeps saved searches and tells what is new for them.
//
// A watch is a reader of the archive, as frontier and index are: a query, and the position in the archive up
// to which it has answered. [Collect] runs the query of each watch on the articles that arrived after its
// position, see [library.Arrivals], and appends what it finds to the items of the watch, so that each item is
// told exactly once: also late-found and undated articles, and whenever a process is killed.
//
// Watches are in DATA/watches.toml, written by hand or by [Save]:
//
//	[lanh-dao]
//	name  = "Lãnh đạo tỉnh"
//	query = '"chủ tịch ubnd tỉnh" tỉnh:"Lạng Sơn"'
//	mail  = { to = ["van-phong@example.vn"], at = "06:30", days = "T2-T7" }
//	webhook = { url = "https://noi-bo.example.vn/hook", secret_file = "hook.key" }
//
// Beside it is the folder watches/ with a folder for each watch:
//
//	items.jsonl    what was told, an [Item] a line; only appended to
//	position.json  the position of the watch, which is written after its items
//	SINK.json      how far a sink has delivered the items; see [Sink]
package watch

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"

	"baotinh/cmd/baotinh/internal/library"
	"baotinh/index"
	"baotinh/pipeline/durable"
	"baotinh/pipeline/news"
	"baotinh/pipeline/viet"
)

// A Watch is a saved search with those who are told of what it finds.
type Watch struct {
	Name     string   `toml:"-" json:"name,omitempty"`               // its key: see CheckName
	Title    string   `toml:"name,omitempty" json:"title,omitempty"` // for people
	Query    string   `toml:"query" json:"query" minLength:"1" maxLength:"4096"`
	Collapse string   `toml:"collapse,omitempty" json:"collapse,omitempty"` // "story": a line a story
	Paused   bool     `toml:"paused,omitempty" json:"paused,omitempty"`     // it tells nothing meanwhile
	Mail     *Mail    `toml:"mail,omitempty" json:"mail,omitempty"`
	Webhook  *Webhook `toml:"webhook,omitempty" json:"webhook,omitempty"`

	Err error `toml:"-" json:"-"` // why the watch cannot run; nil: it can
}

// Label returns the title of the watch, else its name.
func (w *Watch) Label() string {
	if w.Title != "" {
		return w.Title
	}
	return w.Name
}

// A Mail says who gets the digests of a watch by mail, and when.
type Mail struct {
	To    []string `toml:"to" json:"to" minItems:"1"`
	At    string   `toml:"at,omitempty" json:"at,omitempty"`       // "06:30", in Vietnam; empty: at once
	Days  string   `toml:"days,omitempty" json:"days,omitempty"`   // "T2-T7", "T2,T5,CN"; empty: all
	Empty bool     `toml:"empty,omitempty" json:"empty,omitempty"` // also without items
	XLSX  bool     `toml:"xlsx,omitempty" json:"xlsx,omitempty"`   // with the articles as a workbook
	Lang  string   `toml:"lang,omitempty" json:"lang,omitempty"`   // "vi", the default, or "en"
}

// A Webhook is a URL that gets the items of a watch as JSON.
type Webhook struct {
	URL string `toml:"url" json:"url"`
	// SecretFile is the file in the data folder whose content signs the body.
	SecretFile string `toml:"secret_file,omitempty" json:"secret_file,omitempty"`
	// Allow names addresses and hosts of the own network that the URL may lead to.
	Allow []string `toml:"allow,omitempty" json:"allow,omitempty"`
}

// A Kind says what an item tells of an article.
type Kind string

// The kinds of item.
const (
	New       Kind = "new"       // it came in after the watch was made, and the watch finds it
	Updated   Kind = "updated"   // its title, sapo or text changed, or a withdrawn one came back
	Withdrawn Kind = "withdrawn" // its page holds none any more
)

// An Item is what a watch tells of an article.
type Item struct {
	Watch    string        `json:"watch"`
	Number   int           `json:"number"` // among the items of the watch, from 1 on
	Kind     Kind          `json:"kind"`
	Told     time.Time     `json:"told"` // when the watch found it
	Article  index.Hit     `json:"article"`
	Sapo     string        `json:"sapo,omitempty"`
	Story    Story         `json:"story"`
	Changes  []Correction  `json:"changes,omitempty"` // of an updated one, as far as the former text is known
	Position news.Position `json:"position"`          // of the capture in the archive
	Digest   string        `json:"digest"`            // of title, sapo and text
}

// A Story is the story of an article when an item was told.
type Story struct {
	ID       news.ID   `json:"id"`
	Articles int       `json:"articles"` // the one of the item, too
	Others   []Reprint `json:"others,omitempty"`
}

// A Reprint is another article of a story.
type Reprint struct {
	ID        news.ID `json:"id"`
	URL       string  `json:"url"`
	Title     string  `json:"title"`
	Newspaper string  `json:"newspaper,omitempty"`
}

// ErrInUse is returned if another process runs the watches.
var ErrInUse = errors.New("the watches are run by another process")

// ErrNotFound is returned for a watch that is not there.
var ErrNotFound = errors.New("no such watch")

// lockPatience is how long a process waits for another one that runs the watches.
const lockPatience = 10 * time.Second

// A Folder is the folder of the items of all watches, locked by the process that runs them.
type Folder struct {
	where library.Where
	data  string
	lock  *bbolt.DB
}

// Open locks the watches of a data folder. The error is ErrInUse if another process runs them.
func Open(w library.Where) (*Folder, error) {
	root := filepath.Join(w.Dir, "watches")
	if err := os.MkdirAll(root, 0o777); err != nil {
		return nil, err
	}
	o := &bbolt.Options{Timeout: lockPatience}
	lock, err := bbolt.Open(filepath.Join(root, "lock"), 0o666, o)
	if err != nil {
		if errors.Is(err, bolterrors.ErrTimeout) {
			return nil, ErrInUse
		}
		return nil, fmt.Errorf("lock of the watches: %w", err)
	}
	return &Folder{w, w.Dir, lock}, nil
}

// Close unlocks the watches.
func (f *Folder) Close() error { return f.lock.Close() }

// folderOf returns the folder of a watch.
func folderOf(dir, name string) string { return filepath.Join(dir, "watches", name) }

// maxName bounds the name of a watch, in bytes.
const maxName = 64

// reservedNames are tables of watches.toml and names in addresses that are no watches.
var reservedNames = [...]string{"smtp", "moi", "lock"}

// CheckName returns why a watch cannot have a name.
func CheckName(name string) error {
	isBad := func(c rune) bool { return (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' }
	switch {
	case name == "" || len(name) > maxName || strings.ContainsFunc(name, isBad) || name[0] == '-':
		return fmt.Errorf("name %.80q: it has small letters, digits and hyphens, at most %d", name, maxName)
	}
	for _, r := range reservedNames {
		if name == r {
			return fmt.Errorf("name %q is reserved", name)
		}
	}
	return nil
}

// NameOf makes a name out of a title: "lanh-dao-tinh" of "Lãnh đạo tỉnh". It is empty if the title has no
// letters.
func NameOf(title string) string {
	isLetter := func(c rune) bool { return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' }
	words := strings.FieldsFunc(strings.ToLower(viet.Fold(title)), func(c rune) bool { return !isLetter(c) })
	name := strings.Join(words, "-")
	return strings.Trim(name[:min(len(name), maxName)], "-")
}

// Drop removes a watch from the data folder dir, and what it has told. The error is ErrNotFound if there is
// none.
func Drop(dir, name string) error {
	f, err := Open(library.In(dir))
	if err != nil {
		return err
	}
	err = Remove(dir, name)
	if err == nil && CheckName(name) == nil {
		err = errors.Join(os.RemoveAll(folderOf(dir, name)), durable.SyncDir(filepath.Join(dir, "watches")))
	}
	return errors.Join(err, f.Close())
}
