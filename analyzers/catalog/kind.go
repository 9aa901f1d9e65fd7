// Package catalog holds what asyncport knows about code that it does not
// analyse: which functions of the standard library and of popular modules may
// block, on what, and what to call instead.
package catalog

import (
	"math/bits"
	"strings"
)

// Kind says what a yield point waits for. Kinds are ordered by how much they
// matter to a reader: a network wait ranks before a lock.
type Kind uint8

// The kinds of yield points, most telling first.
const (
	Net     Kind = iota // network
	DB                  // database
	Process             // child process
	Chan                // channel send, receive, range
	Select              // select without default
	Wait                // WaitGroup, Cond, Once and their like
	Sleep               // sleep and timers
	Await               // an explicit mark of the aio runtime
	File                // file system
	Syscall             // other system call
	Cgo                 // call into C
	Lock                // Mutex, RWMutex
	Stdio               // prints and logs
	IO                  // io.Reader and friends, target unknown
	Dyn                 // interface or function value that nobody resolved
	numKinds
)

var kindNames = [numKinds]string{
	"net", "db", "process", "chan", "select", "wait", "sleep", "await",
	"file", "syscall", "cgo", "lock", "stdio", "io?", "dyn?",
}

// String returns the kind's short name as used in reports and configuration.
func (k Kind) String() string {
	if k < numKinds {
		return kindNames[k]
	}
	return "?"
}

// ParseKind returns the kind of that name.
func ParseKind(name string) (Kind, bool) {
	for i, n := range kindNames {
		if n == name {
			return Kind(i), true
		}
	}
	return 0, false
}

// Set is a set of kinds. The zero value is empty.
type Set uint32

// SetOf returns the set of the given kinds.
func SetOf(kinds ...Kind) Set {
	var s Set
	for _, k := range kinds {
		s |= 1 << k
	}
	return s
}

// Marked is the set of kinds that the rewriter marks by default: what waits
// for someone else.
var Marked = SetOf(Net, DB, Process, Chan, Select, Wait, Sleep, Await)

// Has reports whether k is in s.
func (s Set) Has(k Kind) bool { return s&(1<<k) != 0 }

// Intersects reports whether s and t have a kind in common.
func (s Set) Intersects(t Set) bool { return s&t != 0 }

// Kinds returns the members of s, most telling first.
func (s Set) Kinds() []Kind {
	kinds := make([]Kind, 0, bits.OnesCount32(uint32(s)))
	for k := Kind(0); k < numKinds; k++ {
		if s.Has(k) {
			kinds = append(kinds, k)
		}
	}
	return kinds
}

// String returns the members' names joined by commas.
func (s Set) String() string {
	var names []string
	for _, k := range s.Kinds() {
		names = append(names, k.String())
	}
	return strings.Join(names, ",")
}
