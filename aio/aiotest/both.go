package aiotest

import (
	"testing"

	"github.com/asyncport/asyncport/aio"
)

// Both runs fn twice, as the subtests goroutines and serial: under policy Goroutines, in which tasks run in parallel, and
// as [Run] does. It is for code that is being ported, and must be right before and after the policy changes.
//
// Both runs are in a bubble, whose T fn is given, and the test fails for the same reasons; under Goroutines there is no
// seed, and no limit to the number of turns. Run Both with -race: what Serial protects is unprotected under Goroutines.
func Both(t *testing.T, fn func(t *testing.T, co aio.Context)) {
	t.Helper()
	if inBubble() {
		t.Fatal("aiotest: Both called in a bubble; it needs one of its own for each policy")
	}
	pkg := callerPackage()
	for _, p := range []aio.Policy{aio.Goroutines, aio.Serial} {
		t.Run(p.String(), func(t *testing.T) {
			t.Helper()
			tr := newTrial(t, pkg, settingOr(seedFlag, 0))
			tr.parallel = p == aio.Goroutines
			try(t, "", tr, fn)
		})
	}
}
