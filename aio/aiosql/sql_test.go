package aiosql_test

import (
	"database/sql"
	"strings"
	"testing"

	"github.com/asyncport/asyncport/aio"
	"github.com/asyncport/asyncport/aio/aiosql"
)

// collect reads all rows of the current result set.
func collect(t *testing.T, co aio.Context, r *aiosql.Rows, err error) string {
	t.Helper()
	wantErr(t, "query", err, nil)
	if err != nil {
		return ""
	}
	var all []string
	for r.Next(co) {
		var name string
		wantErr(t, "Scan", r.Scan(&name), nil)
		all = append(all, name)
	}
	wantErr(t, "Err", r.Err(), nil)
	return strings.Join(all, "")
}

func affected(t *testing.T, r sql.Result, err error) int64 {
	t.Helper()
	wantErr(t, "exec", err, nil)
	n, err := r.RowsAffected()
	wantErr(t, "RowsAffected", err, nil)
	return n
}

func scanned(t *testing.T, co aio.Context, r *aiosql.Row) string {
	t.Helper()
	var name string
	wantErr(t, "Scan", r.Scan(co, &name), nil)
	return name
}

// Given each way to ask a DB, a Conn, a Tx and a Stmt, when it is used, then it gives what database/sql gives.
func TestMethodsAreTheOriginals(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		f, db := open(t, 0)
		wantErr(t, "Ping", db.Ping(co), nil)
		wantErr(t, "PingContext", db.PingContext(co), nil)
		r, err := db.Query(co, "rows")
		want(t, "Query", collect(t, co, r, err), "abc")
		want(t, "NextResultSet", r.NextResultSet(co), true)
		want(t, "second set", collect(t, co, r, nil), "d")
		wantErr(t, "Close", r.Close(co), nil)
		r, err = db.QueryContext(co, "rows")
		want(t, "QueryContext", collect(t, co, r, err), "abc")
		wantErr(t, "Close", r.Close(co), nil)
		want(t, "QueryRow", scanned(t, co, db.QueryRow(co, "rows")), "a")
		want(t, "QueryRowContext", scanned(t, co, db.QueryRowContext(co, "rows")), "a")
		res, err := db.Exec(co, "x", 1, 2)
		want(t, "Exec", affected(t, res, err), 2)
		res, err = db.ExecContext(co, "x", 1)
		want(t, "ExecContext", affected(t, res, err), 1)
		wantErr(t, "failing QueryRow", db.QueryRow(co, "fail").Err(), errBoom)
		_, err = db.Query(co, "fail")
		wantErr(t, "failing Query", err, errBoom)
		conn, err := db.Conn(co)
		wantErr(t, "Conn", err, nil)
		testConn(t, co, conn)
		want(t, "open connections", db.Stats().InUse, 0) // needs no co
		tx, err := db.Begin(co)
		wantErr(t, "Begin", err, nil)
		testTx(t, co, tx)
		wantErr(t, "Commit", tx.Commit(co), nil)
		wantErr(t, "Rollback after Commit", tx.Rollback(co), sql.ErrTxDone)
		tx, err = db.BeginTx(co, nil)
		wantErr(t, "BeginTx", err, nil)
		testTx(t, co, tx)
		wantErr(t, "Rollback", tx.Rollback(co), nil)
		want(t, "committed", f.has("commit"), true)
		want(t, "rolled back", f.has("rollback"), true)
		wantErr(t, "Close", db.Close(co), nil)
		want(t, "disconnected", f.has("disconnect"), true)
	})
}

