package aio_test

import (
	"testing"
	"time"

	"github.com/asyncport/asyncport/aio"
)

// Given a lock whose holder has ended without unlocking it, when all tasks have stopped because of it, then Run reports the
// deadlock.
func TestLockOfTaskThatEnded(t *testing.T) {
	locks := map[string]func(co aio.Context, l aio.Locker){
		"main waits":         func(co aio.Context, l aio.Locker) { l.Lock(co) },
		"main waits for one": func(co aio.Context, l aio.Locker) { aio.GoValue(co, lockIt(l)).Value(co) },
		"main ends":          func(co aio.Context, l aio.Locker) { aio.GoValue(co, lockIt(l)) },
	}
	for name, wait := range locks {
		t.Run(name, func(t *testing.T) {
			eachPolicy(t, func(t *testing.T, p aio.Option) {
				for _, l := range []aio.Locker{new(aio.Mutex), new(aio.RWMutex)} {
					stuck(t, func(co aio.Context) error {
						aio.GoValue(co, lockIt(l)).Value(co)
						wait(co, l)
						return nil
					}, p)
				}
			})
		})
	}
}

func lockIt(l aio.Locker) func(co aio.Context) int {
	return func(co aio.Context) int {
		l.Lock(co)
		return 0
	}
}

// Given a lock whose holder has ended, when a task that sleeps is going to unlock it, then that is no deadlock.
func TestLostLockThatIsFound(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		var gate aio.Mutex
		aio.GoValue(co, lockIt(&gate)).Value(co)
		aio.Spawn(co, func(co aio.Context) {
			aio.Sleep(co, time.Millisecond)
			gate.Unlock()
		})
		gate.Lock(co)
	})
}
