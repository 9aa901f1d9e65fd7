//go:build go1.25

package aiosql_test

import (
	"context"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/asyncport/asyncport/aio"
)

// Given a query with a deadline, when the database does not answer in time, then the query ends at the deadline, with the
// error of database/sql, and other tasks have run meanwhile.
func TestDeadlineOfAQuery(t *testing.T) {
	for _, p := range []aio.Policy{aio.Goroutines, aio.Serial} {
		t.Run(p.String(), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				under(t, p, func(t *testing.T, co aio.Context) {
					_, db := open(t, 0)
					var ticks atomic.Int32
					aio.Spawn(co, func(co aio.Context) {
						for range 3 {
							aio.Sleep(co, time.Second)
							ticks.Add(1)
						}
					})
					start := time.Now()
					timed, cancel := aio.WithTimeoutCause(co, 3500*time.Millisecond, errBoom)
					defer cancel()
					_, err := db.QueryContext(timed, "block")
					wantErr(t, "QueryContext", err, context.DeadlineExceeded)
					want(t, "time that passed", time.Since(start), 3500*time.Millisecond)
					want(t, "ticks of the other task", ticks.Load(), 3)
					wantErr(t, "Close", db.Close(co), nil)
				})
			})
		})
	}
}
