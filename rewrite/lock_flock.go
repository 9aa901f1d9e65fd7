//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package rewrite

import (
	"errors"
	"fmt"
	"os"
	"syscall"
)

// lockRoot keeps a second run out of the module until the returned function is
// called. The lock is on the directory itself and ends with the process: nothing
// is left behind by one that is killed.
func lockRoot(root string) (func(), error) {
	dir, err := os.Open(root)
	if err != nil {
		return nil, fmt.Errorf("lock the module: %w", err)
	}
	// Any other error says that this file system has no locks.
	if err := syscall.Flock(int(dir.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); errors.Is(err, syscall.EWOULDBLOCK) {
		_ = dir.Close()
		return nil, &ConflictError{Message: "another asyncport writes to this module; wait until it is done, then run asyncport again"}
	}
	return func() { _ = dir.Close() }, nil
}
