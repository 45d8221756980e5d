package library

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"net"
	"net/netip"
	"strings"
	"time"

	"baotinh/pipeline"
	"baotinh/pipeline/canonical"
	"baotinh/pipeline/discover"
	"baotinh/pipeline/extract"
	"baotinh/pipeline/fetch"
	"baotinh/pipeline/news"
	"baotinh/pipeline/newspaper"
)

// A Probe asks a newspaper for one page of each kind, politely, and keeps nothing.
type Probe struct {
	Newspaper *newspaper.Newspaper
	UserAgent string        // see fetch.UserAgent
	Delay     time.Duration // see Crawl

	// Dial and Resolve are as in Crawl.
	Dial    func(ctx context.Context, network, address string) (net.Conn, error)
	Resolve func(ctx context.Context, name string) ([]netip.Addr, error)
}

// The steps of a Probe, in their order. The names are those of a report.
const (
	StepName    = "name"    // the addresses of the host
	StepRobots  = "robots"  // robots.txt
	StepFeed    = "feed"    // the first feed of the catalogue that answers
	StepFront   = "front"   // the page from which a crawl begins
	StepArticle = "article" // the first that feed or front list
)

// A Step holds the findings of one step of a Probe. The fields of other steps are zero.
type Step struct {
	Name  string `json:"step"`
	URL   string `json:"url,omitempty"`
	OK    bool   `json:"ok"`
	Cause string `json:"cause,omitempty"` // why not, as in Status.Failed, or one of the causes below
	Error string `json:"error,omitempty"`

	Addresses []string `json:"addresses,omitempty"`

	Status     int      `json:"status,omitempty"`        // of robots.txt
	CrawlDelay float64  `json:"crawl_delay_s,omitempty"` // that it asks for
	Sitemaps   int      `json:"sitemaps,omitempty"`      // that it lists
	Permission string   `json:"permission,omitempty"`    // of the catalogue, which counts instead of it
	FinalURL   string   `json:"redirected_to,omitempty"` // of a page
	Bytes      int      `json:"page_bytes,omitempty"`    // of a page
	TookMS     int64    `json:"took_ms,omitempty"`       // with the pause before it
	Articles   int      `json:"articles,omitempty"`      // that feed or front list
	Sections   int      `json:"sections,omitempty"`      // other links to follow
	Examples   []string `json:"examples,omitempty"`      // links to the newspaper that look like no article

	Title     string   `json:"title,omitempty"`
	Published string   `json:"published,omitempty"`
	Byline    string   `json:"byline,omitempty"`
	TextBytes int      `json:"text_bytes,omitempty"`
	Family    string   `json:"family,omitempty"` // that the body was found by
	Warnings  []string `json:"warnings,omitempty"`
}

// Causes of steps that no error has.
const (
	CauseDenied    = "denied"      // robots.txt forbids the page
	CauseNoFeed    = "no feed"     // the catalogue names none
	CauseNoLinks   = "no articles" // the page lists nothing that looks like an article
	CauseNoArticle = "no article"  // the page holds none; the reason follows: "no article: section front"
	CauseNotFound  = "none found"  // neither feed nor front list an article
	CauseNoDate    = "no date"     // on an article
)

// A prober is a Probe at work.
type prober struct {
	Probe
	catalogue *newspaper.Catalogue
	client    *fetch.Client
	articles  []string
}

// Steps asks the newspaper and yields what each step saw. It ends with the first step without which the
// others make no sense.
func (p Probe) Steps(ctx context.Context, c *newspaper.Catalogue) iter.Seq[Step] {
	n := p.Newspaper
	owned := func(host string) bool {
		other, ok := c.ByHost(host)
		return ok && other.Key == n.Key
	}
	w := &prober{Probe: p, catalogue: c, client: fetch.New(fetch.Options{
		UserAgent: p.UserAgent, Delay: p.Delay, Dial: p.Dial, Resolve: p.Resolve,
		Permitted: func(host string) bool { return owned(host) && n.RobotsPermission != "" },
		TLSExempt: func(host string) bool { return owned(host) && n.TLSException != "" },
		HostDelay: func(string) time.Duration { return n.Delay },
		OpenAt:    func(_ string, t time.Time) time.Time { return n.OpenAt(t) },
		Private:   n.MayBePrivate,
		Foreign:   func(_, to string) bool { return !owned(canonical.Host(to)) },
	})}
	return func(yield func(Step) bool) {
		defer w.client.Close() // it returns nil
		seed := n.Seeds[0]
		if s := w.name(ctx, seed); s.Name != "" && (!yield(s) || !s.OK) {
			return
		}
		if s := w.robots(ctx, seed); !yield(s) || !s.OK && s.Cause != CauseDenied {
			return
		}
		for _, step := range [...]func(context.Context) Step{w.feed, w.front, w.article} {
			if ctx.Err() != nil || !yield(step(ctx)) {
				return
			}
		}
	}
}

