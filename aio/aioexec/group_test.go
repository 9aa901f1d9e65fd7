//go:build unix

package aioexec_test

import (
	"os"
	"syscall"
	"testing"

	"github.com/asyncport/asyncport/aio"
	"github.com/asyncport/asyncport/aio/aioio"
)

// Given a process with a child that ignores SIGTERM, when it is run with Group and the task is cancelled, then that child is
// gone too: the pipe that it had ends.
func TestGroupEndsWithItsLeader(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		r, w, err := os.Pipe()
		wantErr(t, "Pipe", err, nil)
		defer r.Close()
		c := child("family")
		c.ExtraFiles = []*os.File{w}
		c.SysProcAttr = &syscall.SysProcAttr{}
		given := c.SysProcAttr
		c.Group = true
		life, end := aio.WithCancelCause(co)
		wantErr(t, "StartContext", c.StartContext(life), nil)
		w.Close()
		_, err = aioio.Read(co, r, make([]byte, 1))
		wantErr(t, "Read", err, nil)
		end(errBoom)
		wantErr(t, "Wait", c.Wait(co), errBoom)
		want(t, "signal", killedBy(c), syscall.SIGTERM)
		b, err := aioio.ReadAll(co, r) // ends when nobody has the other end
		want(t, "rest", len(b), 0)
		wantErr(t, "ReadAll", err, nil)
		want(t, "attributes of the caller were changed", given.Setpgid, false)
		wantGone(t, c)
	})
}

// Given Group and a negative Grace, when the task is cancelled, then all are killed at once.
func TestGroupIsKilled(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		r, w, err := os.Pipe()
		wantErr(t, "Pipe", err, nil)
		defer r.Close()
		c := child("family")
		c.ExtraFiles = []*os.File{w}
		c.Group, c.Grace = true, -1
		life, end := aio.WithCancelCause(co)
		wantErr(t, "StartContext", c.StartContext(life), nil)
		w.Close()
		_, _ = aioio.Read(co, r, make([]byte, 1))
		end(errBoom)
		wantErr(t, "Wait", c.Wait(co), errBoom)
		want(t, "signal", killedBy(c), syscall.SIGKILL)
		_, err = aioio.ReadAll(co, r)
		wantErr(t, "ReadAll", err, nil)
	})
}

// Given Group, when the process ends by itself, then those it started are left alone.
func TestGroupIsLeftAloneWithoutCancellation(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		r, w, err := os.Pipe()
		wantErr(t, "Pipe", err, nil)
		defer w.Close()
		c := child("parent")
		c.ExtraFiles = []*os.File{r}
		c.Group = true
		out, err := c.OpenStdout() // inherited by the child of the process
		wantErr(t, "OpenStdout", err, nil)
		defer out.Close()
		wantErr(t, "RunContext", c.RunContext(co), nil)
		r.Close()
		want(t, "the group is still there", syscall.Kill(-c.ProcessState.Pid(), 0), nil)
		w.Close() // lets it go
		b, err := aioio.ReadAll(co, out)
		want(t, "output", len(b), 0)
		wantErr(t, "ReadAll", err, nil)
	})
}
