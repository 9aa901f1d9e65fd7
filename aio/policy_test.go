package aio

import (
	"context"
	"testing"
)

// fresh gives a test a process that has not run anything, with AIO_POLICY set to env.
func fresh(t *testing.T, env string) {
	t.Helper()
	t.Setenv(policyVariable, env)
	process.mu.Lock()
	defer process.mu.Unlock()
	chosen, policy, l := process.chosen, process.policy, process.loop
	process.chosen, process.policy, process.loop = false, Goroutines, nil
	t.Cleanup(func() {
		process.mu.Lock()
		defer process.mu.Unlock()
		if process.loop != nil {
			seats.free(process.loop.seat.Swap(noSeat))
		}
		process.chosen, process.policy, process.loop = chosen, policy, l
	})
}

func panics(t *testing.T, what string, fn func()) {
	t.Helper()
	defer func() {
		if recover() == nil {
			t.Errorf("%s: no panic", what)
		}
	}()
	fn()
}

func policyOfRun(t *testing.T, opts ...Option) (p Policy) {
	t.Helper()
	err := Run(context.Background(), func(co Context) error { p = co.self().t.loop.policy; return nil }, opts...)
	if err != nil {
		t.Error(err)
	}
	return p
}

func TestPolicyFromTheEnvironment(t *testing.T) {
	for env, want := range map[string]Policy{"": Goroutines, "goroutines": Goroutines, "serial": Serial} {
		fresh(t, env)
		if got := DefaultPolicy(); got != want {
			t.Errorf("%s=%q: DefaultPolicy is %v, want %v", policyVariable, env, got, want)
		}
		if got := policyOfRun(t); got != want {
			t.Errorf("%s=%q: Run uses %v, want %v", policyVariable, env, got, want)
		}
	}
	fresh(t, "threads")
	panics(t, "DefaultPolicy", func() { DefaultPolicy() })
	panics(t, "Enter", func() { Enter(context.Background()) })
}

func TestSetDefaultPolicy(t *testing.T) {
	fresh(t, "goroutines")
	SetDefaultPolicy(Serial)
	if got := policyOfRun(t); got != Serial {
		t.Errorf("Run uses %v, want %v", got, Serial)
	}
	if got := policyOfRun(t, WithPolicy(Goroutines)); got != Goroutines {
		t.Errorf("Run WithPolicy uses %v, want %v", got, Goroutines)
	}
	panics(t, "SetDefaultPolicy after Run", func() { SetDefaultPolicy(Goroutines) })
	panics(t, "unknown policy", func() { WithPolicy(Policy(7)) })
	if got := Policy(7).String(); got != "Policy(7)" {
		t.Errorf("String is %q", got)
	}
}
