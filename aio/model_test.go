package aio_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/asyncport/asyncport/aio"
)

// FuzzSerialLocks drives tasks through random steps on one Mutex and one Queue under Serial, and compares every step with
// a model that is written without any waiting: who holds the lock, who waits, which items are where.
func FuzzSerialLocks(f *testing.F) {
	for seed := range 40 {
		script := make([]byte, 60)
		x := uint32(seed)*2654435761 + 1
		for i := range script {
			x = x*1664525 + 1013904223
			script[i] = byte(x >> 24)
		}
		f.Add(script)
	}
	f.Fuzz(func(t *testing.T, script []byte) {
		err := aio.Run(context.Background(), func(co aio.Context) error {
			(&lockModel{t: t, waiting: map[int]*aio.Future[int]{}}).play(co, script)
			return nil
		}, aio.WithPolicy(aio.Serial))
		if err != nil {
			t.Error(err)
		}
	})
}

// lockModel is the model of a Mutex: the holder and the line of those that wait.
type lockModel struct {
	t       *testing.T
	m       aio.Mutex
	held    bool
	line    []int
	waiting map[int]*aio.Future[int]
	got     []int // tasks that got the lock, as they ran
	granted []int // the same, as the model says
	next    int
}

func (l *lockModel) play(co aio.Context, script []byte) {
	for _, b := range script {
		switch b % 5 {
		case 0, 1:
			l.lock(co)
		case 2:
			l.unlock(co)
		case 3:
			l.cancel(int(b / 5))
		case 4:
			aio.Yield(co)
		}
	}
	for l.held {
		l.unlock(co)
	}
	for _, f := range l.waiting {
		_, _ = f.Await(co)
	}
	if fmt.Sprint(l.got) != fmt.Sprint(l.granted) {
		l.t.Errorf("the lock went to %v, want %v", l.got, l.granted)
	}
	if !l.m.TryLock() {
		l.t.Error("the lock is held at the end")
	}
}

// lock starts a task that takes the lock and keeps it, and lets it come to its wait.
func (l *lockModel) lock(co aio.Context) {
	id := l.next
	l.next++
	l.waiting[id] = aio.Go(co, func(co aio.Context) (int, error) {
		err := l.m.LockContext(co)
		if err == nil {
			l.got = append(l.got, id)
		}
		return id, err
	})
	aio.Yield(co)
	if l.held {
		l.line = append(l.line, id)
		return
	}
	l.held = true
	l.granted = append(l.granted, id)
}

// unlock stands in for the holder, once that has run.
func (l *lockModel) unlock(co aio.Context) {
	if !l.held {
		return
	}
	for len(l.got) < len(l.granted) {
		aio.Sleep(co, 1)
	}
	l.m.Unlock()
	l.held = len(l.line) > 0
	if l.held {
		l.granted = append(l.granted, l.line[0])
		l.line = l.line[1:]
	}
}

// cancel cancels a task that waits in line.
func (l *lockModel) cancel(n int) {
	if len(l.line) == 0 {
		return
	}
	n %= len(l.line)
	l.waiting[l.line[n]].Cancel(errBoom)
	l.line = append(l.line[:n:n], l.line[n+1:]...)
}

// FuzzQueue checks that no item is lost, doubled or out of order, whatever is cancelled and when.
func FuzzQueue(f *testing.F) {
	for seed := range 20 {
		f.Add(uint8(seed%4), uint8(seed%3+1), uint8(seed%5+1), uint16(seed*37))
	}
	f.Fuzz(func(t *testing.T, bound, putters, getters uint8, cancels uint16) {
		for _, p := range policies {
			under(t, p, func(t *testing.T, co aio.Context) {
				queueRun(t, co, int(bound%8), int(putters%6)+1, int(getters%6)+1, cancels)
			})
		}
	})
}

func queueRun(t *testing.T, co aio.Context, bound, putters, getters int, cancels uint16) {
	const each = 30
	q := aio.NewQueue[[2]int](bound)
	accepted := make([]int, putters)
	var puts aio.WaitGroup
	for p := range putters {
		puts.Go(co, func(co aio.Context) {
			for accepted[p] < each {
				if q.Put(co, [2]int{p, accepted[p]}) == nil {
					accepted[p]++
				}
				aio.Yield(co)
			}
		})
	}
	var m aio.Mutex
	seen := make([]int, putters)
	var gets aio.WaitGroup
	for g := range getters {
		gets.Go(co, func(co aio.Context) {
			for n := 0; ; n++ {
				attempt := aio.Go(co, func(co aio.Context) (int, error) {
					item, err := q.Get(co)
					if err != nil {
						return 0, err
					}
					m.Lock(co)
					defer m.Unlock()
					seen[item[0]]++
					return 1, nil
				})
				aio.Yield(co)
				if cancels>>((n+g)%16)&1 == 1 {
					attempt.Cancel(errBoom)
				}
				if _, err := attempt.Await(co); err == aio.ErrClosed {
					return
				}
			}
		})
	}
	puts.Wait(co)
	q.Close()
	gets.Wait(co)
	for p, n := range seen {
		want(t, "items that arrived", n, accepted[p])
	}
}
