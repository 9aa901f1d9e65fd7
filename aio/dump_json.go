package aio

import (
	"encoding/json"
	"io"
)

// DumpVersion is the version of the form that DumpJSON writes. It counts up when a field is removed or changes its
// meaning; fields may be added without that.
const DumpVersion = 1

// TaskDump is what DumpJSON writes.
type TaskDump struct {
	Version int        `json:"version"` // DumpVersion
	Loops   []LoopDump `json:"loops"`   // in the order of their numbers
}

// LoopDump is the part of a TaskDump about one loop.
type LoopDump struct {
	Loop   uint64     `json:"loop"`   // 0 is the loop of the process
	Policy string     `json:"policy"` // "goroutines" or "serial"
	Tasks  []TaskInfo `json:"tasks"`  // the oldest first
}

// DumpJSON writes the tasks of all loops as one JSON object, a TaskDump, with one line for each loop and task:
//
//	{"version":1,"loops":[
//	 {"loop":1,"policy":"serial","tasks":[
//	  {"loop":1,"id":1,"created":"main.go:9","state":"waiting","waits":"the result of task 2","awaits":[{"loop":1,"id":2}]},
//	  {"loop":1,"id":2,"name":"fetch","created":"main.go:12","parent":1,"state":"running","awaited_by":[{"loop":1,"id":1}]}]}]}
//
// It returns the error of w. It may be called by any goroutine; its work is linear in the number of tasks.
func DumpJSON(w io.Writer, opts ...DumpOption) error {
	loops := allLoops()
	infos := survey(loops, newDumpOptions(opts))
	out := []byte(`{"version":1,"loops":[`)
	for i, l := range loops {
		k := countLoop(infos, l.number)
		var err error
		if out, err = appendLoop(out, l, infos[:k], i > 0); err != nil {
			return err
		}
		infos = infos[k:]
	}
	_, err := w.Write(append(out, "]}\n"...))
	return err
}

func appendLoop(out []byte, l *loop, tasks []TaskInfo, more bool) ([]byte, error) {
	head, err := json.Marshal(LoopDump{Loop: l.number, Policy: l.policy.String(), Tasks: []TaskInfo{}})
	if err != nil {
		return nil, err
	}
	if more {
		out = append(out, ',')
	}
	out = append(append(out, "\n "...), head[:len(head)-len("]}")]...)
	for i, t := range tasks {
		text, err := json.Marshal(t)
		if err != nil {
			return nil, err
		}
		if i > 0 {
			out = append(out, ',')
		}
		out = append(append(out, "\n  "...), text...)
	}
	return append(out, "]}"...), nil
}

// countLoop returns how many of the tasks at the head of infos belong to a loop.
func countLoop(infos []TaskInfo, loop uint64) int {
	k := 0
	for k < len(infos) && infos[k].Loop == loop {
		k++
	}
	return k
}
