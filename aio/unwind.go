package aio

import "runtime"

// goexiting reports, in a deferred call that was reached without a return, whether runtime.Goexit is the reason. The
// other reason is a panic. Asking recover would tell too, but would take the panic away from its stack.
func goexiting() bool {
	var pcs [64]uintptr
	for skip := 2; ; {
		n := runtime.Callers(skip, pcs[:])
		frames := runtime.CallersFrames(pcs[:n])
		for more := n > 0; more; {
			var f runtime.Frame
			f, more = frames.Next()
			switch f.Function {
			case "runtime.gopanic":
				return false
			case "runtime.Goexit":
				return true
			}
		}
		if n < len(pcs) {
			return false
		}
		skip += n
	}
}
