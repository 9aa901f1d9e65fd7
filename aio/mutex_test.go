package aio_test

import (
	"context"
	"slices"
	"testing"

	"github.com/asyncport/asyncport/aio"
)

func TestCancelledWaiterLosesNothingRule057(t *testing.T) {
	serially(t, func(t *testing.T, co aio.Context) {
		for _, cancelFirst := range []bool{true, false} {
			var m aio.Mutex
			m.Lock(co)
			var got []string
			lock := func(name string) func(co aio.Context) (int, error) {
				return func(co aio.Context) (int, error) {
					if err := m.LockContext(co); err != nil {
						return 0, err
					}
					got = append(got, name)
					m.Unlock()
					return 1, nil
				}
			}
			b, c := aio.Go(co, lock("b")), aio.Go(co, lock("c"))
			aio.Yield(co)
			if cancelFirst {
				b.Cancel(errBoom)
				m.Unlock()
			} else {
				m.Unlock()
				b.Cancel(errBoom)
			}
			_, err := b.Await(co)
			wantErr(t, "b", err, errBoom)
			_, err = c.Await(co)
			wantErr(t, "c", err, nil)
			if !slices.Equal(got, []string{"c"}) {
				t.Errorf("cancel first %v: the lock went to %v, want [c]", cancelFirst, got)
			}
			want(t, "free at the end", m.TryLock(), true)
		}
	})
}

func TestNobodyOvertakesRule058(t *testing.T) {
	serially(t, func(t *testing.T, co aio.Context) {
		var m aio.Mutex
		var order []int
		m.Lock(co)
		var wg aio.WaitGroup
		for i := range 3 {
			wg.Go(co, func(co aio.Context) {
				m.Lock(co)
				order = append(order, i)
				m.Unlock()
			})
		}
		aio.Yield(co)
		m.Unlock()
		want(t, "TryLock while others wait", m.TryLock(), false)
		m.Lock(co) // at once again: the others are first
		order = append(order, 9)
		m.Unlock()
		wg.Wait(co)
		if !slices.Equal(order, []int{0, 1, 2, 9}) {
			t.Errorf("order is %v, want [0 1 2 9]", order)
		}
	})
}

func TestHandedOverThenCancelledRule059(t *testing.T) {
	serially(t, func(t *testing.T, co aio.Context) {
		var m aio.Mutex
		m.Lock(co)
		victims := make([]*aio.Future[int], 3)
		for i := range victims {
			victims[i] = aio.Go(co, func(co aio.Context) (int, error) {
				err := m.LockContext(co)
				if err == nil {
					t.Error("a cancelled task got the lock")
				}
				return 0, err
			})
		}
		heir := aio.Go(co, func(co aio.Context) (int, error) { return 1, m.LockContext(co) })
		aio.Yield(co)
		m.Unlock() // to the first victim, which has not run yet
		for _, f := range victims {
			f.Cancel(errBoom)
		}
		_, err := heir.Await(co)
		wantErr(t, "heir", err, nil)
		for _, f := range victims {
			_, err := f.Await(co)
			wantErr(t, "victim", err, errBoom)
		}
		m.Unlock()
	})
}

func TestMutexExcludes(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		var m aio.Mutex
		n := 0
		var wg aio.WaitGroup
		for range 20 {
			wg.Go(co, func(co aio.Context) {
				for i := range 200 {
					switch {
					case i%3 != 0:
						m.Lock(co)
					case !m.TryLock():
						if m.LockContext(co) != nil {
							t.Error("LockContext failed")
						}
					}
					n++
					if i%7 == 0 {
						aio.Yield(co)
					}
					m.Unlock()
				}
			})
		}
		wg.Wait(co)
		want(t, "count", n, 4000)
	})
}

// The lock is not tied to a task, a loop or a policy.
func TestMutexAcrossLoops(t *testing.T) {
	var m aio.Mutex
	n := 0
	done := make(chan error)
	for _, p := range []aio.Policy{aio.Goroutines, aio.Serial, aio.Serial} {
		go func() {
			done <- aio.Run(context.Background(), func(co aio.Context) error {
				var wg aio.WaitGroup
				for range 10 {
					wg.Go(co, func(co aio.Context) {
						for range 100 {
							m.Lock(co)
							n++
							aio.Yield(co)
							m.Unlock()
						}
					})
				}
				wg.Wait(co)
				return nil
			}, aio.WithPolicy(p))
		}()
	}
	for range 3 {
		wantErr(t, "Run", <-done, nil)
	}
	want(t, "count", n, 3000)
}

