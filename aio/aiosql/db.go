package aiosql

import (
	"database/sql"
	"database/sql/driver"

	"github.com/asyncport/asyncport/aio"
)

// DB is an sql.DB whose methods that may wait take a Context. The embedded sql.DB is there for code that wants one. All
// methods may be called by any number of tasks.
type DB struct{ *sql.DB }

// Open is sql.Open, which does not connect.
func Open(driverName, dataSourceName string) (*DB, error) {
	db, err := sql.Open(driverName, dataSourceName)
	return WrapDB(db), err
}

// OpenDB is sql.OpenDB, which does not connect.
func OpenDB(c driver.Connector) *DB { return WrapDB(sql.OpenDB(c)) }

// WrapDB returns db with methods that take a Context, or nil for a nil db.
func WrapDB(db *sql.DB) *DB {
	if db == nil {
		return nil
	}
	return &DB{db}
}

// Close is (*sql.DB).Close. It waits for the queries that have begun.
func (db *DB) Close(co aio.Context) error { return aio.Call1(co, db.DB.Close) }

// Ping is (*sql.DB).Ping.
func (db *DB) Ping(co aio.Context) error { return aio.Call1(co, db.DB.Ping) }

// PingContext is (*sql.DB).PingContext.
func (db *DB) PingContext(co aio.Context) error {
	return aio.Call1(co, func() error { return db.DB.PingContext(co) })
}

// Conn is (*sql.DB).Conn. It ends when co is cancelled.
func (db *DB) Conn(co aio.Context) (*Conn, error) {
	c, err := aio.Call2(co, func() (*sql.Conn, error) { return db.DB.Conn(co) })
	return WrapConn(c), err
}

// Begin is (*sql.DB).Begin.
func (db *DB) Begin(co aio.Context) (*Tx, error) {
	tx, err := aio.Call2(co, db.DB.Begin)
	return WrapTx(tx), err
}

// BeginTx is (*sql.DB).BeginTx. The transaction is rolled back when co is cancelled.
func (db *DB) BeginTx(co aio.Context, opts *sql.TxOptions) (*Tx, error) {
	tx, err := aio.Call2(co, func() (*sql.Tx, error) { return db.DB.BeginTx(co, opts) })
	return WrapTx(tx), err
}

// Prepare is (*sql.DB).Prepare.
func (db *DB) Prepare(co aio.Context, query string) (*Stmt, error) {
	s, err := aio.Call2(co, func() (*sql.Stmt, error) { return db.DB.Prepare(query) })
	return WrapStmt(s), err
}

// PrepareContext is (*sql.DB).PrepareContext. co is for the preparation only.
func (db *DB) PrepareContext(co aio.Context, query string) (*Stmt, error) {
	s, err := aio.Call2(co, func() (*sql.Stmt, error) { return db.DB.PrepareContext(co, query) })
	return WrapStmt(s), err
}

// Exec is (*sql.DB).Exec.
func (db *DB) Exec(co aio.Context, query string, args ...any) (sql.Result, error) {
	return aio.Call2(co, func() (sql.Result, error) { return db.DB.Exec(query, args...) })
}

// ExecContext is (*sql.DB).ExecContext.
func (db *DB) ExecContext(co aio.Context, query string, args ...any) (sql.Result, error) {
	return aio.Call2(co, func() (sql.Result, error) { return db.DB.ExecContext(co, query, args...) })
}

// Query is (*sql.DB).Query.
func (db *DB) Query(co aio.Context, query string, args ...any) (*Rows, error) {
	r, err := aio.Call2(co, func() (*sql.Rows, error) { return db.DB.Query(query, args...) })
	return WrapRows(r), err
}

// QueryContext is (*sql.DB).QueryContext. The rows are closed when co is cancelled.
func (db *DB) QueryContext(co aio.Context, query string, args ...any) (*Rows, error) {
	r, err := aio.Call2(co, func() (*sql.Rows, error) { return db.DB.QueryContext(co, query, args...) })
	return WrapRows(r), err
}

// QueryRow is (*sql.DB).QueryRow.
func (db *DB) QueryRow(co aio.Context, query string, args ...any) *Row {
	return &Row{aio.Call1(co, func() *sql.Row { return db.DB.QueryRow(query, args...) })}
}

// QueryRowContext is (*sql.DB).QueryRowContext. co is for Scan too.
func (db *DB) QueryRowContext(co aio.Context, query string, args ...any) *Row {
	return &Row{aio.Call1(co, func() *sql.Row { return db.DB.QueryRowContext(co, query, args...) })}
}
