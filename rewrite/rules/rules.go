// Package rules lists the rewrite rules.
package rules

import (
	"github.com/asyncport/asyncport/rewrite/rule"
	"github.com/asyncport/asyncport/rewrite/rules/afterfunc"
	"github.com/asyncport/asyncport/rewrite/rules/call"
	"github.com/asyncport/asyncport/rewrite/rules/channel"
	"github.com/asyncport/asyncport/rewrite/rules/completion"
	"github.com/asyncport/asyncport/rewrite/rules/errgroup"
	"github.com/asyncport/asyncport/rewrite/rules/lock"
	"github.com/asyncport/asyncport/rewrite/rules/once"
	"github.com/asyncport/asyncport/rewrite/rules/oneshot"
	"github.com/asyncport/asyncport/rewrite/rules/poll"
	"github.com/asyncport/asyncport/rewrite/rules/pool"
	"github.com/asyncport/asyncport/rewrite/rules/removable"
	"github.com/asyncport/asyncport/rewrite/rules/selection"
	"github.com/asyncport/asyncport/rewrite/rules/sleep"
	"github.com/asyncport/asyncport/rewrite/rules/spawn"
	"github.com/asyncport/asyncport/rewrite/rules/waitgroup"
)

// All returns the rules in the order in which they are offered sites: those
// that lift goroutine plumbing first, then those that mark what is left.
func All() []*rule.Rule {
	return append(Lift(),
		lock.Rule,
		once.Rule,
		spawn.Rule,
		afterfunc.Rule,
		sleep.Rule,
		selection.Rule,
		channel.Rule,
		poll.Rule,
		pool.Rule,
		call.Rule,
	)
}

// Lift returns the rules of --level=lift.
func Lift() []*rule.Rule {
	return []*rule.Rule{waitgroup.Rule, oneshot.Rule, completion.Rule, errgroup.Rule}
}

// OnRequest returns the rules that are applied only where someone names them, and
// then alone: they look at what the others have left.
func OnRequest() []*rule.Rule { return []*rule.Rule{removable.Rule} }
