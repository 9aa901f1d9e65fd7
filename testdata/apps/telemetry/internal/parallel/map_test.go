package parallel_test

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"

	"example.com/telemetry/internal/parallel"
)

func square(_ context.Context, n int) (int, error) { return n * n, nil }

func TestMapKeepsOrder(t *testing.T) {
	t.Parallel()
	for _, limit := range []int{0, 1, 3, 100} {
		t.Run(fmt.Sprint("limit ", limit), func(t *testing.T) {
			t.Parallel()
			items := make([]int, 50)
			for i := range items {
				items[i] = i
			}
			got, err := parallel.Map(context.Background(), items, limit, square)
			if err != nil {
				t.Fatal(err)
			}
			for i, v := range got {
				if v != i*i {
					t.Errorf("result %d = %d, want %d", i, v, i*i)
				}
			}
		})
	}
}

func TestMapLimit(t *testing.T) {
	const limit = 3
	var running, most atomic.Int32
	_, err := parallel.Map(context.Background(), make([]int, 30), limit, func(context.Context, int) (int, error) {
		n := running.Add(1)
		defer running.Add(-1)
		for old := most.Load(); n > old && !most.CompareAndSwap(old, n); old = most.Load() {
		}
		return 0, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if most.Load() > limit {
		t.Errorf("%d calls at once, want at most %d", most.Load(), limit)
	}
}

func TestMapErrors(t *testing.T) {
	errOdd := errors.New("odd")
	got, err := parallel.Map(context.Background(), []int{1, 2, 3}, 2, func(_ context.Context, n int) (int, error) {
		if n%2 == 1 {
			return 0, fmt.Errorf("%d: %w", n, errOdd)
		}
		return n, nil
	})
	if !errors.Is(err, errOdd) || err.Error() != "1: odd\n3: odd" {
		t.Errorf("Map failed with %v", err)
	}
	if got[1] != 2 {
		t.Errorf("results = %v, want the good one", got)
	}
}

func TestMapStopsStarting(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	calls := 0 // one call at a time
	_, err := parallel.Map(ctx, make([]int, 1000), 1, func(ctx context.Context, _ int) (int, error) {
		calls++
		cancel()
		return 0, ctx.Err()
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("Map failed with %v, want %v", err, context.Canceled)
	}
	if calls == 1000 {
		t.Error("all calls were started after the end of the context")
	}
}

func ExampleMap() {
	squares, err := parallel.Map(context.Background(), []int{1, 2, 3, 4}, 2, square)
	fmt.Println(squares, err)
	// Output: [1 4 9 16] <nil>
}
