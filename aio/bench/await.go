package bench

import (
	"testing"

	"github.com/asyncport/asyncport/aio"
)

func awaitRows() []Row {
	return []Row{{
		Name: "await/completed", Base: plain("function call", plainAnswer),
		Ours: both(Free(2), awaitCompleted), Headline: true,
	}}
}

func plainAnswer(b *testing.B) error {
	sum := 0
	for range b.N {
		v, err := answer(1)
		if err != nil {
			return err
		}
		sum += v
	}
	return check(sum, b.N)
}

func awaitCompleted(b *testing.B, co aio.Context) error {
	f := aio.Go(co, func(aio.Context) (int, error) { return answer(1) })
	if _, err := f.Await(co); err != nil {
		return err
	}
	b.ResetTimer()
	sum := 0
	for range b.N {
		v, err := f.Await(co)
		if err != nil {
			return err
		}
		sum += v
	}
	return check(sum, b.N)
}
