// Package aiosql is package database/sql for explicit code: [DB], [Conn], [Tx], [Stmt], [Rows] and [Row] have the methods of
// the originals, with an [aio.Context] in front of those that wait. They do what the originals do and let the other tasks of
// the loop run meanwhile.
//
// The forms whose name ends in Context, and Conn and BeginTx, take co where the originals take a
// context: they end when co is cancelled, with the errors of database/sql, which are those of the context and not its cause.
// The forms without a context are not ended by co.
//
//	rows, err := db.QueryContext(co, "SELECT name FROM user WHERE age > ?", 18)
//	if err != nil {
//		return err
//	}
//	defer rows.Close(co)
//	for rows.Next(co) {
//		var name string
//		if err := rows.Scan(&name); err != nil {
//
// # What outlives a call
//
// As in database/sql, the rows of QueryContext and the transaction of BeginTx live no longer than the context they were made
// with: when it is cancelled, the rows are closed and the transaction is rolled back. The context of a task of [aio.Go] ends
// with the task. Rows or a transaction that a task returns must be made with another context, such as that of the task which
// awaits them.
//
// # What runs beside the loop
//
// The driver, the Value methods of arguments, and the Scan methods that Row.Scan calls run beside the loop, as in
// [aio.Call]: they must not touch what the tasks of the loop share. Scan methods that Rows.Scan calls run in turn.
//
// # Connections
//
// A call that needs a connection waits while MaxOpenConns are in use. A task that holds one, by open rows, a Conn or a Tx,
// and asks for another one may wait for itself; nobody can notice that, because others might give one back.
package aiosql
