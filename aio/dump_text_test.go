package aio_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/asyncport/asyncport/aio"
)

// origin is where a dump says that a task comes from.
var origin = regexp.MustCompile(` created at \S+`)

// dumpOf returns the dump of the loop of co without what differs between machines, and with a loop number of 1.
func dumpOf(co aio.Context) string {
	var b strings.Builder
	aio.DumpLoop(&b, co)
	text := origin.ReplaceAllString(b.String(), "")
	return regexp.MustCompile(`(?m)^loop \d+`).ReplaceAllString(text, "loop 1")
}

// waitTogether starts a small tree of tasks that wait for each other under Serial, and calls look amid it.
func waitTogether(co aio.Context, look func()) error {
	aio.SetName(co, "top")
	gate, open := aio.NewFuture[int]()
	var m aio.Mutex
	f := aio.GoValue(co, func(co aio.Context) int {
		aio.SetName(co, "holder")
		m.Lock(co)
		defer m.Unlock()
		return gate.Value(co)
	})
	for range 2 {
		aio.Spawn(co, func(co aio.Context) {
			aio.SetName(co, "waiter")
			m.Lock(co)
			m.Unlock()
		})
	}
	var wg aio.WaitGroup
	for range 10 {
		wg.Go(co, func(co aio.Context) { aio.Recv(co, gate.Done()) })
	}
	aio.Spawn(co, func(co aio.Context) {
		aio.SetName(co, "all")
		wg.Wait(co)
	})
	aio.Spawn(co, func(co aio.Context) { f.Value(co) })
	aio.Yield(co)
	look()
	wantErr2(open.Resolve(7))
	f.Value(co)
	wg.Wait(co)
	return nil
}

func wantErr2(err error) {
	if err != nil {
		panic(err)
	}
}

// Given tasks that wait for a future, a mutex, a group and a channel, when dumped, then each line tells what the task waits
// for, and who waits for it.
func TestDumpTellsWhoAwaitsWhomRule089(t *testing.T) {
	serially(t, func(t *testing.T, co aio.Context) {
		err := waitTogether(co, func() {
			want(t, "dump", dumpOf(co), `loop 1, serial, 16 tasks
  task 1 top (running)
    task 2 holder waits for a future of NewFuture, awaited by task 3, task 4, task 16
    task 3 waiter waits for a Mutex that task 2 holds
    task 4 waiter waits for a Mutex that task 2 holds
    task 5 waits for a receive
    task 6 waits for a receive
    task 7 waits for a receive
    task 8 waits for a receive
    task 9 waits for a receive
    task 10 waits for a receive
    task 11 waits for a receive
    task 12 waits for a receive
    task 13 waits for a receive
    task 14 waits for a receive
    task 15 all waits for the tasks of a group (task 5, task 6, task 7, task 8, task 9, task 10, task 11, task 12 and 2 more)
    task 16 waits for the result of task 2
`)
		})
		wantErr(t, "tasks", err, nil)
	})
}

// The same as data: the links lead both ways, and nothing is left out.
func TestTasksAsData(t *testing.T) {
	serially(t, func(t *testing.T, co aio.Context) {
		err := waitTogether(co, func() {
			tasks := aio.LoopTasks(co)
			loop := tasks[0].Loop
			ref := func(id uint64) aio.TaskRef { return aio.TaskRef{Loop: loop, ID: id} }
			want(t, "number of tasks", len(tasks), 16)
			top, holder, member, all := tasks[0], tasks[1], tasks[4], tasks[14]
			want(t, "state of top", top.State, aio.TaskRunning)
			want(t, "parent of top", top.Parent, 0)
			want(t, "state of holder", holder.State, aio.TaskWaiting)
			want(t, "parent of holder", holder.Parent, top.ID)
			want(t, "holder awaited by", fmt.Sprint(holder.AwaitedBy), fmt.Sprint([]aio.TaskRef{ref(3), ref(4), ref(16)}))
			want(t, "waiter awaits", fmt.Sprint(tasks[2].Awaits), fmt.Sprint([]aio.TaskRef{ref(2)}))
			want(t, "member state", member.State, aio.TaskOutside)
			want(t, "member groups", fmt.Sprint(member.Groups), "[1]")
			want(t, "all awaits group", all.AwaitsGroup, 1)
			want(t, "holder groups", len(holder.Groups), 0)
			want(t, "durations that nobody asked for", holder.For, 0)
		})
		wantErr(t, "tasks", err, nil)
	})
}

