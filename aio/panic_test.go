package aio_test

import (
	"context"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/asyncport/asyncport/aio"
)

// crashVariable makes the test binary run a program whose task panics.
const crashVariable = "AIO_TEST_CRASH"

// failingStep is the frame that the crash report must show.
//
//go:noinline
func failingStep() { panic("task failed") }

func TestPanicEndsTheProcessRule090(t *testing.T) {
	if name := os.Getenv(crashVariable); name != "" {
		p := aio.Goroutines
		if strings.HasSuffix(name, "serial") {
			p = aio.Serial
		}
		_ = aio.Run(context.Background(), func(co aio.Context) error {
			switch {
			case strings.HasPrefix(name, "go "):
				_, _ = aio.Go(co, func(aio.Context) (int, error) { failingStep(); return 0, nil }).Await(co)
			case strings.HasPrefix(name, "value "):
				aio.GoValue(co, func(aio.Context) int { failingStep(); return 0 }).Value(co)
			case strings.HasPrefix(name, "call "):
				aio.Spawn(co, func(co aio.Context) { aio.Call(co, failingStep) })
				aio.Recv(co, make(chan int))
			case strings.HasPrefix(name, "group "):
				var g aio.Group
				g.Go(co, func(aio.Context) error { failingStep(); return nil })
				_ = g.Wait(co)
			}
			return nil
		}, aio.WithPolicy(p))
		return
	}
	for _, p := range policies {
		for _, kind := range []string{"go", "value", "call", "group"} {
			name := kind + " " + p.String()
			t.Run(name, func(t *testing.T) {
				cmd := exec.Command(os.Args[0], "-test.run=^TestPanicEndsTheProcessRule090$")
				cmd.Env = append(os.Environ(), crashVariable+"="+name)
				out, err := cmd.CombinedOutput()
				if err == nil {
					t.Fatalf("the process went on:\n%s", out)
				}
				for _, part := range []string{"panic: task failed\n", "aio_test.failingStep(", "[running]"} {
					if !strings.Contains(string(out), part) {
						t.Errorf("the report has no %q:\n%s", part, out)
					}
				}
				if strings.Contains(string(out), "recovered") {
					t.Errorf("somebody recovered the panic on its way:\n%s", out)
				}
			})
		}
	}
}
