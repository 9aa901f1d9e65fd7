// Package directives uses what a dependency says of itself.
package directives

import "directives/dep"

func polls(ch chan int) { dep.Poll(ch) }

func fetches() { dep.Fetch() } // want `^fetches: net directives/dep.Fetch$`

func fetchesTwice() { fetches() } // want `^fetchesTwice: net directives.fetches -> directives/dep.Fetch$`

func waits() { dep.Wait() } // want `^waits: wait directives/dep.Wait$`

func puts(s []dep.Store) { s[0].Put() } // want `^puts: db directives/dep.Store.Put$`

func gets(s []dep.Store) { s[0].Get() }

func others(s []dep.Store) { s[0].Other() } // want `^others: dyn\?\? interface method directives/dep.Store.Other$`

func fails(h []*dep.Hooks) { h[0].OnError() }

func done(h []*dep.Hooks) { h[0].OnDone() } // want `^done: dyn\?\? function value h\[0\].OnDone$`

func runs() { dep.Run() } // want `^runs: process directives/dep.Run$`

// A parameter is known by its method, too.
func store(s dep.Store) { s.Put() } // want `^store: db directives/dep.Store.Put$`
