// Package explicit defines an analyzer that keeps ported packages explicit.
//
// # Analyzer explicit
//
// explicit: keep explicit what is declared to be
//
// A package that has been ported stays so only if nobody adds a plain goroutine or a wait
// that no mark shows. In the packages named by the key "explicit" of asyncport.yaml, or
// by the flag -explicit.packages, it reports, whoever the code runs for:
//
//   - a go statement, and a call of sync.WaitGroup.Go, errgroup.Group.Go or TryGo, or
//     time.AfterFunc, which start goroutines too;
//   - an operation, call or loop over a function that certainly waits for someone else (net, db, process,
//     chan, select, wait, sleep) and that is not marked: that does not take an aio.Context;
//   - the call of a sync facade, a function that enters the loop for callers that have no
//     Context: the explicit function behind it is meant.
//
// The rule does nothing in other packages. Where blockingcall finds the same, "asyncport check"
// reports it once, under this rule.
//
// Flagged:
//
//	func (p *Poller) start(m Meter) {
//		go p.poll(m)
//		time.Sleep(time.Second)
//
// Accepted:
//
//	func (p *Poller) start(co aio.Context, m Meter) {
//		aio.Spawn(co, func(co aio.Context) { p.poll(m) })
//		aio.Sleep(co, time.Second)
//
// In the configuration:
//
//	explicit: [./internal/store, ./internal/rpc/...]
//
// A wait is reported where it leaves the package: at the operation or the call into another
// package, and not again in the functions of the package that call that one. Allowed is
// what enters the loop: aio.Run, aio.Enter and the like. Not reported: files, locks and prints;
// calls through interfaces and function values that nobody resolves; test files.
package explicit
