package catalog

// Receiver is the index that stands for the receiver in [Entry.Param].
const Receiver = -1

// Entry is what the catalog knows about one function, method or interface
// method. The zero value means: known never to yield.
type Entry struct {
	// Name as in the data files: stack-trace style without type arguments,
	// or a pattern that ends in ".*".
	Name string
	// Kinds is what a call waits for by itself; 0 means nothing. IO and Dyn
	// stand for a target that the call does not tell.
	Kinds Set
	// Replacement names the function of the aio runtime or of one of its
	// companion packages that does the same with an aio.Context in front;
	// empty when there is none.
	Replacement string
	// Note says what a reader should know; may be empty.
	Note string
	// Calls lists the parameters (receiver not counted) that the function calls
	// synchronously, in the caller's own goroutine.
	Calls []int
	// Starts lists the parameters that the function has called elsewhere: on
	// another goroutine, or once the function that calls it is over.
	Starts []int
	// Param lists the parameters of interface type, or [Receiver], whose
	// methods the function calls: it blocks if they do. A receiver or a parameter
	// of pointer type, such as *bufio.Reader, blocks if what it was made from does.
	Param []int
	// Wraps lists the parameters whose reads and writes the result passes on,
	// as bufio.NewReader does, or the function that the result calls, as
	// sync.OnceFunc does.
	Wraps []int
	// Spawns is true when the function starts a goroutine that outlives the
	// call.
	Spawns bool
	// Default is true when the entry comes from a pattern and not from a line
	// of its own.
	Default bool
}

// Hard reports whether the entry's kinds are certain: it names a kind other
// than [IO] and [Dyn].
func (e *Entry) Hard() bool { return e.Kinds&^SetOf(IO, Dyn) != 0 }
