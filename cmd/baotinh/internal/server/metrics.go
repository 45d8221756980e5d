package server

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"baotinh/cmd/baotinh/internal/library"
)

// metrics are what a server tells Prometheus of requests; it tells of the data folder when it is asked.
type metrics struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	latency  *prometheus.HistogramVec
	inFlight prometheus.Gauge
}

func newMetrics(r *library.Reader, version string) *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "baotinh_http_requests_total", Help: "Requests by route and status.",
		}, []string{"route", "status"}),
		latency: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "baotinh_http_request_duration_seconds", Help: "Time of answers by route.",
			Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10, 60},
		}, []string{"route"}),
		inFlight: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "baotinh_http_requests_in_flight", Help: "Requests that are being answered.",
		}),
	}
	build := prometheus.NewGauge(prometheus.GaugeOpts{
		Name: "baotinh_build_info", Help: "Always 1.", ConstLabels: prometheus.Labels{"version": version},
	})
	build.Set(1)
	m.registry.MustRegister(m.requests, m.latency, m.inFlight, build, folder{r},
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// handler answers with all metrics.
func (m *metrics) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{ErrorHandling: promhttp.ContinueOnError})
}

// measure counts and times the requests to a mux, by the pattern of their route.
func (m *metrics) measure(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := time.Now()
		m.inFlight.Inc()
		rec := &recorder{ResponseWriter: w, status: http.StatusOK}
		defer func() {
			m.inFlight.Dec()
			route := r.Pattern // of the mux
			if route == "" {
				route = "none"
			}
			m.requests.WithLabelValues(route, strconv.Itoa(rec.status)).Inc()
			m.latency.WithLabelValues(route).Observe(time.Since(began).Seconds())
		}()
		h.ServeHTTP(rec, r)
	})
}

// A folder collects what can be said of a data folder.
type folder struct{ reader *library.Reader }

// The metrics of a data folder.
var (
	ready = describe("baotinh_index_up", "Whether the index can be searched.")
	count = describe("baotinh_articles_total", "Articles in the index.")
	age   = describe("baotinh_index_opened_timestamp_seconds",
		"When the index was opened that is searched.")
	damaged = describe("baotinh_index_damaged_shards", "Parts of the index that are left out.")
	archive = describe("baotinh_archive_bytes", "Size of the archive.")
	indexed = describe("baotinh_index_bytes", "Size of the index.")
	backlog = describe("baotinh_backlog_bytes", "Of the archive, what is not in the index that is searched.")

	lastSuccess = describe("baotinh_last_success_timestamp_seconds",
		"When a newspaper last answered with a page.", "newspaper")
	lastVisit = describe("baotinh_last_visit_timestamp_seconds",
		"When a newspaper was last asked.", "newspaper")
	lastNew = describe("baotinh_last_run_new_articles",
		"New articles of the last run that was to crawl a newspaper.", "newspaper")
	lastFailures = describe("baotinh_last_run_failures",
		"Failed visits of the last run that was to crawl a newspaper, by cause.", "newspaper", "kind")
	state = describe("baotinh_newspaper_state",
		"1 for the state of the crawl of a newspaper.", "newspaper", "state")
)

func describe(name, help string, labels ...string) *prometheus.Desc {
	return prometheus.NewDesc(name, help, labels, nil)
}

// Describe is of prometheus.Collector: what there is depends on the folder.
func (f folder) Describe(chan<- *prometheus.Desc) {}

// Collect is of prometheus.Collector.
func (f folder) Collect(to chan<- prometheus.Metric) {
	gauge := func(d *prometheus.Desc, value float64, labels ...string) {
		to <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, value, labels...)
	}
	f.collectNewspapers(gauge)
	v, err := f.reader.View(context.Background())
	if err != nil {
		gauge(ready, 0)
		return
	}
	defer v.Release()
	gauge(ready, 1)
	gauge(damaged, float64(len(v.Damaged)))
	gauge(age, seconds(v.Opened))
	if n, err := v.Index.Count(); err == nil {
		gauge(count, float64(n))
	}
	if s, err := f.reader.Sizes(v); err == nil {
		gauge(archive, float64(s.ArchiveBytes))
		gauge(indexed, float64(s.IndexBytes))
		gauge(backlog, float64(s.BacklogBytes))
	}
}

func (f folder) collectNewspapers(gauge func(*prometheus.Desc, float64, ...string)) {
	all, err := library.ReadStatus(f.reader.Dir(), 0)
	if err != nil {
		return
	}
	for key, s := range all {
		if !s.LastSuccess.IsZero() {
			gauge(lastSuccess, seconds(s.LastSuccess), key)
		}
		if !s.LastVisit.IsZero() {
			gauge(lastVisit, seconds(s.LastVisit), key)
		}
		gauge(lastNew, float64(s.New), key)
		gauge(state, 1, key, string(s.State))
		for kind, n := range s.Failed {
			gauge(lastFailures, float64(n), key, kind)
		}
	}
}

func seconds(t time.Time) float64 { return float64(t.UnixMilli()) / 1000 }
