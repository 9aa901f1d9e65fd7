// Package yieldpoint defines an analyzer that computes which functions may
// yield.
//
// # Analyzer yieldpoint
//
// yieldpoint: find hidden yield points
//
// A yield point is an operation at which a goroutine may stop until someone
// else acts: a channel operation, a select without default, a lock, a wait, a
// sleep, the network, a database, a file, a process. The analyzer computes for every
// function which kinds of yield points a call of it may reach, whether through
// static calls only (hard) or through an interface or function value (soft), and
// the shortest chain of calls that leads there. It exports this as one fact per
// package; the other analyzers, "asyncport explain" and the rewriter build on it.
//
// Hidden yields are normal in Go, so most are facts and not findings. Reported
// are functions that nobody expects to wait, when they do so for certain and
// on someone else (net, db, process, chan, select, wait, sleep):
//
//   - methods that fmt, sort, errors, encoding and log call behind the caller's
//     back: String, Error, Format, Less, MarshalJSON, Equal, Is and their like, with
//     the signature that makes them so;
//   - init functions and the initializers of package variables.
//
// Methods of one name that all wait in one and the same function have one cause: the first
// is reported, and how many more there are. Test files are left out.
//
// A function that promises not to block, by the comment //asyncport:nonblocking above
// it, is reported when it is certain to reach anything but a lock, however far away.
//
// Flagged:
//
//	func (m *Meter) String() string {
//		m.refresh() // refresh calls http.Get
//		return m.name
//	}
//
// Accepted:
//
//	func (m *Meter) String() string { return m.name }
//
// A comment above a function says what no analysis sees, in place of what it finds,
// and also in a dependency's source:
//
//	//asyncport:assume nonblocking
//	//asyncport:assume blocks KIND[,KIND...]
//
// It may also stand at a method of an interface, and at a variable or field of
// function type. Without a kind, "blocks" means "wait".
//
// The flag -yieldpoint.catalog names a file with further entries of the catalog,
// for code that is not analysed or is known to be harmless. "go vet" does not notice
// when that file changes: run "go clean -cache" then.
//
// Locks, files and prints in such methods are not reported. No yields are: a
// select with default; TryLock; a send into the buffer of a local channel that has
// room for all that is ever sent to it; a receive from a local channel that was closed
// before.
//
// The bodies of the standard library are not analysed; what it does stands in the
// catalog. Variables and unexported fields count as the values that the package assigns
// to them, parameters as what the caller hands over; an element of a map or slice counts, softly, as
// what the package is seen to put there, and as "dyn?". What wraps a stream, as a
// *bufio.Reader does, waits for all that the package makes it of or resets it to, wherever
// that stands, and is certain to wait only if they all do. In code that does not get a
// parameter from a call, as in a goroutine, it counts, softly, as what the calls of this
// package hand over, and as "dyn?" if others may call, too.
//
// What the call of an interface method counts as where the value is not known is
// decided by the flag -yieldpoint.interfaces:
//
//   - ignore: as nothing;
//   - declared: as what the catalog says of the method, as for net.Conn.Read;
//   - implementations, the default: also, softly, as any implementation in this package,
//     the packages it imports and the one that declares the interface, and as "dyn?" if
//     there is none. Only hard reasons are findings. The rewriter also marks calls of
//     methods behind which it sees a type that waits, anywhere in the module.
//
// Not seen: which function reflection calls, assembly, and go:linkname. Both branches
// of a condition count even if it is a constant, because another build may take the other.
package yieldpoint
