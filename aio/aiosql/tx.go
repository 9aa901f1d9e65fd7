package aiosql

import (
	"database/sql"

	"github.com/asyncport/asyncport/aio"
)

// Tx is an sql.Tx whose methods that may wait take a Context. The embedded sql.Tx is there for code that wants one.
type Tx struct{ *sql.Tx }

// WrapTx returns tx with methods that take a Context, or nil for a nil tx.
func WrapTx(tx *sql.Tx) *Tx {
	if tx == nil {
		return nil
	}
	return &Tx{tx}
}

// Commit is (*sql.Tx).Commit. When the context of BeginTx was cancelled, the error is that of the context or sql.ErrTxDone.
func (tx *Tx) Commit(co aio.Context) error { return aio.Call1(co, tx.Tx.Commit) }

// Rollback is (*sql.Tx).Rollback. After Commit it returns sql.ErrTxDone, so that it may be deferred.
func (tx *Tx) Rollback(co aio.Context) error { return aio.Call1(co, tx.Tx.Rollback) }

// Stmt is (*sql.Tx).Stmt.
func (tx *Tx) Stmt(co aio.Context, stmt *Stmt) *Stmt {
	return WrapStmt(aio.Call1(co, func() *sql.Stmt { return tx.Tx.Stmt(stmt.Stmt) }))
}

// StmtContext is (*sql.Tx).StmtContext. co is for the preparation only.
func (tx *Tx) StmtContext(co aio.Context, stmt *Stmt) *Stmt {
	return WrapStmt(aio.Call1(co, func() *sql.Stmt { return tx.Tx.StmtContext(co, stmt.Stmt) }))
}

// Prepare is (*sql.Tx).Prepare.
func (tx *Tx) Prepare(co aio.Context, query string) (*Stmt, error) {
	s, err := aio.Call2(co, func() (*sql.Stmt, error) { return tx.Tx.Prepare(query) })
	return WrapStmt(s), err
}

// PrepareContext is (*sql.Tx).PrepareContext. co is for the preparation only.
func (tx *Tx) PrepareContext(co aio.Context, query string) (*Stmt, error) {
	s, err := aio.Call2(co, func() (*sql.Stmt, error) { return tx.Tx.PrepareContext(co, query) })
	return WrapStmt(s), err
}

// Exec is (*sql.Tx).Exec.
func (tx *Tx) Exec(co aio.Context, query string, args ...any) (sql.Result, error) {
	return aio.Call2(co, func() (sql.Result, error) { return tx.Tx.Exec(query, args...) })
}

// ExecContext is (*sql.Tx).ExecContext.
func (tx *Tx) ExecContext(co aio.Context, query string, args ...any) (sql.Result, error) {
	return aio.Call2(co, func() (sql.Result, error) { return tx.Tx.ExecContext(co, query, args...) })
}

// Query is (*sql.Tx).Query.
func (tx *Tx) Query(co aio.Context, query string, args ...any) (*Rows, error) {
	r, err := aio.Call2(co, func() (*sql.Rows, error) { return tx.Tx.Query(query, args...) })
	return WrapRows(r), err
}

// QueryContext is (*sql.Tx).QueryContext. The rows are closed when co is cancelled.
func (tx *Tx) QueryContext(co aio.Context, query string, args ...any) (*Rows, error) {
	r, err := aio.Call2(co, func() (*sql.Rows, error) { return tx.Tx.QueryContext(co, query, args...) })
	return WrapRows(r), err
}

// QueryRow is (*sql.Tx).QueryRow.
func (tx *Tx) QueryRow(co aio.Context, query string, args ...any) *Row {
	return &Row{aio.Call1(co, func() *sql.Row { return tx.Tx.QueryRow(query, args...) })}
}

// QueryRowContext is (*sql.Tx).QueryRowContext. co is for Scan too.
func (tx *Tx) QueryRowContext(co aio.Context, query string, args ...any) *Row {
	return &Row{aio.Call1(co, func() *sql.Row { return tx.Tx.QueryRowContext(co, query, args...) })}
}
