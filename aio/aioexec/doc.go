// Package aioexec is package os/exec for explicit code. [Cmd] has the methods of an exec.Cmd, with an [aio.Context] in
// front of those that wait. They do what the originals do and let the other tasks of the loop run meanwhile; cancelling co
// does not end them. [CommandContext] is exec.CommandContext: the process is killed when its context is done.
//
// For new code there are methods with an order that suits a task:
//
//   - [Cmd.RunContext] runs a process that ends with co.
//   - [Cmd.Communicate] does that too, gives it input, and returns its output. Input and output move at the same time, so
//     that neither side waits for the other for ever.
//   - [Cmd.StartContext] starts a process that ends with co at the latest, and is waited for when the Run around it ends.
//   - [Cmd.WaitContext] waits for a process until co is cancelled, and leaves the process alone.
//   - [Cmd.OpenStdin], [Cmd.OpenStdout] and [Cmd.OpenStderr] are for a conversation with it: pipes that neither lose output
//     nor have to be read before the wait.
//
// # How a process ends with co
//
// When co is cancelled, the process is sent SIGTERM, and after [Cmd.Grace] it is killed. The method that runs it returns
// when the process is gone: no zombie and no open pipe is left. The result is the cause of the cancellation, unless the
// process ended with success all the same; its exit status is in Cmd.ProcessState.
//
// Where SIGTERM cannot be sent, as on Windows, the process is killed at once.
//
// Only the process itself is ended, not those that it started; set Cmd.Group to end them too. If one of them keeps an output
// open, the result is [exec.ErrWaitDelay] after Cmd.WaitDelay, with the output so far.
//
// # What runs beside the loop
//
// As with os/exec, a Stdin, Stdout or Stderr that is no *os.File is read and written by another goroutine until Wait has
// returned: its methods must not touch what the tasks of the loop share, and only the caller of Wait may look at it, after
// Wait.
package aioexec
