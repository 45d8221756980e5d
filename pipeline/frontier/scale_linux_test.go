package frontier

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"

	"baotinh/pipeline/news"
)

// BenchmarkKnown is BenchmarkPage with the disk, for 30 hosts and a number of URLs that are known before. Of
// the 300 links of a page 20 are new and 280 any of the known ones of its host. It reports the CPU time of a
// page and the most memory in use, mapped pages included.
func BenchmarkKnown(b *testing.B) {
	for _, known := range []int{5_000, 1_000_000} {
		b.Run(fmt.Sprint(known), func(b *testing.B) { benchmarkKnown(b, known) })
	}
}

func benchmarkKnown(b *testing.B, known int) {
	const hosts, linksOfPage, newOfPage, pagesOfCommit = 30, 300, 20, 64
	f, err := Open(filepath.Join(b.TempDir(), "f.db"))
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	random := rand.New(rand.NewPCG(1, 2))
	var prefixes [hosts]string
	for i := range prefixes {
		prefixes[i] = fmt.Sprintf("https://bao%02d.example/thoi-su/202611/mot-bai-viet-so-", i)
	}
	number := func(host, n int) news.Link {
		id := strconv.FormatUint(uint64(uint32(n)*0x9E3779B1), 16) // in no order
		return link(prefixes[host]+id+".html", news.KindArticle)
	}
	links := make([]news.Link, 0, linksOfPage)
	add := func(host, from, to int) {
		links = links[:0]
		for n := from; n < to; n++ {
			links = append(links, number(host, n))
		}
		if _, err := f.Add(links); err != nil {
			b.Fatal(err)
		}
	}
	commit := func() {
		if err := f.Commit(news.Position{}); err != nil {
			b.Fatal(err)
		}
	}
	var of [hosts]int
	f.db.NoSync = true
	for n := 0; n < known; n += newOfPage {
		host := random.IntN(hosts)
		add(host, of[host], of[host]+newOfPage)
		if of[host] += newOfPage; n%5000 == 0 {
			commit()
		}
	}
	commit()
	f.db.NoSync = false

	var most, pages int
	cpu := cpuTime(b)
	for b.Loop() {
		v, _, ok, err := f.Next(time.Now(), always)
		if err != nil || !ok {
			b.Fatal(ok, err)
		}
		var host int
		if _, err := fmt.Sscanf(v.URL, "https://bao%d.", &host); err != nil {
			b.Fatal(err)
		}
		links = links[:0]
		for range linksOfPage - newOfPage {
			links = append(links, number(host, random.IntN(of[host])))
		}
		for range newOfPage {
			links = append(links, number(host, of[host]))
			of[host]++
		}
		if added, err := f.Add(links); err != nil || added != newOfPage {
			b.Fatal(added, err)
		}
		if err := f.Done(news.Outcome{URL: v.URL, Result: news.Fetched, Page: page(v.URL, "x")}); err != nil {
			b.Fatal(err)
		}
		if pages++; pages%pagesOfCommit == 0 {
			most = max(most, resident(b))
			commit()
		}
	}
	b.ReportMetric((cpuTime(b)-cpu).Seconds()*1000/float64(pages), "cpu-ms/page")
	b.ReportMetric(float64(pages)/b.Elapsed().Seconds(), "pages/s")
	b.ReportMetric(float64(most)/(1<<20), "RSS-MiB")
}

// cpuTime returns the CPU time that the process has used.
func cpuTime(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// resident returns the bytes of the process that are in memory.
func resident(b *testing.B) int {
	data, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		b.Fatal(err)
	}
	var size, pages int
	if _, err := fmt.Sscan(string(data), &size, &pages); err != nil {
		b.Fatal(err)
	}
	return pages * os.Getpagesize()
}
