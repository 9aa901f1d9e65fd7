// Package staleread defines an analyzer that finds explicit code that goes by what it
// read before a yield.
//
// # Analyzer staleread
//
// staleread: find decisions on state that was read before a yield
//
// In explicit code nothing else runs between two yields, so a value that was read
// is true until the next call that is passed an aio.Context. Behind that call it
// may be stale. It reports shared state that a task
//
//   - reads, yields, and writes back computed from the old value: an update by
//     another task is lost;
//   - checks, yields, and then changes because of the check: another task may have
//     passed the same check meanwhile;
//   - takes an index or length from, yields, and indexes with it;
//   - ranges over as a map, with a yield between two elements.
//
// State is shared when the package shows it: another task that the package starts,
// or a loop of such tasks, writes it; or it is a package variable, or a field of a
// type that has a lock or an atomic, handles HTTP requests or is documented as safe
// for concurrent use, and a function that others may call writes it. The related
// information shows the read, the calls from the yield down to the operation that
// switches, and the other write.
//
// Flagged:
//
//	func (p *Pool) open(co aio.Context) error {
//		if p.n >= p.max {
//			return errFull
//		}
//		c, err := dial(co) // other tasks pass the same check meanwhile
//		...
//		p.n++
//
// Accepted:
//
//	func (p *Pool) open(co aio.Context) error {
//		if p.n >= p.max {
//			return errFull
//		}
//		p.n++ // claimed before the yield
//		c, err := dial(co)
//
// Looking again after the yield is accepted too, and so is an aio.Mutex or another
// lock held from the read to the write.
//
// Filling in what is missing, as caches do, is accepted when the value is plain data
// that does not depend on the old one: the work is done twice, and the last one wins.
// It is reported when the value has an identity (a pointer, a channel, a function, an
// interface): then two tasks go on with two of them.
//
// Not reported: state behind methods and function calls (s.has(k), then s.put(k)), and
// what a call that yields makes of a value that it is given (s.list = trim(co, s.list));
// atomics; decisions that change something other than what was checked; operands of
// one expression, whose order Go leaves open (s.n + f(co)); fields of other packages'
// types; state that only other packages or tests share.
package staleread
