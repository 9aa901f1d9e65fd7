// Package store keeps samples in an embedded database, one bucket per meter.
package store

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"

	"example.com/telemetry/sample"
)

// ErrNotFound is returned when a meter has no samples.
var ErrNotFound = errors.New("no samples")

// lockTimeout is how long Open waits for another process to let go.
const lockTimeout = 5 * time.Second

// Store is a database of samples. It is safe for concurrent use.
type Store struct {
	db *bbolt.DB
}

// Open opens the database at path and creates it if there is none.
func Open(path string) (*Store, error) {
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{Timeout: lockTimeout})
	if err != nil {
		return nil, fmt.Errorf("open store %s: %w", path, err)
	}
	return &Store{db: db}, nil
}

// Close closes the database. It waits for running transactions.
func (s *Store) Close() error {
	return s.db.Close()
}

// Append stores samples in one transaction: all of them or none.
func (s *Store) Append(samples ...sample.Sample) error {
	return s.db.Update(func(tx *bbolt.Tx) error {
		for _, x := range samples {
			b, err := tx.CreateBucketIfNotExists([]byte(x.Meter))
			if err != nil {
				return fmt.Errorf("append to %s: %w", x.Meter, err)
			}
			data, err := json.Marshal(x)
			if err != nil {
				return fmt.Errorf("append to %s: %w", x.Meter, err)
			}
			if err := b.Put(key(x.At), data); err != nil {
				return fmt.Errorf("append to %s: %w", x.Meter, err)
			}
		}
		return nil
	})
}

// Drop deletes all samples of a meter.
func (s *Store) Drop(meter string) error {
	err := s.db.Update(func(tx *bbolt.Tx) error {
		return tx.DeleteBucket([]byte(meter))
	})
	if errors.Is(err, berrors.ErrBucketNotFound) {
		return fmt.Errorf("drop %s: %w", meter, ErrNotFound)
	}
	return err
}

// key returns a key that sorts by time. Two samples of a meter with the same
// time are one sample.
func key(at time.Time) []byte {
	return binary.BigEndian.AppendUint64(nil, uint64(at.UnixNano()))
}
