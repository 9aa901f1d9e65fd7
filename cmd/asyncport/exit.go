package main

import (
	"context"
	"errors"
	"fmt"
	"io"
)

// The exit codes of every command.
const (
	exitOK       = 0
	exitFindings = 1
	exitError    = 2
)

// errFindings says that the command did its work and found something. The
// findings are printed already.
var errFindings = errors.New("findings")

// exitCode maps a command's error to the exit code and prints what is not
// printed yet.
func exitCode(err error, stderr io.Writer) int {
	switch {
	case err == nil:
		return exitOK
	case errors.Is(err, errFindings):
		return exitFindings
	case errors.Is(err, context.Canceled):
		err = errors.New("interrupted")
	}
	fmt.Fprintf(stderr, "asyncport: %v\n", err)
	return exitError
}
