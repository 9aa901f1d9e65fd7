// Package sharedstate defines an analyzer that finds data that several
// goroutines use at once without protection.
//
// # Analyzer sharedstate
//
// sharedstate: find unprotected state shared by goroutines
//
// It reports a variable, struct field or map that two goroutines started in
// the same package access, at least one of them writing, with no lock in common
// and nothing that orders one before the other. The related information shows both
// accesses, each with the calls that lead to it and the statement that starts
// its goroutine. A goroutine that is started in a loop, or once per request, runs
// against other instances of itself.
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
// be ordered before the other by a channel, a WaitGroup or the go statement;
// elements at an index held in a variable; what is reached through interfaces and
// function values, or through a pointer that changes between two starts;
// accesses behind an atomic operation or a lock that has no name; calls from
// other packages.
package sharedstate
