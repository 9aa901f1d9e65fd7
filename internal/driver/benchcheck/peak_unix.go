//go:build unix

package main

import (
	"os"
	"runtime"
	"syscall"
)

// peak returns the memory, in MB, of the largest process of a tree.
func peak(p *os.ProcessState) float64 {
	ru, ok := p.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	size := float64(ru.Maxrss) / 1024
	if runtime.GOOS == "darwin" {
		size /= 1024
	}
	return size
}
