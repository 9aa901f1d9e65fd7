package racy

type turn struct {
	left bool
	came chan struct{}
}

func (t *turn) enter(now bool) bool {
	if !now {
		go func() {
			<-t.came
			t.left = true // want `t.left is written by two goroutines at once without a common lock`
		}()
		return false
	}
	return true
}

// A call that is deferred before a return happens on that return.
func deferredBeforeReturn(t *turn, now bool) {
	defer func() { t.left = true }()
	if !t.enter(now) {
		return
	}
}

type gate struct {
	left bool
	came chan struct{}
}

func (g *gate) enter(now bool) bool {
	if !now {
		go func() {
			<-g.came
			g.left = true // want `g.left is written by two goroutines at once without a common lock`
		}()
		return false
	}
	return true
}

// What is done where a result is false may have the goroutine beside it.
func doneIfFalse(g *gate, now bool) {
	if !g.enter(now) {
		g.left = true
	}
}
