package aio

import (
	"fmt"
	"strings"
)

// TaskInfo describes one task at one moment.
type TaskInfo struct {
	ID      uint64 // unique in its loop, in the order of creation
	Name    string // the name given by the program, or empty
	Created string // file:line of the call that started it
	Waits   string // what it waits for, or empty
}

func (i TaskInfo) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "task %d", i.ID)
	if i.Name != "" {
		fmt.Fprintf(&b, " %s", i.Name)
	}
	if i.Created != "" {
		fmt.Fprintf(&b, " created at %s", i.Created)
	}
	if i.Waits != "" {
		fmt.Fprintf(&b, " waits for %s", i.Waits)
	}
	return b.String()
}

// DeadlockError says that the main task of a Run can never go on. It wraps ErrDeadlock.
type DeadlockError struct {
	Tasks []TaskInfo // the tasks that are stuck, in the order of creation
	Cycle []TaskInfo // those that wait for each other in a ring, each for the next; empty when there is no ring
}

func (e *DeadlockError) Error() string {
	var b strings.Builder
	b.WriteString(ErrDeadlock.Error())
	for _, t := range e.Tasks {
		b.WriteString("\n\t" + t.String())
	}
	if len(e.Cycle) > 0 {
		b.WriteString("\n\tcycle:")
		for _, t := range e.Cycle {
			fmt.Fprintf(&b, " task %d ->", t.ID)
		}
		fmt.Fprintf(&b, " task %d", e.Cycle[0].ID)
	}
	return b.String()
}

// Unwrap returns ErrDeadlock.
func (e *DeadlockError) Unwrap() error { return ErrDeadlock }

// info describes t; loop.mu is held.
func (t *task) info() TaskInfo {
	i := TaskInfo{ID: t.id, Name: t.name(), Created: t.created(), Waits: t.outside.String()}
	if t.wait.on != nil {
		i.Waits = t.wait.on.waiting()
	}
	return i
}
