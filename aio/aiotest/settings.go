package aiotest

import (
	"flag"
	"fmt"
	"os"
	"strconv"
)

// The settings and their flags. Each can also be given by an environment variable, for runs over many packages of which
// some do not know the flags: go test rejects an unknown flag. The flag wins.
const (
	seedFlag  = "aiotest.seed"
	countFlag = "aiotest.n"
	baseFlag  = "aiotest.base"
	traceFlag = "aiotest.trace"
	turnsFlag = "aiotest.turns"
	twiceFlag = "aiotest.twice"
)

var variables = map[string]string{
	seedFlag:  "AIOTEST_SEED",
	countFlag: "AIOTEST_N",
	baseFlag:  "AIOTEST_BASE",
	traceFlag: "AIOTEST_TRACE",
	turnsFlag: "AIOTEST_TURNS",
	twiceFlag: "AIOTEST_TWICE",
}

func init() {
	define(seedFlag, "run under this `seed` only, 0 for turns in order")
	define(countFlag, "explore this `number` of seeds instead of the one in the test")
	define(baseFlag, "explore from this `seed` on")
	define(traceFlag, "print this `number` of turns of a failing seed")
	define(twiceFlag, "with a `number` other than 0, explore each seed twice, and fail when the turns differ")
	define(turnsFlag, "fail after this `number` of turns under one seed, 0 for no limit")
}

// define registers a flag, unless another copy of this package in the same program has done so.
func define(name, usage string) {
	if flag.Lookup(name) == nil {
		flag.Var(new(number), name, usage)
	}
}

// number is the value of a flag that may not be given.
type number struct {
	value uint64
	given bool
}

func (n *number) Set(s string) error {
	v, err := strconv.ParseUint(s, 10, 64)
	if err != nil {
		return fmt.Errorf("not a number from 0 to 2^64-1")
	}
	n.value, n.given = v, true
	return nil
}

func (n *number) String() string {
	if n == nil || !n.given {
		return ""
	}
	return strconv.FormatUint(n.value, 10)
}

// setting returns the value of a flag or its variable, and whether it was given. It panics when the variable holds
// something else than a number.
func setting(name string) (uint64, bool) {
	var n number
	text := flag.Lookup(name).Value.String()
	if text == "" {
		text = os.Getenv(variables[name])
	}
	if text == "" {
		return 0, false
	}
	if err := n.Set(text); err != nil {
		panic(fmt.Sprintf("aiotest: %s=%q is %v", variables[name], text, err))
	}
	return n.value, true
}

// settingOr is setting with a default.
func settingOr(name string, otherwise uint64) uint64 {
	if v, given := setting(name); given {
		return v
	}
	return otherwise
}
