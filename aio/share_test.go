package aio

import (
	"context"
	"testing"
	"time"
)

// Given a task whose marks never have to wait, when another is ready, then it gets a turn after at most 64 of them.
func TestMarksThatNeverWaitLetOthersRunRule356(t *testing.T) {
	closed := make(chan struct{})
	close(closed)
	var mu Mutex
	q := NewQueue[int](1)
	for name, mark := range map[string]func(Context){
		"select":  func(co Context) { Select(co, OnRecv(time.After(0)), OnRecv(make(chan int))) },
		"receive": func(co Context) { Recv(co, closed) },
		"sleep":   func(co Context) { Sleep(co, 0) },
		"lock":    func(co Context) { mu.Lock(co); mu.Unlock() },
		"queue":   func(co Context) { q.Put(co, 1); q.Get(co) },
	} {
		t.Run(name, func(t *testing.T) {
			marks := 0
			err := Run(context.Background(), func(co Context) error {
				other := false
				f := Go(co, func(co Context) (struct{}, error) {
					other = true
					return struct{}{}, nil
				})
				for ; !other; marks++ {
					mark(co)
				}
				_, err := f.Await(co)
				return err
			}, WithPolicy(Serial))
			if err != nil {
				t.Fatal(err)
			}
			if marks > 64 {
				t.Errorf("the other task had its turn after %d marks", marks)
			}
		})
	}
}

// Given a task that waits now and then, when others are ready, then its marks that do not have to wait let nobody run.
func TestMarksThatNeverWaitKeepTheTurnRule357(t *testing.T) {
	err := Run(context.Background(), func(co Context) error {
		closed := make(chan struct{})
		close(closed)
		for range 3 {
			Sleep(co, time.Nanosecond)
			other := false
			f := Go(co, func(Context) (struct{}, error) {
				other = true
				return struct{}{}, nil
			})
			for range 60 {
				Recv(co, closed)
			}
			if other {
				t.Error("a mark that did not have to wait let another task run")
			}
			if _, err := f.Await(co); err != nil {
				return err
			}
		}
		return nil
	}, WithPolicy(Serial))
	if err != nil {
		t.Fatal(err)
	}
}
