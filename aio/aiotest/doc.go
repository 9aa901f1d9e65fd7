// Package aiotest runs tests of tasks under schedules that can be repeated.
//
// Under policy Serial tasks change at marks only, so what a program does is decided by one thing: which task goes on at
// each mark. This package makes that choice from a seed. One seed is one interleaving; many seeds are a search for the
// interleaving that breaks the program; and the seed that broke it is a test that fails every time.
//
//	func TestTransfer(t *testing.T) {
//		aiotest.Explore(t, 1000, func(t *testing.T, co aio.Context) {
//			bank := newBank(co)
//			var wg aio.WaitGroup
//			wg.Go(co, func(co aio.Context) { bank.deposit(co, 100) })
//			wg.Go(co, func(co aio.Context) { bank.deposit(co, 20) })
//			wg.Wait(co)
//			if bank.balance != 120 {
//				t.Errorf("the balance is %d, want 120", bank.balance)
//			}
//		})
//	}
//
// When deposit reads the balance, writes a log line, and then writes the balance, this test passes as long as the log lets
// nobody else run, and fails from the day on when it does:
//
//	--- FAIL: TestTransfer (0.00s)
//	    bank_test.go:17: the balance is 20, want 120
//	    failed under seed 3 after 9 turns; the last ones:
//	         3  task 2 ran up to Send at log.go:20
//	         4  task 3 ran up to Send at log.go:20
//	         ...
//	    repeat it by
//	    	go test example.com/bank -run '^TestTransfer$' -aiotest.seed=3
//
// # Run, Explore and Both
//
// [Run] is for tests of behaviour. Turns go round in order, as they do in production, and the result is the same each time.
// [Explore] is for tests of interleavings; seed 0 is the order of Run. [Both] runs a test under policy Goroutines and as
// Run does; it is for code on its way from one to the other.
//
// [AssertYields] and [AssertNoYield] pin down whether a call may let other tasks run: a check that a step between two marks
// stays one step when a dependency changes.
//
// # Time
//
// From Go 1.25 on each run has a bubble of testing/synctest, in which time stands still while anybody can go on, and then
// jumps to the next timer. A test that sleeps for a day takes no time. A blocking call that does something real, such as a
// read from a file, stops the jump until it has returned; network connections and locks of package sync do so as long as
// somebody waits for them, so use net.Pipe, and the locks of package aio. A child process takes as long as it does.
//
// synctest.Wait must not be called in such a test, because the scheduler calls it before each turn. [Wait] takes its place.
//
// What a test shares with the world outside its bubble does not take part: t.Context() and t.Cleanup of the t that Run was
// given are outside, those of the t that Explore and Both give are inside. The channels and timers of a bubble cannot be
// used after it; make the state of a test inside it. Use the Context of the test, also for Enter: a bubble must not use
// the loop of the process. Signals cannot be received in a bubble: asking for one there, by package os/signal or aiosignal,
// is a fatal error of the Go runtime. Cancel the Context with an aiosignal.Error instead.
//
// # What a seed decides
//
// At each mark, also at one that could go on at once, the seed decides whether others have a turn first, and who. It decides
// among the cases of a Select that are ready together. Before each choice the scheduler waits until everything outside the
// loop has come to rest, so that neither the speed of a goroutine nor the number of processors matters.
//
// Await of a completed future and starting a task never let others run, under no seed. Code between two marks is never
// interrupted; what a data race between a task and a goroutine outside the loop does is a matter for -race.
//
// What a seed does not decide: the order of a map, random numbers, the contents of files and of the network; in which order
// goroutines that are no tasks act on one thing at one instant; and which of two timers that fire at the same instant ends
// a Select with both. With -aiotest.twice=1 Explore runs each seed twice, and shows the first turn that is not repeated.
//
// A seed belongs to the program it was found in. When the program changes it is another interleaving, and a change that
// makes one seed pass need not have repaired anything: run all of them again.
//
// # How a test fails
//
// A test fails by t, and by
//   - a deadlock: no task can go on, and no timer is left. The report is the tree of tasks, what each waits for, and the mark
//     at which it stands. The tasks are then unwound, so deferred calls and Cleanup functions run. A Call that is stuck
//     stays, as does a goroutine; the runtime ends such a bubble with them in it.
//   - tasks or goroutines that are left when the test returns, unless they end without time passing.
//   - the error of a task that nobody looked at.
//   - a million turns under one seed; -aiotest.turns sets another limit. A ticker that a task follows is work: when all
//     other tasks are stuck it is this limit that ends the test. A ticker that nobody follows does not hide a deadlock. One
//     that a goroutine outside the loop follows does; then the time limit of go test ends the test.
//
// A panic ends the process, as in any test; the seed and the turns that led to it are printed before.
//
// # Flags
//
//	-aiotest.seed=N   run Run, Explore and Both under seed N only
//	-aiotest.n=N      explore N seeds instead of the number in the test
//	-aiotest.base=N   explore from seed N on, for example a number that changes each night
//	-aiotest.twice=1  explore each seed twice and compare
//	-aiotest.trace=N  print the last N turns of a failing seed; the default is 20
//	-aiotest.turns=N  fail after N turns under one seed; 0 is no limit
//
// go test refuses a flag that a test binary does not know. For many packages at once use the environment variables
// AIOTEST_SEED, AIOTEST_N, AIOTEST_BASE, AIOTEST_TWICE, AIOTEST_TRACE and AIOTEST_TURNS. The flag wins.
//
// # Before Go 1.25, and without a bubble
//
// Before Go 1.25, below a testing.TB that is no *testing.T, and only there, a test has no bubble: time is real, a deadlock
// is noticed only when tasks of the loop wait for each other, goroutines that are left are not noticed, and a seed repeats
// its interleaving only if no task waits for anything but marks of package aio. Explore makes a subtest for each seed. A
// test that must also run there does not sleep.
//
// # Compared with others
//
// Loom goes through all interleavings, for programs of few threads and few steps, the memory model included; Shuttle and
// Coyote choose at random, as this package does, and so scale to whole programs: a test that passes proves nothing, but most
// defects show within few seeds. As in Shuttle a seed is enough to repeat a run; there is no schedule to store. Their
// programs use other locks, threads and channels in tests than in production; tasks of package aio are the same ones.
// Like Shuttle's check for uncontrolled nondeterminism, -aiotest.twice tests the test. Unlike tokio's paused clock and
// trio's autojump clock, time does not jump while a blocking call does something real.
package aiotest
