//go:build unix

package aioexec

import (
	"os"
	"os/exec"
	"syscall"
)

// newGroup makes the process that c is about to start the leader of a group.
func newGroup(c *exec.Cmd) {
	attr := syscall.SysProcAttr{}
	if c.SysProcAttr != nil {
		attr = *c.SysProcAttr
	}
	attr.Setpgid, attr.Pgid = true, 0
	c.SysProcAttr = &attr
}

// signalGroup sends s, which is a syscall.Signal, to all processes of the group that pid leads, or did lead.
func signalGroup(pid int, s os.Signal) error { return syscall.Kill(-pid, s.(syscall.Signal)) }
