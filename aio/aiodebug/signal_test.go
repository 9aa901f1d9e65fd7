//go:build unix

package aiodebug_test

import (
	"bytes"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"syscall"
	"testing"

	"github.com/asyncport/asyncport/aio/aiodebug"
)

// writes is an io.Writer that hands over what is written.
type writes chan string

func (w writes) Write(p []byte) (int, error) {
	w <- string(bytes.Clone(p))
	return len(p), nil
}

func send(t *testing.T, s syscall.Signal) {
	t.Helper()
	if err := syscall.Kill(os.Getpid(), s); err != nil {
		t.Fatal(err)
	}
}

// Given DumpOnSignal, when the process gets the signal, then the tasks are written, each time, in one piece.
func TestDumpOnSignalRule345(t *testing.T) {
	withTasks(t, func(t *testing.T) {
		w := make(writes, 10)
		stop := aiodebug.DumpOnSignal(w, syscall.SIGUSR1, syscall.SIGUSR2)
		defer stop()
		for _, s := range []syscall.Signal{syscall.SIGUSR1, syscall.SIGUSR2, syscall.SIGUSR1} {
			send(t, s)
			if text := <-w; !strings.Contains(text, "task 2 watched") || !strings.HasPrefix(text, "loop ") {
				t.Errorf("the dump is %q", text)
			}
		}
	})
}

// After stop nothing is written, and other receivers of the signal are left alone.
func TestStopDumpOnSignal(t *testing.T) {
	other := make(chan os.Signal, 1)
	signal.Notify(other, syscall.SIGUSR1)
	defer signal.Stop(other)
	w := make(writes, 10)
	stop := aiodebug.DumpOnSignal(w, syscall.SIGUSR1)
	send(t, syscall.SIGUSR1)
	<-w
	<-other
	stop()
	stop()
	send(t, syscall.SIGUSR1)
	<-other
	if n := len(w); n != 0 {
		t.Errorf("%d dumps after stop", n)
	}
}

// After stop the signal does again what it did before: here it ends the process.
func TestSignalAfterStop(t *testing.T) {
	if os.Getenv("AIO_TEST_SIGNAL") != "" {
		w := make(writes, 10)
		stop := aiodebug.DumpOnSignal(w, syscall.SIGTERM)
		send(t, syscall.SIGTERM)
		<-w
		stop()
		send(t, syscall.SIGTERM)
		select {} // the signal ends the process
	}
	cmd := exec.Command(os.Args[0], "-test.run=^TestSignalAfterStop$")
	cmd.Env = append(os.Environ(), "AIO_TEST_SIGNAL=yes")
	err := cmd.Run()
	status, ok := cmd.ProcessState.Sys().(syscall.WaitStatus)
	if err == nil || !ok || !status.Signaled() || status.Signal() != syscall.SIGTERM {
		t.Errorf("the process ended with %v, want %v", err, syscall.SIGTERM)
	}
}

// Without a signal DumpOnSignal panics: package os/signal would send it all of them.
func TestDumpOnNoSignal(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	aiodebug.DumpOnSignal(&bytes.Buffer{})
}
