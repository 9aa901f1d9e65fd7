package aio

import (
	"context"
	"time"
)

// Sleep waits for d like time.Sleep, and lets others run meanwhile. A negative or zero d returns at once.
func Sleep(co Context, d time.Duration) {
	t := co.self().t
	if t.loop.plain.Load() || d <= 0 {
		t.maybePause()
		time.Sleep(d)
		return
	}
	held := t.release(inSleep)
	time.Sleep(d)
	if held {
		t.acquire()
	}
}

// SleepContext waits for d, or until co is cancelled; then it returns the cause. On a cancelled co it returns the cause
// whatever d is.
func SleepContext(co Context, d time.Duration) error {
	if co.Err() != nil {
		return context.Cause(co)
	}
	if d <= 0 {
		return nil
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	t := co.self().t
	held := !t.loop.plain.Load() && t.release(inSleep)
	var err error
	select {
	case <-timer.C:
	case <-co.Done():
		err = context.Cause(co)
	}
	if held {
		t.acquire()
	}
	if err != nil {
		select { // the time may have passed before the task had its turn
		case <-timer.C:
			return nil
		default:
		}
	}
	return err
}
