//go:build unix

package aioexec_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"

	"github.com/asyncport/asyncport/aio"
	"github.com/asyncport/asyncport/aio/aioexec"
	"github.com/asyncport/asyncport/aio/aioio"
)

// Given a process that fails, when it is run by a method of os/exec, then the error is the *exec.ExitError of that method,
// with the status and, from Output, the standard error.
func TestExitStatusRule300(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		c := child("fail")
		out, err := c.Output(co)
		want(t, "output", string(out), "out")
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			t.Fatalf("Output: error is %v", err)
		}
		want(t, "status", exit.ExitCode(), 3)
		want(t, "standard error", string(exit.Stderr), "err")
		all, err := child("fail").CombinedOutput(co)
		want(t, "combined", string(all), "outerr")
		want(t, "is an ExitError", errors.As(err, &exit), true)
		want(t, "Run gives an ExitError", errors.As(child("fail").Run(co), &exit), true)
		wantErr(t, "Run", child("deaf").Run(co), nil)
		wantErr(t, "program that does not exist", aioexec.Command("/none/such").Run(co), os.ErrNotExist)
		_, err = aioexec.LookPath(co, "no-such-program-anywhere")
		wantErr(t, "LookPath", err, exec.ErrNotFound)
	})
}

// Given a task that waits for a process, when another task of the loop has to act for the process to end, then it can: the
// loop is released in every method that waits.
func TestLoopIsReleasedRule301(t *testing.T) {
	for name, run := range map[string]func(c *aioexec.Cmd, co aio.Context) error{
		"Run":            (*aioexec.Cmd).Run,
		"Output":         func(c *aioexec.Cmd, co aio.Context) error { return second(c.Output(co)) },
		"CombinedOutput": func(c *aioexec.Cmd, co aio.Context) error { return second(c.CombinedOutput(co)) },
		"Wait":           func(c *aioexec.Cmd, co aio.Context) error { return errors.Join(c.Start(co), c.Wait(co)) },
		"RunContext":     (*aioexec.Cmd).RunContext,
		"WaitContext":    func(c *aioexec.Cmd, co aio.Context) error { return errors.Join(c.Start(co), c.WaitContext(co)) },
		"Communicate": func(c *aioexec.Cmd, co aio.Context) error {
			_, _, err := c.Communicate(co, nil)
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			both(t, func(t *testing.T, co aio.Context) {
				c, letGo := held(t, "gate")
				f := aio.Go(co, func(co aio.Context) (int, error) { return 0, run(c, co) })
				aio.Yield(co) // under Serial the task is in the call now
				letGo()
				_, err := f.Await(co)
				wantErr(t, name, err, nil)
				wantGone(t, c)
			})
		})
	}
}

func second[T any](_ T, err error) error { return err }

// Given a method of os/exec, when co is cancelled, then it goes on to the end of the process and gives its result: a plain
// name is the plain operation.
func TestPlainNamesAreNotEndedByCancellationRule302(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		c, letGo := held(t, "ready gate")
		r, w, err := os.Pipe()
		wantErr(t, "Pipe", err, nil)
		defer r.Close()
		defer w.Close()
		c.ExtraFiles = append(c.ExtraFiles, w)
		f := aio.Go(co, func(co aio.Context) (int, error) { return 1, c.Run(co) })
		_, _ = aioio.Read(co, r, make([]byte, 1))
		f.Cancel(errBoom)
		letGo()
		v, err := f.Await(co)
		want(t, "value", v, 1)
		wantErr(t, "Run", err, nil)
		want(t, "success", c.ProcessState.Success(), true)
	})
}

var errBoom = errors.New("boom")

// Given CommandContext, when its context is cancelled, then the process is killed and the error is that of the context, not
// the cause, as os/exec has it.
func TestCommandContextKillsRule303(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		r, w, err := os.Pipe()
		wantErr(t, "Pipe", err, nil)
		defer r.Close()
		scope, cancel := aio.WithCancelCause(co)
		c := aioexec.CommandContext(scope, os.Args[0])
		c.Env = environ("polite")
		c.ExtraFiles = []*os.File{w}
		wantErr(t, "Start", c.Start(co), nil)
		w.Close()
		_, _ = aioio.ReadAll(co, r)
		cancel(errBoom)
		err = c.Wait(co)
		var exit *exec.ExitError
		want(t, "error is the status or the context's", errors.As(err, &exit) || errors.Is(err, context.Canceled), true)
		want(t, "signal", killedBy(c), syscall.SIGKILL)
		wantGone(t, c)
	})
}

// Given the fields of an exec.Cmd, when they are set on a Cmd or on the one it wraps, then they are the same.
func TestFieldsAndPipesAreThoseOfOSExec(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		std := exec.Command(os.Args[0])
		c := aioexec.WrapCmd(std)
		c.Env = environ("cat")
		var errs bytes.Buffer
		c.Stderr = &errs
		in, err := c.StdinPipe()
		wantErr(t, "StdinPipe", err, nil)
		out, err := std.StdoutPipe()
		wantErr(t, "StdoutPipe", err, nil)
		wantErr(t, "Start", c.Start(co), nil)
		var wg aio.WaitGroup
		wg.Go(co, func(co aio.Context) {
			_, err := aioio.Copy(co, in, bytes.NewReader(big))
			wantErr(t, "Copy", err, nil)
			wantErr(t, "Close", in.Close(), nil)
		})
		data, err := aioio.ReadAll(co, out)
		wantErr(t, "ReadAll", err, nil)
		wg.Wait(co)
		wantErr(t, "Wait", c.Wait(co), nil)
		want(t, "output is the input", bytes.Equal(data, big), true)
		want(t, "error output is the input", bytes.Equal(errs.Bytes(), big), true)
		want(t, "nil wrapped", aioexec.WrapCmd(nil), nil)
	})
}

// Given misuse, when a method is called, then it returns an error and does not wait for ever.
func TestMisuse(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		c := child("deaf")
		if c.Wait(co) == nil || c.WaitContext(co) == nil {
			t.Error("Wait before Start succeeded")
		}
		c.Stdout = io.Discard
		if _, _, err := c.Communicate(co, nil); err == nil || !strings.Contains(err.Error(), "use RunContext") {
			t.Errorf("Communicate with Stdout set: error is %v", err)
		}
		c.Stdout = nil
		wantErr(t, "Run", c.Run(co), nil)
		if c.Run(co) == nil || c.Start(co) == nil || c.RunContext(co) == nil {
			t.Error("a Cmd was run twice")
		}
	})
}
