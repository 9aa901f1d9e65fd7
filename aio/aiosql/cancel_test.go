package aiosql_test

import (
	"context"
	"database/sql"
	"errors"
	"testing"

	"github.com/asyncport/asyncport/aio"
	"github.com/asyncport/asyncport/aio/aiosql"
)

// Given a call with Context in its name that waits in the database, when its task is cancelled, then it ends with the error
// that database/sql gives, and the other tasks ran meanwhile.
func TestContextFormsAreCancelledRule320(t *testing.T) {
	for name, call := range map[string]func(co aio.Context, db *aiosql.DB) error{
		"ExecContext":     func(co aio.Context, db *aiosql.DB) error { return second(db.ExecContext(co, "block")) },
		"QueryContext":    func(co aio.Context, db *aiosql.DB) error { return second(db.QueryContext(co, "block")) },
		"QueryRowContext": func(co aio.Context, db *aiosql.DB) error { return db.QueryRowContext(co, "block").Scan(co) },
		"PrepareContext":  func(co aio.Context, db *aiosql.DB) error { return second(db.PrepareContext(co, "block prepare x")) },
		"Tx.ExecContext": func(co aio.Context, db *aiosql.DB) error {
			tx, err := db.Begin(co)
			if err != nil {
				return err
			}
			defer tx.Rollback(co)
			return second(tx.ExecContext(co, "block"))
		},
		"Conn.QueryContext": func(co aio.Context, db *aiosql.DB) error {
			c, err := db.Conn(co)
			if err != nil {
				return err
			}
			defer c.Close(co)
			return second(c.QueryContext(co, "block"))
		},
		"Stmt.ExecContext": func(co aio.Context, db *aiosql.DB) error {
			s, err := db.Prepare(co, "block")
			if err != nil {
				return err
			}
			defer s.Close(co)
			return second(s.ExecContext(co))
		},
	} {
		t.Run(name, func(t *testing.T) {
			both(t, func(t *testing.T, co aio.Context) {
				f, db := open(t, 0)
				var inside error
				task := aio.Go(co, func(co aio.Context) (int, error) {
					inside = call(co, db)
					return 0, inside
				})
				f.blocked(co)
				task.Cancel(errBoom)
				_, err := task.Await(co)
				wantErr(t, "call", inside, context.Canceled)
				want(t, "call gives the cause", errors.Is(inside, errBoom), false)
				wantErr(t, "Await adds the cause", err, errBoom)
				want(t, "connections in use", db.Stats().InUse, 0)
			})
		})
	}
}

func second[T any](_ T, err error) error { return err }

// Given a call without a context that waits in the database, when its task is cancelled, then it goes on to its end: a plain
// name is the plain operation.
func TestPlainFormsAreNotCancelledRule321(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		f, db := open(t, 0)
		for _, call := range []func(co aio.Context) error{
			func(co aio.Context) error { return second(db.Exec(co, "block")) },
			func(co aio.Context) error { return db.QueryRow(co, "block").Err() },
		} {
			task := aio.Go(co, func(co aio.Context) (int, error) { return 1, call(co) })
			f.blocked(co)
			task.Cancel(errBoom)
			aio.Call(co, func() { f.gate <- struct{}{} })
			v, err := task.Await(co)
			want(t, "value", v, 1)
			wantErr(t, "call", err, nil)
		}
	})
}

// Given a transaction of BeginTx, when its context is cancelled, then it is rolled back without anybody's help, and Commit
// fails.
func TestCancelledTransactionIsRolledBackRule322(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		f, db := open(t, 0)
		scope, cancel := aio.WithCancelCause(co)
		tx, err := db.BeginTx(scope, nil)
		wantErr(t, "BeginTx", err, nil)
		cancel(errBoom)
		err = tx.Commit(co)
		want(t, "Commit failed", errors.Is(err, context.Canceled) || errors.Is(err, sql.ErrTxDone), true)
		for db.Stats().InUse > 0 { // the connection is free after the roll-back
			aio.Yield(co)
		}
		want(t, "committed", f.has("commit"), false)
		want(t, "rolled back", f.has("rollback"), true)
	})
}

