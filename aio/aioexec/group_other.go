//go:build !unix

package aioexec

import (
	"errors"
	"os"
	"os/exec"
)

// newGroup does nothing: there are no process groups here.
func newGroup(*exec.Cmd) {}

func signalGroup(int, os.Signal) error { return errors.ErrUnsupported }
