package aiotest

import "runtime"

// panicking reports, in a deferred call, whether a panic is the reason why it is reached. The other reasons are a return
// and runtime.Goexit. Asking recover would take the panic away from its stack.
func panicking() bool {
	var pcs [64]uintptr
	n := runtime.Callers(2, pcs[:])
	frames := runtime.CallersFrames(pcs[:n])
	for more := n > 0; more; {
		var f runtime.Frame
		f, more = frames.Next()
		switch f.Function {
		case "runtime.gopanic":
			return true
		case "runtime.Goexit":
			return false
		}
	}
	return false
}
