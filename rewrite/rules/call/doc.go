// Package call rewrites calls of functions that block.
//
// # Rule call
//
// a blocking call runs with the loop released
//
// The call runs on the goroutine it ran on; only other tasks of the loop may
// run meanwhile. Its kind must be one that waits for someone else: network, database,
// child process, WaitGroup, also a channel where it is another module's function that
// waits for it. Files, other system calls and logging are left alone.
//
// That the call waits must be certain, or seen: by a type that the module is seen to
// convert to the interface of which the method is called, as an *http.Client to one of the
// module's own; by all types that another module converts to an interface of its own; by one
// of several values of a variable or field; by one of several streams that a wrapper is
// made of or reset to; by a function of another module that gets behind the function value
// that is called, or a connection that gets behind the io.Reader that is read, through
// whatever fields, parameters, results and lists. A report and "asyncport explain" name the type and the place where it
// gets there. Around a call that does not wait after all a mark does no harm. What
// only a test converts or assigns counts in tests only.
//
// Before:
//
//	conn, err := net.Dial("tcp", addr)
//	n, err := conn.Read(buf)
//	resp, err := client.Do(req)
//	_, err = tx.ExecContext(ctx, query, name)
//	err = cmd.Wait()
//	reply, err := session.Ask(question)
//
// After:
//
//	conn, err := aionet.Dial(co, "tcp", addr)
//	n, err := aionet.Read(co, conn, buf)
//	resp, err := aiohttp.WrapClient(client).Do(co, req)
//	_, err = aiosql.WrapTx(tx).ExecContext(co, query, name)
//	err = aio.Call1(co, cmd.Wait)
//	reply, err := aio.Call2(co, func() (Reply, error) { return session.Ask(question) })
//
// A companion package of the runtime is used where it has the same function, or a
// method of the same type after wrapping, that does exactly what the original
// does with the loop released: it has the same results, and is ended by what
// ended the original and by nothing else. Where it takes the task in place of a
// context, that context must be the task's. Servers and what returns another type
// are not among them. Only the companions that are imported are copied into the module.
//
// Everything else is put into aio.Call, or Call1 to Call3 by its number of results.
// A method without arguments is handed over as a value.
//
// What is evaluated as an argument of aio.Call must not itself yield: it would run
// with the loop released. Where the call is the first thing that its statement
// does, such an argument is evaluated into a variable before the statement, and
// so is what stands before it and has an effect; the order stays. A deferred
// call's arguments are evaluated when it is deferred, into variables if they
// may change.
//
//	err := enc.Encode(<-results)
//
// becomes
//
//	value := aio.Recv(co, results)
//	err := aio.Call1(co, func() error { return enc.Encode(value) })
//
// The results of a call that has more than three of them, or one of a type that cannot be
// spelled in the file, stay with the variables that they are assigned to, if nobody else
// uses these:
//
//	conn, chans, reqs, err = ssh.NewServerConn(c, config)
//
// becomes
//
//	aio.Call(co, func() { conn, chans, reqs, err = ssh.NewServerConn(c, config) })
//
// A function literal that the call runs itself, which the catalog says, runs with
// the loop released: what it waits for needs no mark. It enters the loop only if it
// calls what takes a task. One of several lines gets a name in front of the
// statement, so that its lines stay as they are.
//
//	return db.View(func(txn *badger.Txn) error {
//		item, err := txn.Get(key)
//		...
//	})
//
// becomes
//
//	fn := func(txn *badger.Txn) error {
//		item, err := txn.Get(key)
//		...
//	}
//	return aio.Call1(co, func() error { return db.View(fn) })
package call