// A task whose starter has ended stands at the left; one that is ready says so.
func TestDumpOfOrphans(t *testing.T) {
	serially(t, func(t *testing.T, co aio.Context) {
		stop := make(chan struct{})
		aio.GoValue(co, func(co aio.Context) int {
			aio.Spawn(co, func(co aio.Context) { aio.Recv(co, stop) })
			return 0
		}).Value(co)
		aio.Yield(co)
		aio.Spawn(co, func(co aio.Context) {})
		want(t, "dump", dumpOf(co), `loop 1, serial, 3 tasks
  task 1 (running)
    task 4 (ready)
  task 3 waits for a receive
`)
		close(stop)
	})
}

// chain makes n tasks of a serial loop each of which waits for the next, calls look when all wait, and ends them.
func chain(co aio.Context, n int, look func()) {
	gate, open := aio.NewFuture[int]()
	linked := false
	var link func(co aio.Context, n int) int
	link = func(co aio.Context, n int) int {
		if n == 0 {
			linked = true
			return gate.Value(co)
		}
		return aio.GoValue(co, func(co aio.Context) int { return link(co, n-1) }).Value(co)
	}
	f := aio.GoValue(co, func(co aio.Context) int { return link(co, n-1) })
	for !linked {
		aio.Yield(co)
	}
	look()
	wantErr2(open.Resolve(0))
	f.Value(co)
}

// Given chains of 1,000 and 10,000 tasks that await each other, when dumped, then the second dump is ten times as long and
// takes ten times the memory, not a hundred times.
func TestDumpIsLinearRule089(t *testing.T) {
	measure := func(n int) (size, bytes, objects float64) {
		serially(t, func(t *testing.T, co aio.Context) {
			chain(co, n, func() {
				var c counter
				objects = testing.AllocsPerRun(1, func() { aio.DumpLoop(&c, co) })
				size = float64(c.n) / 2 // AllocsPerRun runs it once more
				var j counter
				wantErr(t, "DumpJSON", aio.DumpJSON(&j), nil)
				bytes = float64(j.n)
			})
		})
		return size, bytes, objects
	}
	size, bytes, objects := measure(1000)
	size10, bytes10, objects10 := measure(10000)
	for what, growth := range map[string]float64{"text": size10 / size, "JSON": bytes10 / bytes, "allocations": objects10 / objects} {
		if growth < 8 || growth > 12 {
			t.Errorf("%s grows %.1f times with 10 times the tasks", what, growth)
		}
	}
}

type counter struct{ n, writes int }

func (c *counter) Write(p []byte) (int, error) {
	c.n += len(p)
	c.writes++
	return len(p), nil
}

// Beyond 64 levels tasks are not indented further, and tell their level.
func TestDumpOfManyLevels(t *testing.T) {
	serially(t, func(t *testing.T, co aio.Context) {
		chain(co, 80, func() {
			text := dumpOf(co)
			lines := strings.Split(strings.TrimSpace(text), "\n")
			want(t, "lines", len(lines), 82)
			want(t, "last line", lines[81], strings.Repeat("  ", 64)+"[level 81] task 81 waits for a future of NewFuture, awaited by task 80")
			want(t, "64th level", strings.HasPrefix(lines[64], strings.Repeat("  ", 64)+"task 64"), true)
		})
	})
}

// Given a task of one loop that awaits a task of another, then both dumps tell it.
func TestDumpAcrossLoops(t *testing.T) {
	serially(t, func(t *testing.T, co aio.Context) {
		gate, open := aio.NewFuture[int]()
		f := aio.GoValue(co, func(co aio.Context) int { return gate.Value(co) })
		aio.Yield(co)
		err := aio.Run(co, func(inner aio.Context) error {
			g := aio.GoValue(inner, func(inner aio.Context) int { return f.Value(inner) })
			aio.Yield(inner)
			var awaiting, awaited []string
			mine, other := aio.LoopTasks(inner)[0].Loop, aio.LoopTasks(co)[0].Loop
			for _, task := range aio.Tasks() {
				if task.Loop == mine && len(task.Awaits) > 0 {
					awaiting = append(awaiting, fmt.Sprint(task.Awaits))
				}
				if task.Loop == other && len(task.AwaitedBy) > 0 {
					awaited = append(awaited, fmt.Sprint(task.AwaitedBy))
				}
			}
			want(t, "awaits", fmt.Sprint(awaiting), fmt.Sprint([]string{fmt.Sprint([]aio.TaskRef{{Loop: other, ID: 2}})}))
			want(t, "awaited by", fmt.Sprint(awaited), fmt.Sprint([]string{fmt.Sprint([]aio.TaskRef{{Loop: mine, ID: 2}})}))
			var b strings.Builder
			aio.Dump(&b)
			if line := fmt.Sprintf("awaited by task 2 of loop %d", mine); !strings.Contains(b.String(), line) {
				t.Errorf("the dump does not say %q:\n%s", line, &b)
			}
			wantErr2(open.Resolve(1))
			g.Value(inner)
			return nil
		}, aio.WithPolicy(aio.Serial))
		wantErr(t, "Run", err, nil)
	})
}

