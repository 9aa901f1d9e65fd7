// Package explore runs functions of a package on an abstract machine and finds
// the runs that leave a goroutine waiting for ever.
//
// A run starts at one function with unknown arguments. Calls of functions of the
// package are followed, go statements start goroutines, and every object that
// the run makes (channel, mutex, struct, closure) has an identity of its own.
// What is not known is a symbol; a branch on a symbol, the choice of a select and
// the choice of who runs next are decisions. Runs differ in their decisions, and
// are tried in the order of how many decisions differ from the default, within a
// budget of steps.
//
// At the end of a run some goroutines are blocked. As in the runtime's profile of
// leaked goroutines, one of them is stuck when nothing that may still run can
// reach what it waits for. What may still run: code that is not followed, with
// everything that was handed to it, package-level variables, the caller of the
// function with the results, and goroutines that were not followed to their end.
//
// So a finding is always a run: the decisions are its witness. Two things are
// assumed of unknown values: that both ways of a branch on them are possible, and
// that they do not change while only followed code runs. A value that was
// computed in a way the machine does not model is opaque: a goroutine that
// branches on it is not followed further.
package explore
