// Package deliver sends what watches tell to those who asked for it: digests by mail ([Message]), items by
// webhook.
//
// [Run] delivers the items that are due. It writes to disk which items it sends to a sink, sends them, and
// stores the position of the sink after the sink has acknowledged them: so the sink gets each item once. If
// the process is killed in between, Run sends the delivery again with the same identifier, by which the sink
// knows it: the Message-ID of a mail, the header X-Baotinh-Delivery of a webhook.
package deliver

import (
	"context"
	"errors"
	"io/fs"
	"slices"
	"time"

	"baotinh/cmd/baotinh/internal/watch"
)

// An Outcome says how many items of a watch a sink has got, or why it got none.
type Outcome struct {
	Watch string
	Sink  watch.Sink
	Items int   // that were delivered
	Err   error // why not all; they stay
}

// Options say how to deliver. The zero Options is useful.
type Options struct {
	Now   time.Time       // zero: now
	Due   bool            // all mails are due
	Rest  bool            // what failed is not tried again at once, but later and later
	Pause []time.Duration // between the tries of a webhook; nil: 1 s and 4 s
}

var usualPauses = []time.Duration{time.Second, 4 * time.Second}

// Run delivers what the watches with names have told and their sinks have not got, of all watches if there
// are none. Without anything to deliver there is no Outcome.
func Run(ctx context.Context, f *watch.Folder, set *watch.Set, o Options, names ...string) []Outcome {
	if o.Now.IsZero() {
		o.Now = time.Now()
	}
	if o.Pause == nil {
		o.Pause = usualPauses
	}
	var all []Outcome
	for _, w := range set.Watches {
		if len(names) > 0 && !slices.Contains(names, w.Name) || w.Err != nil || w.Paused || ctx.Err() != nil {
			continue
		}
		d := delivery{Options: o, folder: f, smtp: set.SMTP, watch: w}
		if w.Mail != nil {
			all = d.note(all, watch.ByMail, d.mail)
		}
		if w.Webhook != nil {
			all = d.note(all, watch.ByWebhook, func(st *watch.SinkState, told int) (int, error) {
				return d.webhook(ctx, st, told)
			})
		}
	}
	return all
}

// A delivery delivers the items of a watch.
type delivery struct {
	Options
	folder *watch.Folder
	smtp   *watch.SMTP
	watch  *watch.Watch
}

// note calls send with the state of a sink and the number of the items of the watch, and adds what became of
// it.
func (d *delivery) note(
	all []Outcome, sink watch.Sink, send func(st *watch.SinkState, told int) (int, error),
) []Outcome {
	st, err := watch.ReadSink(d.folder.Data(), d.watch.Name, sink)
	if errors.Is(err, fs.ErrNotExist) {
		return all // the next Prepare makes its state
	}
	if err == nil && d.Rest && st.Failure != nil && d.Now.Before(nextTry(st.Failure)) {
		return all
	}
	var told, sent int
	if err == nil {
		told, err = watch.Count(d.folder.Data(), d.watch.Name)
	}
	if err == nil {
		sent, err = send(&st, told)
	}
	if err == nil && sent == 0 {
		return all
	}
	return append(all, Outcome{d.watch.Name, sink, sent, err})
}

// The rests after a delivery that failed.
const (
	firstRest   = time.Minute // for each try so far
	longestRest = time.Hour
)

// nextTry returns when a delivery is tried again.
func nextTry(f *watch.Failure) time.Time {
	return f.At.Add(min(longestRest, time.Duration(f.Tries)*firstRest))
}

// items returns the items of a delivery.
func (d *delivery) items(p *watch.Delivery) ([]watch.Item, error) {
	if p.From == p.To {
		return nil, nil
	}
	return watch.Items(d.folder.Data(), d.watch.Name, p.From, p.To-p.From)
}
