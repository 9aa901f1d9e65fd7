//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package rewrite

import (
	"errors"
	"testing"
)

func TestLockRoot(t *testing.T) {
	root := t.TempDir()
	unlock, err := lockRoot(root)
	if err != nil {
		t.Fatal(err)
	}
	var conflict *ConflictError
	if _, err := lockRoot(root); !errors.As(err, &conflict) {
		t.Errorf("second lock: error %v, want a ConflictError", err)
	}
	unlock()
	again, err := lockRoot(root)
	if err != nil {
		t.Fatalf("after unlock: %v", err)
	}
	again()
}
