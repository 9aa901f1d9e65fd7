// Package lockheld defines an analyzer that finds locks held while the
// goroutine waits for someone else, and locks that may never be granted.
//
// # Analyzer lockheld
//
// lockheld: find locks held across a wait, taken twice, in two orders, or not released
//
// It reports a sync.Mutex or sync.RWMutex that is held on every path to an
// operation or call that waits for the network, a database, a child process, a
// channel, a select, a WaitGroup or a timer, if that harms others:
//
//   - the wait is for a peer, a timer or a user of the package, and another function takes the
//     lock for a section that waits for nothing, or the lock guards a map that is looked into
//     before the wait: those who come for that wait for somebody else's peer;
//   - who ends the wait, by a send, a receive, a close, Done or a signal, takes the lock
//     first: then nothing goes on. A lock that he takes before he calls Add, or before others get to know the
//     channel that he makes, does not count, nor one that he leaves alone for a variable which the waiting function has set.
//
// The path is followed through
// branches, early returns, deferred unlocks, a deferred literal until it unlocks,
// TryLock, and methods of the same package that lock or unlock for their caller. The related information
// shows where the lock was taken, the chain of calls to the operation, and who needs the lock meanwhile.
//
// Most other locks that are held across a wait are meant to be: whoever takes the lock
// does so to wait for the same peer in turn, the lock stands beside the connection that is used,
// as another field of the same value, or a goroutine of the package answers, which needs no lock for it. The key locks of asyncport.yaml has them reported too, and the flag
// -lockheld.all of go vet. Under a loop that runs one task at a time every held lock stops
// the whole loop; the port makes such locks awaitable, whether they are reported or not.
//
// Flagged:
//
//	c.mu.Lock()
//	defer c.mu.Unlock()
//	if page, ok := c.pages[url]; ok {
//		return page, nil
//	}
//	resp, err := http.Get(url) // c.mu is held across a yield (net)
//
// Accepted:
//
//	c.mu.Lock()
//	page, ok := c.pages[url]
//	c.mu.Unlock()
//	if ok {
//		return page, nil
//	}
//	resp, err := http.Get(url)
//
// It also reports, for the awaitable locks of the aio runtime as well,
//
//   - a lock that is taken again while it is held, here or by a call: it can never be
//     granted. A lock for reading on top of another is reported when the package
//     has a writer: one that waits in between blocks both;
//   - two locks of which one function takes the second while it holds the first,
//     and another the other way round, or more locks in a circle. Calls within the
//     package are followed, and the related information shows every lock and the
//     calls to it;
//   - a return that leaves a lock locked which the same function unlocks on another
//     path, and a continue that does so where the next round of the loop takes the lock
//     first thing.
//
// Fix: a return or continue that leaves a lock locked gets the Unlock, or RUnlock, in front of it, where the
// results cannot depend on what the lock guards: constants, nil, local variables of this function
// alone, package variables that are never assigned, and errors made of texts and numbers.
//
// Locks of two orders are the same when both are package variables, or one is, or both
// are reached from the same value in each function: b.accounts and b.journal. The locks
// of a parent and its children, or of two elements of a list, are not compared: nothing
// says that two functions mean the same pair. Nor are orders that a third lock keeps
// apart, or may (a type with a lock of its own making), and readers that only meet
// readers.
//
// Not reported: sync.Cond.Wait on the condition of the lock that is held, since it
// releases the lock; a receive that takes a token, from a channel of empty structs to which
// who takes one puts it back; sends on channels that the package makes with a buffer; receives
// after a timer's Stop found that it has expired; waits that only an interface or function value
// could bring; what another package does with channels and groups; a channel that is lent for one
// call; a select of which one case is answered by the package; sending a datagram, reading a network address, reaching a socket of the
// same machine, writing an HTTP answer, working on an open bbolt database; a peer more than three calls away, or while the lock is
// held for reading; a sleep in a loop or in another package, as that of a rate limiter; file access and other locks, held across a wait;
// locks held across a wait in test files, and those that import package testing; locks that another function of the package
// unlocks, or that other packages can unlock, left locked at a return; a panic with a
// lock held; lock orders across packages.
package lockheld
