package aio

import (
	"fmt"
	"runtime"
)

// origin is where a task comes from: the call that created it, if that was recorded, or else the function it runs.
type origin struct{ site, entry uintptr }

func (t *task) origin() origin {
	o := origin{entry: t.entry}
	if t.rare != nil {
		o.site = t.rare.site
	}
	return o
}

// String returns file:line, or nothing when nothing is known.
func (o origin) String() string {
	if o.site != 0 {
		f, _ := runtime.CallersFrames([]uintptr{o.site}).Next()
		return fmt.Sprintf("%s:%d", f.File, f.Line)
	}
	if f := runtime.FuncForPC(o.entry); f != nil {
		file, line := f.FileLine(o.entry)
		return fmt.Sprintf("%s:%d", file, line)
	}
	return ""
}
