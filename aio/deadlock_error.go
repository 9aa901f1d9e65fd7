package aio

import (
	"fmt"
	"strings"
)

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
