package aio

import (
	"os"
	"runtime"
)

// debugging turns on checks that cost about a microsecond for each task and each mark that waits. It is set by
// AIO_DEBUG=1.
var debugging = os.Getenv("AIO_DEBUG") == "1"

// goroutineID returns the number that the runtime prints in the header of a stack: "goroutine 42 [running]:".
// There is no other way to tell two goroutines apart; it is used on slow paths only.
func goroutineID() uint64 {
	var buf [40]byte
	header := buf[:runtime.Stack(buf[:], false)]
	var id uint64
	for _, c := range header[len("goroutine "):] {
		if c < '0' || c > '9' {
			break
		}
		id = id*10 + uint64(c-'0')
	}
	return id
}

// onOtherGoroutine reports whether the calling goroutine is known not to be that of t.
func (t *task) onOtherGoroutine() bool {
	id := t.goid.Load()
	return id != 0 && id != goroutineID()
}

const (
	wrongGoroutine = "aio: Context used by a goroutine that is not its task: "
	wrongTask      = "aio: mark used with the Context of another task, or after its task ended: "
)
