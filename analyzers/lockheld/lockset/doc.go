// Package lockset computes which locks are held where.
//
// The analysis is flow-sensitive within a function: it follows the control-flow
// graph through branches, loops, early returns, deferred unlocks and TryLock in
// conditions. Calls of functions of the same package are taken into account by
// a summary of what the callee locks and unlocks on behalf of its caller, so
// that a pair of methods named lock and unlock is as good as the mutex itself.
//
// A lock is identified by its access path: the variable at the root and the
// fields on the way. Two paths that differ may still be the same mutex; the
// analysis takes them for different ones, except through a local variable
// that is assigned once.
//
// Each held lock is known to be held on every path (Must), or on some path only.
// A finding that says "is held" needs the first; a finding that says "is not
// protected" must not contradict the second.
package lockset
