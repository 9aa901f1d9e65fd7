//go:build unix

package aiosignal_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
	"testing"
	"time"

	"github.com/asyncport/asyncport/aio"
	"github.com/asyncport/asyncport/aio/aiosignal"
)

// The tests start their own program again; the variable says which program it is then.
const roleVariable = "AIOSIGNAL_TEST_ROLE"

func TestMain(m *testing.M) {
	if role, ok := roles[os.Getenv(roleVariable)]; ok {
		err := aio.Run(context.Background(), role) // the policy comes from AIO_POLICY
		fmt.Println("ended:", err)
		os.Exit(0)
	}
	os.Exit(m.Run())
}

var errBoom = errors.New("boom")

var roles = map[string]func(co aio.Context) error{
	// main waits until it is interrupted.
	"interrupted": func(co aio.Context) error {
		co, stop := aiosignal.NotifyContext(co, os.Interrupt)
		defer stop()
		worker := aio.Go(co, func(co aio.Context) (int, error) { return 0, forever(co) })
		aio.Yield(co)
		fmt.Println("ready")
		_, err := worker.Await(co)
		return err
	},
	// main is cancelled for another reason, and interrupted then.
	"cancelled before": func(co aio.Context) error {
		co, cancel := aio.WithCancelCause(co)
		co, stop := aiosignal.NotifyContext(co, os.Interrupt)
		defer stop()
		cancel(errBoom)
		readyFor(os.Interrupt)
		return forever(co)
	},
	// main is interrupted twice during its clean-up.
	"clean-up": func(co aio.Context) error {
		sub, stop := aiosignal.NotifyContext(co, os.Interrupt)
		defer stop()
		fmt.Println("ready")
		_ = forever(sub)
		readyFor(os.Interrupt) // which is dropped
		stop()
		fmt.Println("ready")
		time.Sleep(time.Hour) // the next one ends the process
		return nil
	},
	// main closes a receiver that nobody has received from.
	"undelivered": func(co aio.Context) error {
		r := aiosignal.Listen(syscall.SIGTERM)
		readyFor(syscall.SIGTERM)
		r.Close()
		time.Sleep(time.Hour) // the default action ends the process
		return nil
	},
}

// readyFor says that the program is ready for s, and waits until it has come and everybody was told.
func readyFor(s os.Signal) {
	seen := make(chan os.Signal, 1)
	signal.Notify(seen, s)
	fmt.Println("ready")
	<-seen
	signal.Stop(seen)
}

func forever(co aio.Context) error {
	_, _, err := aio.RecvContext(co, make(chan int))
	return err
}

// program is a child whose output is read line by line.
type program struct {
	t   *testing.T
	cmd *exec.Cmd
	out *bufio.Scanner
}

// start starts a role under policy p and waits until it is ready.
func start(t *testing.T, role string, p aio.Policy) *program {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), roleVariable+"="+role, "AIO_POLICY="+p.String(), "GORACE=atexit_sleep_ms=0")
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	wantErr(t, "StdoutPipe", err, nil)
	wantErr(t, "Start", cmd.Start(), nil)
	t.Cleanup(func() { _ = cmd.Process.Kill() })
	prog := &program{t, cmd, bufio.NewScanner(out)}
	prog.wantLine("ready")
	return prog
}

func (p *program) wantLine(line string) {
	p.t.Helper()
	p.out.Scan()
	want(p.t, "line", p.out.Text(), line)
}

func (p *program) signal(s os.Signal) {
	p.t.Helper()
	wantErr(p.t, "Signal", p.cmd.Process.Signal(s), nil)
}

// wantKilled waits for the end of the program, which must come from s.
func (p *program) wantKilled(s syscall.Signal) {
	p.t.Helper()
	_ = p.cmd.Wait()
	want(p.t, "signal that ended the program", p.cmd.ProcessState.Sys().(syscall.WaitStatus).Signal(), s)
}

func eachPolicy(t *testing.T, body func(t *testing.T, p aio.Policy)) {
	for _, p := range []aio.Policy{aio.Goroutines, aio.Serial} {
		t.Run(p.String(), func(t *testing.T) { body(t, p) })
	}
}
