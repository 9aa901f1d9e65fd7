// Package lockheld defines an analyzer that finds locks held while the
// goroutine waits for someone else.
//
// # Analyzer lockheld
//
// lockheld: find locks held across a wait
//
// It reports a sync.Mutex or sync.RWMutex that is held on every path to an
// operation or call that waits for the network, a database, a child process, a
// channel, a select, a WaitGroup or a timer. The path is followed through
// branches, early returns, deferred unlocks, TryLock, and methods of the same
// package that lock or unlock for their caller. The related information
// shows where the lock was taken and the chain of calls to the operation.
//
// While the lock is held every other goroutine that needs it waits for the
// same peer, and when that peer needs the lock itself nothing goes on.
// Under a loop that runs one task at a time a held lock stops the whole loop.
//
// Flagged:
//
//	c.mu.Lock()
//	defer c.mu.Unlock()
//	resp, err := http.Get(url) // c.mu is held across a yield (net)
//
// Accepted:
//
//	c.mu.Lock()
//	url := c.url
//	c.mu.Unlock()
//	resp, err := http.Get(url)
//
// A lock taken again while it is held is reported too: it can never be granted.
//
// Not reported: sync.Cond.Wait on the condition of the lock that is held, since it
// releases the lock; sends on channels that the package makes with a buffer; waits that only an interface or function value could bring;
// file access and other locks; the awaitable locks of the aio runtime.
package lockheld
