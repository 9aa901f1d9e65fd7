//go:build go1.25

package aiotest_test

import (
	"strings"
	"testing"
)

// Given a defect that the order of turns decides about, when it is explored, then it is found within 100 seeds, and the
// printed command repeats it, to the last turn.
func TestFoundAndReplayedRule260(t *testing.T) {
	for _, p := range programs {
		t.Run(p.name, func(t *testing.T) {
			out := failing(t, "TestFailing"+p.name, p.report, "failed under seed ", "repeat it by")
			wantNot(t, out, "after Explore\n    after")
			m := replay.FindStringSubmatch(out)
			if m == nil {
				t.Fatalf("no command in:\n%s", out)
			}
			if got, want := m[1], "^TestFailing"+p.name+"$"; got != want {
				t.Errorf("command runs %s, want %s", got, want)
			}
			again, passed := child(t, "TestFailing"+p.name, m[2])
			if passed {
				t.Errorf("%s passes under %s", p.name, m[2])
			}
			if a, b := failure(out), failure(again); a != b {
				t.Errorf("two runs under one seed differ:\n%s\n%s", a, b)
			}
			variable := strings.Replace(m[2], "-aiotest.seed", "AIOTEST_SEED", 1)
			again, _ = child(t, "TestFailing"+p.name, variable)
			if a, b := failure(out), failure(again); a != b {
				t.Errorf("the variable does something else than the flag:\n%s\n%s", a, b)
			}
			if out, passed := child(t, "TestFailing"+p.name, "-aiotest.seed=0"); !passed {
				t.Errorf("fails in order:\n%s", out)
			}
		})
	}
}

// Given a body that fails under every seed, then it is reported once.
func TestReportedOnceRule261(t *testing.T) {
	out := failing(t, "TestFailingAll", "always", "cleanup", "failed under seed 0", "-aiotest.seed=0")
	for _, once := range []string{"always", "cleanup", "repeat it by", "--- FAIL"} {
		if n := strings.Count(out, once); n != 1 {
			t.Errorf("%d times %q:\n%s", n, once, out)
		}
	}
}

// Given a body that reports through the t outside, then Explore stops all the same.
func TestCapturedTRule261(t *testing.T) {
	out := failing(t, "TestFailingCapturedT", "failed in run 7", "failed under seed 6", "7 runs")
	if n := strings.Count(out, "repeat it by"); n != 1 {
		t.Errorf("%d reports:\n%s", n, out)
	}
}

// Given t.FailNow in a task, then the task ends, and main goes on; given t.FailNow in main, then the test ends there.
func TestFailNowRule262(t *testing.T) {
	out := failing(t, "TestFailingFatalInTask", "fatal in a task", "main goes on", "fatal in main", "failed under seed 0")
	wantNot(t, out, "after Run", "subtest may have called FailNow", "Goexit", "nobody looked at")
	failing(t, "TestFailingErrorf", "an error", "failed under seed 0", "after Run")
	failing(t, "TestFailingGoexit", "runtime.Goexit")
	out, passed := child(t, "TestFailingSkip", "-test.v")
	if !passed {
		t.Errorf("a skipped test fails:\n%s", out)
	}
	wantParts(t, out, "not today", "--- SKIP")
	wantNot(t, out, "after Run", "repeat it by")
}

// Given a task that failed and whose error nobody looked at, then the test fails.
func TestUnseenErrorRule263(t *testing.T) {
	failing(t, "TestFailingUnseenError", "nobody looked at its error: boom", "failed under seed 0", "after Run")
}

// Given tasks that wait for channels and queues, and no timer, then the test fails with the tree of tasks and where each
// stands, and not by a panic of the bubble; a ticker that nobody listens to changes nothing.
func TestDeadlockRule264(t *testing.T) {
	out := failing(t, "TestFailingDeadlock",
		"reader is unwound", "deadlock: no task can go on, and no timer is left",
		"task 1 main", "waits for",
		"task 2 reader", "waits for a receive",
		"task 1 stands at Queue.Get at failing_test.go:",
		"task 2 stands at Recv at failing_test.go:",
		"failed under seed 0", "task 2 reader ran up to Sleep", "cleanup")
	wantNot(t, out, "panic:", "after Run")
	if n := strings.Count(out, "deadlock"); n != 1 {
		t.Errorf("%d times deadlock:\n%s", n, out)
	}
}

