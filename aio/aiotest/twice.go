package aiotest

import (
	"fmt"
	"testing"

	"github.com/asyncport/asyncport/aio"
)

// tryTwice is try for two trials under one seed, whose turns must be the same.
func tryTwice(t *testing.T, name string, tr *trial, fn func(t *testing.T, co aio.Context)) bool {
	t.Helper()
	first, second := tr.fullyTraced(), tr.fullyTraced()
	for _, one := range []*trial{first, second} {
		if !try(t, name, one, fn) {
			return false
		}
	}
	if first.trace.Sum() == second.trace.Sum() {
		return true
	}
	t.Fail()
	say(t, tr.readable(fmt.Sprintf("seed %d does not repeat itself: %s\n"+
		"something decides that no seed knows: the order of a map, a random number, real time, goroutines that are no tasks\n"+
		"repeat it by\n\t%s -%s=1", tr.seed, firstDifference(first.trace.Turns(), second.trace.Turns()), tr.command(), twiceFlag)))
	return false
}

// fullyTraced returns a trial under the same seed that keeps all turns.
func (tr *trial) fullyTraced() *trial {
	all := &trial{seed: tr.seed, test: tr.test, pkg: tr.pkg, limit: tr.limit}
	all.trace.Keep = maxTrace
	return all
}

// firstDifference says where two sequences of turns part.
func firstDifference(a, b []aio.Turn) string {
	for i := range min(len(a), len(b)) {
		if x, y := a[i].String(), b[i].String(); x != y {
			return fmt.Sprintf("turn %d is\n\t%s\nand then\n\t%s", i+1, x, y)
		}
	}
	if len(a) != len(b) {
		return fmt.Sprintf("there are %d turns, and then %d", len(a), len(b))
	}
	return "the marks are the same, but they are reached on different ways"
}
