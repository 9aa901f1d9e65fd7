package aio

import "time"

// DumpOption adds to a description of tasks what differs from one run of a program to the next.
type DumpOption func(*dumpOptions)

type dumpOptions struct {
	durations bool
	stacks    bool
}

// WithDurations tells how long tasks have been waiting. It is known for waits that began in debug mode; see WithDebug.
func WithDurations() DumpOption { return func(o *dumpOptions) { o.durations = true } }

// WithStacks adds the stacks of tasks. It is known which stack belongs to which task when the task began in debug mode or
// under a watchdog, and for tasks of Enter and Run under Serial. To get them the program is stopped for a moment.
func WithStacks() DumpOption { return func(o *dumpOptions) { o.stacks = true } }

func newDumpOptions(opts []DumpOption) dumpOptions {
	var o dumpOptions
	for _, opt := range opts {
		opt(&o)
	}
	return o
}

// refine adds to infos what o asks for.
func (o dumpOptions) refine(infos []TaskInfo) {
	var all map[uint64]string
	if o.stacks {
		all = stacks()
	}
	for i := range infos {
		t := &infos[i]
		t.Stack = all[t.Goroutine]
		if t.Stack == "" {
			t.Goroutine = 0
		}
		if !o.durations {
			t.For = 0
		}
	}
}

// waited returns how long t has been waiting, as far as that is known; loop.mu is held.
func (t *task) waited() time.Duration {
	if t.rare == nil || t.rare.since.IsZero() || t.wait.on == nil && !t.away {
		return 0
	}
	return time.Since(t.rare.since)
}
