// Package lock rewrites locks that are held across a yield, and the conditions
// that go with them.
//
// # Rule lock
//
// a lock that is held across a yield becomes one that tasks wait for
//
// A mutex held while its owner waits for someone else makes every other user
// of it wait as long; under a serial loop such a user would keep the loop and
// so the owner itself from going on. Such a mutex becomes an aio.Mutex: all
// its Lock calls are marked, Unlock stays as it is. It is changed everywhere
// or nowhere, so every use must be known: a method call, a pointer in another
// variable or field, a condition made by sync.NewCond, of the lock or of its
// RLocker. Those of an element of an array or a map are not. A sync.Cond waits with its mutex in hand and is changed together with it.
//
// Before:
//
//	c.mu.Lock()
//	defer c.mu.Unlock()
//	v, err := c.fetch(key)
//
// After:
//
//	c.mu.Lock(co)
//	defer c.mu.Unlock()
//	v, err := c.fetch(co, key)
//
// A lock that other modules can use, or that is a function's parameter, keeps its
// type. Waiting for it is marked as a blocking call, everywhere: meanwhile the
// loop is free for the task that holds it.
//
//	aio.Call(co, s.Lock)
//
// A lock that is taken on behalf of a goroutine, which releases it, is held as long as that
// waits. Locks that are held for short sections only stay what they are.
package lock
