package aio_test

import (
	"fmt"
	"testing"

	"github.com/asyncport/asyncport/aio"
)

// The cost per future must not depend on how many there are.
func BenchmarkAll(b *testing.B) {
	for _, p := range policies {
		for _, n := range []int{1, 100, 10_000} {
			b.Run(fmt.Sprintf("%v/%d", p, n), func(b *testing.B) {
				b.ReportAllocs()
				_ = aio.Run(ctx, func(co aio.Context) error {
					fs := make([]*aio.Future[int], n)
					for range b.N {
						for i := range fs {
							fs[i] = aio.Go(co, returning(i, nil))
						}
						if _, err := aio.All(co, fs...); err != nil {
							b.Fatal(err)
						}
					}
					return nil
				}, aio.WithPolicy(p))
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*n), "ns/future")
			})
		}
	}
}
