package watch

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"time"
)

// A Sink is where the items of a watch are delivered.
type Sink string

// The sinks.
const (
	ByMail    Sink = "mail"
	ByWebhook Sink = "webhook"
)

// A Delivery is a run of items on its way to a sink. It is on disk before it is sent, and gone from there
// when the sink has acknowledged it: so what is sent again after a crash is the same delivery, with the same
// ID, by which the sink knows it.
type Delivery struct {
	ID   string    `json:"id"`
	From int       `json:"from"` // the items with numbers above From …
	To   int       `json:"to"`   // … up to To
	Made time.Time `json:"made"`
}

// A SinkState is how far a sink has got the items of a watch.
type SinkState struct {
	Nonce     string    `json:"nonce"`     // begins the IDs of the deliveries of this state
	Delivered int       `json:"delivered"` // the number of the last item that the sink has
	Due       time.Time `json:"due"`       // the last time that a delivery was due
	Pending   *Delivery `json:"pending,omitempty"`
	Failure   *Failure  `json:"failure,omitempty"` // of the pending one

	LastSuccess time.Time `json:"last_success,omitzero"`
}

// A Failure says why a delivery has not arrived yet.
type Failure struct {
	At    time.Time `json:"at"`
	Tries int       `json:"tries"`
	Error string    `json:"error"`
}

func sinkPath(dir, name string, s Sink) string {
	return filepath.Join(folderOf(dir, name), string(s)+".json")
}

// ReadSink returns the state of a sink of a watch. The error is fs.ErrNotExist if it has none yet.
func ReadSink(dir, name string, s Sink) (SinkState, error) {
	var st SinkState
	return st, readJSON(sinkPath(dir, name, s), &st)
}

// WriteSink stores the state of a sink of a watch.
func (f *Folder) WriteSink(name string, s Sink, st SinkState) error {
	return writeJSON(sinkPath(f.data, name, s), st)
}

// Data returns the data folder.
func (f *Folder) Data() string { return f.data }

// Prepare makes the states of sinks that have none: they get what is told from now on. It is to be called
// before [Folder.Collect].
func (f *Folder) Prepare(set *Set, now time.Time) error {
	var errs []error
	for _, w := range set.Watches {
		if w.Err != nil {
			continue
		}
		if w.Mail != nil {
			errs = append(errs, f.prepare(w.Name, ByMail, w.Mail.LastDue(now)))
		}
		if w.Webhook != nil {
			errs = append(errs, f.prepare(w.Name, ByWebhook, now))
		}
	}
	return errors.Join(errs...)
}

func (f *Folder) prepare(name string, s Sink, due time.Time) error {
	_, err := ReadSink(f.data, name, s)
	if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	n, err := Count(f.data, name)
	if err != nil {
		return err
	}
	return f.WriteSink(name, s, SinkState{Nonce: rand.Text(), Delivered: n, Due: due})
}

// Begin returns the delivery of the items up to a number, and has it on disk. If one is pending, it is that.
func (f *Folder) Begin(name string, s Sink, st *SinkState, to int, now time.Time) (*Delivery, error) {
	if st.Pending != nil {
		return st.Pending, nil
	}
	st.Pending = &Delivery{
		ID:   fmt.Sprintf("%s-%d-%d", st.Nonce, st.Delivered, to),
		From: st.Delivered, To: to, Made: now.Truncate(time.Second),
	}
	if st.Delivered == to { // an empty one, of which there may be one a day
		st.Pending.ID += "-" + now.Format("20060102150405")
	}
	return st.Pending, f.WriteSink(name, s, *st)
}

// Done notes that a sink has acknowledged its pending delivery.
func (f *Folder) Done(name string, s Sink, st *SinkState, now time.Time) error {
	st.Delivered = st.Pending.To
	st.Pending, st.Failure, st.LastSuccess = nil, nil, now.Truncate(time.Second)
	return f.WriteSink(name, s, *st)
}

// Failed notes that a sink has not taken its pending delivery.
func (f *Folder) Failed(name string, s Sink, st *SinkState, tries int, why error, now time.Time) error {
	if st.Failure == nil {
		st.Failure = new(Failure)
	}
	st.Failure.At, st.Failure.Error = now.Truncate(time.Second), why.Error()
	st.Failure.Tries += tries
	return f.WriteSink(name, s, *st)
}
