package aioexec

import (
	"context"
	"os"
	"os/exec"
	"sync"
	"time"

	"github.com/asyncport/asyncport/aio"
)

// Cmd is an exec.Cmd whose methods that may wait take a Context. The embedded exec.Cmd has the fields to set before the
// start, and can be handed to code that wants one, as long as only one of both starts it and waits.
//
// As an exec.Cmd it belongs to one task and cannot be used again after it was run; but any number of tasks may be in
// WaitContext and Wait at a time once StartContext or the first WaitContext was called.
type Cmd struct {
	*exec.Cmd

	// Grace is how long a process may go on after SIGTERM. 0 is DefaultGrace; a negative Grace means that it is killed at
	// once, without SIGTERM. Only the methods that end the process with co look at it.
	Grace time.Duration

	// Limit is the most bytes that Communicate takes of each of the two outputs. 0 is DefaultLimit, a negative Limit means
	// that there is none.
	Limit int

	// Group makes the process the leader of a group, and ends with it all those that it started and that have not left the
	// group: they get SIGTERM too, and are killed after Grace, or at the end of the process if that comes first. A group does
	// not get the signals of the terminal. It has no effect where there are no groups, as on Windows, and when the process
	// was not started by a method that ends it with co.
	Group bool

	// Terminate asks the process to end; nil stands for SIGTERM. When it fails the process is killed. It is called at most
	// once, by another goroutine, and may wait: Grace begins with the call, and nobody waits for its return.
	Terminate func() error

	given []*os.File // the child's ends of pipes, until the start

	mu   sync.Mutex
	gone chan struct{} // closed when the task that waits for the process has set err; nil without such a task
	err  error
	end  ending
}

// DefaultGrace and DefaultLimit are what a zero Grace and Limit of a Cmd stand for. DefaultGrace is also the WaitDelay of
// a process whose life is tied to a Context, if none was set.
const (
	DefaultGrace = 5 * time.Second
	DefaultLimit = 64 << 20
)

// Command is exec.Command, which does not wait.
func Command(name string, arg ...string) *Cmd { return WrapCmd(exec.Command(name, arg...)) }

// CommandContext is exec.CommandContext, which does not wait: when ctx, often a Context of a task, is done the process is
// killed. See Cancel and WaitDelay of exec.Cmd for other ways.
func CommandContext(ctx context.Context, name string, arg ...string) *Cmd {
	return WrapCmd(exec.CommandContext(ctx, name, arg...))
}

// WrapCmd returns c with methods that take a Context, or nil for a nil c.
func WrapCmd(c *exec.Cmd) *Cmd {
	if c == nil {
		return nil
	}
	return &Cmd{Cmd: c}
}

// LookPath is exec.LookPath.
func LookPath(co aio.Context, file string) (string, error) {
	return aio.Call2(co, func() (string, error) { return exec.LookPath(file) })
}

// Start is (*exec.Cmd).Start.
func (c *Cmd) Start(co aio.Context) error { return aio.Call1(co, c.start) }

// Run is (*exec.Cmd).Run.
func (c *Cmd) Run(co aio.Context) error {
	return aio.Call1(co, func() error {
		if err := c.start(); err != nil {
			return err
		}
		return c.Cmd.Wait()
	})
}

// Output is (*exec.Cmd).Output.
func (c *Cmd) Output(co aio.Context) ([]byte, error) {
	defer c.handOver()
	return aio.Call2(co, c.Cmd.Output)
}

// CombinedOutput is (*exec.Cmd).CombinedOutput.
func (c *Cmd) CombinedOutput(co aio.Context) ([]byte, error) {
	defer c.handOver()
	return aio.Call2(co, c.Cmd.CombinedOutput)
}

// Wait is (*exec.Cmd).Wait. After StartContext or WaitContext any number of tasks may call it, and all get the result.
func (c *Cmd) Wait(co aio.Context) error {
	c.mu.Lock()
	gone := c.gone
	c.mu.Unlock()
	if gone == nil {
		return aio.Call1(co, c.Cmd.Wait)
	}
	aio.Recv(co, gone)
	return c.err
}
