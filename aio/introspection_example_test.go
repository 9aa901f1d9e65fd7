package aio_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"regexp"
	"strings"
	"time"

	"github.com/asyncport/asyncport/aio"
)

// printWithoutPlaces prints a dump without the files and lines, which differ between machines.
func printWithoutPlaces(text string) {
	fmt.Print(regexp.MustCompile(` created at \S+|(?m)^loop \d+, `).ReplaceAllString(text, ""))
}

// Who started whom, and who waits for whom.
func ExampleDumpLoop() {
	err := aio.Run(context.Background(), func(co aio.Context) error {
		answer, resolver := aio.NewFuture[int]()
		fetch := aio.GoValue(co, func(co aio.Context) int {
			aio.SetName(co, "fetch")
			return answer.Value(co)
		})
		aio.Spawn(co, func(co aio.Context) {
			aio.SetName(co, "show")
			fetch.Value(co)
		})
		aio.Yield(co)

		var text strings.Builder
		aio.DumpLoop(&text, co)
		printWithoutPlaces(text.String())

		return resolver.Resolve(42)
	}, aio.WithPolicy(aio.Serial), aio.WithName("main"))
	if err != nil {
		fmt.Println(err)
	}
	// Output:
	// serial, 3 tasks
	//   task 1 main (running)
	//     task 2 fetch waits for a future of NewFuture, awaited by task 3
	//     task 3 show waits for the result of task 2
}

// The tasks as data: here, those that wait for a channel, a timer or a call.
func ExampleTasks() {
	err := aio.Run(context.Background(), func(co aio.Context) error {
		stop := make(chan struct{})
		for _, name := range []string{"reader", "writer"} {
			aio.Spawn(co, func(co aio.Context) {
				aio.SetName(co, name)
				aio.Recv(co, stop)
			})
		}
		aio.Yield(co)
		for _, task := range aio.Tasks() {
			if task.State == aio.TaskOutside {
				fmt.Println(task.Name, "waits for", task.Waits)
			}
		}
		close(stop)
		return nil
	}, aio.WithPolicy(aio.Serial))
	if err != nil {
		fmt.Println(err)
	}
	// Output:
	// reader waits for a receive
	// writer waits for a receive
}

// Another program can read the tasks.
func ExampleDumpJSON() {
	err := aio.Run(context.Background(), func(co aio.Context) error {
		var text strings.Builder
		if err := aio.DumpJSON(&text); err != nil {
			return err
		}
		var dump aio.TaskDump
		if err := json.Unmarshal([]byte(text.String()), &dump); err != nil {
			return err
		}
		last := dump.Loops[len(dump.Loops)-1]
		fmt.Println(dump.Version, last.Policy, last.Tasks[0].Name, last.Tasks[0].State)
		return nil
	}, aio.WithPolicy(aio.Serial), aio.WithName("main"))
	if err != nil {
		fmt.Println(err)
	}
	// Output: 1 serial main running
}

// Any code that is given a context can tell which task it runs in.
func ExampleTaskOf() {
	logLine := func(ctx context.Context, message string) {
		if task, ok := aio.TaskOf(ctx); ok {
			message = task.Name + ": " + message
		}
		fmt.Println(message)
	}
	err := aio.Run(context.Background(), func(co aio.Context) error {
		logLine(co, "hello")
		return nil
	}, aio.WithName("greeter"))
	if err != nil {
		fmt.Println(err)
	}
	logLine(context.Background(), "goodbye")
	// Output:
	// greeter: hello
	// goodbye
}

// A task that keeps its turn for too long is reported with its name and what it does.
func ExampleWithWatchdog() {
	noticed := make(chan struct{})
	err := aio.Run(context.Background(), func(co aio.Context) error {
		<-noticed // blocks the loop: should be aio.Recv(co, noticed)
		return nil
	}, aio.WithPolicy(aio.Serial), aio.WithName("hog"), aio.WithWatchdog(10*time.Millisecond, func(s aio.SlowStep) {
		fmt.Println(s.Task.Name, "is slow:", s.For >= 10*time.Millisecond, strings.Contains(s.Stack, "ExampleWithWatchdog"))
		close(noticed)
	}))
	if err != nil {
		fmt.Println(err)
	}
	// Output: hog is slow: true true
}

// Debug mode finds a Context that is used by a goroutine that is not its task.
func ExampleWithDebug() {
	err := aio.Run(context.Background(), func(co aio.Context) error {
		message := make(chan any)
		go func() {
			defer func() { message <- recover() }()
			aio.Sleep(co, time.Second) // not its co
		}()
		text, _, _ := strings.Cut(fmt.Sprint(<-message), " created at ")
		fmt.Println(text)
		return nil
	}, aio.WithPolicy(aio.Serial), aio.WithDebug(), aio.WithName("main"))
	if err != nil {
		fmt.Println(err)
	}
	// Output: aio: Context used by a goroutine that is not its task: task 1 main
}

// Errors that nobody looks at go where the program wants them.
func ExampleSetErrorHandler() {
	aio.SetErrorHandler(func(err error) {
		var unseen *aio.UnseenError
		if errors.As(err, &unseen) {
			fmt.Fprintf(os.Stderr, "task %s failed: %v\n", unseen.Task.Name, unseen.Err)
		}
	})
	defer aio.SetErrorHandler(nil)
	// Output:
}

// A name is a label in profiles, and the name of the task in messages, dumps and traces.
func ExampleSetName() {
	err := aio.Run(context.Background(), func(co aio.Context) error {
		aio.SetName(co, "accept loop")
		task, _ := aio.TaskOf(co)
		fmt.Println(task.Name)
		return nil
	})
	if err != nil {
		fmt.Println(err)
	}
	// Output: accept loop
}
