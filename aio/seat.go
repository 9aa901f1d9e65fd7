package aio

import (
	"reflect"
	"runtime"
	"strings"
	"sync"
)

// A seat is a function below which the tasks of one serial loop run. A goroutine finds out from its own stack whether it
// is a task of that loop, so that starting a task need not record the number of its goroutine, which would cost more
// than the start itself. A loop that finds no free seat records numbers instead.

// runner is the body of a task.
type runner interface {
	run()
	seat() // run, on the seat of the loop
}

const noSeat = -1

//go:noinline
func seat0(r runner) { r.run() }

//go:noinline
func seat1(r runner) { r.run() }

//go:noinline
func seat2(r runner) { r.run() }

//go:noinline
func seat3(r runner) { r.run() }

//go:noinline
func seat4(r runner) { r.run() }

//go:noinline
func seat5(r runner) { r.run() }

//go:noinline
func seat6(r runner) { r.run() }

//go:noinline
func seat7(r runner) { r.run() }

var seatFuncs = [...]func(runner){seat0, seat1, seat2, seat3, seat4, seat5, seat6, seat7}

// sit runs the body of a task on the seat of its loop.
func (l *loop) sit(r runner) {
	if l.scheduled {
		r = &watched{r, l}
	}
	seat := l.seat.Load()
	if seat == noSeat {
		r.run()
		return
	}
	seatFuncs[seat](r)
}

// seatTable says which seats are taken.
type seatTable struct {
	mu    sync.Mutex
	taken [len(seatFuncs)]bool
}

var seats seatTable

func (s *seatTable) take() int32 {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := range s.taken {
		if !s.taken[i] {
			s.taken[i] = true
			return int32(i)
		}
	}
	return noSeat
}

func (s *seatTable) free(seat int32) {
	if seat == noSeat {
		return
	}
	s.mu.Lock()
	s.taken[seat] = false
	s.mu.Unlock()
}

// seatNames holds the names of the seats, and the name of this package up to the dot.
var seatNames = sync.OnceValues(func() (names [len(seatFuncs)]string, pkg string) {
	for i, f := range seatFuncs {
		names[i] = runtime.FuncForPC(reflect.ValueOf(f).Pointer()).Name()
	}
	return names, strings.TrimSuffix(names[0], "seat0")
})

// seated reports whether the calling goroutine is a started task of l and has not left the loop by a Call. Since all
// other tasks of the loop wait inside this package, it then is the one that holds the baton.
func (l *loop) seated() bool {
	seat := l.seat.Load()
	if seat == noSeat {
		return false
	}
	names, pkg := seatNames()
	var pcs [128]uintptr
	for skip := 2; ; {
		n := runtime.Callers(skip, pcs[:])
		frames := runtime.CallersFrames(pcs[:n])
		for more := n > 0; more; {
			var f runtime.Frame
			f, more = frames.Next()
			if f.Function == names[seat] {
				return true
			}
			if isCall(f.Function, pkg) {
				return false
			}
		}
		if n < len(pcs) {
			return false
		}
		skip += n
	}
}

// isCall reports whether name is one of Call, Call1[...], Call2[...] and Call3[...] of this package.
func isCall(name, pkg string) bool {
	rest, ok := strings.CutPrefix(name, pkg+"Call")
	return ok && (rest == "" || rest[0] >= '1' && rest[0] <= '3')
}
