// Package errgroup rewrites golang.org/x/sync/errgroup.
//
// # Rule errgroup
//
// an errgroup becomes a group of tasks
//
// The group is changed as a whole or not at all: every use of the variable
// must be a call of Go, SetLimit or Wait. With errgroup.WithContext the
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
// it after every task has ended; Wait would join the errors of all.
package errgroup
