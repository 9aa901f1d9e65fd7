package aio

import (
	"fmt"
	"os"
	"sync"
)

// Policy says how the tasks of a loop share the processors.
type Policy int

const (
	// Goroutines lets tasks run in parallel, as plain goroutines do. It is the default.
	Goroutines Policy = iota
	// Serial lets one task of a loop run at a time; tasks change at marks only.
	Serial
)

// String returns the name that the environment variable AIO_POLICY uses.
func (p Policy) String() string {
	switch p {
	case Goroutines:
		return "goroutines"
	case Serial:
		return "serial"
	}
	return fmt.Sprintf("Policy(%d)", int(p))
}

// policyVariable is the environment variable that gives the initial default.
const policyVariable = "AIO_POLICY"

// process is the policy and the loop that Run and Enter use when nothing else is said.
var process struct {
	mu     sync.Mutex
	chosen bool
	policy Policy
	loop   *loop

	private  map[*loop]uint64 // the loops of Runs, by number
	lastLoop uint64
}

// SetDefaultPolicy sets the policy of the process-wide loop. It must be called before the first Run or Enter that uses
// that loop, and panics afterwards: tasks that are running cannot change their policy.
func SetDefaultPolicy(p Policy) {
	p.mustBeKnown()
	process.mu.Lock()
	defer process.mu.Unlock()
	if process.loop != nil {
		panic("aio: SetDefaultPolicy called after the first Run or Enter; call it at the start of main or in TestMain")
	}
	process.policy, process.chosen = p, true
}

// DefaultPolicy returns the policy of the process-wide loop: the one that was set, else the one named by AIO_POLICY, else
// Goroutines. It panics when AIO_POLICY holds something else.
func DefaultPolicy() Policy {
	process.mu.Lock()
	defer process.mu.Unlock()
	return defaultPolicy()
}

// defaultPolicy is DefaultPolicy with process.mu held.
func defaultPolicy() Policy {
	if !process.chosen {
		process.policy = policyNamed(os.Getenv(policyVariable))
		process.chosen = true
	}
	return process.policy
}

// processLoop returns the process-wide loop and fixes its policy.
func processLoop() *loop {
	process.mu.Lock()
	defer process.mu.Unlock()
	if process.loop == nil {
		process.loop = newLoop(defaultPolicy())
	}
	return process.loop
}

func policyNamed(name string) Policy {
	switch name {
	case "", "goroutines":
		return Goroutines
	case "serial":
		return Serial
	}
	panic(fmt.Sprintf("aio: %s=%q is not a policy; use goroutines or serial", policyVariable, name))
}

func (p Policy) mustBeKnown() {
	if p != Goroutines && p != Serial {
		panic(fmt.Sprintf("aio: unknown policy %v; use aio.Goroutines or aio.Serial", p))
	}
}
