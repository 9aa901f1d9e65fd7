// Package impl implements an interface of a package that cannot see it.
package impl

import (
	"time"

	"gaps"
)

type Slow struct{}

func (Slow) Next() int { time.Sleep(1); return 1 }

var _ gaps.Source = Slow{}