func testConn(t *testing.T, co aio.Context, c *aiosql.Conn) {
	t.Helper()
	wantErr(t, "PingContext", c.PingContext(co), nil)
	r, err := c.QueryContext(co, "rows")
	want(t, "QueryContext", collect(t, co, r, err), "abc")
	wantErr(t, "Close", r.Close(co), nil)
	want(t, "QueryRowContext", scanned(t, co, c.QueryRowContext(co, "rows")), "a")
	res, err := c.ExecContext(co, "x", 1)
	want(t, "ExecContext", affected(t, res, err), 1)
	s, err := c.PrepareContext(co, "rows")
	wantErr(t, "PrepareContext", err, nil)
	wantErr(t, "Close", s.Close(co), nil)
	wantErr(t, "Raw", c.Raw(co, func(c any) error {
		_, ok := c.(*conn)
		want(t, "the connection of the driver", ok, true)
		return nil
	}), nil)
	tx, err := c.BeginTx(co, nil)
	wantErr(t, "BeginTx", err, nil)
	wantErr(t, "Rollback", tx.Rollback(co), nil)
	wantErr(t, "Close", c.Close(co), nil)
	wantErr(t, "Close again", c.Close(co), sql.ErrConnDone)
}

func testTx(t *testing.T, co aio.Context, tx *aiosql.Tx) {
	t.Helper()
	r, err := tx.Query(co, "rows")
	want(t, "Query", collect(t, co, r, err), "abc")
	wantErr(t, "Close", r.Close(co), nil)
	r, err = tx.QueryContext(co, "rows")
	want(t, "QueryContext", collect(t, co, r, err), "abc")
	wantErr(t, "Close", r.Close(co), nil)
	want(t, "QueryRow", scanned(t, co, tx.QueryRow(co, "rows")), "a")
	want(t, "QueryRowContext", scanned(t, co, tx.QueryRowContext(co, "rows")), "a")
	res, err := tx.Exec(co, "x", 1)
	want(t, "Exec", affected(t, res, err), 1)
	res, err = tx.ExecContext(co, "x", 1)
	want(t, "ExecContext", affected(t, res, err), 1)
	s, err := tx.Prepare(co, "rows")
	wantErr(t, "Prepare", err, nil)
	testStmt(t, co, s)
	s, err = tx.PrepareContext(co, "rows")
	wantErr(t, "PrepareContext", err, nil)
	testStmt(t, co, tx.Stmt(co, s))
	testStmt(t, co, tx.StmtContext(co, s))
}

func testStmt(t *testing.T, co aio.Context, s *aiosql.Stmt) {
	t.Helper()
	r, err := s.Query(co)
	want(t, "Query", collect(t, co, r, err), "abc")
	wantErr(t, "Close", r.Close(co), nil)
	r, err = s.QueryContext(co)
	want(t, "QueryContext", collect(t, co, r, err), "abc")
	wantErr(t, "Close", r.Close(co), nil)
	want(t, "QueryRow", scanned(t, co, s.QueryRow(co)), "a")
	want(t, "QueryRowContext", scanned(t, co, s.QueryRowContext(co)), "a")
	res, err := s.Exec(co, 1)
	want(t, "Exec", affected(t, res, err), 1)
	res, err = s.ExecContext(co, 1, 2)
	want(t, "ExecContext", affected(t, res, err), 2)
	wantErr(t, "Close", s.Close(co), nil)
}

// Given Prepare of a DB, when it is used, then the statement is that of database/sql; nil stays nil.
func TestPrepareAndWrap(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		_, db := open(t, 0)
		s, err := aiosql.WrapDB(db.DB).Prepare(co, "rows")
		wantErr(t, "Prepare", err, nil)
		testStmt(t, co, s)
		s, err = db.PrepareContext(co, "rows")
		wantErr(t, "PrepareContext", err, nil)
		testStmt(t, co, aiosql.WrapStmt(s.Stmt))
		want(t, "nil DB", aiosql.WrapDB(nil), nil)
		want(t, "nil Conn", aiosql.WrapConn(nil), nil)
		want(t, "nil Tx", aiosql.WrapTx(nil), nil)
		want(t, "nil Stmt", aiosql.WrapStmt(nil), nil)
		want(t, "nil Rows", aiosql.WrapRows(nil), nil)
		_, err = aiosql.Open("no such driver", "")
		want(t, "Open fails", err != nil, true)
	})
}

