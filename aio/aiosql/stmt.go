package aiosql

import (
	"database/sql"

	"github.com/asyncport/asyncport/aio"
)

// Stmt is an sql.Stmt whose methods that may wait take a Context. The embedded sql.Stmt is there for code that wants one.
// All methods may be called by any number of tasks.
type Stmt struct{ *sql.Stmt }

// WrapStmt returns s with methods that take a Context, or nil for a nil s.
func WrapStmt(s *sql.Stmt) *Stmt {
	if s == nil {
		return nil
	}
	return &Stmt{s}
}

// Close is (*sql.Stmt).Close.
func (s *Stmt) Close(co aio.Context) error { return aio.Call1(co, s.Stmt.Close) }

// Exec is (*sql.Stmt).Exec.
func (s *Stmt) Exec(co aio.Context, args ...any) (sql.Result, error) {
	return aio.Call2(co, func() (sql.Result, error) { return s.Stmt.Exec(args...) })
}

// ExecContext is (*sql.Stmt).ExecContext.
func (s *Stmt) ExecContext(co aio.Context, args ...any) (sql.Result, error) {
	return aio.Call2(co, func() (sql.Result, error) { return s.Stmt.ExecContext(co, args...) })
}

// Query is (*sql.Stmt).Query.
func (s *Stmt) Query(co aio.Context, args ...any) (*Rows, error) {
	r, err := aio.Call2(co, func() (*sql.Rows, error) { return s.Stmt.Query(args...) })
	return WrapRows(r), err
}

// QueryContext is (*sql.Stmt).QueryContext. The rows are closed when co is cancelled.
func (s *Stmt) QueryContext(co aio.Context, args ...any) (*Rows, error) {
	r, err := aio.Call2(co, func() (*sql.Rows, error) { return s.Stmt.QueryContext(co, args...) })
	return WrapRows(r), err
}

// QueryRow is (*sql.Stmt).QueryRow.
func (s *Stmt) QueryRow(co aio.Context, args ...any) *Row {
	return &Row{aio.Call1(co, func() *sql.Row { return s.Stmt.QueryRow(args...) })}
}

// QueryRowContext is (*sql.Stmt).QueryRowContext. co is for Scan too.
func (s *Stmt) QueryRowContext(co aio.Context, args ...any) *Row {
	return &Row{aio.Call1(co, func() *sql.Row { return s.Stmt.QueryRowContext(co, args...) })}
}
