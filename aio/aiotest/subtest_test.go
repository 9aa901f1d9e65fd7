//go:build !go1.25

package aiotest_test

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/asyncport/asyncport/aio"
	"github.com/asyncport/asyncport/aio/aiotest"
)

func TestSeeds(t *testing.T) {
	aiotest.Explore(t, 5, func(t *testing.T, co aio.Context) { aio.Yield(co) })
}

// Given the name of the subtest of one seed, then the flag -run runs that seed alone.
func TestSeedByName(t *testing.T) {
	out, err := exec.Command(os.Args[0], "-test.run=^TestSeeds$/^seed=3$", "-test.v").CombinedOutput()
	if err != nil || !strings.Contains(string(out), "TestSeeds/seed=3 ") || strings.Contains(string(out), "seed=2") {
		t.Errorf("%v:\n%s", err, out)
	}
}