// DumpJSON writes what the exported types say, in one piece, and gives back the error of its writer.
func TestDumpJSON(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		aio.SetName(co, `name with "quotes"`)
		var b bytes.Buffer
		wantErr(t, "DumpJSON", aio.DumpJSON(&b), nil)
		var d aio.TaskDump
		wantErr(t, "Unmarshal", json.Unmarshal(b.Bytes(), &d), nil)
		want(t, "version", d.Version, aio.DumpVersion)
		me, _ := aio.TaskOf(co)
		found := false
		for _, l := range d.Loops {
			for _, task := range l.Tasks {
				if task.Ref() == me.Ref() {
					found = true
					want(t, "loop", l.Loop, me.Loop)
					want(t, "name", task.Name, `name with "quotes"`)
					want(t, "created", task.Created, me.Created)
					want(t, "state", task.State, aio.TaskRunning)
				}
			}
		}
		want(t, "the task is in the dump", found, true)
		var c counter
		wantErr(t, "DumpJSON", aio.DumpJSON(&c), nil)
		want(t, "writes", c.writes, 1)
		wantErr(t, "DumpJSON", aio.DumpJSON(brokenPipe{}), io.ErrClosedPipe)
		aio.Dump(brokenPipe{}) // must not panic
	})
}

type brokenPipe struct{}

func (brokenPipe) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }

// Tasks may be looked at by any goroutine while they come and go.
func TestDumpWhileTasksRun(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		stop, ended := make(chan struct{}), make(chan struct{})
		go func() {
			defer close(ended)
			for {
				aio.Dump(io.Discard)
				if err := aio.DumpJSON(io.Discard); err != nil {
					t.Error(err)
				}
				select {
				case <-stop:
					return
				default:
				}
			}
		}()
		var m aio.Mutex
		for range 200 {
			var wg aio.WaitGroup
			for range 5 {
				wg.Go(co, func(co aio.Context) {
					aio.SetName(co, "busy")
					m.Lock(co)
					aio.Yield(co)
					m.Unlock()
				})
			}
			_, err := aio.Go(co, func(co aio.Context) (int, error) { return 0, errBoom }).Await(co)
			wantErr(t, "Await", err, errBoom)
			wg.Wait(co)
		}
		close(stop)
		aio.Recv(co, ended)
	})
}

// Given interleaving tasks, when each asks who it is after every await, then itself; outside any task, none.
func TestWhoAmIRule009(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		var wg aio.WaitGroup
		for i := range 5 {
			wg.Go(co, func(co aio.Context) {
				name := fmt.Sprintf("worker %d", i)
				aio.SetName(co, name)
				first, _ := aio.TaskOf(co)
				for range 10 {
					aio.Yield(co)
					derived, cancel := context.WithCancel(co)
					me, ok := aio.TaskOf(derived)
					cancel()
					want(t, "there is a task", ok, true)
					want(t, "name", me.Name, name)
					want(t, "task", me.Ref(), first.Ref())
				}
			})
		}
		wg.Wait(co)
		_, ok := aio.TaskOf(context.Background())
		want(t, "there is a task in a plain context", ok, false)
		//lint:ignore SA1012 a nil context is what is asked about
		_, ok = aio.TaskOf(nil)
		want(t, "there is a task in no context", ok, false)
	})
}

// A context that outlives its task tells that the task has ended.
func TestTaskOfAnEndedTask(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		var kept context.Context
		_, err := aio.Go(co, func(co aio.Context) (int, error) {
			aio.SetName(co, "gone")
			kept = co
			return 0, nil
		}).Await(co)
		wantErr(t, "Await", err, nil)
		aio.Recv(co, kept.Done())
		for len(aio.LoopTasks(co)) > 1 {
			aio.Yield(co)
		}
		who, ok := aio.TaskOf(kept)
		want(t, "there is a task", ok, true)
		want(t, "state", who.State, aio.TaskEnded)
		want(t, "name", who.Name, "gone")
		want(t, "parent", who.Parent, 0)
	})
}
