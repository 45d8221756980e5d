package page

import (
	"cmp"
	"crypto/rand"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"baotinh/cmd/baotinh/internal/library"
	"baotinh/cmd/baotinh/internal/messages"
	"baotinh/cmd/baotinh/internal/watch"
	"baotinh/pipeline/news"
)

// registerWatches adds the views of saved searches and their digests to a mux.
func (s *Server) registerWatches(mux *http.ServeMux) {
	mux.HandleFunc("GET /theo-doi", s.shown(s.watches))
	mux.HandleFunc("GET /theo-doi/moi", s.shown(s.newWatch))
	digest := s.shown(s.digest)
	mux.HandleFunc("GET /theo-doi/{name}", func(w http.ResponseWriter, r *http.Request) {
		if s.WatchFeed == nil || !s.WatchFeed(w, r, r.PathValue("name")) {
			digest(w, r)
		}
	})
	mux.HandleFunc("GET /theo-doi/{name}/sua", s.shown(s.editWatch))
	mux.HandleFunc("POST /theo-doi", s.shown(s.saveWatch))
	mux.HandleFunc("POST /theo-doi/{name}/xoa", s.shown(s.removeWatch))
}

// A watchList is the model of the list of watches.
type watchList struct {
	Watches  []watchRow
	MayWrite bool
}

// watchesOfToday returns links to the watches that told something within a day: "Mưa lũ (7 mới)". What is
// wrong with watches, their own view says.
func (s *Server) watchesOfToday(v *visit) []link {
	set, err := watch.Load(s.Reader.Dir())
	if err != nil {
		return nil
	}
	all, err := watch.Standings(s.Reader.Dir(), set, time.Now())
	if err != nil {
		return nil
	}
	var links []link
	for _, st := range all {
		if st.LastDay > 0 {
			text := v.t("{watch} ({n} mới)", "watch", st.Label(), "n", v.messages.Number(st.LastDay))
			links = append(links, link{Text: text, Address: watchAddress(st.Name)})
		}
	}
	return links
}

// A watchRow is a watch in the list.
type watchRow struct {
	watch.Standing
	Address  string
	Query    string // the address of its search
	Feed     string
	Bars     []bar // of the items of the last seven days
	Mail     string
	Hook     string
	Troubles []string
}

// The size of the drawing of the last seven days, in units of its viewBox.
const (
	sparkWidth  = 56
	sparkHeight = 16
)

// watches lists the watches.
func (s *Server) watches(v *visit) (*screen, error) {
	set, err := watch.Load(s.Reader.Dir())
	if err != nil {
		return nil, err
	}
	all, err := watch.Standings(s.Reader.Dir(), set, time.Now())
	if err != nil {
		return nil, err
	}
	list := &watchList{MayWrite: s.MayWrite != nil}
	for _, st := range all {
		list.Watches = append(list.Watches, v.watchRow(st))
	}
	return &screen{view: "watches", title: v.t("Theo dõi"), model: list}, nil
}

func (v *visit) watchRow(st watch.Standing) watchRow {
	row := watchRow{
		Standing: st, Address: watchAddress(st.Name), Query: searchAddress(st.Watch.Query),
		Feed: watchAddress(st.Name) + ".atom", Troubles: v.messages.WatchTroubles(st),
	}
	most := max(1, slices.Max(st.PerDay[:]))
	step := float64(sparkWidth) / float64(len(st.PerDay))
	for i, n := range st.PerDay {
		if n == 0 {
			continue
		}
		height := float64(sparkHeight) * float64(n) / float64(most)
		row.Bars = append(row.Bars, bar{
			Count: n, X: float64(i) * step, Y: sparkHeight - height, Width: step - 1, Height: height,
		})
	}
	if m := st.Watch.Mail; m != nil {
		at := v.t("ngay khi có")
		if m.At != "" {
			at = strings.TrimSpace(cmp.Or(m.Days, v.t("hằng ngày")) + " " + m.At)
		}
		row.Mail = v.t("thư: {at}", "at", at)
	}
	if h := st.Watch.Webhook; h != nil {
		row.Hook = hostOf(h.URL)
	}
	return row
}

// watchAddress returns the address of the digests of a watch.
func watchAddress(name string) string { return (&url.URL{Path: "/theo-doi/" + name}).String() }

// A digestDay is the model of the items of a watch of one day.
type digestDay struct {
	Row           watchRow
	Day           string
	Headline      string
	Stories       []digestStory
	Before, After link // the days with items around it
	MayWrite      bool
	Edit          string
}

// A digestStory is a group of items as the digest shows it.
type digestStory struct {
	Lead   digestItem
	Rest   []digestItem
	Others string // newspapers of other articles of the story
}

