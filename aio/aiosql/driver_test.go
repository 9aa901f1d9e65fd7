package aiosql_test

import (
	"context"
	"database/sql/driver"
	"errors"
	"io"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/asyncport/asyncport/aio"
	"github.com/asyncport/asyncport/aio/aiosql"
)

// fake is a database that does what the query says:
//
//	rows      gives the rows "a", "b" and "c"
//	endless   gives the row "a" for ever
//	lazy      gives them too, but the first Next blocks
//	fail      fails with errBoom
//	block     blocks
//
// To block is to wait until the gate is opened or the context of the call is done.
type fake struct {
	gate    chan struct{}
	entered chan string // tells that an operation blocks

	mu  sync.Mutex
	log []string
}

var errBoom = errors.New("boom")

// open returns a database of at most max connections; 0 means no limit.
func open(t *testing.T, max int) (*fake, *aiosql.DB) {
	t.Helper()
	f := &fake{gate: make(chan struct{}), entered: make(chan string, 100)}
	db := aiosql.OpenDB(f)
	db.SetMaxOpenConns(max)
	t.Cleanup(func() { _ = db.DB.Close() })
	return f, db
}

func (f *fake) did(what string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.log = append(f.log, what)
}

func (f *fake) has(what string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Contains(f.log, what)
}

// do does what query says of all operations.
func (f *fake) do(ctx context.Context, query string) error {
	f.did(query)
	if strings.HasPrefix(query, "fail") {
		return errBoom
	}
	if !strings.HasPrefix(query, "block") {
		return nil
	}
	f.entered <- query
	select {
	case <-f.gate:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// blocked waits until an operation blocks.
func (f *fake) blocked(co aio.Context) { aio.Recv(co, f.entered) }

func (f *fake) Connect(context.Context) (driver.Conn, error) { f.did("connect"); return &conn{f}, nil }
func (f *fake) Driver() driver.Driver                        { return nil }

type conn struct{ f *fake }

func (c *conn) Close() error                              { c.f.did("disconnect"); return nil }
func (c *conn) Begin() (driver.Tx, error)                 { return nil, errors.New("not used") }
func (c *conn) Prepare(query string) (driver.Stmt, error) { return &stmt{c.f, query}, nil }
func (c *conn) Ping(ctx context.Context) error            { return c.f.do(ctx, "ping") }

func (c *conn) BeginTx(ctx context.Context, _ driver.TxOptions) (driver.Tx, error) {
	return &tx{c.f}, c.f.do(ctx, "begin")
}

func (c *conn) PrepareContext(ctx context.Context, query string) (driver.Stmt, error) {
	if query, waits := strings.CutPrefix(query, "block prepare "); waits {
		return &stmt{c.f, query}, c.f.do(ctx, "block")
	}
	return &stmt{c.f, query}, nil
}

func (c *conn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	return driver.RowsAffected(len(args)), c.f.do(ctx, query)
}

func (c *conn) QueryContext(ctx context.Context, query string, _ []driver.NamedValue) (driver.Rows, error) {
	return &rows{f: c.f, lazy: query == "lazy", endless: query == "endless", left: []string{"a", "b", "c"}}, c.f.do(ctx, query)
}

type tx struct{ f *fake }

func (t *tx) Commit() error   { t.f.did("commit"); return nil }
func (t *tx) Rollback() error { t.f.did("rollback"); return nil }

type stmt struct {
	f     *fake
	query string
}

func (s *stmt) Close() error                               { s.f.did("close " + s.query); return nil }
func (s *stmt) NumInput() int                              { return -1 }
func (s *stmt) Exec([]driver.Value) (driver.Result, error) { return nil, errors.New("not used") }
func (s *stmt) Query([]driver.Value) (driver.Rows, error)  { return nil, errors.New("not used") }

func (s *stmt) ExecContext(ctx context.Context, args []driver.NamedValue) (driver.Result, error) {
	return (&conn{s.f}).ExecContext(ctx, s.query, args)
}

func (s *stmt) QueryContext(ctx context.Context, args []driver.NamedValue) (driver.Rows, error) {
	return (&conn{s.f}).QueryContext(ctx, s.query, args)
}

// rows are two result sets with the same rows.
type rows struct {
	f       *fake
	lazy    bool
	endless bool
	left    []string
	sets    int
}

func (r *rows) Columns() []string      { return []string{"name"} }
func (r *rows) Close() error           { r.f.did("rows closed"); return nil }
func (r *rows) HasNextResultSet() bool { return r.sets == 0 }

func (r *rows) NextResultSet() error {
	if r.sets++; r.sets > 1 {
		return io.EOF
	}
	r.left = []string{"d"}
	return nil
}

func (r *rows) Next(dest []driver.Value) error {
	if r.lazy {
		r.lazy = false
		_ = r.f.do(context.Background(), "block next")
	}
	if len(r.left) == 0 {
		return io.EOF
	}
	dest[0] = r.left[0]
	if !r.endless {
		r.left = r.left[1:]
	}
	return nil
}
