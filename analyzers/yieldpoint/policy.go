package yieldpoint

import (
	"fmt"
	"strings"
	"sync/atomic"
)

// InterfacePolicy says what the call of an interface method counts as where the
// value behind the interface is not known.
type InterfacePolicy int32

// The policies, each of which counts more than the one before.
const (
	// IgnoreInterfaces counts nothing.
	IgnoreInterfaces InterfacePolicy = iota
	// DeclaredInterfaces counts what the catalog, or a directive at the method, says of
	// the method: net.Conn.Read waits for the network, io.Reader.Read for nobody knows
	// what. Others count as nothing.
	DeclaredInterfaces
	// ImplementedInterfaces also counts any implementation in sight, softly, and
	// "dyn?" where there is none.
	ImplementedInterfaces
)

var policyNames = []string{"ignore", "declared", "implementations"}

// interfaces is the policy of the flag; analyses may run while nobody sets it.
var interfaces atomic.Int32

func init() {
	interfaces.Store(int32(ImplementedInterfaces))
	Analyzer.Flags.Var(policyFlag{}, "interfaces",
		"what an interface call counts as when its target is not known: `ignore`, declared or implementations")
}

func policy() InterfacePolicy { return InterfacePolicy(interfaces.Load()) }

// policyFlag is the flag -yieldpoint.interfaces.
type policyFlag struct{}

// String returns the policy's name.
func (policyFlag) String() string { return policyNames[interfaces.Load()] }

// Set sets the policy of that name.
func (policyFlag) Set(name string) error {
	for i, n := range policyNames {
		if n == name {
			interfaces.Store(int32(i))
			return nil
		}
	}
	return fmt.Errorf("want one of %s", strings.Join(policyNames, ", "))
}
