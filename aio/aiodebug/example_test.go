//go:build unix

package aiodebug_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"syscall"

	"github.com/asyncport/asyncport/aio"
	"github.com/asyncport/asyncport/aio/aiodebug"
)

// A program shows its tasks beside its profiles.
func ExampleHandler() {
	mux := http.NewServeMux()
	mux.Handle("/debug/tasks", aiodebug.Handler())

	err := aio.Run(context.Background(), func(co aio.Context) error {
		w := httptest.NewRecorder()
		mux.ServeHTTP(w, httptest.NewRequest("GET", "/debug/tasks?format=json", nil))
		fmt.Println(w.Code, w.Header().Get("Content-Type"))
		return nil
	})
	if err != nil {
		fmt.Println(err)
	}
	// Output: 200 application/json
}

// A program writes its tasks to its standard error when it gets SIGUSR1: kill -USR1 with its number.
func ExampleDumpOnSignal() {
	stop := aiodebug.DumpOnSignal(os.Stderr, syscall.SIGUSR1)
	defer stop()
	// Output:
}