// name resolves the host of a URL. With a Dial of one's own there is no step.
func (w *prober) name(ctx context.Context, u string) Step {
	host, _, _ := strings.Cut(canonical.Host(u), ":")
	s := Step{Name: StepName, URL: u}
	resolve := w.Resolve
	if resolve == nil {
		resolve = func(ctx context.Context, name string) ([]netip.Addr, error) {
			return net.DefaultResolver.LookupNetIP(ctx, "ip", name)
		}
		if w.Dial != nil {
			return Step{}
		}
	}
	addresses, err := resolve(ctx, strings.Trim(host, "[]"))
	if err != nil {
		return s.failed(err)
	}
	for _, a := range addresses {
		s.Addresses = append(s.Addresses, a.Unmap().String())
	}
	s.OK = len(addresses) > 0
	return s
}

// failed returns s with an error.
func (s Step) failed(err error) Step {
	s.OK, s.Error = false, err.Error()
	s.Cause = CauseOf(err)
	if denied := errors.Is(err, fetch.ErrRobotsDenied); denied {
		s.Cause = CauseDenied
	}
	if held, ok := errors.AsType[*fetch.HoldError](err); ok {
		s.Cause = held.Hold.Cause
	}
	if o := classify(err); o.Cause != "" {
		s.Cause = o.Cause
	}
	return s
}

func (w *prober) robots(ctx context.Context, seed string) Step {
	s := Step{Name: StepRobots, URL: seed}
	if at := strings.Index(seed, "://"); at >= 0 {
		scheme, host := seed[:at], canonical.Host(seed)
		s.URL = scheme + "://" + host + "/robots.txt"
	}
	file, err := w.client.Robots(ctx, seed)
	if err != nil {
		return s.failed(&fetch.RobotsError{Err: err})
	}
	s.Status, s.FinalURL, s.OK = file.Status, file.FinalURL, true
	if file.Rules == nil {
		return s
	}
	agent := cmp.Or(w.UserAgent, fetch.UserAgent("", ""))
	delay, _ := file.Rules.CrawlDelay(agent)
	s.CrawlDelay, s.Sitemaps = delay.Seconds(), len(file.Rules.Sitemaps())
	u, err := canonical.URL(seed)
	if err != nil {
		return s.failed(err)
	}
	_, path, _ := strings.Cut(u, "://")
	if !file.Rules.Allowed(agent, path[strings.IndexByte(path, '/'):]) {
		s.Cause, s.Permission = CauseDenied, w.Newspaper.RobotsPermission
		s.OK = s.Permission != ""
	}
	return s
}

// get fetches a page and notes it in s.
func (w *prober) get(ctx context.Context, s *Step, u string) *news.Page {
	began := time.Now()
	s.URL = u
	p, err := w.client.Fetch(ctx, news.Request{URL: u})
	s.TookMS = time.Since(began).Milliseconds()
	if err != nil {
		*s = s.failed(err)
		return nil
	}
	p.Newspaper = w.Newspaper.Key
	s.OK, s.Bytes, s.FinalURL = true, len(p.Body), p.FinalURL
	return p
}

// list counts the links of a page.
func (w *prober) list(s *Step, p *news.Page) {
	links, err := discover.Links(p, w.catalogue)
	if err != nil {
		*s = s.failed(err)
		return
	}
	for _, l := range links {
		if l.Kind == news.KindArticle {
			s.Articles++
			w.articles = append(w.articles, l.URL)
			continue
		}
		s.Sections++
		if len(s.Examples) < 3 {
			s.Examples = append(s.Examples, l.URL)
		}
	}
	if s.Articles == 0 {
		s.OK, s.Cause = false, CauseNoLinks
		return
	}
	s.Examples = nil
}

func (w *prober) feed(ctx context.Context) Step {
	s := Step{Name: StepFeed, Cause: CauseNoFeed}
	for _, u := range w.Newspaper.Feeds {
		s = Step{Name: StepFeed}
		if p := w.get(ctx, &s, u); p != nil {
			w.list(&s, p)
		}
		if s.OK {
			break
		}
	}
	return s
}

func (w *prober) front(ctx context.Context) Step {
	s := Step{Name: StepFront}
	if p := w.get(ctx, &s, w.Newspaper.Seeds[0]); p != nil {
		w.list(&s, p)
	}
	return s
}

// article reads one of the articles that were listed: the second if the first cannot be had.
func (w *prober) article(ctx context.Context) Step {
	s := Step{Name: StepArticle, Cause: CauseNotFound}
	for _, u := range w.articles[:min(2, len(w.articles))] {
		s = Step{Name: StepArticle}
		p := w.get(ctx, &s, u)
		if p == nil {
			continue
		}
		w.read(&s, p)
		break
	}
	return s
}

// read notes what an article's page says.
func (w *prober) read(s *Step, p *news.Page) {
	a, err := pipeline.Article(extract.New(w.catalogue), p)
	if err != nil {
		s.OK, s.Cause, s.Error = false, CauseNoArticle+": "+reasonOf(err), err.Error()
		return
	}
	s.Title, s.Byline, s.Family = a.Title, cmp.Or(a.Byline, a.Source), a.Evidence.Body
	for _, b := range a.Blocks {
		s.TextBytes += len(b.Text)
	}
	for _, warning := range a.Warnings {
		s.Warnings = append(s.Warnings, warning.String())
	}
	if a.Published.IsZero() {
		s.OK, s.Cause = false, CauseNoDate
		return
	}
	s.Published = a.Published.Time.Format(time.RFC3339)
}
