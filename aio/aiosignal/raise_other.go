//go:build !unix

package aiosignal

import "os"

// raise drops s: a process cannot signal itself here.
func raise(os.Signal) {}
