package aio

import (
	"fmt"
	"strings"
	"testing"
)

// The number of a goroutine is read from the header of its stack, and nothing else is taken for one.
func TestNumberOfAStack(t *testing.T) {
	for text, want := range map[string]uint64{
		"goroutine 1 [running]:\nmain.main()\n": 1,
		"goroutine 18446744073709551615 [x]:":   18446744073709551615,
		"goroutine 18446744073709551616 [x]:":   0, // too large
		"goroutine x [running]:":                0,
		"goroutine 7":                           0, // cut off
		"thread 7 [running]:":                   0,
		"":                                      0,
	} {
		if got := numberOf([]byte(text)); got != want {
			t.Errorf("numberOf(%q) is %d, want %d", text, got, want)
		}
	}
}

func waitHere(ready chan<- uint64, release <-chan struct{}) {
	ready <- goroutineID()
	<-release
}

// The stacks of all goroutines are found by their numbers, however many there are.
func TestStacksByNumber(t *testing.T) {
	const n = 300 // more than the first buffer holds
	ready, release := make(chan uint64), make(chan struct{})
	defer close(release)
	ids := map[uint64]bool{goroutineID(): true}
	for range n {
		go waitHere(ready, release)
		ids[<-ready] = true
	}
	if len(ids) != n+1 {
		t.Fatalf("%d numbers, want %d", len(ids), n+1)
	}
	me := goroutineID()
	for id, stack := range stacks() {
		if !ids[id] {
			continue
		}
		delete(ids, id)
		if !strings.HasPrefix(stack, fmt.Sprintf("goroutine %d ", id)) || strings.Contains(stack, "\n\n") {
			t.Errorf("the stack of goroutine %d is %q", id, stack)
		}
		if id != me && !strings.Contains(stack, "aio.waitHere(") {
			t.Errorf("the stack of goroutine %d lacks what it does: %q", id, stack)
		}
	}
	if len(ids) != 0 {
		t.Errorf("no stacks for %d goroutines", len(ids))
	}
	if stackOf(0) != "" {
		t.Error("there is a stack for an unknown goroutine")
	}
}

// A list of tasks names eight, counts the others, and tells the loop of those of other loops.
func TestReferences(t *testing.T) {
	var nine []TaskRef
	for i := range uint64(9) {
		nine = append(nine, TaskRef{Loop: 3, ID: i + 1})
	}
	for want, got := range map[string]string{
		"no task": references(nil, 3),
		"task 1":  references(nine[:1], 3),
		"task 1, task 2, task 3, task 4, task 5, task 6, task 7, task 8":            references(nine[:8], 3),
		"task 1, task 2, task 3, task 4, task 5, task 6, task 7, task 8 and 1 more": references(nine, 3),
		"task 1 of loop 3, task 2 of loop 3":                                        references(nine[:2], 4),
	} {
		if got != want {
			t.Errorf("references are %q, want %q", got, want)
		}
	}
}

// A task is described by what is known of it.
func TestTaskInfoText(t *testing.T) {
	for want, i := range map[string]TaskInfo{
		"task 1":                   {ID: 1},
		"task 2 reader":            {ID: 2, Name: "reader"},
		"task 3 created at a.go:1": {ID: 3, Created: "a.go:1"},
		"task 4 x created at a.go:1 waits for a y": {ID: 4, Name: "x", Created: "a.go:1", Waits: "a y"},
	} {
		if got := i.String(); got != want {
			t.Errorf("text is %q, want %q", got, want)
		}
	}
	if (TaskInfo{Loop: 2, ID: 5}).Ref() != (TaskRef{Loop: 2, ID: 5}) {
		t.Error("Ref is another task")
	}
	if s := (origin{}).String(); s != "" {
		t.Errorf("an unknown origin is %q", s)
	}
}
