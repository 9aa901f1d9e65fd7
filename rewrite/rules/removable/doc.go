// Package removable removes mutexes that protect nothing under the serial policy.
//
// # Rule removable
//
// on request, and under the serial policy: a mutex that protects nothing there goes
//
// Under the serial policy one task of a loop runs at a time, and others go on at
// marks only. So a mutex protects nothing if all its sections run on the loop and
// none of them holds a mark. It may stay as it is: what it costs is small. But
// whoever reads it looks for the other goroutine, and there is none.
//
// This rule is not one of those that port applies by itself. Port first; see
// what asyncport report says of removable mutexes, and by which calls it knows
// that a section runs on the loop; then ask for the rule, alone, together with the
// policy:
//
//	asyncport port --rule removable --policy=serial ./...
//
// Before:
//
//	type store struct {
//		mu    sync.Mutex
//		names map[string]int
//	}
//
//	func (s *store) count(name string) {
//		s.mu.Lock()
//		defer s.mu.Unlock()
//		s.names[name]++
//	}
//
// After:
//
//	type store struct {
//		names map[string]int
//	}
//
//	func (s *store) count(name string) {
//		s.names[name]++
//	}
//
// Where data is shared with code that runs in parallel, removing its mutex would be
// a silent race. So everything has to be proved: each use is a call of Lock, Unlock,
// RLock or RUnlock by itself; Lock and Unlock stand in one function on every path,
// and nothing that may yield between them, marked or not; the functions are called
// by functions that take a task or enter the loop, and by nobody else: no goroutine,
// no callback, nothing that Call or Offload run, no other module, and no test that
// starts something beside it. Every program of the module that has the mutex
// selects the serial policy, its tests in TestMain, and makes no other loop.
//
// Comments stay. One that spoke of the field alone stands by itself afterwards.
// A race in the future is not excluded: who adds a mark to such a section, or
// calls it from a goroutine, needs the mutex again. Until then asyncport check
// reports what is read before a mark and written after it (staleread).
package removable
