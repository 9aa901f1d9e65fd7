package aiosql

import (
	"database/sql"

	"github.com/asyncport/asyncport/aio"
)

// Rows is an sql.Rows whose methods that may wait take a Context. Scan, Err and Columns are those of the embedded sql.Rows,
// which is there for code that wants one.
type Rows struct{ *sql.Rows }

// WrapRows returns r with methods that take a Context, or nil for a nil r.
func WrapRows(r *sql.Rows) *Rows {
	if r == nil {
		return nil
	}
	return &Rows{r}
}

// Next is (*sql.Rows).Next.
func (r *Rows) Next(co aio.Context) bool { return aio.Call1(co, r.Rows.Next) }

// NextResultSet is (*sql.Rows).NextResultSet.
func (r *Rows) NextResultSet(co aio.Context) bool { return aio.Call1(co, r.Rows.NextResultSet) }

// Close is (*sql.Rows).Close.
func (r *Rows) Close(co aio.Context) error { return aio.Call1(co, r.Rows.Close) }

// Row is an sql.Row whose Scan takes a Context.
type Row struct{ *sql.Row }

// Scan is (*sql.Row).Scan. It reads the rows and closes them, and calls the Scan methods of dest beside the loop.
func (r *Row) Scan(co aio.Context, dest ...any) error {
	return aio.Call1(co, func() error { return r.Row.Scan(dest...) })
}
