package aio_test

import (
	"context"
	"fmt"

	"github.com/asyncport/asyncport/aio"
)

// A lock that is held across a mark. Around code that waits for nothing, sync.Mutex is the better choice.
func ExampleMutex() {
	_ = aio.Run(context.Background(), func(co aio.Context) error {
		var mu aio.Mutex
		balance := 0
		var wg aio.WaitGroup
		for range 10 {
			wg.Go(co, func(co aio.Context) {
				mu.Lock(co)
				defer mu.Unlock()
				before := balance
				aio.Yield(co) // something that waits
				balance = before + 1
			})
		}
		wg.Wait(co)
		fmt.Println(balance)
		return nil
	})
	// Output: 10
}

// Readers share the lock. A reader that comes after a waiting writer waits for it.
func ExampleRWMutex() {
	_ = aio.Run(context.Background(), func(co aio.Context) error {
		var mu aio.RWMutex
		price := 10
		mu.RLock(co)
		raised := aio.GoValue(co, func(co aio.Context) int {
			mu.Lock(co)
			defer mu.Unlock()
			price = 12
			return price
		})
		aio.Yield(co)
		fmt.Println(price)
		mu.RUnlock()
		fmt.Println(raised.Value(co))
		return nil
	}, aio.WithPolicy(aio.Serial))
	// Output:
	// 10
	// 12
}

// As with sync.Cond, the condition is looked at again after each wait.
func ExampleCond() {
	_ = aio.Run(context.Background(), func(co aio.Context) error {
		var mu aio.Mutex
		changed := aio.NewCond(&mu)
		stock := 0
		sold := aio.GoValue(co, func(co aio.Context) int {
			mu.Lock(co)
			defer mu.Unlock()
			for stock < 3 {
				changed.Wait(co)
			}
			return stock
		})
		for range 3 {
			mu.Lock(co)
			stock++
			changed.Signal()
			mu.Unlock()
		}
		fmt.Println(sold.Value(co))
		return nil
	})
	// Output: 3
}

// The first call makes the connection. Who comes meanwhile waits for it.
func ExampleOnce() {
	_ = aio.Run(context.Background(), func(co aio.Context) error {
		var connected aio.Once
		var wg aio.WaitGroup
		for range 3 {
			wg.Go(co, func(co aio.Context) {
				connected.Do(co, func() {
					aio.Yield(co) // what takes time
					fmt.Println("connected")
				})
			})
		}
		wg.Wait(co)
		return nil
	})
	// Output: connected
}
