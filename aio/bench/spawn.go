package bench

import (
	"fmt"
	"sync"
	"testing"

	"github.com/asyncport/asyncport/aio"
)

// width is the number of tasks that a fan-out starts.
const width = 100

// answer is the least that a task can do and still return what tasks return.
//
//go:noinline
func answer(i int) (int, error) { return i & 1, nil }

// odd is the sum of the answers to 0 .. n-1.
func odd(n int) int { return n / 2 }

func check(got, want int) error {
	if got != want {
		return fmt.Errorf("the result is %d, want %d", got, want)
	}
	return nil
}

func spawnRows() []Row {
	return []Row{
		{Name: "spawn/one/Go+Await", Base: plain("go+WaitGroup", plainOne), Ours: both(Times(1), goOne), Headline: true},
		{Name: "spawn/one/GoValue+Value", Base: plain("go+channel", plainOneChannel), Ours: both(Times(1), goValueOne)},
		{Name: "spawn/one/WaitGroup", Base: plain("go+WaitGroup", plainOne), Ours: both(Times(1), waitGroupOne)},
		{Name: "spawn/one/Group", Base: plain("go+WaitGroup", plainOne), Ours: both(Times(1), groupOne)},
		{Name: "spawn/100/Go+Await", Base: plain("go+WaitGroup", plainMany), Ours: both(Times(0.7), goMany), Headline: true},
		{Name: "spawn/100/Go+All", Base: plain("go+WaitGroup", plainMany), Ours: both(Times(0.7), goAll)},
		{Name: "spawn/100/WaitGroup", Base: plain("go+WaitGroup", plainMany), Ours: both(Times(0.7), waitGroupMany), Headline: true},
		{Name: "spawn/100/Group", Base: plain("go+WaitGroup", plainMany), Ours: both(Times(0.7), groupMany), Headline: true},
	}
}

func plainOne(b *testing.B) error { return plainEach(b.N) }

// plainEach starts n goroutines, and waits for each before the next.
func plainEach(n int) error {
	sum := 0
	var wg sync.WaitGroup
	for i := range n {
		var v int
		var err error
		wg.Add(1)
		go func() {
			defer wg.Done()
			v, err = answer(i)
		}()
		wg.Wait()
		if err != nil {
			return err
		}
		sum += v
	}
	return check(sum, odd(n))
}

func plainOneChannel(b *testing.B) error {
	sum := 0
	for i := range b.N {
		ch := make(chan int, 1)
		go func() {
			v, _ := answer(i)
			ch <- v
		}()
		sum += <-ch
	}
	return check(sum, odd(b.N))
}

func plainMany(b *testing.B) error {
	sum := 0
	for range b.N {
		var wg sync.WaitGroup
		values := make([]int, width)
		errs := make([]error, width)
		for i := range width {
			wg.Add(1)
			go func() {
				defer wg.Done()
				values[i], errs[i] = answer(i)
			}()
		}
		wg.Wait()
		for i, v := range values {
			if errs[i] != nil {
				return errs[i]
			}
			sum += v
		}
	}
	return check(sum, b.N*odd(width))
}

func goOne(b *testing.B, co aio.Context) error { return goEach(co, b.N) }

// goEach starts n tasks, and awaits each before the next.
func goEach(co aio.Context, n int) error {
	sum := 0
	for i := range n {
		v, err := aio.Go(co, func(aio.Context) (int, error) { return answer(i) }).Await(co)
		if err != nil {
			return err
		}
		sum += v
	}
	return check(sum, odd(n))
}

func goValueOne(b *testing.B, co aio.Context) error {
	sum := 0
	for i := range b.N {
		sum += aio.GoValue(co, func(aio.Context) int {
			v, _ := answer(i)
			return v
		}).Value(co)
	}
	return check(sum, odd(b.N))
}

func waitGroupOne(b *testing.B, co aio.Context) error { return waitGroupEach(co, b.N) }

// waitGroupEach starts n tasks in a group, and waits for each before the next.
func waitGroupEach(co aio.Context, n int) error {
	sum := 0
	var wg aio.WaitGroup
	for i := range n {
		var v int
		var err error
		wg.Go(co, func(aio.Context) { v, err = answer(i) })
		wg.Wait(co)
		if err != nil {
			return err
		}
		sum += v
	}
	return check(sum, odd(n))
}

func groupOne(b *testing.B, co aio.Context) error {
	sum := 0
	for i := range b.N {
		var g aio.Group
		var v int
		g.Go(co, func(aio.Context) (err error) {
			v, err = answer(i)
			return err
		})
		if err := g.Wait(co); err != nil {
			return err
		}
		sum += v
	}
	return check(sum, odd(b.N))
}

func goMany(b *testing.B, co aio.Context) error {
	sum := 0
	for range b.N {
		futures := make([]*aio.Future[int], width)
		for i := range futures {
			futures[i] = aio.Go(co, func(aio.Context) (int, error) { return answer(i) })
		}
		for _, f := range futures {
			v, err := f.Await(co)
			if err != nil {
				return err
			}
			sum += v
		}
	}
	return check(sum, b.N*odd(width))
}

func goAll(b *testing.B, co aio.Context) error {
	sum := 0
	for range b.N {
		futures := make([]*aio.Future[int], width)
		for i := range futures {
			futures[i] = aio.Go(co, func(aio.Context) (int, error) { return answer(i) })
		}
		values, err := aio.All(co, futures...)
		if err != nil {
			return err
		}
		for _, v := range values {
			sum += v
		}
	}
	return check(sum, b.N*odd(width))
}

func waitGroupMany(b *testing.B, co aio.Context) error {
	sum := 0
	for range b.N {
		var wg aio.WaitGroup
		values := make([]int, width)
		errs := make([]error, width)
		for i := range width {
			wg.Go(co, func(aio.Context) { values[i], errs[i] = answer(i) })
		}
		wg.Wait(co)
		for i, v := range values {
			if errs[i] != nil {
				return errs[i]
			}
			sum += v
		}
	}
	return check(sum, b.N*odd(width))
}

func groupMany(b *testing.B, co aio.Context) error {
	sum := 0
	for range b.N {
		var g aio.Group
		values := make([]int, width)
		for i := range width {
			g.Go(co, func(aio.Context) (err error) {
				values[i], err = answer(i)
				return err
			})
		}
		if err := g.Wait(co); err != nil {
			return err
		}
		for _, v := range values {
			sum += v
		}
	}
	return check(sum, b.N*odd(width))
}
