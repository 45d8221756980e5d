package page

import (
	"context"
	"time"

	"baotinh/cmd/baotinh/internal/library"
	"baotinh/index"
)

// A frontModel is the model of the front page.
type frontModel struct {
	Today     string // 312 bài; empty: none
	TodayAll  string // the address of all of them
	Answered  string // 58/63 báo; empty: none was ever asked
	Running   string // a crawl is under way; empty: none is
	Updated   time.Time
	Hits      []listed
	Heading   string
	Provinces []facetValue
	Watches   []link // with what they told within a day
	More      string // the address of the others; empty: there are none
	Empty     bool   // the archive has no articles
}

// frontHits is how many of the newest stories the front page has.
const frontHits = 20

// front shows what came in today or, if nothing did, what came in last.
func (s *Server) front(v *visit) (*screen, error) {
	if v.unavailable != nil {
		return nil, v.unavailable
	}
	m := &frontModel{}
	if err := v.newToday(v.Context(), m); err != nil {
		return nil, err
	}
	s.describeCrawl(v, m)
	m.Watches = s.watchesOfToday(v)
	return &screen{view: "front", model: m}, nil
}

// today is the query for what came in today.
const today = "seen:today"

func (v *visit) newToday(ctx context.Context, m *frontModel) error {
	q := question{query: "", filters: []string{today}, sort: index.LastSeen, page: 1}
	r := q.request()
	r.Limit, r.Facets, r.FacetLimit = frontHits, []string{"province"}, index.AllValues
	found, err := v.index.Index.Search(ctx, r)
	if err != nil {
		return err
	}
	m.Today, m.TodayAll, m.Heading = v.counts(found), q.String(), v.t("Mới hôm nay")
	if found.Total == 0 {
		m.Today = ""
		q.filters, m.Heading = nil, v.t("Mới vào kho")
		r.Filter = ""
		r.Facets = nil
		if found, err = v.index.Index.Search(ctx, r); err != nil {
			return err
		}
	}
	m.Empty = found.Total == 0
	if found.Next != "" {
		q.page = 2
		m.More = q.String()
		q.page = 1
	}
	for _, h := range found.Hits {
		if h.FirstSeen.After(m.Updated) {
			m.Updated = h.FirstSeen
		}
		m.Hits = append(m.Hits, v.listed(h, ""))
	}
	for _, c := range found.Facets["province"].Values {
		m.Provinces = append(m.Provinces, facetValue{
			Text: c.Value, Count: c.Count, Address: q.with(facetFilter("province", c.Value)).String()})
	}
	return nil
}

// crawlPause is how long a crawl may visit nothing and still be under way.
const crawlPause = 2 * time.Minute

// describeCrawl says how many of the newspapers that are crawled have answered since yesterday, and how many
// are being crawled. Without a status that can be read it says nothing: the view of newspapers tells why.
func (s *Server) describeCrawl(v *visit, m *frontModel) {
	all, err := library.ReadStatus(s.Reader.Dir(), 0)
	if err != nil {
		return
	}
	asked, answered, running := 0, 0, 0
	now := time.Now()
	for _, status := range all {
		if status.State == library.StateUnknown {
			continue
		}
		if asked++; status.LastSuccess.After(now.AddDate(0, 0, -1)) {
			answered++
		}
		if status.Ended.IsZero() && status.LastVisit.After(now.Add(-crawlPause)) {
			running++
		}
	}
	if asked > 0 {
		m.Answered = v.t("{answered}/{all} báo trả lời trong 24 giờ qua",
			"answered", v.messages.Number(answered), "all", v.messages.Number(asked))
	}
	if running > 0 {
		m.Running = v.t("đang thu thập {n} báo, bài mới sẽ tự hiện ra", "n", v.messages.Number(running))
	}
}