// A digestItem is an item as the digest shows it.
type digestItem struct {
	watch.Item
	Hit  listed
	Kind string // empty: new
}

// digest shows what a watch told on a day: that of ?ngay=, or the last one with items.
func (s *Server) digest(v *visit) (*screen, error) {
	w, err := s.watch(v)
	if err != nil {
		return nil, err
	}
	st, err := watch.StandingOf(s.Reader.Dir(), w, time.Now())
	if err != nil {
		return nil, err
	}
	var items []watch.Item
	if watch.CheckName(w.Name) == nil {
		if items, err = watch.Items(s.Reader.Dir(), w.Name, 0, 0); err != nil {
			return nil, err
		}
	}
	d := &digestDay{Row: v.watchRow(st), MayWrite: s.MayWrite != nil, Edit: watchAddress(w.Name) + "/sua"}
	days := daysOf(items)
	day, err := time.ParseInLocation(time.DateOnly, v.values.Get("ngay"), news.Vietnam)
	if err != nil {
		day = time.Now().In(news.Vietnam)
		if len(days) > 0 {
			day, _ = time.ParseInLocation(time.DateOnly, days[len(days)-1], news.Vietnam)
		}
	}
	shown := day.Format(time.DateOnly)
	for _, other := range days {
		address := watchAddress(w.Name) + "?ngay=" + other
		switch {
		case other < shown:
			d.Before = link{Text: dayWords(other), Address: address}
		case other > shown && d.After.Address == "":
			d.After = link{Text: dayWords(other), Address: address}
		}
	}
	items = slices.DeleteFunc(items, func(i watch.Item) bool { return dayOf(i) != shown })
	digest := watch.NewDigest(w, items, day)
	d.Day, d.Headline = messages.Day(day), v.messages.DigestOf(digest)
	for _, g := range digest.Stories {
		d.Stories = append(d.Stories, v.digestStory(g, w.Query))
	}
	return &screen{
		view: "watch", title: d.Headline, query: w.Query, feed: d.Row.Feed, model: d,
	}, nil
}

func (v *visit) digestStory(g watch.Group, query string) digestStory {
	item := func(i watch.Item) digestItem {
		d := digestItem{Item: i, Hit: v.listed(i.Article, query)}
		if i.Kind != watch.New {
			d.Kind = v.messages.Watches.Kinds[i.Kind]
		}
		return d
	}
	story := digestStory{Lead: item(g.Lead())}
	ids := map[news.ID]bool{}
	for _, i := range g.Items {
		ids[i.Article.ID] = true
	}
	for _, i := range g.Rest() {
		story.Rest = append(story.Rest, item(i))
	}
	var names []string
	for _, o := range g.Lead().Story.Others {
		if !ids[o.ID] && o.Newspaper != "" {
			names = append(names, o.Newspaper)
		}
	}
	story.Others = strings.Join(names, ", ")
	return story
}

// dayOf returns the day in Vietnam on which an item was told.
func dayOf(i watch.Item) string { return i.Told.In(news.Vietnam).Format(time.DateOnly) }

// daysOf returns the days of items, the first one first.
func daysOf(items []watch.Item) []string {
	var days []string
	for _, i := range items {
		if day := dayOf(i); len(days) == 0 || days[len(days)-1] != day {
			days = append(days, day)
		}
	}
	return days
}

// watch returns the watch that an address names.
func (s *Server) watch(v *visit) (*watch.Watch, error) {
	set, err := watch.Load(s.Reader.Dir())
	if err != nil {
		return nil, err
	}
	w, err := set.Find(v.PathValue("name"))
	if err != nil {
		return nil, errUnknownAddress
	}
	return w, nil
}

// A watchForm is the model of the form of a watch.
type watchForm struct {
	Watch    *watch.Watch
	IsNew    bool
	Mistake  string // what is wrong with it; empty: nothing
	MayWrite bool
	To       string // addresses of its mails
	At, Days string
	Hook     string
	Command  string // that does the same, where nobody may write
	Remove   string // the address to post to
}

func (s *Server) form(v *visit, w *watch.Watch, isNew bool) *screen {
	f := &watchForm{
		Watch: w, IsNew: isNew, MayWrite: s.MayWrite != nil, Remove: watchAddress(w.Name) + "/xoa",
		Command: "baotinh watch new " + cmp.Or(w.Name, "ten") + " " + shellQuoted(w.Query),
	}
	if w.Mail != nil {
		f.To, f.At, f.Days = strings.Join(w.Mail.To, ", "), w.Mail.At, w.Mail.Days
	}
	if w.Webhook != nil {
		f.Hook = w.Webhook.URL
	}
	title := v.t("Sửa theo dõi")
	if isNew {
		title = v.t("Theo dõi mới")
	}
	return &screen{view: "watchform", title: title, query: w.Query, model: f}
}

