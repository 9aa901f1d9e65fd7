// Package aio makes the places where a goroutine may stop visible in the source.
//
// A function that may wait takes a [Context] first, by convention called co. A call that is passed co may let other
// tasks run; a call that is not passed co cannot. Context is a [context.Context] too, so it can be handed to any
// function that wants one.
//
// # Tasks, loops and policies
//
// A task is a goroutine with a Context. It comes from [Run], [Enter], [Go], [GoValue], [Spawn], [WaitGroup.Go],
// [Group.Go], or from a function that is called later: [After], [Future.AfterFunc], [Loop.Post]. Every task belongs to a
// loop, and a loop has a [Policy]:
//
//   - [Goroutines]: tasks run in parallel, exactly like plain goroutines. Marks cost next to nothing.
//   - [Serial]: one task of the loop runs at a time. The tasks pass a baton in first-in first-out order, at marks
//     only. Between two marks no other task of the loop runs.
//
// The same program runs under both. [SetDefaultPolicy] or the environment variable AIO_POLICY select the policy of the
// process; [WithPolicy] gives one Run a loop of its own.
//
// Under Serial a task gets its goroutine with its first turn. The goroutine has the profiler labels that the task's Context
// carries, and not those of the goroutine that called Go.
//
// Package aiotest runs tests under schedules that can be repeated, with virtual time. In a bubble of testing/synctest
// without it, the serial loop of the process is one of the bubble's own: nobody in a bubble may wait for somebody outside.
//
// # What a mark means
//
// A mark with a plain name means exactly what the plain Go operation means that it replaces, and nothing more:
// [Recv] waits like <-ch, [Sleep] like time.Sleep, [Mutex.Lock] like sync.Mutex.Lock, [WaitGroup.Wait] like
// sync.WaitGroup.Wait. It is not interrupted when co is cancelled. It only lets the loop run others meanwhile.
// The forms whose name ends in Context, [Future.Await], [All], [Race], [Wait], [AsCompleted], and the methods of [Queue],
// [Semaphore], [Event] and [Barrier] that return an error also end when co is cancelled; they return the cause. Code can
// thus be ported line by line without a change of behaviour, and be made cancellable where that is wanted.
//
// The packages below this one (aionet, aiohttp, aiosql, aioexec, aioos, aioio, aiosignal) have the functions of the standard
// library that wait, with co in front. Everything else goes through [Call], or through [Offload] and an [Executor] when
// there must be a bound on how much runs at once.
//
// A mark that can go on at once does so without letting others run, but not for ever: under Serial the others get a turn
// after 64 marks in a row that did not have to wait. A future that is complete does not count. Use [Yield] in loops
// without marks.
//
// # Cancellation
//
// Cancellation is level-triggered: once co is cancelled, every interruptible mark on it fails, until the code goes on
// with another Context, for example one from [Shield]. A value that is ready wins: Await of a completed future and
// RecvContext of a channel with a value succeed on a cancelled Context, and so do an [Event] that has happened and a
// [Barrier] that is complete. Locks, semaphores and queues are different, because nothing is lost by refusing: there the
// cancellation wins, and what the waiter had been given goes to the next one.
//
// Tasks that wait under one cancellation leave their lines at once when it fires, and go on in the order of their creation.
//
// A task started by [Go] has a cancellation of its own ([Future.Cancel]). Its context ends when the task and the tasks
// it started have ended, as that of an errgroup does; what must outlive the task has to be made with another context.
// All other tasks use the context of the Context they were started with, as a goroutine would.
//
// # Panics and Goexit
//
// A panic in a task ends the process with the stack of the task, as in any goroutine, unless its function went through
// [Capture]; then whoever awaits it gets a [PanicError] with that stack. [runtime.Goexit], and with it t.FailNow, completes
// the future of the task with [ErrGoexit].
//
// # Deadlocks
//
// When the main task of a Run waits, directly or not, for tasks that wait for each other, Run returns a
// [DeadlockError]. Waits that a plain goroutine, a timer or a file descriptor may end are never taken for a deadlock:
// channels, [Call], [NewFuture], a context with a deadline or one that the program may cancel. A mutex, and a wait that
// [Future.Cancel] would end, count when all tasks of the loop have stopped; so use a channel, and not a mutex, for a gate
// that a plain goroutine opens, and [WithCancel] for what it cancels. Queues, conditions, semaphores, events, barriers
// and the places of a [Group] with a limit count only in a Run that is [Sealed].
//
// # Looking inside
//
// [Dump] and [DumpJSON] write the tree of tasks with what each waits for; package aiodebug serves it over HTTP or on a
// signal. [SetName] names a task there, in goroutine profiles and in execution traces. [WithDebug], or AIO_DEBUG=1, checks
// that every Context is used by its own goroutine, says where tasks were created, and reports steps that let nobody else
// run for too long; [WithWatchdog] does the last alone. An error that nobody has looked at is returned by the Run around its
// task; where there is none, [SetErrorHandler] says who gets it.
package aio
