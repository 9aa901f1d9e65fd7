package aio_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/asyncport/asyncport/aio"
)

// Given a task that sleeps or waits for a channel, when another one uses its Context, then the mark panics: it would hold up
// the loop, because it could not give away a turn that is not that of the Context.
func TestContextOfATaskThatWaits(t *testing.T) {
	serially(t, func(t *testing.T, co aio.Context) {
		future, _ := aio.NewFuture[int]()
		for name, mark := range map[string]func(){
			"Call":  func() { aio.Call(co, func() {}) },
			"Await": func() { _, _ = future.Await(co) },
		} {
			gate := make(chan struct{})
			misuse := aio.GoValue(co, func(aio.Context) (r any) {
				defer close(gate)
				defer func() { r = recover() }()
				mark()
				return "no panic"
			})
			aio.Recv(co, gate)
			if said := fmt.Sprint(misuse.Value(co)); !strings.Contains(said, "Context of another task") {
				t.Errorf("%s: %s", name, said)
			}
		}
	})
}