// Given a task that is stuck in a blocking call, or outside any mark, then it cannot be unwound; the report is the same.
func TestStuckOutsideMarksRule264(t *testing.T) {
	out := failing(t, "TestFailingStuckCall", "deadlock: ", "task 1 main", "waits for a call", "stands at Call at failing_test.go:", "failed under seed 0")
	wantNot(t, out, "after Run", "panic:")
	out = failing(t, "TestFailingStuckWithoutMark", "deadlock: ", "task 1 main", "(running)", "task 2", "(ready)", "failed under seed 0", "after Explore")
	wantNot(t, out, "panic:")
}

// Given a deadlock, then every wait but a Call is unwound, by its error if it has one: deferred calls and Cleanup functions
// run, and nothing is left.
func TestUnwoundRule264(t *testing.T) {
	out := failing(t, "TestFailingUnwound", "cleanup in the bubble", "deadlock: ", "stands at RecvOK at failing_test.go:", "failed under seed 0 after 12 turns", "tasks left: false")
	for _, line := range []string{
		"Recv: unwound", "Range: unwound", "RecvContext: error true", "Send: unwound", "SendContext: error true",
		"Select: unwound", "Select of 0: unwound", "Queue: error true", "Future: error true", "Value: unwound",
		"Cond: unwound", "main: unwound",
	} {
		wantParts(t, out, ": "+line+"\n")
	}
	wantNot(t, out, "main goes on", "panic", "are left")
}

// Given tasks that wait for each other in a ring, then they are unwound, and the test fails with the ring.
func TestRingRule264(t *testing.T) {
	failing(t, "TestFailingRing", "unwound", "aio: deadlock", "cycle: task 1 -> task 1", "task 1 stands at Mutex.Lock at failing_test.go:")
}

// Given a task that is left when fn has returned, and that could go on only if time passed, then the test fails with it. A
// task that can go on at once may end.
func TestTaskLeftRule265(t *testing.T) {
	out := failing(t, "TestFailingTaskLeft", "tasks are left when the test has returned", "sleeper", "waits for a sleep", "stands at Sleep")
	wantNot(t, out, "ended created", "after Run", "panic:")
}

// Given a goroutine that is left, then the test fails with its stack.
func TestGoroutineLeftRule265(t *testing.T) {
	out := failing(t, "TestFailingGoroutineLeft", "goroutines that are no tasks are left", "leftGoroutine", "failing_test.go:")
	if n := strings.Count(out, ", synctest bubble "); n != 1 {
		t.Errorf("%d goroutines:\n%s", n, out)
	}
}

// Given tasks that never come to an end, then the test fails after as many turns as -aiotest.turns says, or a million.
func TestEndlessRule266(t *testing.T) {
	out, passed := child(t, "TestFailingEndless", "-aiotest.turns=5000")
	if passed {
		t.Error("a test without an end passes")
	}
	wantParts(t, out, "no end after 5000 turns", "task 1 main", "stands at Yield at failing_test.go:",
		"failed under seed 0 after 5000 turns", "ran up to Yield at failing_test.go:", ", 20 times")
	if testing.Short() {
		return
	}
	failing(t, "TestFailingEndless", "no end after 1000000 turns")
}

// Given a panic, in main or in a task, then the process ends with its stack, after the seed was printed.
func TestPanicRule267(t *testing.T) {
	failing(t, "TestFailingPanic", "aiotest: panic; failed under seed 0", "repeat it by", "panic: in main", "TestFailingPanic.func1")
	out := failing(t, "TestFailingPanicInTask", "aiotest: panic; failed under seed ", "repeat it by", "panic: in a task", "TestFailingPanicInTask.func1")
	seed := replay.FindStringSubmatch(out)
	if seed == nil || seed[2] == "-aiotest.seed=0" {
		t.Fatalf("no seed in:\n%s", out)
	}
	again, _ := child(t, "TestFailingPanicInTask", seed[2])
	wantParts(t, again, "repeat it by", seed[2], "panic: in a task")
	if out, passed := child(t, "TestFailingPanicInTask", "-aiotest.seed=0"); !passed {
		t.Errorf("fails in order:\n%s", out)
	}
}

// Given a wrong assertion about marks, then the test fails, and says where the mark is.
func TestAssertionsFailRule268(t *testing.T) {
	failing(t, "TestFailingAssertYields", "the call came to no mark", "the call may let other tasks run:", "Yield at failing_test.go:")
}

