//go:build go1.25

package aiotest_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/asyncport/asyncport/aio"
	"github.com/asyncport/asyncport/aio/aiotest"
)

// Given a program without the defect, then a thousand seeds find nothing.
func TestFixedProgramsPass(t *testing.T) {
	for _, p := range programs {
		t.Run(p.name, func(t *testing.T) {
			runs := 0
			aiotest.Explore(t, 1000, func(t *testing.T, co aio.Context) {
				runs++
				p.run(t, co, true)
			})
			want(t, "runs", runs, 1000)
		})
	}
}

// Given 20 ranges of 100 seeds, then each of them holds one that shows the defect. With -v the test prints how many seeds it
// took, as a table.
func TestSeedsUntilFound(t *testing.T) {
	const ranges, seeds = 20, 100
	t.Log("| program | least | median | most |")
	t.Log("|---|---|---|---|")
	for _, p := range programs {
		var taken []int
		for r := range ranges {
			n := 1
			for n <= seeds && !fails(t, uint64(r*1000+n), p.run) {
				n++
			}
			if n > seeds {
				t.Errorf("%s: not found from seed %d on", p.name, r*1000+1)
			}
			taken = append(taken, n)
		}
		slices.Sort(taken)
		t.Logf("| %s | %d | %d | %d |", p.name, taken[0], taken[ranges/2], taken[ranges-1])
	}
}

// Given a log that does not let others run, then the same program is right under a thousand seeds: what lies between two
// marks is one step.
func TestQuietLogPasses(t *testing.T) {
	aiotest.Explore(t, 1000, func(t *testing.T, co aio.Context) {
		balance := 0
		log := func(string, ...any) {}
		var wg aio.WaitGroup
		for _, amount := range []int{100, 20} {
			wg.Go(co, func(co aio.Context) {
				was := balance
				log("deposit %d on top of %d", amount, was)
				balance = was + amount
			})
		}
		wg.Wait(co)
		want(t, "balance", balance, 120)
	})
}

// fails reports whether the defect of a program shows under a seed.
func fails(t *testing.T, seed uint64, program func(testing.TB, aio.Context, bool)) bool {
	v := &verdict{}
	synctest.Test(t, func(*testing.T) {
		err := aio.Run(context.Background(), func(co aio.Context) error {
			program(v, co, false)
			return nil
		}, aio.WithSchedule(aio.Schedule{Seed: seed, Settle: synctest.Wait, Stuck: func() {}}))
		v.failed = v.failed || errors.Is(err, aio.ErrDeadlock)
	})
	return v.failed
}

// verdict stands in for a test that may fail.
type verdict struct {
	testing.TB
	failed bool
}

func (v *verdict) Errorf(string, ...any) { v.failed = true }

// Given a body that passes, then it runs once for each seed, in a bubble of its own: the clock starts anew.
func TestExploreRunsEachSeed(t *testing.T) {
	runs, cleaned := 0, 0
	aiotest.Explore(t, 30, func(t *testing.T, co aio.Context) {
		runs++
		t.Cleanup(func() { cleaned++ })
		want(t, "time at the begin", time.Now().UTC(), time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC))
		aio.Sleep(co, time.Hour)
		want(t, "cleaned up before", cleaned, runs-1)
	})
	want(t, "runs", runs, 30)
	aiotest.Explore(t, 0, func(t *testing.T, co aio.Context) { t.Error("runs for nothing") })
	aiotest.Explore(t, -1, func(t *testing.T, co aio.Context) { t.Error("runs for nothing") })
}

// Given many orders that are possible, then the seeds take many of them, and turns in order are the first.
func TestSeedsDiffer(t *testing.T) {
	orders := map[string]bool{}
	var first string
	aiotest.Explore(t, 60, func(t *testing.T, co aio.Context) {
		var order strings.Builder
		var wg aio.WaitGroup
		for _, name := range []string{"a", "b", "c", "d"} {
			wg.Go(co, func(co aio.Context) { order.WriteString(name) })
		}
		wg.Wait(co)
		if len(orders) == 0 {
			first = order.String()
		}
		orders[order.String()] = true
	})
	want(t, "order under the first seed", first, "abcd")
	if len(orders) < 18 { // of 24
		t.Errorf("60 seeds gave %d orders", len(orders))
	}
}
