package aiotest_test

import (
	"fmt"
	"testing"

	"github.com/asyncport/asyncport/aio"
)

// The programs that the explorer must see through. Each has a defect that the order of turns decides about, and a form
// without it. In order, all of them work.

// journal takes the lines of a log. Once upon a time write called fmt.Println; now it hands the line to a task, and lets
// others run while there is no room.
type journal struct{ lines chan string }

func newJournal(co aio.Context) (j *journal, stop func(co aio.Context)) {
	j = &journal{make(chan string, 16)}
	var wg aio.WaitGroup
	wg.Go(co, func(co aio.Context) {
		for range aio.Range(co, j.lines) {
			aio.Yield(co) // for the disk
		}
	})
	return j, func(co aio.Context) { close(j.lines); wg.Wait(co) }
}

func (j *journal) write(co aio.Context, format string, args ...any) {
	aio.Send(co, j.lines, fmt.Sprintf(format, args...))
}

// readLogWrite reads a balance, logs, and writes the balance: what others paid in meanwhile is lost.
func readLogWrite(t testing.TB, co aio.Context, fixed bool) {
	log, stop := newJournal(co)
	balance := 0
	deposit := func(co aio.Context, amount int) {
		if fixed {
			log.write(co, "deposit %d", amount)
			balance += amount
			return
		}
		was := balance
		log.write(co, "deposit %d on top of %d", amount, was)
		balance = was + amount
	}
	var wg aio.WaitGroup
	for _, amount := range []int{100, 20} {
		wg.Go(co, func(co aio.Context) { deposit(co, amount) })
	}
	wg.Wait(co)
	stop(co)
	if balance != 120 {
		t.Errorf("the balance is %d, want 120", balance)
	}
}

// lostWakeUp tells a worker that there is work, by a channel without a buffer: when the worker is between its look at the
// work and its wait, nobody hears it.
func lostWakeUp(t testing.TB, co aio.Context, fixed bool) {
	log, stop := newJournal(co)
	room := 0
	if fixed {
		room = 1
	}
	wake := make(chan struct{}, room)
	work := 0
	var wg aio.WaitGroup
	wg.Go(co, func(co aio.Context) {
		for work == 0 {
			log.write(co, "nothing to do")
			aio.Recv(co, wake)
		}
	})
	wg.Go(co, func(co aio.Context) {
		log.write(co, "more work")
		work++
		select {
		case wake <- struct{}{}:
		default:
		}
	})
	wg.Wait(co)
	stop(co)
}

// lockInversion moves money between two accounts both ways, and locks the one it takes from first.
func lockInversion(t testing.TB, co aio.Context, fixed bool) {
	type account struct {
		aio.Mutex
		balance int
	}
	a, b := &account{balance: 100}, &account{balance: 100}
	transfer := func(co aio.Context, from, to *account, amount int) {
		first, second := from, to
		if fixed {
			first, second = a, b
		}
		first.Lock(co)
		defer first.Unlock()
		second.Lock(co)
		defer second.Unlock()
		from.balance -= amount
		to.balance += amount
	}
	var wg aio.WaitGroup
	wg.Go(co, func(co aio.Context) { transfer(co, a, b, 30) })
	wg.Go(co, func(co aio.Context) { transfer(co, b, a, 20) })
	wg.Wait(co)
	if a.balance != 90 || b.balance != 110 {
		t.Errorf("the balances are %d and %d", a.balance, b.balance)
	}
}

var programs = []struct {
	name   string
	run    func(t testing.TB, co aio.Context, fixed bool)
	report string // what a failing test says
}{
	{"ReadLogWrite", readLogWrite, "the balance is "},
	{"LostWakeUp", lostWakeUp, "deadlock: no task can go on, and no timer is left"},
	{"LockInversion", lockInversion, "aio: deadlock"},
}
