package bench

import (
	"testing"

	"github.com/asyncport/asyncport/aio"
)

// callRows call functions that do next to nothing.
func callRows() []Row {
	call := func(do body) []Side {
		return []Side{under(aio.Goroutines, Free(5), do), under(aio.Serial, Free(50), do)}
	}
	return []Row{
		{Name: "mark/Call", Base: plain("function call", plainCall), Ours: call(markCall), Headline: true},
		{Name: "mark/Call2", Base: plain("function call", plainAnswer), Ours: call(markCall2)},
		{
			// Somebody else takes the turn: two switches, like the way there and back through two channels.
			Name: "mark/Call/others ready", Base: plain("2 unbuffered channels", plainPingPong),
			Ours: []Side{under(aio.Serial, Limit{}, markCallOthers)},
		},
	}
}

//go:noinline
func count(n *int) { *n++ }

func plainCall(b *testing.B) error {
	n := 0
	for range b.N {
		count(&n)
	}
	return check(n, b.N)
}

func markCall(b *testing.B, co aio.Context) error {
	n := 0
	for range b.N {
		aio.Call(co, func() { count(&n) })
	}
	return check(n, b.N)
}

func markCall2(b *testing.B, co aio.Context) error {
	sum := 0
	for range b.N {
		v, err := aio.Call2(co, func() (int, error) { return answer(1) })
		if err != nil {
			return err
		}
		sum += v
	}
	return check(sum, b.N)
}

// markCallOthers calls while another task is ready at all times.
func markCallOthers(b *testing.B, co aio.Context) error {
	stop := false
	other := aio.GoValue(co, func(co aio.Context) int {
		turns := 0
		for !stop {
			turns++
			aio.Yield(co)
		}
		return turns
	})
	n := 0
	for range b.N {
		aio.Call(co, func() { count(&n) })
	}
	stop = true
	other.Value(co)
	return check(n, b.N)
}
