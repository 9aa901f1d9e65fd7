package yieldpoint

import (
	"go/types"
	"slices"
	"strings"
)

// conventional lists the methods that callers, often the standard library
// itself, take for pure computation, with their parameters and results; "*" is any
// type. A method of the same name with another signature is no such method: the
// Error() error of a future may well wait.
var conventional = map[string][]string{
	"String":   {"->string"},
	"Error":    {"->string"},
	"GoString": {"->string"},
	"Format":   {"fmt.State,rune->"},
	"LogValue": {"->slog.Value"},

	"Len":  {"->int"},
	"Less": {"int,int->bool", "*->bool"},
	"Swap": {"int,int->"},

	"MarshalJSON":     {"->[]byte,error"},
	"MarshalText":     {"->[]byte,error"},
	"MarshalBinary":   {"->[]byte,error"},
	"MarshalYAML":     {"->*,error"},
	"AppendText":      {"[]byte->[]byte,error"},
	"AppendBinary":    {"[]byte->[]byte,error"},
	"UnmarshalJSON":   {"[]byte->error"},
	"UnmarshalText":   {"[]byte->error"},
	"UnmarshalBinary": {"[]byte->error"},

	"Is":      {"error->bool"},
	"As":      {"*->bool"},
	"Unwrap":  {"->error", "->[]error"},
	"Equal":   {"*->bool"},
	"Compare": {"*->int"},
	"Hash":    {"->uint32", "->uint64", "->int", "->string"},
}

// innocentMethod reports whether fn is a method that by convention does not
// wait.
func innocentMethod(fn *types.Func) bool {
	sig := fn.Signature()
	return sig.Recv() != nil && slices.ContainsFunc(conventional[fn.Name()], func(want string) bool {
		params, results, _ := strings.Cut(want, "->")
		return matches(sig.Params(), params) && matches(sig.Results(), results)
	})
}

func matches(tuple *types.Tuple, want string) bool {
	if want == "" {
		return tuple.Len() == 0
	}
	names := strings.Split(want, ",")
	if tuple.Len() != len(names) {
		return false
	}
	for i, name := range names {
		t := types.TypeString(tuple.At(i).Type(), (*types.Package).Name)
		if name != "*" && name != t {
			return false
		}
	}
	return true
}

// isLogger reports whether an interface method is a logger's. Whether a log
// waits is the business of who configures it.
func isLogger(fn *types.Func) bool {
	return strings.Contains(typeName(fn.Signature().Recv().Type()), "Logger")
}