// Given a task that is ready, when a method of the package is called, then that task has its turn.
func TestEachMethodYields(t *testing.T) {
	under(t, aio.Serial, func(t *testing.T, co aio.Context) {
		_, db := open(t, 0)
		check := func(name string, op func()) {
			t.Helper()
			want(t, name+" lets others run", letsOthersRun(co, op), true)
		}
		check("DB.Ping", func() { _ = db.Ping(co) })
		check("DB.PingContext", func() { _ = db.PingContext(co) })
		check("DB.Exec", func() { _, _ = db.Exec(co, "x") })
		check("DB.ExecContext", func() { _, _ = db.ExecContext(co, "x") })
		check("DB.Query", func() { _, _ = db.Query(co, "fail") })
		check("DB.QueryContext", func() { _, _ = db.QueryContext(co, "fail") })
		check("DB.QueryRow", func() { _ = db.QueryRow(co, "fail") })
		check("DB.QueryRowContext", func() { _ = db.QueryRowContext(co, "fail") })
		var stmt *aiosql.Stmt
		check("DB.Prepare", func() { stmt, _ = db.Prepare(co, "rows") })
		check("DB.PrepareContext", func() { stmt, _ = db.PrepareContext(co, "rows") })
		var conn *aiosql.Conn
		check("DB.Conn", func() { conn, _ = db.Conn(co) })
		check("Conn.PingContext", func() { _ = conn.PingContext(co) })
		check("Conn.ExecContext", func() { _, _ = conn.ExecContext(co, "x") })
		check("Conn.QueryContext", func() { _, _ = conn.QueryContext(co, "fail") })
		check("Conn.QueryRowContext", func() { _ = conn.QueryRowContext(co, "fail") })
		check("Conn.PrepareContext", func() { _, _ = conn.PrepareContext(co, "x") })
		check("Conn.Raw", func() { _ = conn.Raw(co, func(any) error { return nil }) })
		var tx *aiosql.Tx
		check("Conn.BeginTx", func() { tx, _ = conn.BeginTx(co, nil) })
		check("Tx.Rollback", func() { _ = tx.Rollback(co) })
		check("Conn.Close", func() { _ = conn.Close(co) })
		check("DB.BeginTx", func() { tx, _ = db.BeginTx(co, nil) })
		check("Tx.Commit", func() { _ = tx.Commit(co) })
		check("DB.Begin", func() { tx, _ = db.Begin(co) })
		check("Tx.Exec", func() { _, _ = tx.Exec(co, "x") })
		check("Tx.ExecContext", func() { _, _ = tx.ExecContext(co, "x") })
		check("Tx.Query", func() { _, _ = tx.Query(co, "fail") })
		check("Tx.QueryContext", func() { _, _ = tx.QueryContext(co, "fail") })
		check("Tx.QueryRow", func() { _ = tx.QueryRow(co, "fail") })
		check("Tx.QueryRowContext", func() { _ = tx.QueryRowContext(co, "fail") })
		check("Tx.Prepare", func() { _, _ = tx.Prepare(co, "x") })
		check("Tx.PrepareContext", func() { _, _ = tx.PrepareContext(co, "x") })
		check("Tx.Stmt", func() { _ = tx.Stmt(co, stmt) })
		check("Tx.StmtContext", func() { _ = tx.StmtContext(co, stmt) })
		_ = tx.Rollback(co)
		check("Stmt.Exec", func() { _, _ = stmt.Exec(co) })
		check("Stmt.ExecContext", func() { _, _ = stmt.ExecContext(co) })
		var row *aiosql.Row
		check("Stmt.QueryRow", func() { row = stmt.QueryRow(co) })
		check("Row.Scan", func() { _ = row.Scan(co) })
		check("Stmt.QueryRowContext", func() { row = stmt.QueryRowContext(co) })
		_ = row.Scan(co)
		var rows *aiosql.Rows
		check("Stmt.QueryContext", func() { rows, _ = stmt.QueryContext(co) })
		check("Rows.Next", func() { _ = rows.Next(co) })
		check("Rows.NextResultSet", func() { _ = rows.NextResultSet(co) })
		check("Rows.Close", func() { _ = rows.Close(co) })
		check("Stmt.Query", func() { rows, _ = stmt.Query(co) })
		_ = rows.Close(co)
		check("Stmt.Close", func() { _ = stmt.Close(co) })
		check("DB.Close", func() { _ = db.Close(co) })
	})
}
