//go:build unix

package aioexec_test

import (
	"bytes"
	"errors"
	"os/exec"
	"syscall"
	"testing"
	"time"

	"github.com/asyncport/asyncport/aio"
	"github.com/asyncport/asyncport/aio/aioexec"
	"github.com/asyncport/asyncport/aio/aioio"
)

// Given a process that writes as much as it reads to both outputs, more than pipes hold, when Communicate is called, then
// nobody waits for the other for ever, and everything arrives.
func TestCommunicateMovesAllAtOnceRule304(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		c := child("cat")
		out, errOut, err := c.Communicate(co, big)
		wantErr(t, "Communicate", err, nil)
		want(t, "output is the input", bytes.Equal(out, big), true)
		want(t, "error output is the input", bytes.Equal(errOut, big), true)
		wantGone(t, c)
	})
}

// Given a process that ends without reading its input, when Communicate is called, then the broken pipe is no error.
func TestCommunicateIgnoresABrokenPipeRule305(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		out, _, err := child("deaf").Communicate(co, big)
		wantErr(t, "Communicate", err, nil)
		want(t, "output", string(out), "done")
	})
}

// Given a process that fails, when Communicate returns, then the error is its status, and what it wrote is there.
func TestCommunicateFailureRule306(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		out, errOut, err := child("fail").Communicate(co, nil)
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			t.Fatalf("Communicate: error is %v", err)
		}
		want(t, "status", exit.ExitCode(), 3)
		want(t, "output", string(out), "out")
		want(t, "error output", string(errOut), "err")
	})
}

// Given a process that writes more than Limit, when Communicate sees it, then the process is ended, even one that goes on
// after its pipe was closed, and the output up to the limit comes with ErrLimit.
func TestCommunicateLimitRule307(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		c := child("flood")
		c.Limit = 10_000
		out, _, err := c.Communicate(co, nil)
		wantErr(t, "Communicate", err, aioexec.ErrLimit)
		want(t, "bytes", len(out), 10_000)
		want(t, "signal", killedBy(c), syscall.SIGTERM)
		wantGone(t, c)
	})
}

// Given output of exactly Limit bytes, or a negative Limit, when Communicate returns, then there is no error.
func TestCommunicateLimitIsInclusive(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		for _, limit := range []int{len(big), -1} {
			c := child("cat")
			c.Limit = limit
			out, errOut, err := c.Communicate(co, big)
			wantErr(t, "Communicate", err, nil)
			want(t, "bytes", len(out), len(big))
			want(t, "error bytes", len(errOut), len(big))
		}
	})
}

// Given a task in Communicate, when it is cancelled, then what the process wrote, also after SIGTERM, is not lost.
func TestCommunicateCancelledKeepsTheOutputRule308(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		c, isReady, _ := signalling(t, "polite")
		var out []byte
		f := aio.Go(co, func(co aio.Context) (int, error) {
			var err error
			out, _, err = c.Communicate(co, nil)
			return 0, err
		})
		_, _ = aioio.Read(co, isReady, make([]byte, 1))
		f.Cancel(errBoom)
		_, err := f.Await(co)
		wantErr(t, "Communicate", err, errBoom)
		want(t, "output", string(out), "bye")
		want(t, "status", c.ProcessState.ExitCode(), 7)
		wantGone(t, c)
	})
}

// Given a process that ends and leaves a child which keeps its output open, when WaitDelay is over, then Communicate
// returns exec.ErrWaitDelay and does not wait for that child.
func TestGrandchildKeepsThePipeRule309(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		c, letGo := held(t, "parent")
		defer letGo()
		c.WaitDelay = 10 * time.Millisecond
		_, _, err := c.Communicate(co, nil)
		wantErr(t, "Communicate", err, exec.ErrWaitDelay)
		wantGone(t, c)
	})
}
