// Package storage calls a module that the catalog speaks for.
package storage

import (
	"time"

	"go.etcd.io/bbolt"
)

func view(db *bbolt.DB) { // want `^view: db go.etcd.io/bbolt.\(\*DB\).View$`
	db.View(func(*bbolt.Tx) error { return nil })
}

func slowView(db *bbolt.DB) { // want `^slowView: db go.etcd.io/bbolt.\(\*DB\).View; sleep storage.slowView.func1 -> time.Sleep$`
	db.View(func(*bbolt.Tx) error {
		time.Sleep(1)
		return nil
	})
}
