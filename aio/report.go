package aio

import (
	"log/slog"
	"runtime/debug"
)

// report calls fn, which is a function of the program that gets news of other parts of the program. When it panics, that is
// logged: the news must not do more harm than what it is about.
func report(what string, fn func()) {
	defer func() {
		if r := recover(); r != nil {
			slog.Error("aio: panic in "+what, "panic", r, "stack", string(debug.Stack()))
		}
	}()
	fn()
}
