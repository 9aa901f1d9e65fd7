package aio

import (
	"reflect"
	"time"
)

// Case is one alternative of a Select. It comes from OnRecv, OnSend or OnFuture. A Case may be used again in another
// Select, but by one task at a time.
type Case interface {
	// poll does the operation if it can be done at once.
	poll() bool
	// reflected gives the case to reflect.Select, and done takes its answer.
	reflected() reflect.SelectCase
	done(v reflect.Value, ok bool)
	// block waits for this case or one of the others, does it and returns it.
	block(o others) Case
}

// Select waits until one of the cases can go on, does it, and returns it. It is the select statement: a case with a nil
// channel is never ready, the choice among cases that are ready is uniform, and without cases it waits for ever. It lets
// others run while it waits, and is not interrupted.
//
//	results, done := aio.OnRecv(resultc), aio.OnRecv(ctx.Done())
//	switch aio.Select(co, results, done) {
//	case results:
//		use(results.Value())
//	case done:
//		return ctx.Err()
//	}
func Select(co Context, cases ...Case) Case {
	t := co.self().t
	t.maybePause()
	if len(cases) > 0 {
		if c := t.poll(cases); c != nil {
			return c
		}
	}
	return t.reconsider(t.blockOutside(cases), cases)
}

// blockOutside waits for one of the cases with the turn given away.
func (t *task) blockOutside(cases []Case) Case {
	if t.loop.scheduled {
		return t.blockScheduled(cases)
	}
	return t.blockAway(cases)
}

func (t *task) blockAway(cases []Case) Case {
	if !t.loop.plain.Load() && t.release(inSelect) {
		defer t.acquire()
	}
	return blockOn(cases)
}

// poll does the first ready case of a random permutation and returns it, or nil. With up to three cases a rotation in a
// random direction is a uniform permutation.
func (t *task) poll(cases []Case) Case {
	n := len(cases)
	if n > 3 {
		return t.pollMany(cases)
	}
	start, step := t.choose(n), 1
	if n == 3 && t.choose(2) == 0 {
		step = 2
	}
	for i := range n {
		if c := cases[(start+i*step)%n]; c.poll() {
			return c
		}
	}
	return nil
}

func (t *task) pollMany(cases []Case) Case {
	order := make([]int, len(cases))
	for i := range order {
		j := t.choose(i + 1)
		order[i] = order[j]
		order[j] = i
	}
	for _, i := range order {
		if cases[i].poll() {
			return cases[i]
		}
	}
	return nil
}

// others are the cases that most selects have beside their main one: the ends of two contexts and a timer.
type others struct {
	a, b  *RecvCase[struct{}]
	timer *RecvCase[time.Time]
}

// These stand for cases that are not there. They are never ready and thus never written to.
var (
	noSignal = &RecvCase[struct{}]{}
	noTimer  = &RecvCase[time.Time]{}
)

// blockOn waits for one of the cases, without reflection if it can.
func blockOn(cases []Case) Case {
	o := others{noSignal, noSignal, noTimer}
	var main Case
	for _, c := range cases {
		if !o.take(c) {
			if main != nil {
				return reflectSelect(cases)
			}
			main = c
		}
	}
	if main == nil {
		main = noSignal
	}
	return main.block(o)
}

// take makes c one of the others if it fits.
func (o *others) take(c Case) bool {
	switch c := c.(type) {
	case *RecvCase[struct{}]:
		if o.a == noSignal {
			o.a = c
			return true
		}
		if o.b == noSignal {
			o.b = c
			return true
		}
	case *RecvCase[time.Time]:
		if o.timer == noTimer {
			o.timer = c
			return true
		}
	}
	return false
}

func reflectSelect(cases []Case) Case {
	rc := make([]reflect.SelectCase, len(cases))
	for i, c := range cases {
		rc[i] = c.reflected()
	}
	i, v, ok := reflect.Select(rc)
	cases[i].done(v, ok)
	return cases[i]
}
