//go:build unix

package aioexec_test

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/asyncport/asyncport/aio/aioexec"
)

// The tests start their own program again; the variable says which part of a child it plays.
const roleVariable = "AIOEXEC_TEST_ROLE"

func TestMain(m *testing.M) {
	if role, ok := roles[os.Getenv(roleVariable)]; ok {
		os.Exit(role())
	}
	os.Exit(m.Run())
}

var roles = map[string]func() int{
	"cat": func() int { // copies its input to both outputs
		_, err := io.Copy(io.MultiWriter(os.Stdout, os.Stderr), os.Stdin)
		return exitStatus(err)
	},
	"fail": func() int {
		fmt.Print("out")
		fmt.Fprint(os.Stderr, "err")
		return 3
	},
	"deaf": func() int { // does not read its input
		os.Stdin.Close()
		fmt.Print("done")
		return 0
	},
	"flood": func() int { // writes for ever, whatever happens to the pipe
		signal.Ignore(syscall.SIGPIPE)
		line := bytes.Repeat([]byte("x"), 4096)
		for {
			if _, err := os.Stdout.Write(line); err != nil {
				time.Sleep(time.Hour)
			}
		}
	},
	"polite": func() int { // ends by itself when asked
		asked := make(chan os.Signal, 1)
		signal.Notify(asked, syscall.SIGTERM)
		ready()
		<-asked
		fmt.Print("bye")
		return 7
	},
	"graceful": func() int { // as polite, and succeeds
		asked := make(chan os.Signal, 1)
		signal.Notify(asked, syscall.SIGTERM)
		ready()
		<-asked
		return 0
	},
	"stubborn": func() int { // must be killed
		signal.Ignore(syscall.SIGTERM)
		ready()
		time.Sleep(time.Hour)
		return 0
	},
	"parent": func() int { // leaves a child behind that has its output
		c := exec.Command(os.Args[0])
		c.Env = environ("orphan")
		c.Stdout = os.Stdout
		c.ExtraFiles = []*os.File{os.NewFile(3, "leash")}
		return exitStatus(c.Start())
	},
	"family": func() int { // has a child, and waits
		c := exec.Command(os.Args[0])
		c.Env = environ("member")
		c.ExtraFiles = []*os.File{os.NewFile(3, "ready")}
		if err := c.Start(); err != nil {
			return 1
		}
		return exitStatus(c.Wait())
	},
	"member": func() int { // keeps what says that it is ready open until it is killed
		signal.Ignore(syscall.SIGTERM)
		_, _ = os.NewFile(3, "ready").WriteString("r")
		time.Sleep(time.Hour)
		return 0
	},
	"orphan": func() int { // lives until the test closes the other end
		_, err := io.Copy(io.Discard, os.NewFile(3, "leash"))
		return exitStatus(err)
	},
	"ready gate": func() int { // says on a second pipe that it has started
		_, _ = os.NewFile(4, "ready").WriteString("r")
		_, err := io.Copy(io.Discard, os.NewFile(3, "gate"))
		return exitStatus(err)
	},
	"gate": func() int { // succeeds when the test closes the other end
		_, err := io.Copy(io.Discard, os.NewFile(3, "gate"))
		return exitStatus(err)
	},
}

func exitStatus(err error) int {
	if err != nil {
		return 1
	}
	return 0
}

// ready tells the test that the child has come so far.
func ready() {
	f := os.NewFile(3, "ready")
	_, _ = f.WriteString("r")
	f.Close()
}

func child(role string) *aioexec.Cmd {
	c := aioexec.Command(os.Args[0])
	c.Env = environ(role)
	return c
}

// environ is the environment of a child. With the race detector it would linger for a second at its end.
func environ(role string) []string {
	return append(os.Environ(), roleVariable+"="+role, "GORACE=atexit_sleep_ms=0")
}

// signalling returns a child and the reading end of a pipe on which it says that it is ready. The writing end is closed by
// the returned function, after the start.
func signalling(t *testing.T, role string) (c *aioexec.Cmd, isReady *os.File, started func()) {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	c = child(role)
	c.ExtraFiles = []*os.File{w}
	t.Cleanup(func() { r.Close(); w.Close() })
	return c, r, func() { w.Close() }
}

// held returns a child that has the reading end of a pipe, which the returned function lets go.
func held(t *testing.T, role string) (c *aioexec.Cmd, letGo func()) {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	c = child(role)
	c.ExtraFiles = []*os.File{r}
	t.Cleanup(func() { r.Close(); w.Close() })
	return c, func() { w.Close() }
}

// wantGone checks that no process is left, not even a zombie.
func wantGone(t *testing.T, c *aioexec.Cmd) {
	t.Helper()
	if c.ProcessState == nil {
		t.Errorf("nobody has waited for %s", c)
		return
	}
	if err := syscall.Kill(c.ProcessState.Pid(), 0); err != syscall.ESRCH {
		t.Errorf("process %d is still there: %v", c.ProcessState.Pid(), err)
	}
}

func killedBy(c *aioexec.Cmd) syscall.Signal {
	return c.ProcessState.Sys().(syscall.WaitStatus).Signal()
}

var big = []byte(strings.Repeat("0123456789abcdef", 1<<16)) // much more than a pipe holds
