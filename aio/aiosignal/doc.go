// Package aiosignal is package os/signal for explicit code: [NotifyContext] cancels a Context when a signal comes, and
// [Signals] and [Receiver] give signals to a task one by one.
//
// # Pending signals
//
// A Receiver remembers of each signal that it came, not how often, as the operating system does; so it needs no buffer and
// loses no signal because others came too often. Pending signals of different kinds are given in turns. Signals that are
// still pending when the Receiver is closed are raised again, so that whoever is responsible then gets them: another
// Receiver or signal.Notify, or else the default action, which ends the process for SIGINT, SIGTERM and SIGHUP. Where a
// process cannot signal itself, as on Windows, they are dropped.
//
// As with signal.Notify, everybody who asked for a signal gets it; one that is raised again comes to the others a second
// time.
//
// Nothing of this works in a bubble of testing/synctest, and so not in the tests of package aiotest: signal.Notify does not.
package aiosignal
