//go:build unix

package aioexec_test

import (
	"bufio"
	"io"
	"os"
	"syscall"
	"testing"
	"time"

	"github.com/asyncport/asyncport/aio"
	"github.com/asyncport/asyncport/aio/aioexec"
	"github.com/asyncport/asyncport/aio/aioio"
	"github.com/asyncport/asyncport/aio/aioos"
)

// Given a process whose output is read after it has ended and was waited for, then nothing is lost.
func TestOutputOutlivesTheProcess(t *testing.T) {
	for name, run := range map[string]func(*aioexec.Cmd, aio.Context) error{
		"Run":        (*aioexec.Cmd).Run,
		"RunContext": (*aioexec.Cmd).RunContext,
		"Start":      func(c *aioexec.Cmd, co aio.Context) error { _ = c.Start(co); return c.Wait(co) },
	} {
		t.Run(name, func(t *testing.T) {
			both(t, func(t *testing.T, co aio.Context) {
				c := child("fail")
				out, err := c.OpenStdout()
				wantErr(t, "OpenStdout", err, nil)
				defer out.Close()
				errOut, err := c.OpenStderr()
				wantErr(t, "OpenStderr", err, nil)
				defer errOut.Close()
				want(t, "the process failed", run(c, co) != nil, true)
				b, err := aioio.ReadAll(co, out)
				want(t, "output", string(b), "out")
				wantErr(t, "ReadAll", err, nil)
				b, err = aioio.ReadAll(co, errOut)
				want(t, "error output", string(b), "err")
				wantErr(t, "ReadAll", err, nil)
			})
		})
	}
}

// Given a process that answers line by line, when a task talks to it, then each answer comes before the next question, and the
// process ends when its input is closed.
func TestConversation(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		c := child("cat")
		in, err := c.OpenStdin()
		wantErr(t, "OpenStdin", err, nil)
		out, err := c.OpenStdout()
		wantErr(t, "OpenStdout", err, nil)
		defer out.Close()
		wantErr(t, "StartContext", c.StartContext(co), nil)
		lines := bufio.NewScanner(aioio.BindReader(co, out))
		for _, line := range []string{"one", "two"} {
			_, err = aioio.WriteString(co, in, line+"\n")
			wantErr(t, "WriteString", err, nil)
			want(t, "a line came", lines.Scan(), true)
			want(t, "line", lines.Text(), line)
		}
		wantErr(t, "Close", in.Close(), nil)
		want(t, "no more lines", lines.Scan(), false)
		wantErr(t, "WaitContext", c.WaitContext(co), nil)
	})
}

// Given a process that is not started because its Context was cancelled before, then its pipes end, as they do after a start
// that failed.
func TestPipesOfWhatWasNotStarted(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		c := child("cat")
		in, err := c.OpenStdin()
		wantErr(t, "OpenStdin", err, nil)
		defer in.Close()
		out, err := c.OpenStdout()
		wantErr(t, "OpenStdout", err, nil)
		defer out.Close()
		life, end := aio.WithCancelCause(co)
		end(errBoom)
		wantErr(t, "StartContext", c.StartContext(life), errBoom)
		wantErr(t, "SetReadDeadline", out.SetReadDeadline(time.Now().Add(time.Minute)), nil) // rather than wait for ever
		_, err = out.Read(make([]byte, 1))
		wantErr(t, "Read", err, io.EOF)
		_, err = in.Write([]byte("x"))
		wantErr(t, "Write", err, syscall.EPIPE)
	})
}

// Given a task that reads the output of a silent process, when it is cancelled, then ReadContext of package aioos returns the
// cause, and the process goes on until its own Context is cancelled.
func TestConversationCancelled(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		c, isReady, _ := signalling(t, "polite")
		out, err := c.OpenStdout()
		wantErr(t, "OpenStdout", err, nil)
		defer out.Close()
		life, end := aio.WithCancelCause(co)
		wantErr(t, "StartContext", c.StartContext(life), nil)
		_, _ = aioio.Read(co, isReady, make([]byte, 1))
		f := aio.Go(co, func(co aio.Context) (int, error) { return aioos.WrapFile(out).ReadContext(co, make([]byte, 8)) })
		aio.Yield(co)
		f.Cancel(errBoom)
		_, err = f.Await(co)
		wantErr(t, "ReadContext", err, errBoom)
		end(errBoom)
		wantErr(t, "Wait", c.Wait(co), errBoom)
		b, err := aioio.ReadAll(co, out)
		want(t, "output", string(b), "bye")
		wantErr(t, "ReadAll", err, nil)
		wantGone(t, c)
	})
}

// Given Output with a pipe for the standard error, when the process has ended, then the pipe ends.
func TestOutputWithOpenStderr(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		c := child("fail")
		errOut, err := c.OpenStderr()
		wantErr(t, "OpenStderr", err, nil)
		defer errOut.Close()
		out, err := c.Output(co)
		want(t, "output", string(out), "out")
		want(t, "the process failed", err != nil, true)
		b, _ := aioio.ReadAll(co, errOut)
		want(t, "error output", string(b), "err")
	})
}

// Given a start that fails, or misuse, then no pipe is left open and the error says so.
func TestPipeMisuse(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		c := aioexec.Command("/none/such")
		out, err := c.OpenStdout()
		wantErr(t, "OpenStdout", err, nil)
		defer out.Close()
		wantErr(t, "RunContext", c.RunContext(co), os.ErrNotExist)
		_, err = out.Read(make([]byte, 1))
		wantErr(t, "Read", err, io.EOF)
		c = child("deaf")
		c.Stdin, c.Stdout, c.Stderr = os.Stdin, os.Stdout, os.Stderr
		for _, open := range []func() (*os.File, error){c.OpenStdin, c.OpenStdout, c.OpenStderr} {
			if f, err := open(); err == nil || f != nil {
				t.Error("a pipe was opened over a stream that was set")
			}
		}
		c = child("deaf")
		wantErr(t, "Run", c.Run(co), nil)
		for _, open := range []func() (*os.File, error){c.OpenStdin, c.OpenStdout, c.OpenStderr} {
			if f, err := open(); err == nil || f != nil {
				t.Error("a pipe was opened after the start")
			}
		}
	})
}
