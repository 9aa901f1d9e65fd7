package flow

import (
	"go/types"
	"strings"
)

// unseen are functions that never return although nobody looks at their bodies, those
// of the standard library, or the bodies do not show it, as those of loggers that call
// what they were made with.
var unseen = []struct{ of, names string }{
	{"os.", "Exit"},
	{"syscall.", "Exit"},
	{"runtime.", "CPUProfile Goexit"},
	{"testing.", "Main"},
	{"(*testing.common).", "FailNow Fatal Fatalf SkipNow Skip Skipf"},
	{"log.", "Fatal Fatalf Fatalln Panic Panicf Panicln"},
	{"(*log.Logger).", "Fatal Fatalf Fatalln Panic Panicf Panicln"},
	{"(*go.uber.org/zap.Logger).", "Fatal Panic"},
	{"(*go.uber.org/zap.SugaredLogger).", "Fatal Fatalf Fatalln Fatalw Panic Panicf Panicln Panicw"},
	{"(*github.com/sirupsen/logrus.Logger).", "Exit Panic Panicf Panicln"},
	{"(*github.com/sirupsen/logrus.Entry).", "Panic Panicf Panicln"},
	{"k8s.io/klog.", "Exit ExitDepth Exitf Exitln Fatal FatalDepth Fatalf Fatalln"},
	{"k8s.io/klog/v2.", "Exit ExitDepth Exitf Exitln Fatal FatalDepth Fatalf Fatalln"},
}

// byName has what stands before the name of such functions.
var byName = func() map[string][]string {
	index := make(map[string][]string)
	for _, u := range unseen {
		for name := range strings.FieldsSeq(u.names) {
			index[name] = append(index[name], u.of)
		}
	}
	return index
}()

// isKnown reports whether fn is one of them.
func isKnown(fn *types.Func) bool {
	for _, of := range byName[fn.Name()] {
		if fn.FullName() == of+fn.Name() {
			return true
		}
	}
	return false
}
