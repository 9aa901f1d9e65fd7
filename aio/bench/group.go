package bench

import (
	"context"
	"sync/atomic"
	"testing"

	"github.com/sourcegraph/conc"
	"github.com/sourcegraph/conc/pool"
	"golang.org/x/sync/errgroup"

	"github.com/asyncport/asyncport/aio"
)

// limit is how many tasks of a group may be active in the rows with a limit.
const limit = 8

// groupRows do 100 pieces of work in a group and learn the first error. Work that keeps a core busy takes longer under
// Serial, which uses one core; there is no limit for it.
func groupRows() []Row {
	row := func(name string, work func(int) int, n int, serial Limit) Row {
		return Row{
			Name: name, Base: plain("errgroup", errGroup(work, n)),
			Ours: []Side{
				under(aio.Goroutines, Times(1), group(work, n)), under(aio.Serial, serial, group(work, n)),
				plain("conc pool", concPool(work, n)),
			},
			Headline: true,
		}
	}
	rows := []Row{
		row("group/nothing", nothing, -1, Times(1)),
		row("group/nothing/limit 8", nothing, limit, Times(1)),
		row("group/1us", microsecond, -1, Limit{}),
		row("group/1us/limit 8", microsecond, limit, Limit{}),
		{
			Name: "group/nothing/cancellable", Base: plain("errgroup.WithContext", errGroupContext),
			Ours: append(both(Times(1), groupContext), plain("conc ContextPool", concContextPool)),
		},
	}
	rows[0].Ours = append(rows[0].Ours, plain("conc WaitGroup, no errors", concWaitGroup))
	return rows
}

// nothing is the empty piece of work.
func nothing(i int) int { return 1 }

// microsecond keeps a core busy for about 1 us.
//
//go:noinline
func microsecond(i int) int {
	x := uint32(i) + 1
	for range 450 {
		x ^= x << 13
		x ^= x >> 17
		x ^= x << 5
	}
	if x == 0 { // never: xorshift does not reach 0
		return 0
	}
	return 1
}

func errGroup(work func(int) int, limit int) func(*testing.B) error {
	return func(b *testing.B) error {
		var sum atomic.Int64
		for range b.N {
			var g errgroup.Group
			g.SetLimit(limit)
			for i := range width {
				g.Go(func() error {
					sum.Add(int64(work(i)))
					return nil
				})
			}
			if err := g.Wait(); err != nil {
				return err
			}
		}
		return check(int(sum.Load()), b.N*width)
	}
}

func group(work func(int) int, limit int) body {
	return func(b *testing.B, co aio.Context) error {
		var sum atomic.Int64
		for range b.N {
			var g aio.Group
			g.SetLimit(limit)
			for i := range width {
				g.Go(co, func(aio.Context) error {
					sum.Add(int64(work(i)))
					return nil
				})
			}
			if err := g.Wait(co); err != nil {
				return err
			}
		}
		return check(int(sum.Load()), b.N*width)
	}
}

func concPool(work func(int) int, limit int) func(*testing.B) error {
	return func(b *testing.B) error {
		var sum atomic.Int64
		for range b.N {
			p := pool.New().WithErrors()
			if limit > 0 {
				p = p.WithMaxGoroutines(limit)
			}
			for i := range width {
				p.Go(func() error {
					sum.Add(int64(work(i)))
					return nil
				})
			}
			if err := p.Wait(); err != nil {
				return err
			}
		}
		return check(int(sum.Load()), b.N*width)
	}
}

// concWaitGroup has no errors to tell of.
func concWaitGroup(b *testing.B) error {
	var sum atomic.Int64
	for range b.N {
		var wg conc.WaitGroup
		for i := range width {
			wg.Go(func() { sum.Add(int64(nothing(i))) })
		}
		wg.Wait()
	}
	return check(int(sum.Load()), b.N*width)
}

func errGroupContext(b *testing.B) error {
	var sum atomic.Int64
	for range b.N {
		g, ctx := errgroup.WithContext(context.Background())
		for i := range width {
			g.Go(func() error {
				sum.Add(int64(nothing(i)))
				return ctx.Err()
			})
		}
		if err := g.Wait(); err != nil {
			return err
		}
	}
	return check(int(sum.Load()), b.N*width)
}

func groupContext(b *testing.B, co aio.Context) error {
	var sum atomic.Int64
	for range b.N {
		g, sub := aio.NewGroup(co)
		for i := range width {
			g.Go(sub, func(co aio.Context) error {
				sum.Add(int64(nothing(i)))
				return co.Err()
			})
		}
		if err := g.Wait(co); err != nil {
			return err
		}
	}
	return check(int(sum.Load()), b.N*width)
}

func concContextPool(b *testing.B) error {
	var sum atomic.Int64
	for range b.N {
		p := pool.New().WithContext(context.Background()).WithCancelOnError()
		for i := range width {
			p.Go(func(ctx context.Context) error {
				sum.Add(int64(nothing(i)))
				return ctx.Err()
			})
		}
		if err := p.Wait(); err != nil {
			return err
		}
	}
	return check(int(sum.Load()), b.N*width)
}
