package aio_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/asyncport/asyncport/aio"
)

// The model tests drive one concept with random operations. Under Serial each step is compared with a reference that is
// written without any waiting: plain lists that say who holds what, who is in line, and who was chosen but has not run
// yet. Under Goroutines the order is not known, and invariants are checked: nothing is lost or done twice, exclusion
// holds. The Runs are sealed, so that a lost wake-up is an error and not a test that hangs.

// script is where a model test takes its decisions from.
type script struct {
	data []byte
	at   int
}

func (s *script) more() bool { return s.at < len(s.data) }

// next returns a number from 0 to n-1.
func (s *script) next(n int) int {
	if !s.more() {
		return 0
	}
	s.at++
	return int(s.data[s.at-1]) % n
}

// deal cuts the script into one for each of n tasks.
func (s *script) deal(n int) []*script {
	hands := make([]*script, n)
	for i := range hands {
		hands[i] = &script{}
	}
	for i, b := range s.data {
		hands[i%n].data = append(hands[i%n].data, b)
	}
	return hands
}

// model adds random scripts to the corpus of f, and plays each as step by step under Serial and as crowd under both
// policies.
func model(f *testing.F, step func(*stage), crowd func(t *testing.T, co aio.Context, s *script)) {
	for seed := range 40 {
		f.Add(randomBytes(uint32(seed), 40+seed*4))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if step != nil {
			sealed(t, aio.Serial, func(co aio.Context) {
				st := &stage{t: t, co: co, script: &script{data: data}, tasks: map[int]*aio.Future[int]{}}
				step(st)
				st.check()
			})
		}
		for _, p := range policies {
			sealed(t, p, func(co aio.Context) { crowd(t, co, &script{data: data}) })
		}
	})
}

func randomBytes(seed uint32, n int) []byte {
	data := make([]byte, n)
	x := seed*2654435761 + 1
	for i := range data {
		x = x*1664525 + 1013904223
		data[i] = byte(x >> 24)
	}
	return data
}

func sealed(t *testing.T, p aio.Policy, body func(co aio.Context)) {
	t.Helper()
	err := aio.Run(ctx, func(co aio.Context) error { body(co); return nil }, aio.WithPolicy(p), aio.Sealed())
	if err != nil {
		t.Errorf("%v: %v", p, err)
	}
}

// stage is where the main task plays a script under Serial.
type stage struct {
	*script
	t  *testing.T
	co aio.Context

	tasks  map[int]*aio.Future[int]
	last   int      // number of the newest task
	got    []string // what the tasks did, in order
	wanted []string // what they do according to the model
	ended  []int    // tasks that have nothing to wait for any more, according to the model

	line   []*actor // those who wait, according to the model
	chosen []*actor // those who were woken and have not run
}

// actor is a task that waits for something, as the model sees it.
type actor struct {
	id        int
	kind      int // what it waits for, for example the number of permits
	cancelled bool
}

// act starts a task that does op, which may wait, and reports what it did. The model must have nothing left to do.
func (st *stage) act(kind int, op func(co aio.Context, id int) (did string, err error)) *actor {
	st.last++
	id := st.last
	st.tasks[id] = aio.Go(st.co, func(co aio.Context) (int, error) {
		did, err := op(co, id)
		if did != "" {
			st.got = append(st.got, did)
		}
		return id, err
	})
	aio.Yield(st.co)
	return &actor{id: id, kind: kind}
}

// does says that according to the model the task a has done something, and ends.
func (st *stage) does(a *actor, did string) {
	st.wanted = append(st.wanted, did)
	st.ended = append(st.ended, a.id)
}

// givesUp says that according to the model a ends without having done anything.
func (st *stage) givesUp(a *actor) { st.ended = append(st.ended, a.id) }

// choose says that a was woken; it runs after all that were woken before.
func (st *stage) choose(a *actor) { st.chosen = append(st.chosen, a) }

// shift takes the first out of the line, or returns nil.
func (st *stage) shift() *actor {
	if len(st.line) == 0 {
		return nil
	}
	a := st.line[0]
	st.line = st.line[1:]
	return a
}

// round lets those run that were chosen up to now, and reports whether there were any.
func (st *stage) round(run func(a *actor)) bool {
	aio.Yield(st.co)
	now := st.chosen
	st.chosen = nil
	for _, a := range now {
		run(a)
	}
	return len(now) > 0
}

// settle lets everybody run who can, and compares.
func (st *stage) settle(run func(a *actor)) {
	for st.round(run) {
	}
	for _, id := range st.ended {
		_, _ = st.tasks[id].Await(st.co)
		delete(st.tasks, id)
	}
	st.ended = nil
	for id, f := range st.tasks {
		if isDone(f) {
			st.t.Errorf("task %d has ended and should wait", id)
		}
	}
	st.compare()
}

func (st *stage) compare() {
	if !slices.Equal(st.got, st.wanted) {
		st.t.Fatalf("tasks did\n%v\nwant\n%v", st.got, st.wanted)
	}
}

// cancelChosen cancels one that was woken and has not run.
func (st *stage) cancelChosen() {
	if len(st.chosen) > 0 {
		a := st.chosen[st.next(len(st.chosen))]
		if f := st.tasks[a.id]; f != nil {
			a.cancelled = true
			f.Cancel(errBoom)
		}
	}
}

// cancelWaiting cancels one that waits, and lets it leave. The model must have nothing left to do.
func (st *stage) cancelWaiting() {
	if len(st.line) > 0 {
		i := st.next(len(st.line))
		a := st.line[i]
		st.line = slices.Delete(slices.Clone(st.line), i, i+1)
		st.tasks[a.id].Cancel(errBoom)
		st.givesUp(a)
	}
}

// check compares at the end: nobody is left over.
func (st *stage) check() {
	st.compare()
	if len(st.tasks) > 0 {
		st.t.Errorf("%d tasks wait at the end", len(st.tasks))
	}
}

// crowd runs n tasks with a hand of the script each, and waits for them.
func crowd(co aio.Context, s *script, n int, play func(co aio.Context, me int, s *script)) {
	var g aio.WaitGroup
	for i, hand := range s.deal(n) {
		g.Go(co, func(co aio.Context) { play(co, i, hand) })
	}
	g.Wait(co)
}

// attempt runs op as a task of its own, and cancels it at some time if cancel says so. It reports whether op succeeded.
func attempt(t *testing.T, co aio.Context, cancel int, op func(co aio.Context) error) bool {
	f := aio.Go(co, func(co aio.Context) (int, error) { return 1, op(co) })
	for range cancel / 4 {
		aio.Yield(co)
	}
	if cancel%4 == 1 {
		f.Cancel(errBoom)
	}
	_, err := f.Await(co)
	if err != nil && err != errBoom && err != aio.ErrClosed {
		t.Errorf("unexpected error %v", err)
	}
	return err == nil
}

func idOf(id int) string { return fmt.Sprint(id) }
