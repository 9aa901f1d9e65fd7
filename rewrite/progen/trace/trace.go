//go:build go1.18

// Package trace notes what a goroutine of a generated program does.
package trace

import (
	"context"
	"fmt"
	"strings"
)

// T is what one goroutine notes. It must be used by that goroutine alone,
// and read when it has ended.
type T struct {
	name  string
	lines []string
	forks map[int][]*T // by the number of lines before them
}

// Key is the type of keys of context values.
type Key string

// New returns an empty trace.
func New(name string) *T { return &T{name: name, forks: map[int][]*T{}} }

// Fork returns the trace of a goroutine that is about to be started.
func (t *T) Fork(name string) *T {
	t.P("fork", name)
	child := New(name)
	t.forks[len(t.lines)] = append(t.forks[len(t.lines)], child)
	return child
}

// P notes a line.
func (t *T) P(label string, args ...any) {
	t.lines = append(t.lines, strings.TrimSpace(label+" "+fmt.Sprintln(args...)))
}

// V notes a value and returns it, to show when an expression is evaluated.
func (t *T) V(label string, v int) int {
	t.P(label, v)
	return v
}

// Ch notes that a channel operand is evaluated and returns it.
func Ch[C any](t *T, label string, c C) C {
	t.P(label)
	return c
}

// ChInt is Ch for languages without type parameters.
func ChInt(t *T, label string, c chan int) chan int { return Ch(t, label, c) }

// Ctx notes what can be seen of a context without waiting.
func (t *T) Ctx(label string, ctx context.Context) {
	_, deadline := ctx.Deadline()
	t.P(label, ctx.Value(Key("a")), ctx.Value(Key("b")), deadline, ctx.Err(), context.Cause(ctx))
}

// Print writes the trace and those of the goroutines it forked.
func (t *T) Print() { t.print("") }

func (t *T) print(indent string) {
	fmt.Printf("%s[%s]\n", indent, t.name)
	for i, line := range t.lines {
		fmt.Printf("%s %s\n", indent, line)
		for _, child := range t.forks[i+1] {
			child.print(indent + "  ")
		}
	}
}