// Given Both, then a deadlock is reported under each policy, each with its own command.
func TestBothReportsRule269(t *testing.T) {
	failing(t, "TestFailingBoth",
		"--- FAIL: TestFailingBoth/goroutines", "deadlock: no task can go on", "-run '^TestFailingBoth$/^goroutines$'\n",
		"--- FAIL: TestFailingBoth/serial", "deadlock: no task can go on", "-run '^TestFailingBoth$/^serial$' -aiotest.seed=0")
}

// Given the flags, then -aiotest.n takes the place of the number in the test, -aiotest.base of its first seed,
// -aiotest.trace of the number of turns that are printed, and -aiotest.turns of the number of turns that a seed may take. A flag that is no number is refused.
func TestFlags(t *testing.T) {
	out, passed := child(t, "TestFailingCapturedT", "-aiotest.n=3", "-test.v")
	if !passed {
		t.Errorf("fails within three runs:\n%s", out)
	}
	wantParts(t, out, "3 runs")
	out, _ = child(t, "TestFailingCapturedT", "-aiotest.base=100")
	wantParts(t, out, "failed under seed 106")
	out, _ = child(t, "TestFailingEndless", "-aiotest.trace=0", "-aiotest.turns=50")
	wantParts(t, out, "after 50 turns\n")
	wantNot(t, out, "ran up to")
	out, _ = child(t, "TestFailingEndless", "AIOTEST_TRACE=7", "AIOTEST_TURNS=50")
	wantParts(t, out, ", 7 times")
	out, passed = child(t, "TestFailingAll", "-aiotest.seed=x")
	wantParts(t, out, `invalid value "x" for flag -aiotest.seed`)
	if passed {
		t.Error("a seed that is no number is accepted")
	}
	out, _ = child(t, "TestFailingAll", "AIOTEST_SEED=x")
	wantParts(t, out, `AIOTEST_SEED="x" is not a number`)
}

// Given a body that depends on what no seed decides, then -aiotest.twice finds that, and where.
func TestTwiceRule274(t *testing.T) {
	if out, passed := child(t, "TestFailingToRepeat"); !passed {
		t.Errorf("fails without the flag:\n%s", out)
	}
	out, passed := child(t, "TestFailingToRepeat", "-aiotest.twice=1")
	if passed {
		t.Errorf("the order of a map is not noticed:\n%s", out)
	}
	wantParts(t, out, "does not repeat itself: turn ", "ran ", "and then", "ran ", "repeat it by", "-aiotest.seed=", "-aiotest.twice=1")
	if out, _ := child(t, "TestFailingCapturedT", "-aiotest.twice=1", "-test.v"); !strings.Contains(out, "failed in run 7") {
		t.Errorf("not every seed runs twice:\n%s", out)
	}
	for _, name := range []string{"TestQuietLogPasses", "TestWaitRule271", "TestTickerRule273"} {
		if out, passed := child(t, name, "-aiotest.twice=1"); !passed {
			t.Errorf("%s does not repeat itself:\n%s", name, out)
		}
	}
}

// Given a test that has failed before, then Explore works as ever: it stops at the first seed that fails by itself.
func TestFailedBeforeRule275(t *testing.T) {
	out := failing(t, "TestFailingBefore", "failed before", "failed in Explore", "failed under seed 3", "-aiotest.seed=3")
	for _, once := range []string{"failed in Explore", "repeat it by"} {
		if n := strings.Count(out, once); n != 1 {
			t.Errorf("%d times %q:\n%s", n, once, out)
		}
	}
}

// Given a body that skips, then Explore ends there.
func TestSkipInExplore(t *testing.T) {
	out, passed := child(t, "TestFailingSkipInExplore", "-test.v")
	if !passed {
		t.Errorf("a skipped seed fails:\n%s", out)
	}
	wantParts(t, out, "not today", "4 runs")
	wantNot(t, out, "repeat it by")
}

func TestExploreInBubble(t *testing.T) {
	failing(t, "TestFailingInBubble", "Explore called in a bubble")
}

func TestBothInBubble(t *testing.T) {
	failing(t, "TestFailingBothInBubble", "Both called in a bubble")
}

// Given a ring that the main task of an Explore waits for, then the report says where it waits, and not that it left the body.
func TestWhereMainWaits(t *testing.T) {
	out := failing(t, "TestFailingLockInversion", "aio: deadlock", "task 1 stands at WaitGroup.Wait at programs_test.go:",
		"task 1 main ran to its end")
	wantNot(t, out, "testing.go:")
}
