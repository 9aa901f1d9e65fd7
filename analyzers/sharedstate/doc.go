// Package sharedstate defines an analyzer that finds data that several
// goroutines use at once without protection.
//
// # Analyzer sharedstate
//
// sharedstate: find unprotected state shared by goroutines
//
// It reports a variable, struct field, element of a slice or array, or map that two
// goroutines started in the same package access, at least one of them writing, with
// no lock in common and nothing that orders one before the other. A close of a channel
// on which another goroutine may still send is such a pair as well. The related
// information shows both accesses, each with the calls that lead to it and the
// statement that starts its goroutine. A goroutine that is started in a loop, or
// once per request, runs against other instances of itself.
//
// Accesses are ordered by the go statement, channels (a receive makes room for a later
// send only where the buffer may be full), WaitGroup, Once, OnceFunc, Cond, atomic variables,
// errgroup, timers, t.Cleanup and synctest.Wait. What stands behind a receive that nothing
// answers does not happen; if the channel was given to code that is not followed, it comes after
// that. Parallel subtests run beside each other when the body of their test has ended. Finalizers,
// and functions for context.AfterFunc, are goroutines too. A lock keeps accesses apart while it is held; it
// orders what stands outside only if a condition under the lock asks for what the
// other side sets under it. Two read locks do not keep a write apart.
//
// Such an access loses updates, reads half-written values, or crashes the
// program when it is a map. It shows up in production only and is hard to
// reproduce.
//
// Flagged:
//
//	for _, m := range meters {
//		go func() {
//			s.poll(m)
//			s.polls++ // several goroutines write s.polls
//		}()
//	}
//
// Accepted:
//
//	for _, m := range meters {
//		go func() {
//			s.poll(m)
//			s.mu.Lock()
//			s.polls++
//			s.mu.Unlock()
//		}()
//	}
//
// A finding needs a witness, so these are not reported: accesses of which one may
// be ordered before the other, if only on some path or through a call that is not
// followed and may wait or do input or output; elements at indexes that are not
// known to be equal; what is reached through interfaces and function values whose
// content the function does not show, or through a pointer that changes meanwhile;
// accesses of which only the first of several goroutines gets to, because it has set a
// variable that it had asked for; what a called function does under a condition of which nothing
// is known, as an option that the callers settle, unless all such conditions ask for what it sets; what a goroutine does only
// after somebody has changed a value that was just made, where all who may do so come after the other access, as
// for a timer that a constructor starts; accesses behind a lock that is neither of package
// sync nor a loop around an atomic CompareAndSwap; calls from other packages.
//
// A comment "//asyncport:assume guarded-by mu" at a field says that its accesses
// are under the lock mu of the same struct, where that cannot be seen.
//
// Not looked at are what follows a goto, what package reflect does, and functions whose calls lead
// to too much code: a function is followed some 1500 statements far, loops two
// rounds. A start must be at most three calls away. The work in a package is bounded
// too, by a count and never by time: functions of tests are followed last, and a package
// of many functions that start goroutines in much code is not followed to its end. The
// result of the analyzer, for drivers, names the functions that were left out.
package sharedstate
