package aiosql

import (
	"database/sql"

	"github.com/asyncport/asyncport/aio"
)

// Conn is an sql.Conn whose methods that may wait take a Context. The embedded sql.Conn is there for code that wants one.
type Conn struct{ *sql.Conn }

// WrapConn returns c with methods that take a Context, or nil for a nil c.
func WrapConn(c *sql.Conn) *Conn {
	if c == nil {
		return nil
	}
	return &Conn{c}
}

// Close is (*sql.Conn).Close. It gives the connection back, and waits for the call of another task that uses it.
func (c *Conn) Close(co aio.Context) error { return aio.Call1(co, c.Conn.Close) }

// PingContext is (*sql.Conn).PingContext.
func (c *Conn) PingContext(co aio.Context) error {
	return aio.Call1(co, func() error { return c.Conn.PingContext(co) })
}

// BeginTx is (*sql.Conn).BeginTx. The transaction is rolled back when co is cancelled.
func (c *Conn) BeginTx(co aio.Context, opts *sql.TxOptions) (*Tx, error) {
	tx, err := aio.Call2(co, func() (*sql.Tx, error) { return c.Conn.BeginTx(co, opts) })
	return WrapTx(tx), err
}

// Raw is (*sql.Conn).Raw. It calls f beside the loop.
func (c *Conn) Raw(co aio.Context, f func(driverConn any) error) error {
	return aio.Call1(co, func() error { return c.Conn.Raw(f) })
}

// PrepareContext is (*sql.Conn).PrepareContext. co is for the preparation only.
func (c *Conn) PrepareContext(co aio.Context, query string) (*Stmt, error) {
	s, err := aio.Call2(co, func() (*sql.Stmt, error) { return c.Conn.PrepareContext(co, query) })
	return WrapStmt(s), err
}

// ExecContext is (*sql.Conn).ExecContext.
func (c *Conn) ExecContext(co aio.Context, query string, args ...any) (sql.Result, error) {
	return aio.Call2(co, func() (sql.Result, error) { return c.Conn.ExecContext(co, query, args...) })
}

// QueryContext is (*sql.Conn).QueryContext. The rows are closed when co is cancelled.
func (c *Conn) QueryContext(co aio.Context, query string, args ...any) (*Rows, error) {
	r, err := aio.Call2(co, func() (*sql.Rows, error) { return c.Conn.QueryContext(co, query, args...) })
	return WrapRows(r), err
}

// QueryRowContext is (*sql.Conn).QueryRowContext. co is for Scan too.
func (c *Conn) QueryRowContext(co aio.Context, query string, args ...any) *Row {
	return &Row{aio.Call1(co, func() *sql.Row { return c.Conn.QueryRowContext(co, query, args...) })}
}
