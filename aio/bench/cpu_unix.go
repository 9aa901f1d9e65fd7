//go:build unix

package bench

import (
	"syscall"
	"time"
)

// processorTime returns the time that the process has kept processors busy, or 0 when it is not known.
func processorTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
