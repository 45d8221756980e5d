package watch

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"net/mail"
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/BurntSushi/toml"

	"baotinh/index/query"
	"baotinh/pipeline/durable"
)

// A Set is what watches.toml holds.
type Set struct {
	Watches []*Watch // in the order of the file
	SMTP    *SMTP    // nil: no mail can be sent
}

// SMTP is the server that takes the mails.
type SMTP struct {
	Host         string `toml:"host"`
	Port         int    `toml:"port,omitempty"` // 0: 587
	User         string `toml:"user,omitempty"`
	PasswordFile string `toml:"password_file,omitempty"` // in the data folder
	From         string `toml:"from"`
	Plain        bool   `toml:"plain,omitempty"` // without STARTTLS: for a server on this machine
	BaseURL      string `toml:"page,omitempty"`  // of `baotinh serve`, for links; empty: none
}

// Path returns the file of the watches of a data folder.
func Path(dir string) string { return filepath.Join(dir, "watches.toml") }

// Load reads the watches of the data folder dir. A watch that cannot run has its Err set; the error is about
// the file as a whole. Without a file there are no watches.
func Load(dir string) (*Set, error) {
	text, err := os.ReadFile(Path(dir))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	set, err := parse(string(text))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", Path(dir), err)
	}
	return set, nil
}

// Find returns the watch with a name. The error is ErrNotFound.
func (s *Set) Find(name string) (*Watch, error) {
	for _, w := range s.Watches {
		if w.Name == name {
			return w, nil
		}
	}
	return nil, fmt.Errorf("%w: %q", ErrNotFound, name)
}

func parse(text string) (*Set, error) {
	var tables map[string]toml.Primitive
	meta, err := toml.Decode(text, &tables)
	if err != nil {
		return nil, err
	}
	set := new(Set)
	for _, key := range meta.Keys() {
		if len(key) != 1 {
			continue
		}
		name := key[0]
		if name == "smtp" {
			set.SMTP = new(SMTP)
			if err := meta.PrimitiveDecode(tables[name], set.SMTP); err != nil {
				return nil, fmt.Errorf("smtp: %w", err)
			}
			continue
		}
		w := &Watch{}
		err := meta.PrimitiveDecode(tables[name], w)
		w.Name, w.Err = name, err
		set.Watches = append(set.Watches, w)
	}
	unknown := map[string]string{} // keys by table
	for _, key := range meta.Undecoded() {
		unknown[key[0]] = key.String()
	}
	if name, ok := unknown["smtp"]; ok {
		return nil, fmt.Errorf("unknown key %s", name)
	}
	for _, w := range set.Watches {
		if name, ok := unknown[w.Name]; ok && w.Err == nil {
			w.Err = fmt.Errorf("unknown key %s", name)
		}
		if w.Err == nil {
			w.Err = w.Check()
		}
	}
	return set, nil
}

// Check returns why a watch cannot run. It is a *query.SyntaxError if the query is wrong.
func (w *Watch) Check() error {
	if err := CheckName(w.Name); err != nil {
		return err
	}
	if strings.TrimSpace(w.Query) == "" {
		return errors.New("the query is empty")
	}
	if _, err := query.Parse(w.Query, time.Now()); err != nil {
		return err
	}
	if w.Collapse != "" && w.Collapse != "story" {
		return fmt.Errorf(`collapse is "story" or nothing, not %.40q`, w.Collapse)
	}
	if m := w.Mail; m != nil {
		if err := m.check(); err != nil {
			return fmt.Errorf("mail: %w", err)
		}
	}
	if h := w.Webhook; h != nil {
		u, err := url.Parse(h.URL)
		if err != nil {
			return fmt.Errorf("webhook: %w", err)
		}
		if u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "" {
			return fmt.Errorf("webhook: %.200q is no URL of http or https", h.URL)
		}
		if err := CheckSecretFile(h.SecretFile); err != nil {
			return fmt.Errorf("webhook: %w", err)
		}
	}
	return nil
}

// CheckSecretFile returns why a name is not that of a file in the data folder. Empty, it is none.
func CheckSecretFile(name string) error {
	if name != "" && !filepath.IsLocal(name) {
		return fmt.Errorf("file %.200q is not in the data folder", name)
	}
	return nil
}

func (m *Mail) check() error {
	if len(m.To) == 0 {
		return errors.New("nobody to send it to")
	}
	for _, to := range m.To {
		if _, err := mail.ParseAddress(to); err != nil {
			return fmt.Errorf("address %.200q: %w", to, err)
		}
	}
	if m.Lang != "" && m.Lang != "vi" && m.Lang != "en" {
		return fmt.Errorf("lang is vi or en, not %.20q", m.Lang)
	}
	if _, err := m.clock(); err != nil {
		return err
	}
	_, err := m.weekdays()
	return err
}

// Save puts a watch into the file of the data folder dir, or replaces the one with its name. What else the
// file holds, comments too, stays as it is.
func Save(dir string, w *Watch) error {
	if err := w.Check(); err != nil {
		return err
	}
	var b bytes.Buffer
	e := toml.NewEncoder(&b)
	e.Indent = ""
	if err := e.Encode(map[string]*Watch{w.Name: w}); err != nil {
		return err
	}
	return edit(dir, w.Name, b.String())
}

