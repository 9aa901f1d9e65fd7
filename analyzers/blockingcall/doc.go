// Package blockingcall defines an analyzer that finds explicit code that blocks
// without a mark.
//
// # Analyzer blockingcall
//
// blockingcall: find code of a task that blocks without a mark
//
// In a function that takes an aio.Context first, and in the literals that it
// runs in place, it reports operations, calls and loops over functions that certainly
// wait for someone else (net, db, process, chan, select, wait, sleep) and that are not
// marked: that do not take the Context. The related information shows the chain of calls down to the
// operation. It also reports the call of a sync facade, a function that enters the
// loop for callers that have no Context: from a task the explicit function
// behind it is meant.
//
// Under a loop that runs one task at a time such a call stops every other task,
// and when one of these has to act first, it stops for ever. Under any policy
// the reader is misled: the code says that nothing can happen in between.
//
// Flagged:
//
//	func (p *Poller) poll(co aio.Context, m Meter) error {
//		resp, err := http.Get(m.URL) // waits for the network without a mark
//
// Accepted:
//
//	func (p *Poller) poll(co aio.Context, m Meter) error {
//		resp, err := aio.Call2(co, func() (*http.Response, error) { return http.Get(m.URL) })
//
// Not reported: files, locks and prints; calls through interfaces and function
// values that nobody resolves; goroutines that the function starts.
package blockingcall
