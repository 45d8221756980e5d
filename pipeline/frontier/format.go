package frontier

import (
	"slices"

	bolterrors "go.etcd.io/bbolt/errors"
)

// In the formats before the present one, the bucket "visits" had the records under their URLs, and the queue
// the URLs in its keys; in format 1 the queue had no lanes, and nothing was counted.
const (
	format     = "3"
	converting = "3, being made of an older one"
)

var (
	oldFormats = []string{"1", "2", converting}
	oldVisits  = []byte("visits")
	keyFormat  = []byte("format")
)

// convertedTogether is the number of visits that one transaction converts.
const convertedTogether = 10_000

// convert gives the URLs of a file in an old format their numbers, and builds the rest anew from them, in
// several transactions. If it is interrupted, the next Open begins again.
func (f *Frontier) convert() error {
	if err := f.beginConversion(); err != nil {
		return err
	}
	for next := []byte{}; next != nil; {
		var err error
		if next, err = f.convertFrom(next); err != nil {
			return err
		}
		if err := f.store(); err != nil {
			return err
		}
	}
	if err := f.tx.DeleteBucket(oldVisits); err != nil {
		return err
	}
	if err := f.meta.Put(keyFormat, []byte(format)); err != nil {
		return err
	}
	return f.store()
}

// beginConversion empties what is built anew.
func (f *Frontier) beginConversion() error {
	for _, name := range [...][]byte{bucketVisits, bucketQueue, bucketCounts, bucketSeen, bucketRuns} {
		if err := f.tx.DeleteBucket(name); err != nil && err != bolterrors.ErrBucketNotFound {
			return err
		}
		if _, err := f.tx.CreateBucket(name); err != nil {
			return err
		}
	}
	if err := f.meta.Put(keyFormat, []byte(converting)); err != nil {
		return err
	}
	return f.store()
}

// convertFrom converts the visits from a URL on. It returns the URL to go on with, nil at the end.
func (f *Frontier) convertFrom(url []byte) (next []byte, err error) {
	old := f.tx.Bucket(oldVisits)
	if old == nil {
		return nil, ErrDamaged
	}
	c, n := old.Cursor(), 0
	for key, value := c.Seek(url); key != nil; key, value = c.Next() {
		if n++; n > convertedTogether {
			return slices.Clone(key), nil
		}
		v, err := decode(string(key), value)
		if err == nil {
			err = f.put(v, nil)
		}
		if err == nil && v.isSource() && !v.Seed {
			err = f.addSource(v)
		}
		if err != nil {
			return nil, err
		}
	}
	return nil, nil
}

// store writes the transaction as it is, without a position, and begins the next.
func (f *Frontier) store() error {
	if err := f.flushIndex(); err != nil {
		return err
	}
	tx := f.tx
	f.tx = nil
	if err := tx.Commit(); err != nil {
		return err
	}
	if err := f.begin(); err != nil {
		return err
	}
	f.releaseMapping()
	return nil
}