// Remove takes a watch out of the file of the data folder dir. The error is ErrNotFound if it has none.
func Remove(dir, name string) error {
	set, err := Load(dir)
	if err != nil {
		return err
	}
	if _, err := set.Find(name); err != nil {
		return err
	}
	return edit(dir, name, "")
}

// editing is held while the file is changed.
var editing sync.Mutex

// edit replaces the tables of a watch in the file by others.
func edit(dir, name, tables string) error {
	editing.Lock()
	defer editing.Unlock()
	text, err := os.ReadFile(Path(dir))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	edited := replaceTables(string(text), name, tables)
	if err := checkEdit(string(text), edited, name, tables); err != nil {
		return fmt.Errorf("%s: %w", Path(dir), err)
	}
	return durable.WriteFile(Path(dir), []byte(edited), 0o666)
}

// checkEdit returns an error unless an edited file says of all other watches what it said.
func checkEdit(was, is, name, tables string) error {
	before, err := parse(was)
	if err != nil {
		return err
	}
	after, err := parse(is)
	if err != nil {
		return err
	}
	others := func(s *Set) []Watch {
		var all []Watch
		for _, w := range s.Watches {
			if w.Name != name {
				own := *w
				own.Err = nil
				all = append(all, own)
			}
		}
		return all
	}
	_, err = after.Find(name)
	isWanted := (err == nil) == (tables != "")
	if !isWanted || !reflect.DeepEqual(others(before), others(after)) ||
		!reflect.DeepEqual(before.SMTP, after.SMTP) {
		return errors.New("the file is written in a form that only its writer can change")
	}
	return nil
}

// replaceTables replaces the tables of a watch in a TOML text, or adds them at the end.
func replaceTables(text, name, tables string) string {
	var kept []string
	placed, inside := false, false
	var waiting []string // empty lines and comments: they belong to the table after them
	for line := range strings.Lines(text) {
		trimmed := strings.TrimSpace(line)
		if trimmed == "" || strings.HasPrefix(trimmed, "#") {
			waiting = append(waiting, line)
			continue
		}
		if strings.HasPrefix(trimmed, "[") {
			was := inside
			inside = isTableOf(trimmed, name)
			if inside && was {
				waiting = nil
			}
			if inside && !was {
				kept = append(kept, waiting...)
				waiting = nil
				if !placed && tables != "" {
					kept = append(kept, tables)
				}
				placed = true
			}
		} else if inside {
			waiting = nil
		}
		if !inside {
			kept = append(kept, waiting...)
			kept = append(kept, line)
			waiting = nil
		}
	}
	kept = append(kept, waiting...)
	if !placed && tables != "" {
		if n := len(kept); n > 0 {
			if !strings.HasSuffix(kept[n-1], "\n") {
				kept[n-1] += "\n"
			}
			kept = append(kept, "\n")
		}
		kept = append(kept, tables)
	}
	return strings.Join(kept, "")
}

// isTableOf reports whether a line is the header of a table of a watch.
func isTableOf(line, name string) bool {
	line = strings.TrimSpace(strings.TrimPrefix(line, "["))
	for _, form := range [...]string{name, `"` + name + `"`, "'" + name + "'"} {
		rest, ok := strings.CutPrefix(line, form)
		if rest = strings.TrimSpace(rest); !ok {
			continue
		}
		if strings.HasPrefix(rest, "]") || strings.HasPrefix(rest, ".") {
			return true
		}
	}
	return false
}

// The days of the week as Vietnamese and English shorten them.
var dayNames = map[string]time.Weekday{
	"cn": time.Sunday, "t2": time.Monday, "t3": time.Tuesday, "t4": time.Wednesday, "t5": time.Thursday,
	"t6": time.Friday, "t7": time.Saturday,
	"sun": time.Sunday, "mon": time.Monday, "tue": time.Tuesday, "wed": time.Wednesday,
	"thu": time.Thursday, "fri": time.Friday, "sat": time.Saturday,
}

// weekdays returns the days on which a mail is sent.
func (m *Mail) weekdays() ([]time.Weekday, error) {
	const week = 7
	var days []time.Weekday
	for part := range strings.SplitSeq(m.Days, ",") {
		if strings.TrimSpace(m.Days) == "" {
			break
		}
		first, last, isRange := strings.Cut(strings.ToLower(strings.TrimSpace(part)), "-")
		if !isRange {
			last = first
		}
		from, ok := dayNames[strings.TrimSpace(first)]
		to, okTo := dayNames[strings.TrimSpace(last)]
		if !ok || !okTo {
			return nil, fmt.Errorf("days %.40q: they are written T2-T7, T2,T5,CN or Mon-Fri", m.Days)
		}
		for day := from; ; day = (day + 1) % week {
			if !slices.Contains(days, day) {
				days = append(days, day)
			}
			if day == to {
				break
			}
		}
	}
	if days == nil {
		for day := range week {
			days = append(days, time.Weekday(day))
		}
	}
	return days, nil
}

// clock returns the time of the day at which a mail is sent; -1: at once.
func (m *Mail) clock() (time.Duration, error) {
	if m.At == "" {
		return -1, nil
	}
	t, err := time.Parse("15:04", m.At)
	if err != nil {
		return 0, fmt.Errorf("at %.20q: it is written 06:30", m.At)
	}
	return time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute, nil
}
