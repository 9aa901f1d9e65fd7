package aio

import (
	"context"
	"testing"
)

// Given a Limit, then no turn is granted beyond it, and Rest returns.
func TestScheduleLimit(t *testing.T) {
	tr := &Trace{}
	yields, enough := 0, false
	begun, ended := make(chan struct{}), make(chan error)
	go func() {
		ended <- Run(context.Background(), func(co Context) error {
			close(begun)
			for !enough {
				Yield(co)
				yields++
			}
			return nil
		}, WithSchedule(Schedule{Limit: 10, Trace: tr}))
	}()
	<-begun
	tr.Rest()
	if !tr.Exhausted() || tr.Count() != 10 || yields != 9 {
		t.Errorf("exhausted %v after %d turns and %d yields, want true, 10 and 9", tr.Exhausted(), tr.Count(), yields)
	}

	l := tr.loop.Load() // a limit that is reached is for good; the test must not leave the Run behind
	l.mu.Lock()
	enough = true
	l.sched.limit = 0
	l.sched.kick()
	l.mu.Unlock()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}
