package retry

import (
	"context"
	"errors"
	"testing"
	"time"
)

var errFlaky = errors.New("flaky")

func TestDo(t *testing.T) {
	tests := []struct {
		name     string
		attempts int   // allowed by the policy
		failures int   // before the first success
		err      error // of the failures
		calls    int   // expected
		ok       bool
	}{
		{"first", 3, 0, nil, 1, true},
		{"second", 3, 1, errFlaky, 2, true},
		{"used up", 3, 9, errFlaky, 3, false},
		{"for good", 3, 9, Permanent(errFlaky), 1, false},
		{"zero policy", 0, 9, errFlaky, 1, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			calls := 0
			got, err := Do(Policy{Attempts: tt.attempts}, func() (string, error) {
				calls++
				if calls <= tt.failures {
					return "", tt.err
				}
				return "done", nil
			})
			if calls != tt.calls {
				t.Errorf("%d calls, want %d", calls, tt.calls)
			}
			if tt.ok && (err != nil || got != "done") {
				t.Errorf("Do = %q, %v", got, err)
			}
			if !tt.ok && !errors.Is(err, errFlaky) {
				t.Errorf("Do failed with %v, want %v", err, errFlaky)
			}
		})
	}
}

func TestDoContextEndsInPause(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	calls := 0
	_, err := DoContext(ctx, Policy{Attempts: 3, Base: time.Hour}, func(context.Context) (int, error) {
		calls++
		cancel() // seen in the pause
		return 0, errFlaky
	})
	if !errors.Is(err, context.Canceled) || calls != 1 {
		t.Errorf("after %d calls: %v, want one call and %v", calls, err, context.Canceled)
	}
}

func TestDoContextRepeats(t *testing.T) {
	calls := 0
	got, err := DoContext(context.Background(), Policy{Attempts: 3, Base: time.Microsecond},
		func(context.Context) (int, error) {
			if calls++; calls < 3 {
				return 0, errFlaky
			}
			return 42, nil
		})
	if got != 42 || err != nil {
		t.Errorf("DoContext = %v, %v", got, err)
	}
}

func TestPause(t *testing.T) {
	p := Policy{Base: 10 * time.Millisecond, Max: 50 * time.Millisecond}
	for n, want := range []time.Duration{10, 20, 40, 50, 50} {
		if got := p.pause(n); got != want*time.Millisecond {
			t.Errorf("pause(%d) = %v, want %v", n, got, want*time.Millisecond)
		}
	}
}
