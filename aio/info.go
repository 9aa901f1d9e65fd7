package aio

import (
	"context"
	"strconv"
	"time"
)

// TaskInfo describes one task at one moment. Its JSON form is part of the contract of DumpJSON.
type TaskInfo struct {
	Loop    uint64    `json:"loop"`              // 0 is the loop of the process; others count up in the order of creation
	ID      uint64    `json:"id"`                // unique in its loop, in the order of creation
	Name    string    `json:"name,omitempty"`    // the name given by the program, or empty
	Created string    `json:"created,omitempty"` // file:line of the call that started it, or of the function it runs
	Parent  uint64    `json:"parent,omitempty"`  // the task of the same loop that started it; 0 when there is none any more
	State   TaskState `json:"state"`
	Waits   string    `json:"waits,omitempty"` // what it waits for, in words, or empty

	Awaits      []TaskRef `json:"awaits,omitempty"`       // the tasks it cannot go on without, as far as it waits for tasks
	AwaitsGroup int       `json:"awaits_group,omitempty"` // it waits for all tasks of this group; 0 for none
	Groups      []int     `json:"groups,omitempty"`       // the groups it belongs to that somebody waits for
	AwaitedBy   []TaskRef `json:"awaited_by,omitempty"`   // the tasks that have it in their Awaits

	For       time.Duration `json:"for_ns,omitempty"`    // how long it has been waiting; see WithDurations
	Goroutine uint64        `json:"goroutine,omitempty"` // the number of its goroutine, with its stack
	Stack     string        `json:"stack,omitempty"`     // see WithStacks
}

// TaskRef names a task of any loop.
type TaskRef struct {
	Loop uint64 `json:"loop"`
	ID   uint64 `json:"id"`
}

// Ref returns the name of the task.
func (i TaskInfo) Ref() TaskRef { return TaskRef{i.Loop, i.ID} }

// TaskState is what a task does.
type TaskState string

// The states of a task.
const (
	TaskRunning TaskState = "running" // it runs: under Serial it has its turn, under Goroutines it is not known to wait
	TaskReady   TaskState = "ready"   // it waits for its turn; only under Serial
	TaskWaiting TaskState = "waiting" // it waits for something inside this package
	TaskOutside TaskState = "outside" // it sleeps, is in a Call or job, or waits for a channel; only under Serial
	TaskEnded   TaskState = "ended"
)

// String is the line of the task in messages, without the part that only a dump of all tasks can tell.
func (i TaskInfo) String() string {
	s := "task " + i.label()
	if i.Waits != "" {
		s += " waits for " + i.Waits
	}
	return s
}

// label is number, name and origin.
func (i TaskInfo) label() string {
	s := strconv.FormatUint(i.ID, 10)
	if i.Name != "" {
		s += " " + i.Name
	}
	if i.Created != "" {
		s += " created at " + i.Created
	}
	return s
}

// TaskOf returns the task whose Context ctx is or derives from, for example to put its name into a log line. It reports
// false when there is none. The parts that need a look at other tasks are left out: AwaitedBy and the groups. It may be
// called by any goroutine, also after the task ended.
func TaskOf(ctx context.Context) (TaskInfo, bool) {
	c := carried(ctx)
	if c == nil {
		return TaskInfo{}, false
	}
	return c.t.snapshot(), true
}

// info describes t; loop.mu is held.
func (t *task) info() TaskInfo {
	i := t.brief()
	i.Created = t.created()
	return i
}

// brief is info without what takes long to find out; loop.mu is held.
func (t *task) brief() TaskInfo {
	i := TaskInfo{Loop: t.loop.number, ID: t.id, Name: t.name(), State: t.state(), Waits: t.outside.String()}
	if t.wait.on != nil {
		i.Waits = t.wait.on.waiting()
	}
	return i
}

// state says what t, which is alive, does; loop.mu is held.
func (t *task) state() TaskState {
	switch {
	case t.wait.on != nil:
		return TaskWaiting
	case t.away, t.loop.serial && t.outside != nowhere: // the second are jobs of Offload, which have no turn to give away
		return TaskOutside
	case t.loop.serial && t.loop.holder != t:
		return TaskReady
	}
	return TaskRunning
}