// Given all connections are in use, when a task asks for one, then it waits with the loop released, gets one when it is given
// back, and ends when it is cancelled.
func TestExhaustedPoolRule323(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		_, db := open(t, 1)
		held, err := db.Conn(co)
		wantErr(t, "Conn", err, nil)
		waiting := func(n int64) { // until n calls have waited for a connection
			for db.Stats().WaitCount < n {
				aio.Yield(co)
			}
		}
		task := aio.Go(co, func(co aio.Context) (int, error) { return 0, second(db.ExecContext(co, "x")) })
		waiting(1)
		task.Cancel(errBoom)
		_, err = task.Await(co)
		wantErr(t, "cancelled ExecContext", err, errBoom)
		task = aio.Go(co, func(co aio.Context) (int, error) { return 2, second(db.Exec(co, "x")) })
		waiting(2)
		wantErr(t, "Close", held.Close(co), nil)
		v, err := task.Await(co)
		want(t, "value", v, 2)
		wantErr(t, "Exec", err, nil)
	})
}

// Given rows that a task of Go returns, when they were made with its own context, then they are closed as the task ends; with
// the context of the awaiting task they can be read.
func TestRowsEndWithTheirContextRule324(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		_, db := open(t, 0)
		r, err := aio.Go(co, func(own aio.Context) (*aiosql.Rows, error) {
			return db.QueryContext(own, "endless")
		}).Await(co)
		wantErr(t, "QueryContext", err, nil)
		for r.Next(co) {
		}
		wantErr(t, "Err", r.Err(), context.Canceled)
		r, err = aio.Go(co, func(own aio.Context) (*aiosql.Rows, error) {
			return db.QueryContext(aio.With(own, co), "rows")
		}).Await(co)
		want(t, "rows", collect(t, co, r, err), "abc")
		wantErr(t, "Close", r.Close(co), nil)
	})
}

// Given a row that has yet to come, when a task waits for it in Next, then the other tasks run on.
func TestNextReleasesTheLoop(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		f, db := open(t, 0)
		task := aio.Go(co, func(co aio.Context) (string, error) {
			r, err := db.Query(co, "lazy")
			return collect(t, co, r, err), r.Close(co)
		})
		f.blocked(co)
		aio.Call(co, func() { f.gate <- struct{}{} })
		v, err := task.Await(co)
		want(t, "rows", v, "abc")
		wantErr(t, "Close", err, nil)
	})
}

// Given a destination with a Scan method of its own, when Rows.Scan calls it, then it runs in turn and may use what the tasks
// share; the race detector watches.
func TestRowsScanRunsInTurn(t *testing.T) {
	under(t, aio.Serial, func(t *testing.T, co aio.Context) {
		_, db := open(t, 0)
		counter := 0
		var wg aio.WaitGroup
		for range 4 {
			wg.Go(co, func(co aio.Context) {
				r, err := db.Query(co, "rows")
				wantErr(t, "Query", err, nil)
				defer r.Close(co)
				for r.Next(co) {
					wantErr(t, "Scan", r.Scan(&increments{&counter}), nil)
				}
			})
		}
		wg.Wait(co)
		want(t, "counter", counter, 12)
	})
}

type increments struct{ n *int }

func (i *increments) Scan(any) error { *i.n++; return nil }

// Given a cancelled co, when a form with a context is called, then it fails before it reaches the database.
func TestCancelledBefore(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		f, db := open(t, 0)
		dead, cancel := aio.WithCancelCause(co)
		cancel(errBoom)
		_, err := db.ExecContext(dead, "never")
		wantErr(t, "ExecContext", err, context.Canceled)
		_, err = db.Conn(dead)
		wantErr(t, "Conn", err, context.Canceled)
		wantErr(t, "PingContext", db.PingContext(dead), context.Canceled)
		want(t, "reached the database", f.has("never"), false)
		_, err = db.Exec(dead, "plain")
		wantErr(t, "Exec", err, nil)
	})
}