func TestUnlockOfUnlockedPanics(t *testing.T) {
	for name, unlock := range map[string]func(){
		"Mutex":           func() { new(aio.Mutex).Unlock() },
		"RWMutex.Unlock":  func() { new(aio.RWMutex).Unlock() },
		"RWMutex.RUnlock": func() { new(aio.RWMutex).RUnlock() },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", name)
				}
			}()
			unlock()
		}()
	}
}

func TestRWMutexOrder(t *testing.T) {
	serially(t, func(t *testing.T, co aio.Context) {
		var rw aio.RWMutex
		var order []string
		task := func(name string, lock func(aio.Context), unlock func()) func(aio.Context) {
			return func(co aio.Context) {
				lock(co)
				order = append(order, "+"+name)
				aio.Yield(co)
				order = append(order, "-"+name)
				unlock()
			}
		}
		rw.Lock(co)
		var wg aio.WaitGroup
		wg.Go(co, task("r1", rw.RLock, rw.RUnlock))
		wg.Go(co, task("r2", rw.RLock, rw.RUnlock))
		wg.Go(co, task("w", rw.Lock, rw.Unlock))
		wg.Go(co, task("r3", rw.RLock, rw.RUnlock))
		aio.Yield(co)
		want(t, "TryRLock while written", rw.TryRLock(), false)
		rw.Unlock()
		wg.Wait(co)
		if w := []string{"+r1", "+r2", "-r1", "-r2", "+w", "-w", "+r3", "-r3"}; !slices.Equal(order, w) {
			t.Errorf("order is %v, want %v", order, w)
		}
		want(t, "TryLock at the end", rw.TryLock(), true)
	})
}

func TestReaderDoesNotOvertakeWriter(t *testing.T) {
	serially(t, func(t *testing.T, co aio.Context) {
		var rw aio.RWMutex
		var order []string
		rw.RLock(co)
		var wg aio.WaitGroup
		wg.Go(co, func(co aio.Context) { rw.Lock(co); order = append(order, "writer"); rw.Unlock() })
		wg.Go(co, func(co aio.Context) { rw.RLock(co); order = append(order, "reader"); rw.RUnlock() })
		aio.Yield(co)
		want(t, "number of tasks inside", len(order), 0)
		want(t, "TryRLock while a writer waits", rw.TryRLock(), false)
		rw.RUnlock()
		wg.Wait(co)
		if !slices.Equal(order, []string{"writer", "reader"}) {
			t.Errorf("order is %v, want [writer reader]", order)
		}
	})
}

func TestRWMutexExcludes(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		var rw aio.RWMutex
		a, b := 0, 0
		var wg aio.WaitGroup
		for range 8 {
			wg.Go(co, func(co aio.Context) {
				for range 100 {
					rw.Lock(co)
					a++
					aio.Yield(co)
					b++
					rw.Unlock()
				}
			})
			wg.Go(co, func(co aio.Context) {
				r := rw.RLocker()
				for range 100 {
					r.Lock(co)
					aio.Yield(co)
					want(t, "b", b, a)
					r.Unlock()
				}
			})
		}
		wg.Wait(co)
		want(t, "count", a, 800)
	})
}

func TestOnce(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		var once aio.Once
		n := 0
		var wg aio.WaitGroup
		for range 10 {
			wg.Go(co, func(co aio.Context) {
				once.Do(co, func() { aio.Sleep(co, 1); n++ })
				want(t, "calls when Do returned", n, 1)
			})
		}
		wg.Wait(co)

		var failing aio.Once
		func() {
			defer func() { want[any](t, "recovered", recover(), "once") }()
			failing.Do(co, func() { panic("once") })
		}()
		failing.Do(co, func() { t.Error("called again after a panic") })
	})
}
