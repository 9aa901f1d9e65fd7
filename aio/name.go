package aio

import "runtime/trace"

// SetName gives the task of co a name for messages, dumps, profiles and traces.
//
// In profiles of goroutines and of the processor it is the label aio_task. The other labels of the task's goroutine become
// those of the context of co; so in the function of a pprof.Do pass the Context that With makes of its context. The name
// stays on the goroutine after a pprof.Do with a context that derives from co. Plain goroutines that the task starts have
// the label too, the tasks that it starts do not.
//
// While runtime/trace is on, each task is a trace task. It has the name of the task from SetName on, and until then that of
// the function that the task runs. The waits of the task are its regions.
func SetName(co Context, name string) {
	c := co.self()
	t := c.t
	t.own(func(r *rare) { r.name = name })
	c.setLabel()
	if trace.IsEnabled() {
		t.rare.trace.end()
		t.beginTrace()
	}
}
