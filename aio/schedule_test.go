package aio_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/asyncport/asyncport/aio"
)

// orderOf returns the order in which three tasks took their steps under a seed.
func orderOf(t *testing.T, seed uint64) string {
	t.Helper()
	order := ""
	err := aio.Run(context.Background(), func(co aio.Context) error {
		ch := make(chan int, 9)
		var m aio.Mutex
		var wg aio.WaitGroup
		for i := range 3 {
			wg.Go(co, func(co aio.Context) {
				for range 3 {
					aio.Send(co, ch, i)
					m.Lock(co)
					order += fmt.Sprint(i)
					m.Unlock()
				}
			})
		}
		wg.Wait(co)
		return nil
	}, aio.WithSchedule(aio.Schedule{Seed: seed}))
	wantErr(t, "Run", err, nil)
	return order
}

func TestSameSeedSameOrderRule080(t *testing.T) {
	orders := map[string]bool{}
	for seed := range uint64(20) {
		order := orderOf(t, seed)
		want(t, fmt.Sprintf("order under seed %d", seed), orderOf(t, seed), order)
		orders[order] = true
	}
	if len(orders) < 10 {
		t.Errorf("20 seeds gave %d orders only", len(orders))
	}
}
