// Package errgroup rewrites golang.org/x/sync/errgroup.
//
// # Rule errgroup
//
// an errgroup becomes a group of tasks
//
// The group is changed as a whole or not at all: every use of the variable
// must be a call of Go, TryGo, SetLimit or Wait. With errgroup.WithContext the
// derived context becomes the tasks' context; the tasks' functions must use
// that one and no other.
//
// Before:
//
//	g, ctx := errgroup.WithContext(ctx)
//	g.Go(func() error { return serve(ctx) })
//	return g.Wait()
//
// After:
//
//	g, co := aio.NewGroup(co)
//	g.Go(co, func(co aio.Context) error { return serve(co) })
//	return g.WaitFirst(co)
//
// As with errgroup, the first error cancels the context, and WaitFirst returns
// it after every task has ended; Wait would join the errors of all. With a limit
// Go waits for a free place, with the loop released.
//
// A function that is not proved to reach a yield point runs beside the loop, by
// Offload or TryOffload: it computes, and as a task of a serial loop it would lose
// its parallelism. It takes a place of a limited group as a task does.
//
// Where a group with a limit is refused, its Go is marked. A loop that goes on until
// TryGo succeeds without yielding itself keeps the tasks of a serial loop from ever
// making room; that it spins is not seen.
package errgroup