// shellQuoted returns a text as a shell takes it for one word.
func shellQuoted(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }

// newWatch shows the form of a watch that is made of a search.
func (s *Server) newWatch(v *visit) (*screen, error) {
	q := questionOf(v.values)
	query := strings.TrimSpace(q.query + " " + q.filter())
	return s.form(v, &watch.Watch{Query: query, Collapse: "story"}, true), nil
}

func (s *Server) editWatch(v *visit) (*screen, error) {
	w, err := s.watch(v)
	if err != nil {
		return nil, err
	}
	return s.form(v, w, false), nil
}

// errMayNotWrite is returned for a change without the token.
var errMayNotWrite = errors.New("no token")

// saveWatch makes or changes a watch.
func (s *Server) saveWatch(v *visit) (*screen, error) {
	name := v.PostFormValue("ma")
	w := &watch.Watch{Name: name}
	set, err := watch.Load(s.Reader.Dir())
	if err != nil {
		return nil, err
	}
	isNew := name == ""
	if old, err := set.Find(name); err == nil {
		*w = *old // what the form does not have stays
	}
	w.Title, w.Query = v.PostFormValue("ten"), v.PostFormValue("q")
	if isNew {
		w.Name = unusedName(set, cmp.Or(watch.NameOf(w.Title), watch.NameOf(w.Query), "theo-doi"))
	}
	w.Collapse, w.Paused = v.PostFormValue("gop"), v.PostFormValue("dung") != ""
	w.Mail, w.Webhook = mailOf(v.Request, w.Mail), webhookOf(v.Request, w.Webhook)
	if err := s.save(v, w); err != nil {
		if !isNew {
			w.Name = name
		} else {
			w.Name = ""
		}
		shown := s.form(v, w, isNew)
		shown.status = http.StatusUnprocessableEntity
		f := shown.model.(*watchForm)
		f.Mistake = v.messages.WatchProblem(err)
		if errors.Is(err, errMayNotWrite) {
			shown.status = http.StatusForbidden
			f.Mistake = v.t("Mã quyền không đúng.")
		}
		return shown, nil
	}
	return &screen{to: watchAddress(w.Name)}, nil
}

// save writes a watch, and lets it begin: what comes in from now on is new for it.
func (s *Server) save(v *visit, w *watch.Watch) error {
	if s.MayWrite == nil || !s.MayWrite(v.Request) {
		return errMayNotWrite
	}
	if err := library.Exists(s.Reader.Dir()); err != nil {
		return err
	}
	if err := watch.Save(s.Reader.Dir(), w); err != nil {
		return err
	}
	return watch.Start(v.Context(), s.Reader.Where(), w)
}

// unusedName returns a name that no watch has.
func unusedName(set *watch.Set, name string) string {
	for unused := name; ; {
		if _, err := set.Find(unused); err != nil && watch.CheckName(unused) == nil {
			return unused
		}
		unused = name[:min(len(name), 48)] + "-" + strings.ToLower(rand.Text()[:6])
	}
}

// mailOf returns the mail of a form, nil if it names nobody.
func mailOf(r *http.Request, old *watch.Mail) *watch.Mail {
	var m watch.Mail
	if old != nil {
		m = *old
	}
	m.To = strings.FieldsFunc(r.PostFormValue("thu"), func(c rune) bool { return c == ',' || c == ';' })
	for i := range m.To {
		m.To[i] = strings.TrimSpace(m.To[i])
	}
	m.At, m.Days = strings.TrimSpace(r.PostFormValue("luc")), strings.TrimSpace(r.PostFormValue("ngay"))
	if len(m.To) == 0 {
		return nil
	}
	return &m
}

// webhookOf returns the webhook of a form, nil if it has no URL.
func webhookOf(r *http.Request, old *watch.Webhook) *watch.Webhook {
	address := strings.TrimSpace(r.PostFormValue("webhook"))
	if address == "" {
		return nil
	}
	var h watch.Webhook
	if old != nil {
		h = *old
		if hostOf(old.URL) != hostOf(address) {
			h.Allow = nil // it was for the other one
		}
	}
	h.URL = address
	return &h
}

// removeWatch removes a watch and what it told.
func (s *Server) removeWatch(v *visit) (*screen, error) {
	w, err := s.watch(v)
	if err != nil {
		return nil, err
	}
	if s.MayWrite == nil || !s.MayWrite(v.Request) {
		shown := s.form(v, w, false)
		shown.status = http.StatusForbidden
		shown.model.(*watchForm).Mistake = v.t("Mã quyền không đúng.")
		return shown, nil
	}
	return &screen{to: "/theo-doi"}, watch.Drop(s.Reader.Dir(), w.Name)
}
