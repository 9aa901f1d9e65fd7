package clean

type turn struct {
	left bool
	came chan struct{}
}

// enter reports whether the caller has the turn; otherwise somebody else leaves
// when it comes.
func (t *turn) enter(now bool) bool {
	if !now {
		go func() {
			<-t.came
			t.leave()
		}()
		return false
	}
	return true
}

func (t *turn) leave() {
	if !t.left {
		t.left = true
	}
}

// A call that is deferred after a return does not happen on that return.
func deferredAfterReturn(t *turn, now bool) {
	if !t.enter(now) {
		return
	}
	defer t.leave()
}

// What is done where a result is true has not happened where it is false.
func doneIfTrue(t *turn, now bool) {
	if t.enter(now) {
		t.leave()
	}
}
