//go:build go1.25

package aiotest_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/asyncport/asyncport/aio"
	"github.com/asyncport/asyncport/aio/aiotest"
)

// inTest runs the body of a test function, once, and keeps what package testing prints out of the output.
func inTest(body func(t *testing.T)) {
	out := os.Stdout
	null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		panic(err)
	}
	defer null.Close()
	defer func() { os.Stdout = out }()
	os.Stdout = null
	ran := false
	all := func(string, string) (bool, error) { return true, nil }
	testing.RunTests(all, []testing.InternalTest{{Name: "TestExample", F: func(t *testing.T) {
		if ran { // -test.count holds here too
			return
		}
		ran = true
		os.Stdout = out
		defer func() { os.Stdout = null }()
		body(t)
	}}})
}

// A test of a timeout of an hour takes no time.
func ExampleRun() {
	inTest(func(t *testing.T) { // func TestTimeout(t *testing.T) {
		aiotest.Run(t, func(co aio.Context) {
			start := time.Now()
			timed, cancel := aio.WithTimeout(co, time.Hour)
			defer cancel()
			err := aio.SleepContext(timed, 24*time.Hour)
			fmt.Println(err, "after", time.Since(start))
			if !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("error is %v", err)
			}
		})
	})
	// Output: context deadline exceeded after 1h0m0s
}

// Two tasks read a balance, log, and write it. In order that works; the explorer comes to the order in which it does not.
func ExampleExplore() {
	inTest(func(t *testing.T) { // func TestDeposit(t *testing.T) {
		balances := map[int]bool{}
		aiotest.Explore(t, 100, func(t *testing.T, co aio.Context) {
			log := make(chan string, 10)
			balance := 0
			var wg aio.WaitGroup
			for _, amount := range []int{100, 20} {
				wg.Go(co, func(co aio.Context) {
					was := balance
					aio.Send(co, log, "deposit") // lets others run
					balance = was + amount
				})
			}
			wg.Wait(co)
			balances[balance] = true // a test says: if balance != 120 { t.Error(balance) }
		})
		fmt.Println(balances)
	})
	// Output: map[20:true 100:true 120:true]
}

// What must be one step for all other tasks is asserted to be one.
func ExampleAssertNoYield() {
	inTest(func(t *testing.T) { // func TestRecordIsOneStep(t *testing.T) {
		aiotest.Run(t, func(co aio.Context) {
			total, samples := 0, []int(nil)
			record := func(_ aio.Context, v int) {
				samples = append(samples, v)
				total += v
			}
			aiotest.AssertNoYield(t, co, func(co aio.Context) { record(co, 3) })
			fmt.Println(len(samples), total)
		})
	})
	// Output: 1 3
}

// A flush is expected to wait for the disk, and to let others run meanwhile.
func ExampleAssertYields() {
	inTest(func(t *testing.T) { // func TestFlushLetsOthersRun(t *testing.T) {
		aiotest.Run(t, func(co aio.Context) {
			flush := func(co aio.Context) { aio.Call(co, func() { time.Sleep(time.Second) }) }
			aiotest.AssertYields(t, co, flush)
			fmt.Println("others may run")
		})
	})
	// Output: others may run
}

// Wait lets the other tasks come to rest, so that a test can look at what they did.
func ExampleWait() {
	inTest(func(t *testing.T) { // func TestPoller(t *testing.T) {
		aiotest.Run(t, func(co aio.Context) {
			polls := 0
			aio.Go(co, func(co aio.Context) (int, error) {
				for range aio.Tick(co, time.Minute) {
					polls++
				}
				return polls, nil
			})
			aio.Sleep(co, 3*time.Minute)
			aiotest.Wait(co)
			fmt.Println(polls)
		})
	})
	// Output: 3
}

// Code that is being ported must work under both policies.
func ExampleBoth() {
	inTest(func(t *testing.T) { // func TestSum(t *testing.T) {
		aiotest.Both(t, func(t *testing.T, co aio.Context) {
			a := aio.GoValue(co, func(aio.Context) int { return 1 })
			b := aio.GoValue(co, func(aio.Context) int { return 2 })
			fmt.Println(a.Value(co) + b.Value(co))
		})
	})
	// Output:
	// 3
	// 3
}
