package store

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"

	"go.etcd.io/bbolt"

	"example.com/telemetry/sample"
)

// Meters returns the names of all meters that have samples, in order.
func (s *Store) Meters() ([]string, error) {
	var names []string
	err := s.db.View(func(tx *bbolt.Tx) error {
		return tx.ForEach(func(name []byte, _ *bbolt.Bucket) error {
			names = append(names, string(name)) // name is only valid in here
			return nil
		})
	})
	return names, err
}

// Latest returns the newest sample of a meter.
func (s *Store) Latest(meter string) (sample.Sample, error) {
	var x sample.Sample
	err := s.db.View(func(tx *bbolt.Tx) error {
		b := tx.Bucket([]byte(meter))
		if b == nil {
			return fmt.Errorf("%s: %w", meter, ErrNotFound)
		}
		_, data := b.Cursor().Last()
		return json.Unmarshal(data, &x)
	})
	return x, err
}

// Range returns the samples of a meter from one time up to, but without,
// another one, oldest first. A meter without samples has an empty range.
func (s *Store) Range(meter string, from, to time.Time) ([]sample.Sample, error) {
	var out []sample.Sample
	err := s.db.View(func(tx *bbolt.Tx) error {
		b := tx.Bucket([]byte(meter))
		if b == nil {
			return nil
		}
		end := key(to)
		c := b.Cursor()
		for k, v := c.Seek(key(from)); k != nil && bytes.Compare(k, end) < 0; k, v = c.Next() {
			var x sample.Sample
			if err := json.Unmarshal(v, &x); err != nil {
				return fmt.Errorf("range of %s: %w", meter, err)
			}
			out = append(out, x)
		}
		return nil
	})
	return out, err
}
