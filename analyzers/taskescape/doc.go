// Package taskescape defines an analyzer that finds an aio.Context that leaves the
// task that it belongs to.
//
// # Analyzer taskescape
//
// taskescape: find an aio.Context that leaves its task
//
// It reports an aio.Context that is stored in a field, an element or a package
// variable, sent on a channel, or used as a Context in a goroutine started by a
// go statement, sync.WaitGroup, errgroup.Group or time.AfterFunc; and a struct with a
// Context in it that is handed to a goroutine.
//
// A Context stands for the task it was given to: whoever holds it can switch
// that task. Used by another goroutine, or after the function has returned, it
// acts for a task that does something else at the time, or that has ended.
//
// Flagged:
//
//	func (s *Server) start(co aio.Context) {
//		go func() { s.serve(co) }()
//
// Accepted:
//
//	func (s *Server) start(co aio.Context) {
//		aio.Spawn(co, func(co aio.Context) { s.serve(co) })
//
// Not reported: a Context that is kept as a plain context.Context, for its deadline
// and values; one that a function returns; a function that uses a Context and is
// itself stored.
package taskescape
