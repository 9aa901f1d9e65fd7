package store

import (
	"fmt"
	"time"

	"go.etcd.io/bbolt"

	"example.com/telemetry/sample"
)

// Series is a view of the samples of one meter.
type Series struct {
	store *Store
	meter string
}

// Series returns the series of a meter. It does not look whether it exists.
func (s *Store) Series(meter string) Series {
	return Series{store: s, meter: meter}
}

// Since returns the samples that are not older than d.
func (s Series) Since(d time.Duration) ([]sample.Sample, error) {
	now := time.Now()
	return s.store.Range(s.meter, now.Add(-d), now.Add(time.Second)) // clocks differ a little
}

// String describes the series for logs: the meter and its number of samples.
func (s Series) String() string {
	n := 0
	err := s.store.db.View(func(tx *bbolt.Tx) error {
		if b := tx.Bucket([]byte(s.meter)); b != nil {
			n = b.Stats().KeyN
		}
		return nil
	})
	if err != nil {
		return fmt.Sprintf("%s (%v)", s.meter, err)
	}
	return fmt.Sprintf("%s (%d samples)", s.meter, n)
}
