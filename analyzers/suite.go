// Package analyzers lists the analyzers of asyncport.
package analyzers

import (
	"golang.org/x/tools/go/analysis"

	"github.com/asyncport/asyncport/analyzers/annotation"
	"github.com/asyncport/asyncport/analyzers/blockingcall"
	"github.com/asyncport/asyncport/analyzers/explicit"
	"github.com/asyncport/asyncport/analyzers/lockheld"
	"github.com/asyncport/asyncport/analyzers/lostfuture"
	"github.com/asyncport/asyncport/analyzers/sharedstate"
	"github.com/asyncport/asyncport/analyzers/staleread"
	"github.com/asyncport/asyncport/analyzers/stuck"
	"github.com/asyncport/asyncport/analyzers/taskescape"
	"github.com/asyncport/asyncport/analyzers/yieldpoint"
)

// Suite returns the analyzers that report findings, sorted by name. The caller
// owns the slice.
//
// Left out is lockset, which reports nothing: lockheld, lostfuture and
// sharedstate build on it and drivers run it by their requirement.
func Suite() []*analysis.Analyzer {
	return []*analysis.Analyzer{
		annotation.Analyzer,
		blockingcall.Analyzer,
		explicit.Analyzer,
		lockheld.Analyzer,
		lostfuture.Analyzer,
		sharedstate.Analyzer,
		staleread.Analyzer,
		stuck.Analyzer,
		taskescape.Analyzer,
		yieldpoint.Analyzer,
	}
}
