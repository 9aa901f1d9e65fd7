//go:build unix

package aiosignal

import (
	"os"
	"syscall"
)

// raise sends s to the process itself.
func raise(s os.Signal) {
	if n, ok := s.(syscall.Signal); ok {
		_ = syscall.Kill(syscall.Getpid(), n) // cannot fail: the process exists, and the signal came from the system
	}
}
